import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActivationOrder, CarrierSim } from '../../../shared/carriers/carrier.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { CALL_TIMEOUT_MS, DAYS, type EsimGoWorld, esimGoWorld, type Rule, START } from './esim-go-world.ts';

const END = plusMs(START, 3 * ROLLING_DAY_MS);

let world: EsimGoWorld;
let sim: CarrierSim;
let order: ActivationOrder;
beforeEach(async () => {
  world = await esimGoWorld();
  sim = await world.newSim(END);
  order = await world.order(sim);
});
afterEach(() => world.close());

interface Row {
  readonly what: string;
  readonly rule: Rule;
  readonly outcome: object;
  /** Whether the bundle was bought all the same. */
  readonly isBought: boolean;
}

const buying = { path: 'order' };
const checking = { path: 'validate' };
const unknown = (code: string) => ({ kind: 'unknown', code, trouble: 'unreachable' });
const TABLE: readonly Row[] = [
  { what: 'reset before the work', rule: { fault: 'down', ...buying }, outcome: unknown('conn_lost'), isBought: false },
  { what: 'answer lost', rule: { fault: 'lost_response', ...buying }, outcome: unknown('conn_lost'), isBought: true },
  {
    what: 'too slow',
    rule: { fault: 'slow', delayMs: 5 * CALL_TIMEOUT_MS, ...buying },
    outcome: unknown('timeout'),
    isBought: true,
  },
  {
    what: 'slow, but in time',
    rule: { fault: 'slow', delayMs: 50, ...buying },
    outcome: expect.objectContaining({ kind: 'confirmed' }) as object,
    isBought: true,
  },
  {
    what: 'a page after the work',
    rule: { fault: 'html', ...buying },
    outcome: unknown('malformed_reply'),
    isBought: true,
  },
  {
    what: 'a page instead of the work',
    rule: { fault: 'html', carriedOut: false, ...buying },
    outcome: unknown('malformed_reply'),
    isBought: false,
  },
  {
    what: 'JSON that breaks off',
    rule: { fault: 'malformed', shape: 'cut', ...buying },
    outcome: unknown('malformed_reply'),
    isBought: true,
  },
  {
    what: '500 that succeeded',
    rule: { fault: 'error_after_success', ...buying },
    outcome: unknown('http_500'),
    isBought: true,
  },
  { what: '503', rule: { fault: 'status', status: 503, ...buying }, outcome: unknown('http_503'), isBought: false },
  {
    what: '429 with seconds',
    rule: { fault: 'status', status: 429, retryAfter: '1', ...buying },
    outcome: { kind: 'not_sent', code: 'http_429', retryAfterMs: 1_000 },
    isBought: false,
  },
  {
    what: 'refused',
    rule: { fault: 'refuse', ...buying },
    outcome: { kind: 'refused', code: 'incompatible' },
    isBought: false,
  },
  {
    what: 'refused in other words',
    rule: { fault: 'refuse', status: 422, code: 'No', ...buying },
    outcome: { kind: 'refused', code: 'http_422' },
    isBought: false,
  },
  {
    what: 'no balance, told at once',
    rule: { fault: 'insufficient_float', ...checking },
    outcome: { kind: 'not_sent', code: 'insufficient_balance', trouble: 'float_low' },
    isBought: false,
  },
  {
    what: 'no balance, told late',
    rule: { fault: 'insufficient_float', ...buying },
    outcome: { kind: 'not_sent', code: 'insufficient_balance', trouble: 'float_low' },
    isBought: false,
  },
  {
    what: 'maintenance',
    rule: { fault: 'maintenance', retryAfter: '600' },
    outcome: { kind: 'not_sent', code: 'maintenance', trouble: 'maintenance', retryAfterMs: 600_000 },
    isBought: false,
  },
  {
    what: 'a price that rose since the quote',
    rule: { fault: 'price_change', price: 5.01, ...checking },
    outcome: { kind: 'refused', code: 'price_changed' },
    isBought: false,
  },
  {
    what: 'a price that rose as far as the plan allows',
    rule: { fault: 'price_change', price: 5 },
    outcome: expect.objectContaining({ kind: 'confirmed' }) as object,
    isBought: true,
  },
  {
    what: 'reset while the price is asked',
    rule: { fault: 'down', ...checking },
    outcome: { kind: 'not_sent', code: 'conn_lost', trouble: 'unreachable' },
    isBought: false,
  },
  {
    what: 'the eSIM went back',
    rule: { fault: 'recycled', ...buying },
    outcome: { kind: 'refused', code: 'unknown_sim' },
    isBought: false,
  },
  {
    what: 'the list lost after the order',
    rule: { fault: 'down', path: 'bundles' },
    outcome: { kind: 'accepted', reference: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    isBought: true,
  },
];

describe('each fault of eSIM Go becomes the outcome that is certain', () => {
  test.each(TABLE)('given: $what', async ({ rule, outcome, isBought }) => {
    await world.faults({ times: 1, ...rule });
    expect(await world.carrier.activate(order)).toEqual(outcome);
    const end = isBought ? plusMs(END, DAYS * ROLLING_DAY_MS) : END;
    expect(await world.sim(sim)).toMatchObject({ endsAt: end, changes: isBought ? 1 : 0 });
    // The look-up, without a fault, tells what has really happened.
    await world.faults();
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: isBought ? 'confirmed' : 'absent' });
  });

  test('given nobody listens, then the order was not sent, and a look-up cannot be made', async () => {
    await world.stop();
    const facts = { code: 'conn_refused', trouble: 'unreachable' };
    expect(await world.carrier.activate(order)).toEqual({ kind: 'not_sent', ...facts });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'unavailable', ...facts });
    await world.start();
  });

  test('given a record that lags, then a look-up finds nothing until it has caught up', async () => {
    world.jump(60_000);
    await world.faults({ fault: 'stale', staleMs: 10_000 });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'accepted' });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
    world.jump(10_000);
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });

  test('given a record that lags behind a revoke, then the assignment is still shown until it has caught up', async () => {
    await world.carrier.activate(order);
    world.jump(60_000);
    expect(await world.carrier.undo?.(order, END)).toMatchObject({ kind: 'undone' });
    await world.faults({ fault: 'stale', staleMs: 10_000 });
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
    // The carrier itself knows better than its list.
    expect(await world.carrier.undo?.(order, END)).toMatchObject({ kind: 'undone' });
    world.jump(10_000);
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
  });

  test('given rules for some eSIMs and a share of calls, then others are not met', async () => {
    const other = await world.newSim(END);
    await world.faults({ fault: 'refuse', iccid: sim.iccid, path: 'order' });
    expect(await world.carrier.activate(await world.order(other))).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'refused' });
    await world.faults({ fault: 'insufficient_float', share: 0.5, seed: 3, path: 'validate' });
    const kinds = new Set<string>();
    for (let count = 0; count < 16; count += 1)
      kinds.add((await world.carrier.quote?.(other, order.product))?.kind ?? '');
    expect([...kinds].sort()).toEqual(['available', 'unavailable']);
  });

  test('given what happened, then the journal names calls, eSIMs and faults', async () => {
    await world.faults({ fault: 'processing' }, { fault: 'lost_response', path: 'order', times: 1 });
    await world.carrier.activate(order);
    expect((await world.calls()).at(-1)).toMatchObject({
      method: 'POST',
      path: '/v2.5/orders',
      carrierRef: sim.carrierRef,
      carriedOut: true,
      status: null,
      fault: 'lost_response',
    });
    await expect(world.faults({ fault: 'processing', ms: -1 })).rejects.toThrow(/400.*ms/s);
  });
});
