import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { DAYS, type EsimAccessWorld, esimAccessWorld, GIB, PRICE, PRODUCT, SIM } from './esim-access-world.ts';

let world: EsimAccessWorld;
beforeEach(async () => {
  world = await esimAccessWorld();
});
afterEach(() => world.close());

/** Whole seconds, as the carrier writes times. */
const inDays = (days: number) => instant(Math.floor(world.now() / 1_000) * 1_000 + days * ROLLING_DAY_MS);
const { carrierRef, iccid } = SIM;

describe('a SIM that was not used yet', () => {
  beforeEach(() => world.putSim(SIM));

  test('given a top-up, then no end is told: the one it shows is that of its first use', async () => {
    const order = await world.order();
    const outcome = await world.carrier.activate(order);
    expect(outcome).toMatchObject({ kind: 'confirmed' });
    expect(outcome).not.toHaveProperty('endsAt');
    expect(await world.carrier.lookUp(order)).not.toHaveProperty('endsAt');
  });

  test('then its record has periods that wait', async () => {
    const order = await world.order();
    await world.carrier.activate(order);
    const record = await world.carrier.readRecord(SIM);
    expect(record).toMatchObject({
      kind: 'record',
      periods: [
        { reference: carrierRef, status: 'queued' },
        { status: 'queued', ours: order.reference },
      ],
    });
    expect(record).not.toHaveProperty('endsAt');
  });

  test('given its first use, then all bought days run from there', async () => {
    await world.carrier.activate(await world.order());
    const before = world.now();
    await world.use(SIM, 1);
    const record = await world.carrier.readRecord(SIM);
    expect(record).toMatchObject({ periods: [{ status: 'active' }, { status: 'active' }] });
    const end = record.kind === 'record' ? (record.endsAt ?? 0) : 0;
    expect(Math.abs(end - before - 2 * DAYS * ROLLING_DAY_MS)).toBeLessThan(60_000);
  });
});

describe('a SIM in use', () => {
  test('given a top-up, then the carrier says the new end', async () => {
    const end = inDays(3);
    await world.putSim(SIM, { endsAt: end });
    const endsAt = plusMs(end, DAYS * ROLLING_DAY_MS);
    expect(await world.carrier.activate(await world.order())).toMatchObject({ kind: 'confirmed', endsAt });
    expect(await world.carrier.readRecord(SIM)).toMatchObject({
      kind: 'record',
      endsAt,
      periods: [{ endsAt }, { endsAt }],
    });
  });

  test('given that its data is used up, then it can be topped up, and has data again', async () => {
    await world.putSim(SIM, { endsAt: inDays(3) });
    expect(await world.use(SIM, 2 * GIB)).toMatchObject({ status: 'USED_UP', orderUsage: GIB });
    expect(await world.carrier.readRecord(SIM)).toMatchObject({ periods: [{ status: 'depleted' }] });
    await world.carrier.activate(await world.order());
    expect(await world.sim(SIM)).toMatchObject({ status: 'IN_USE' });
    expect(await world.carrier.readUsage?.(SIM)).toMatchObject({ remainingBytes: GIB, totalBytes: 2 * GIB });
  });

  test('given that its end has come, then it cannot be topped up any more', async () => {
    await world.putSim(SIM, { endsAt: inDays(1) });
    const order = await world.order();
    world.jump(ROLLING_DAY_MS);
    expect(await world.carrier.quote?.(SIM, PRODUCT)).toEqual({ kind: 'not_available', code: 'expired' });
    expect(await world.carrier.activate(order)).toEqual({ kind: 'refused', code: 'ea_200002' });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
    expect(await world.carrier.readRecord(SIM)).toMatchObject({ kind: 'record', periods: [{ status: 'expired' }] });
  });
});

describe('a number that was given to another SIM', () => {
  const heir = { carrierRef: '26050100000001', iccid };
  beforeEach(async () => {
    await world.putSim(SIM, { endsAt: inDays(3) });
  });

  test('given that ours was cancelled, then that is told everywhere, and nothing is bought for either', async () => {
    const order = await world.order({ maxCost: { amountE4: PRICE, currency: 'USD' } });
    await world.ask('POST', `/_sim/sims/${carrierRef}/take-away`, { takenAway: 'CANCEL' });
    expect(await world.carrier.readRecord(SIM)).toMatchObject({ kind: 'record', periods: [{ status: 'revoked' }] });
    await world.putSim(heir, { endsAt: inDays(9) });
    expect(await world.carrier.activate(order)).toEqual({ kind: 'refused', code: 'ea_200002', recycled: true });
    expect(await world.carrier.readRecord(SIM)).toEqual({ kind: 'recycled' });
    expect(await world.carrier.readUsage?.(SIM)).toEqual({ kind: 'recycled' });
    expect(await world.carrier.quote?.(SIM, PRODUCT)).toEqual({
      kind: 'not_available',
      code: 'recycled',
      recycled: true,
    });
    expect(await world.sim(heir)).toMatchObject({ changes: 0 });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
  });

  test('given that it cannot be asked who has it, then nothing is concluded', async () => {
    await world.ask('POST', `/_sim/sims/${carrierRef}/take-away`, { takenAway: 'REVOKE' });
    await world.faults({ fault: 'down', path: 'query', share: 1 });
    expect(await world.carrier.readRecord(SIM)).toMatchObject({ kind: 'unavailable' });
  });

  test('given a line that names another number than its SIM has, then nothing read of the SIM counts', async () => {
    const wrong = { ...SIM, iccid: heir.iccid.replace(/^8910/, '8911') as typeof iccid };
    expect(await world.carrier.readRecord(wrong)).toEqual({ kind: 'unavailable', code: 'other_iccid' });
  });
});

describe('a SIM that is suspended', () => {
  beforeEach(async () => {
    await world.putSim(SIM, { endsAt: inDays(3) });
    expect(await world.carrier.suspend?.(SIM)).toEqual({ kind: 'undone', reference: carrierRef });
  });

  test('stays so, however often it is asked for', async () => {
    expect(await world.sim(SIM)).toMatchObject({ status: 'SUSPENDED' });
    expect(await world.carrier.suspend?.(SIM)).toEqual({ kind: 'undone', reference: carrierRef });
  });

  test('runs again before it is topped up', async () => {
    expect(await world.carrier.activate(await world.order())).toMatchObject({ kind: 'confirmed' });
    expect(await world.sim(SIM)).toMatchObject({ status: 'IN_USE', changes: 1 });
  });

  test('and cannot be made to run is not topped up', async () => {
    const order = await world.order();
    await world.faults({ fault: 'down', path: 'unsuspend', times: 1 });
    expect(await world.carrier.activate(order)).toEqual({
      kind: 'not_sent',
      code: 'resume.conn_lost',
      trouble: 'unreachable',
    });
    expect(await world.sim(SIM)).toMatchObject({ status: 'SUSPENDED', changes: 0 });
  });

  test('and runs already, which refuses to be resumed, is topped up', async () => {
    const order = await world.order();
    await world.api('/esim/unsuspend', JSON.stringify({ esimTranNo: carrierRef }));
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
  });
});

describe('suspending', () => {
  test('given a SIM that is over, then it has no service to stop', async () => {
    await world.putSim(SIM, { endsAt: inDays(1) });
    world.jump(ROLLING_DAY_MS);
    expect(await world.carrier.suspend?.(SIM)).toMatchObject({ kind: 'undone' });
  });

  test('given a refusal while it runs, then it stays', async () => {
    await world.putSim(SIM, { endsAt: inDays(1) });
    await world.faults({ fault: 'refuse', path: 'suspend' });
    expect(await world.carrier.suspend?.(SIM)).toEqual({ kind: 'stays', code: 'ea_200002' });
  });

  test('given no answer, then nobody knows', async () => {
    await world.putSim(SIM, { endsAt: inDays(1) });
    await world.faults({ fault: 'lost_response', path: 'suspend', times: 1 });
    expect(await world.carrier.suspend?.(SIM)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('usage', () => {
  test('given figures that lag, then they carry the time when they were true', async () => {
    await world.putSim(SIM, { endsAt: inDays(3) });
    await world.use(SIM, GIB / 4);
    const first = await world.carrier.readUsage?.(SIM);
    expect(first).toMatchObject({ kind: 'usage', remainingBytes: (GIB * 3) / 4, totalBytes: GIB });
    world.jump(60 * 60_000);
    await world.use(SIM, GIB / 4);
    await world.faults({ fault: 'stale', staleMs: 600_000, path: 'usage' });
    expect(await world.carrier.readUsage?.(SIM)).toEqual(first);
  });

  test('given a plan that is limited by the day, then its total is no figure', async () => {
    await world.putSim(SIM, { endsAt: inDays(3), dataType: 2 });
    expect(await world.carrier.readUsage?.(SIM)).toEqual({ kind: 'no_figure' });
  });

  test('given no such SIM, then there is no figure', async () => {
    expect(await world.carrier.readUsage?.(SIM)).toEqual({ kind: 'no_figure' });
  });
});
