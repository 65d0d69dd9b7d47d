import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, MINUTE_MS, ROLLING_DAY_MS, SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { type AiraloWorld, airaloWorld, ORDER, SIM } from './airalo-world.ts';

const MEGABYTE = 1_048_576;

let world: AiraloWorld;
beforeEach(async () => {
  world = await airaloWorld();
});
afterEach(() => world.close());

const inDays = (days: number) => instant(Math.floor(world.now() / SECOND_MS) * SECOND_MS + days * ROLLING_DAY_MS);
const statuses = async () => (await world.sim())?.packages.map(({ status }) => status);
const record = () => world.carrier.readRecord(SIM);

describe('packages queue', () => {
  test('given one that runs, then a top-up begins at its end, and both ends are told before it does', async () => {
    const end = inDays(2);
    await world.putSim({ endsAt: end });
    await world.carrier.activate(ORDER);
    expect(await record()).toMatchObject({
      endsAt: end + 7 * ROLLING_DAY_MS,
      periods: [{ status: 'active', endsAt: end }, { status: 'queued' }],
    });
    world.jump(2 * ROLLING_DAY_MS);
    expect(await statuses()).toEqual(['EXPIRED', 'ACTIVE']);
    expect(await record()).toMatchObject({ endsAt: end + 7 * ROLLING_DAY_MS, periods: [{ status: 'expired' }, {}] });
  });

  test('given a line that has ended, then a top-up begins at once where the device is connected', async () => {
    await world.putSim({ endsAt: inDays(-1) });
    const boughtAt = world.now();
    await world.carrier.activate(ORDER);
    const { endsAt } = (await world.sim()) ?? {};
    expect(Math.abs((endsAt ?? 0) - boughtAt - 7 * ROLLING_DAY_MS)).toBeLessThan(MINUTE_MS);
    // All its days are served, from another time on than was promised: no end that could differ.
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.lookUp(ORDER)).not.toHaveProperty('endsAt');
  });

  test('given a device that is switched off, then a top-up waits, and nobody knows its end until it connects', async () => {
    await world.putSim({ endsAt: inDays(-1), connected: false });
    await world.carrier.activate(ORDER);
    expect(await world.sim()).toMatchObject({ endsAt: null });
    const found = await world.carrier.lookUp(ORDER);
    expect(found).toMatchObject({ kind: 'confirmed' });
    expect(found).not.toHaveProperty('endsAt');
    expect(await record()).not.toHaveProperty('endsAt');
    world.jump(ROLLING_DAY_MS);
    const connectedAt = world.now();
    await world.act('connection', { connected: true });
    const read = await record();
    if (read.kind !== 'record') throw new Error(read.kind);
    expect(Math.abs((read.endsAt ?? 0) - connectedAt - 7 * ROLLING_DAY_MS)).toBeLessThan(MINUTE_MS);
  });

  test('given data that is used up, then the next package begins, and takes what was used beyond', async () => {
    await world.putSim({ endsAt: inDays(20), amountMb: 1_000 });
    await world.carrier.activate(ORDER);
    await world.act('usage', { usedMb: 1_100 });
    expect(await world.sim()).toMatchObject({
      packages: [
        { status: 'FINISHED', usedMb: 1_000 },
        { status: 'ACTIVE', usedMb: 100 },
      ],
    });
    const [shown, read] = [(await world.sim())?.endsAt ?? 0, await record()];
    // Not the end of the days whose data is gone.
    expect(shown).toBeLessThan(inDays(8));
    expect(read).toMatchObject({ endsAt: Math.floor(shown / SECOND_MS) * SECOND_MS });
  });

  test('given several that passed while nobody looked, then each had its days', async () => {
    const end = inDays(1);
    await world.putSim({ endsAt: end });
    await world.carrier.activate(ORDER);
    await world.carrier.activate({ ...ORDER, reference: 'ANOTHER' });
    world.jump(10 * ROLLING_DAY_MS);
    expect(await statuses()).toEqual(['EXPIRED', 'EXPIRED', 'ACTIVE']);
    expect((await world.sim())?.endsAt).toBe(end + 14 * ROLLING_DAY_MS);
  });
});

describe('usage', () => {
  const usage = () => world.carrier.readUsage?.(SIM);

  test('is kept for 20 minutes', async () => {
    await world.putSim({ endsAt: inDays(5), amountMb: 2_048, usedMb: 48 });
    expect(await usage()).toMatchObject({ remainingBytes: 2_000 * MEGABYTE, totalBytes: 2_048 * MEGABYTE });
    await world.act('usage', { usedMb: 1_000 });
    expect(await usage()).toMatchObject({ remainingBytes: 2_000 * MEGABYTE });
    world.jump(20 * MINUTE_MS);
    expect(await usage()).toMatchObject({ remainingBytes: 1_000 * MEGABYTE });
  });

  test('of an unlimited plan is zeros, which mean nothing', async () => {
    await world.putSim({ endsAt: inDays(5), isUnlimited: true });
    const { body } = await world.api('GET', `/sims/${SIM.iccid}/usage`, undefined, await world.signIn());
    expect(body).toMatchObject({ data: { remaining: 0, total: 0, is_unlimited: true, status: 'ACTIVE' } });
    expect(await usage()).toEqual({ kind: 'no_figure' });
  });

  test('may be asked ten times a minute for one ICCID, and then says how long to wait', async () => {
    await world.putSim({ endsAt: inDays(5) });
    const token = await world.signIn();
    const ask = () => world.api('GET', `/sims/${SIM.iccid}/usage`, undefined, token);
    for (let count = 0; count < 10; count += 1) expect((await ask()).status).toBe(200);
    expect(await ask()).toMatchObject({
      status: 429,
      retryAfter: expect.stringMatching(/^(60|59|58)$/),
      body: { message: 'Too Many Attempts.' },
    });
    expect(await usage()).toMatchObject({ kind: 'unavailable', code: 'http_429', retryAfterMs: expect.any(Number) });
    world.jump(MINUTE_MS);
    expect((await ask()).status).toBe(200);
  });
});

describe('a number that was taken back', () => {
  test('can take nothing any more, and its usage says so although its past can be read', async () => {
    await world.putSim({ endsAt: inDays(1) });
    await world.act('recycle');
    const { status, body } = await world.api('GET', `/sims/${SIM.iccid}/packages`, undefined, await world.signIn());
    expect([status, body['data']]).toMatchObject([200, [{ status: 'EXPIRED' }]]);
    expect(await record()).toEqual({ kind: 'recycled' });
    expect(await world.carrier.readUsage?.(SIM)).toEqual({ kind: 'recycled' });
    expect(await world.carrier.quote?.(SIM, ORDER.product)).toMatchObject({ kind: 'not_available', recycled: true });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'refused', recycled: true });
    expect(await world.float()).toBe(1_000);
  });
});

describe('the credit', () => {
  test('goes down with each order by its net price, and refuses what it cannot pay', async () => {
    await world.putSim();
    await world.setFloat(8);
    await world.carrier.activate(ORDER);
    await world.carrier.activate({ ...ORDER, reference: 'SECOND' });
    expect(await world.carrier.readFloat?.()).toEqual({ kind: 'float', float: { amountE4: 8_000, currency: 'USD' } });
    expect(await world.carrier.activate({ ...ORDER, reference: 'THIRD' })).toEqual({
      kind: 'not_sent',
      code: 'float_low',
      trouble: 'float_low',
    });
    expect((await world.sim())?.changes).toBe(2);
  });
});

describe('what is known', () => {
  test('outlives a restart: SIMs, orders, credit, tokens, calls, faults', async () => {
    await world.putSim();
    const outcome = await world.carrier.activate(ORDER);
    await world.faults({ fault: 'out_of_stock' });
    const read = async () => ({
      sims: await world.ask('GET', '/_sim/sims'),
      orders: await world.orders(),
      float: await world.float(),
      calls: await world.calls(),
    });
    const before = await read();
    await world.stop();
    await world.start();
    expect(await read()).toEqual(before);
    expect(await world.carrier.activate(ORDER)).toEqual({ kind: 'refused', code: 'airalo_34' });
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({
      kind: 'confirmed',
      reference: outcome.kind === 'confirmed' && outcome.reference,
    });
    expect((await world.endpoints()).filter((path) => path === '/token')).toHaveLength(1);
  });

  test('a SIM that is known already stays as it is', async () => {
    const first = await world.putSim({ endsAt: inDays(1) });
    expect(await world.putSim({ endsAt: inDays(9), usedMb: 7 })).toEqual(first);
    expect(await world.orders()).toHaveLength(1);
  });
});
