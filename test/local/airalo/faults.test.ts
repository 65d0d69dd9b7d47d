import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { type AiraloWorld, airaloWorld, CALL_TIMEOUT_MS, END, ORDER, type Rule, SIM } from './airalo-world.ts';

let world: AiraloWorld;
beforeEach(async () => {
  world = await airaloWorld();
  await world.putSim();
});
afterEach(() => world.close());

interface Row {
  readonly what: string;
  readonly rule: Rule;
  readonly outcome: object;
  /** Whether Airalo has sold it all the same. */
  readonly isSold: boolean;
}

const buy = { path: 'topup_order' };
const unclear = (code: string) => ({ kind: 'unknown', code, trouble: 'unreachable' });
const confirmed = expect.objectContaining({ kind: 'confirmed' }) as object;

const TABLE: readonly Row[] = [
  { what: 'reset before the work', rule: { fault: 'down', ...buy }, outcome: unclear('conn_lost'), isSold: false },
  { what: 'answer lost', rule: { fault: 'lost_response', ...buy }, outcome: unclear('conn_lost'), isSold: true },
  {
    what: 'too slow',
    rule: { fault: 'slow', delayMs: 5 * CALL_TIMEOUT_MS, ...buy },
    outcome: unclear('timeout'),
    isSold: true,
  },
  { what: 'slow, but in time', rule: { fault: 'slow', delayMs: 50, ...buy }, outcome: confirmed, isSold: true },
  { what: 'a page after the work', rule: { fault: 'html', ...buy }, outcome: unclear('malformed_reply'), isSold: true },
  {
    what: 'a page instead of the work',
    rule: { fault: 'html', carriedOut: false, ...buy },
    outcome: unclear('malformed_reply'),
    isSold: false,
  },
  {
    what: 'an answer cut off',
    rule: { fault: 'malformed', shape: 'cut', ...buy },
    outcome: unclear('malformed_reply'),
    isSold: true,
  },
  {
    what: '500 that succeeded',
    rule: { fault: 'error_after_success', ...buy },
    outcome: unclear('http_500'),
    isSold: true,
  },
  { what: '504', rule: { fault: 'status', status: 504, ...buy }, outcome: unclear('http_504'), isSold: false },
  {
    what: '429 with seconds',
    rule: { fault: 'status', status: 429, retryAfter: '7', ...buy },
    outcome: { kind: 'not_sent', code: 'http_429', retryAfterMs: 7_000 },
    isSold: false,
  },
  {
    what: 'top-up disabled by the operator',
    rule: { fault: 'refuse', code: '23', ...buy },
    outcome: { kind: 'refused', code: 'airalo_23' },
    isSold: false,
  },
  {
    what: 'something unexpected',
    rule: { fault: 'refuse', code: '53', ...buy },
    outcome: unclear('airalo_53'),
    isSold: false,
  },
  {
    what: 'out of stock',
    rule: { fault: 'out_of_stock' },
    outcome: { kind: 'refused', code: 'airalo_34' },
    isSold: false,
  },
  {
    what: 'credit used up',
    rule: { fault: 'insufficient_float' },
    outcome: { kind: 'not_sent', code: 'float_low', trouble: 'float_low' },
    isSold: false,
  },
  {
    what: 'maintenance',
    rule: { fault: 'maintenance', ...buy },
    outcome: { kind: 'not_sent', code: 'maintenance', trouble: 'maintenance' },
    isSold: false,
  },
  {
    what: 'recycled',
    rule: { fault: 'recycled', ...buy },
    outcome: { kind: 'refused', code: 'recycled', recycled: true },
    isSold: false,
  },
  { what: 'another price', rule: { fault: 'price_change', factor: 3 }, outcome: confirmed, isSold: true },
  {
    what: 'token reset',
    rule: { fault: 'down', path: 'token' },
    outcome: { kind: 'not_sent', code: 'auth_conn_lost', trouble: 'unreachable' },
    isSold: false,
  },
  {
    what: 'token throttled',
    rule: { fault: 'status', status: 429, retryAfter: '3', path: 'token' },
    outcome: { kind: 'not_sent', code: 'auth_http_429', retryAfterMs: 3_000 },
    isSold: false,
  },
  {
    what: 'address not allowed',
    rule: { fault: 'status', status: 403, ...buy },
    outcome: { kind: 'not_sent', code: 'http_403' },
    isSold: false,
  },
];

describe('each fault of Airalo becomes the outcome that is certain', () => {
  test.each(TABLE)('given: $what', async ({ rule, outcome, isSold }) => {
    const before = await world.float();
    await world.faults({ times: 1, ...rule });
    expect(await world.carrier.activate(ORDER)).toEqual(outcome);
    expect(await world.sim()).toMatchObject({
      endsAt: isSold ? ORDER.targetEnd : END,
      changes: isSold ? 1 : 0,
    });
    expect((await world.float()) < before).toBe(isSold);
    // The lease of a worker that got no token is over by now.
    world.forgetToken();
    // The look-up, without a fault, tells what has really happened.
    expect(await world.carrier.lookUp(ORDER)).toMatchObject(
      isSold ? { kind: 'confirmed', endsAt: Math.floor(ORDER.targetEnd / 1_000) * 1_000 } : { kind: 'absent' },
    );
  });

  test('given nobody listens, then the call was not sent, and a look-up cannot be made', async () => {
    await world.stop();
    expect(await world.carrier.activate(ORDER)).toEqual({
      kind: 'not_sent',
      code: 'auth_conn_refused',
      trouble: 'unreachable',
    });
    world.forgetToken();
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'unavailable', code: 'auth_conn_refused' });
    await world.start();
  });

  test('given nobody listens any more after the token was fetched, then the call was not sent', async () => {
    await world.carrier.lookUp(ORDER);
    await world.stop();
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'not_sent', code: 'conn_refused' });
    await world.start();
  });

  test.each(['down', 'lost_response'] as const)(
    'given %s, then it is a real reset of the connection',
    async (fault) => {
      const token = await world.signIn();
      await world.faults({ fault, path: 'balance' });
      await expect(world.api('GET', '/balance', undefined, token)).rejects.toMatchObject({
        cause: { code: 'ECONNRESET' },
      });
    },
  );
});

describe('what an order was bought for', () => {
  test('given two attempts of one renewal that were both carried out, then the first one counts, and both are periods', async () => {
    await world.faults({ fault: 'lost_response', path: 'topup_order', times: 1 });
    await world.carrier.activate(ORDER);
    await world.carrier.activate(ORDER);
    const [second, first] = await world.orders();
    expect(first?.description).toBe(second?.description);
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed', reference: first?.code });
    const record = await world.carrier.readRecord(SIM);
    expect(record).toMatchObject({ periods: [{ status: 'active' }, { status: 'queued' }, { status: 'queued' }] });
  });

  test.each(['failed', 'refunded'])(
    'given an order that is %s in the end, then it is not what was paid for',
    async (status) => {
      const outcome = await world.carrier.activate(ORDER);
      if (outcome.kind !== 'confirmed') throw new Error(outcome.kind);
      await world.ask('POST', `/_sim/orders/${outcome.reference}`, { status });
      expect(await world.carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    },
  );

  test('given a price that rose after the quote, then the order is charged at the new one', async () => {
    const quoted = await world.carrier.quote?.(SIM, ORDER.product);
    expect(quoted).toEqual({ kind: 'available', cost: { amountE4: 36_000, currency: 'USD' } });
    await world.faults({ fault: 'price_change', factor: 2, times: 1 });
    const before = await world.float();
    await world.carrier.activate(ORDER);
    expect(before - (await world.float())).toBeCloseTo(7.2);
  });
});

describe('a record that lags', () => {
  test('given orders that are listed late, then a look-up finds nothing until they are', async () => {
    await world.faults({ fault: 'stale', path: 'orders', staleMs: 60_000 });
    await world.carrier.activate(ORDER);
    expect(await world.carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    // No later than the adapter says.
    world.jump(world.carrier.settlingMs);
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed' });
  });

  test('given an order whose package is listed late, then the order is the proof, and no end is told until it is', async () => {
    // What was there before is listed.
    world.jump(MINUTE_MS);
    await world.faults({ fault: 'stale', path: 'packages', staleMs: 60_000 });
    await world.carrier.activate(ORDER);
    const early = await world.carrier.lookUp(ORDER);
    expect(early).toMatchObject({ kind: 'confirmed' });
    expect(early).not.toHaveProperty('endsAt');
    world.jump(MINUTE_MS);
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed', endsAt: ORDER.targetEnd });
  });

  test('given a package that is shorter than what was promised, then its end is told', async () => {
    await world.carrier.activate(ORDER);
    const promised = { ...ORDER, targetEnd: plusMs(ORDER.targetEnd, ROLLING_DAY_MS) };
    expect(await world.carrier.lookUp(promised)).toMatchObject({ kind: 'confirmed', endsAt: ORDER.targetEnd });
  });

  test('given usage that stays the same for longer than documented, then it does', async () => {
    await world.carrier.readUsage?.(SIM);
    await world.act('usage', { usedMb: 1_000 });
    await world.faults({ fault: 'stale', path: 'usage', staleMs: 600_000 });
    world.jump(9 * MINUTE_MS);
    const usage = async () => {
      const read = await world.carrier.readUsage?.(SIM);
      return read?.kind === 'usage' ? read.remainingBytes / 1_048_576 : read?.kind;
    };
    expect(await usage()).toBe(3_072);
    world.jump(MINUTE_MS);
    expect(await usage()).toBe(2_072);
  });
});

describe('rules', () => {
  test('meet only the SIM they name, as often as they say, in order', async () => {
    const other = { carrierRef: '8910300000005271999', iccid: '8910300000005271999' } as unknown as typeof SIM;
    await world.putSim({ endsAt: END }, other.iccid);
    await world.faults(
      { fault: 'refuse', code: '23', iccid: SIM.iccid, times: 1 },
      { fault: 'out_of_stock', carrierRef: SIM.carrierRef, times: 2 },
    );
    expect(await world.carrier.activate({ ...ORDER, ...other })).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'refused', code: 'airalo_23' });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'refused', code: 'airalo_34' });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'refused', code: 'airalo_34' });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await world.ask('GET', '/_sim/faults')).toEqual([]);
  });

  test('meet a share of the calls, the same ones for the same seed', async () => {
    const met = async (seed: number): Promise<string> => {
      await world.faults({ fault: 'out_of_stock', share: 0.5, seed });
      const kinds: string[] = [];
      for (let count = 0; count < 24; count += 1) kinds.push((await world.carrier.activate(ORDER)).kind.charAt(0));
      return kinds.join('');
    };
    const first = await met(1);
    expect(await met(1)).toBe(first);
    expect(await met(2)).not.toBe(first);
    expect(first).toMatch(/^(?=.*r.*r.*r.*r)(?=.*c.*c.*c.*c)/);
  });

  test('that make no sense are refused by name, and the old ones stay', async () => {
    await world.faults({ fault: 'maintenance', times: 3 });
    await expect(world.faults({ fault: 'price_change', factor: 'much' })).rejects.toThrow(/400.*factor/s);
    await expect(world.faults({ fault: 'down', path: 'nowhere' })).rejects.toThrow(/400.*path/s);
    expect(await world.ask('GET', '/_sim/faults')).toMatchObject([{ fault: 'maintenance', times: 3 }]);
  });
});
