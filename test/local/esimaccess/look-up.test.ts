import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { DAYS, type EsimAccessWorld, esimAccessWorld, PRODUCT, type Rule, SIM } from './esim-access-world.ts';

const END = instant(Date.UTC(2031, 9, 1, 15));
const DAYS_MS = DAYS * ROLLING_DAY_MS;
const SECOND_REFERENCE = 'MEJP00000001ZZBTQR3RC9NN00YZ';
const LOST: Rule = { fault: 'lost_response', path: 'topup', times: 1 };
const NOT_THERE: Rule = { fault: 'down', path: 'topup', times: 1 };

let world: EsimAccessWorld;
beforeEach(async () => {
  world = await esimAccessWorld();
  await world.putSim(SIM, { endsAt: END });
});
afterEach(() => world.close());

const topUpByHand = (transactionId: string, packageCode = PRODUCT) =>
  world.api('/esim/topup', JSON.stringify({ esimTranNo: SIM.carrierRef, packageCode, transactionId }));

describe('a SIM whose packages carry their transaction ids', () => {
  test('given our reference among them, then it is confirmed by the number of the top-up', async () => {
    const order = await world.order();
    await world.faults(LOST);
    await world.carrier.activate(order);
    const bought = (await world.sim(SIM))?.packages[1];
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed', reference: bought?.esimTranNo });
    // Nothing of before is needed.
    const { baseline: _none, ...plain } = order;
    expect(await world.carrier.lookUp(plain)).toMatchObject({ kind: 'confirmed', reference: bought?.esimTranNo });
  });

  test('given that somebody has topped it up by hand meanwhile, then nothing is concluded', async () => {
    const order = await world.order();
    await topUpByHand('by-hand');
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'unavailable', code: 'other_change' });
  });

  test('given both, then ours is found', async () => {
    const order = await world.order();
    await topUpByHand('by-hand');
    await world.carrier.activate(order);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });
});

describe.each([
  ['without transaction ids, as they are documented', 'unnamed'],
  ['without the top-ups', 'first_only'],
])('a SIM whose packages are listed %s', (_what, shape) => {
  const always: Rule = { fault: 'package_rows', shape };
  beforeEach(() => world.faults(always));

  test.each([
    ['made', LOST, 'confirmed'],
    ['not made', NOT_THERE, 'absent'],
  ])('given a top-up of an unclear outcome that was %s, then its totals tell', async (_made, rule, kind) => {
    const order = await world.order();
    await world.faults(rule, always);
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'unknown' });
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind });
  });

  test('given a second renewal, then each is told from the other by what was there before it', async () => {
    await world.carrier.activate(await world.order());
    const second = await world.order({ reference: SECOND_REFERENCE });
    expect(await world.carrier.lookUp(second)).toEqual({ kind: 'absent' });
    await world.faults(LOST, always);
    await world.carrier.activate(second);
    expect(await world.carrier.lookUp(second)).toMatchObject({
      kind: 'confirmed',
      reference: SECOND_REFERENCE,
      endsAt: plusMs(END, 2 * DAYS_MS),
    });
  });

  test('given that it has grown by other days than were bought, then nothing is concluded', async () => {
    const order = await world.order();
    await topUpByHand('by-hand', 'TOPUP_CKH180');
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'unavailable', code: 'other_change' });
  });

  test('given no word of what was there before, then nothing is concluded', async () => {
    const { baseline: _none, ...order } = await world.order();
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'unavailable', code: 'no_baseline' });
  });

  test('given a SIM that was first used meanwhile, then its new end is no top-up', async () => {
    const fresh = { ...SIM, carrierRef: '26042216320099' };
    await world.putSim(fresh);
    const order = await world.order(fresh);
    await world.use(fresh, 1);
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
  });
});

describe('answers that may not be whole', () => {
  test('given a page that is short of a row, then the SIM is not absent', async () => {
    const order = await world.order();
    await world.faults({ fault: 'short_page', path: 'query', times: 1 });
    expect(await world.carrier.lookUp(order)).toEqual({
      kind: 'unavailable',
      code: 'incomplete_reply',
      trouble: 'unreachable',
    });
  });

  test('given a SIM that is still being made, then it cannot be asked yet', async () => {
    const order = await world.order();
    await world.faults({ fault: 'allocating', path: 'query', times: 1 });
    expect(await world.carrier.lookUp(order)).toEqual({
      kind: 'unavailable',
      code: 'ea_200010',
      retryAfterMs: 30_000,
    });
  });

  test('given a record that lags, then a look-up finds nothing until it has caught up, within the settling time', async () => {
    const order = await world.order();
    const lagMs = 30_000;
    await world.faults({ fault: 'stale', staleMs: lagMs, path: 'query' });
    await world.carrier.activate(order);
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
    world.jump(lagMs);
    expect(world.carrier.settlingMs).toBeGreaterThan(lagMs);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });
});

describe('what a repeated transaction id does is not documented', () => {
  test('given the worst, then it buys twice: this is why it is looked up first', async () => {
    const order = await world.order();
    await world.carrier.activate(order);
    await world.carrier.activate(order);
    expect((await world.sim(SIM))?.changes).toBe(2);
  });

  test('given the best, then the second is the first', async () => {
    const order = await world.order();
    await world.carrier.activate(order);
    await world.faults({ fault: 'deduplicate', path: 'topup' });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    expect((await world.sim(SIM))?.changes).toBe(1);
  });
});

describe('an attempt that was carried out after it was given up', () => {
  test('is seen before the next one, which then buys nothing', async () => {
    await world.faults(LOST);
    await world.carrier.activate(await world.order());
    const again = await world.order();
    const bought = (await world.sim(SIM))?.packages[1];
    expect(await world.carrier.activate(again)).toMatchObject({ kind: 'confirmed', reference: bought?.esimTranNo });
    expect((await world.sim(SIM))?.changes).toBe(1);
  });
});

describe('an attempt of which nothing was read before', () => {
  test('is not made, for nobody could tell afterwards', async () => {
    const { baseline: _none, ...order } = await world.order();
    const seen = (await world.calls()).length;
    expect(await world.carrier.activate(order)).toEqual({ kind: 'not_sent', code: 'no_baseline' });
    expect(await world.calls()).toHaveLength(seen);
  });
});
