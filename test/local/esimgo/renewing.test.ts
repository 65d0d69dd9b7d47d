import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { API_KEY, DAYS, type EsimGoWorld, esimGoWorld, PRODUCT, START } from './esim-go-world.ts';

const END = plusMs(START, 3 * ROLLING_DAY_MS);
const AFTER = plusMs(END, DAYS * ROLLING_DAY_MS);

let world: EsimGoWorld;
beforeEach(async () => {
  world = await esimGoWorld();
});
afterEach(() => world.close());

describe('a renewal of an eSIM that is in use', () => {
  test('waits for its turn, begins when the time before is over, and then shows its end', async () => {
    const sim = await world.newSim(END);
    const order = await world.order(sim);
    const outcome = await world.carrier.activate(order);
    expect(outcome).toEqual({ kind: 'confirmed', reference: expect.any(String), confirmedAt: START });
    expect((await world.sim(sim)).bundles.map(({ state }) => state)).toEqual(['active', 'queued']);
    expect(await world.carrier.readRecord(sim)).toMatchObject({ kind: 'record', periods: [{}, {}] });
    world.jump(3 * ROLLING_DAY_MS);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.readRecord(sim)).toMatchObject({ endsAt: AFTER });
    world.jump(DAYS * ROLLING_DAY_MS);
    // It was given, whatever became of it.
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
    expect((await world.sim(sim)).bundles.map(({ state }) => state)).toEqual(['expired', 'expired']);
  });

  test('of one whose time is over begins at once', async () => {
    const sim = await world.newSim(plusMs(START, -ROLLING_DAY_MS));
    expect(await world.carrier.activate(await world.order(sim))).toMatchObject({
      kind: 'confirmed',
      endsAt: plusMs(START, DAYS * ROLLING_DAY_MS),
    });
  });

  test('of one that is switched off begins with its first use', async () => {
    const sim = await world.newSim(plusMs(START, -ROLLING_DAY_MS), { online: false });
    const order = await world.order(sim);
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    world.jump(5 * ROLLING_DAY_MS);
    expect(await world.carrier.lookUp(order)).not.toHaveProperty('endsAt');
    await world.use(sim, 1_000);
    // All its days are served, from another time on than was promised: no end that could differ.
    expect(await world.carrier.lookUp(order)).not.toHaveProperty('endsAt');
    expect(await world.carrier.readRecord(sim)).toMatchObject({
      endsAt: plusMs(START, (5 + DAYS) * ROLLING_DAY_MS),
    });
  });

  test('takes its price from the balance, once', async () => {
    const sim = await world.newSim(END);
    await world.carrier.activate(await world.order(sim));
    expect(await world.carrier.readFloat?.()).toEqual({
      kind: 'float',
      float: { amountE4: 9_981_800, currency: 'USD' },
    });
  });

  test('for a day at a time is found among a hundred others like it', async () => {
    const day = { product: 'esim_UL_1D_JP_V2', days: 1 };
    const sim = await world.newSim(START, { bundle: day.product });
    for (let count = 0; count < 45; count += 1) {
      const order = await world.order(sim, day);
      expect(order.baseline?.length).toBeLessThanOrEqual(200);
      expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
      const outcome = await world.carrier.activate(order);
      expect(await world.carrier.lookUp(order)).toMatchObject({ ...outcome, confirmedAt: world.now() });
      world.jump(ROLLING_DAY_MS);
    }
    expect((await world.sim(sim)).changes).toBe(45);
  });
});

describe('ten minutes of processing', () => {
  test('are waited for, also after an answer that was lost', async () => {
    const sim = await world.newSim(END);
    const order = await world.order(sim);
    await world.faults(
      { fault: 'processing', ms: 10 * MINUTE_MS },
      { fault: 'lost_response', path: 'order', times: 1 },
    );
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'unknown', trouble: 'unreachable' });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'processing' });
    expect(await world.carrier.readRecord(sim)).toMatchObject({
      kind: 'record',
      periods: expect.arrayContaining([expect.objectContaining({ status: 'processing' })]),
    });
    expect(world.carrier.settlingMs).toBeGreaterThan(10 * MINUTE_MS);
    world.jump(world.carrier.settlingMs);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });

  test('end by themselves where the platform is slow as a whole', async () => {
    await world.organisation({ processingMs: 2 * MINUTE_MS });
    const order = await world.order(await world.newSim(END));
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'accepted' });
    world.jump(2 * MINUTE_MS);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });
});

describe('taking a renewal back', () => {
  test('revokes this one and no other, and its price goes back to the balance', async () => {
    const sim = await world.newSim(END);
    const first = await world.order(sim);
    await world.carrier.activate(first);
    world.jump(MINUTE_MS);
    const second = await world.order(sim);
    await world.carrier.activate(second);
    world.jump(MINUTE_MS);
    expect(await world.carrier.undo?.(first, END)).toMatchObject({ kind: 'undone' });
    expect(await world.carrier.lookUp(first)).toEqual({ kind: 'absent' });
    expect(await world.carrier.lookUp(second)).toMatchObject({ kind: 'confirmed' });
    expect((await world.sim(sim)).bundles.map(({ state }) => state)).toEqual(['active', 'revoked', 'queued']);
    expect((await world.sim(sim)).endsAt).toBe(AFTER);
    expect((await world.organisation()).balance).toBe(998.18);
    expect(await world.carrier.undo?.(first, END)).toMatchObject({ kind: 'undone' });
    expect((await world.sim(sim)).bundles.map(({ state }) => state)).toEqual(['active', 'revoked', 'queued']);
  });

  test('leaves one that has begun', async () => {
    const sim = await world.newSim(plusMs(START, -1));
    const order = await world.order(sim);
    await world.carrier.activate(order);
    expect(await world.carrier.undo?.(order, START)).toEqual({ kind: 'stays', code: 'started' });
    expect((await world.sim(sim)).bundles.at(-1)).toMatchObject({ state: 'active' });
  });

  test('does not cost a traveller the eSIM', async () => {
    const sim = await world.newSim(null, { installed: false, online: false });
    const order = await world.order(sim);
    await world.carrier.activate(order);
    expect(await world.carrier.undo?.(order, START)).toEqual({ kind: 'stays', code: 'last_bundle' });
    expect(await world.sim(sim)).toMatchObject({ returned: false, bundles: [{ state: 'queued' }] });
  });

  test('whose answer is lost is done once it is tried again', async () => {
    const sim = await world.newSim(END);
    const order = await world.order(sim);
    await world.carrier.activate(order);
    await world.faults({ fault: 'error_after_success', path: 'revoke', times: 1 });
    expect(await world.carrier.undo?.(order, END)).toMatchObject({ kind: 'unavailable', code: 'http_500' });
    expect(await world.carrier.undo?.(order, END)).toMatchObject({ kind: 'undone' });
    expect((await world.organisation()).balance).toBe(1_000);
  });
});

describe('an eSIM that cannot be renewed', () => {
  test.each([
    ['deactivated', { state: 'deactivated' }, 'deactivated'],
    ['incompatible', { incompatible: [PRODUCT] }, 'incompatible'],
  ])('because it is %s is refused, before a traveller pays and after', async (_what, more, code) => {
    const sim = await world.newSim(END, more);
    expect(await world.carrier.quote?.(sim, PRODUCT)).toEqual({ kind: 'not_available', code });
    const { maxCost: _maxCost, ...order } = await world.order(sim);
    expect(await world.carrier.activate(order)).toEqual({ kind: 'refused', code });
    expect((await world.sim(sim)).changes).toBe(0);
  });

  test('because its queue is full is refused', async () => {
    const sim = await world.newSim(END);
    for (let count = 0; count < 30; count += 1) await world.carrier.activate(await world.order(sim));
    expect(await world.carrier.activate(await world.order(sim))).toEqual({ kind: 'refused', code: 'too_many_bundles' });
  });

  test('because it went back to eSIM Go is refused as one that was never ours', async () => {
    const sim = await world.newSim(END);
    await world.faults({ fault: 'recycled', iccid: sim.iccid });
    const order = await world.order(sim);
    expect(await world.carrier.activate(order)).toEqual({ kind: 'refused', code: 'unknown_sim' });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
    expect(await world.carrier.readRecord(sim)).toEqual({ kind: 'absent' });
    // Another eSIM is not concerned.
    expect(await world.carrier.activate(await world.order(await world.newSim(END)))).toMatchObject({
      kind: 'confirmed',
    });
  });

  test('because the key is wrong is neither refused nor taken for absent', async () => {
    const sim = await world.newSim(END);
    const order = await world.order(sim);
    const carrier = world.carrierWith('key-that-is-not-valid');
    expect(await carrier.activate(order)).toEqual({ kind: 'not_sent', code: 'http_401' });
    expect(await carrier.lookUp(order)).toEqual({ kind: 'unavailable', code: 'http_403' });
    expect(await carrier.readFloat?.()).toEqual({ kind: 'unavailable', code: 'http_403' });
    expect(await world.carrierWith(API_KEY, 'key-that-is-not-valid').lookUp(order)).toEqual({ kind: 'absent' });
  });
});

describe('usage', () => {
  test('follows the bundle in use, and the next one when it is used up', async () => {
    const sim = await world.newSim(END);
    await world.carrier.activate(await world.order(sim));
    await world.use(sim, 600_000_000);
    expect(await world.carrier.readUsage?.(sim)).toEqual({
      kind: 'usage',
      remainingBytes: 400_000_000,
      totalBytes: 1_000_000_000,
      asOf: START,
    });
    world.jump(MINUTE_MS);
    await world.use(sim, 500_000_000);
    expect((await world.sim(sim)).bundles.map(({ state }) => state)).toEqual(['depleted', 'active']);
    expect(await world.carrier.readUsage?.(sim)).toMatchObject({ remainingBytes: 1_000_000_000 });
  });

  test('of an unlimited bundle is no figure', async () => {
    const sim = await world.newSim(END, { bundle: 'esim_UL_1D_JP_V2' });
    await world.use(sim, 1_000);
    expect(await world.carrier.readUsage?.(sim)).toEqual({ kind: 'no_figure' });
  });

  test('may be stale', async () => {
    const sim = await world.newSim(END);
    world.jump(MINUTE_MS);
    await world.use(sim, 600_000_000);
    await world.faults({ fault: 'stale', staleMs: 30_000, path: 'bundles' });
    expect(await world.carrier.readUsage?.(sim)).toMatchObject({ remainingBytes: 1_000_000_000 });
    world.jump(30_000);
    expect(await world.carrier.readUsage?.(sim)).toMatchObject({ remainingBytes: 400_000_000 });
  });
});

test('ICCIDs as numbers make no difference to a renewal', async () => {
  await world.organisation({ iccidsAsNumbers: true });
  const sim = await world.newSim(END);
  expect((await world.api('GET', `/esims/${sim.iccid}`)).text).toContain(`"iccid":${sim.iccid}`);
  expect(await world.carrier.activate(await world.order(sim))).toMatchObject({ kind: 'confirmed' });
  expect(instant(Number((await world.sim(sim)).endsAt))).toBe(AFTER);
});
