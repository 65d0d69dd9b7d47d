import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActivationOrder } from '../../../shared/carriers/carrier.ts';
import { instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import {
  CALL_TIMEOUT_MS,
  DAYS,
  type EsimAccessWorld,
  esimAccessWorld,
  PRICE,
  type Rule,
  SIM,
} from './esim-access-world.ts';

const END = instant(Date.UTC(2031, 9, 1, 15));
const TARGET = plusMs(END, DAYS * ROLLING_DAY_MS);
const MAX_COST = { amountE4: PRICE, currency: 'USD' };

let world: EsimAccessWorld;
let order: ActivationOrder;
beforeEach(async () => {
  world = await esimAccessWorld();
  await world.putSim(SIM, { endsAt: END });
  order = await world.order({ maxCost: MAX_COST });
});
afterEach(() => world.close());

interface Row {
  readonly what: string;
  readonly rule: Rule;
  readonly outcome: object;
  /** Whether the top-up was made all the same. */
  readonly isMade: boolean;
}

const unknown = (code: string) => ({ kind: 'unknown', code, trouble: 'unreachable' });
const notSent = (code: string, more: object = {}) => ({ kind: 'not_sent', code, ...more });
const topup = { path: 'topup' };

const TABLE: readonly Row[] = [
  { what: 'reset before the work', rule: { fault: 'down', ...topup }, outcome: unknown('conn_lost'), isMade: false },
  { what: 'answer lost', rule: { fault: 'lost_response', ...topup }, outcome: unknown('conn_lost'), isMade: true },
  {
    what: 'too slow',
    rule: { fault: 'slow', delayMs: 5 * CALL_TIMEOUT_MS, ...topup },
    outcome: unknown('timeout'),
    isMade: true,
  },
  {
    what: 'slow, but in time',
    rule: { fault: 'slow', delayMs: 50, ...topup },
    outcome: expect.objectContaining({ kind: 'confirmed' }) as object,
    isMade: true,
  },
  { what: 'a page after it', rule: { fault: 'html', ...topup }, outcome: unknown('malformed_reply'), isMade: true },
  {
    what: 'a page instead of it',
    rule: { fault: 'html', carriedOut: false, ...topup },
    outcome: unknown('malformed_reply'),
    isMade: false,
  },
  {
    what: 'half an answer',
    rule: { fault: 'malformed', shape: 'cut', ...topup },
    outcome: unknown('malformed_reply'),
    isMade: true,
  },
  {
    what: '500 that succeeded',
    rule: { fault: 'error_after_success', ...topup },
    outcome: unknown('http_500'),
    isMade: true,
  },
  { what: '503', rule: { fault: 'status', status: 503, ...topup }, outcome: unknown('http_503'), isMade: false },
  {
    what: '429 with seconds',
    rule: { fault: 'status', status: 429, retryAfter: '7', ...topup },
    outcome: notSent('http_429', { retryAfterMs: 7_000 }),
    isMade: false,
  },
  {
    what: 'busy',
    rule: { fault: 'busy', ...topup },
    outcome: notSent('ea_900001', { retryAfterMs: 10_000 }),
    isMade: false,
  },
  {
    what: 'still being made',
    rule: { fault: 'allocating', ...topup },
    outcome: notSent('ea_200010', { retryAfterMs: 30_000 }),
    isMade: false,
  },
  {
    what: 'no credit',
    rule: { fault: 'insufficient_float', ...topup },
    outcome: notSent('ea_200007', { trouble: 'float_low' }),
    isMade: false,
  },
  {
    what: 'refused with a published code',
    rule: { fault: 'refuse', code: '310243', ...topup },
    outcome: { kind: 'refused', code: 'ea_310243' },
    isMade: false,
  },
  {
    what: 'refused with a code that nobody published',
    rule: { fault: 'refuse', code: '777777', ...topup },
    outcome: { kind: 'unknown', code: 'ea_777777' },
    isMade: false,
  },
  {
    what: 'a price that rose after it was listed',
    rule: { fault: 'price_change', price: PRICE + 1, ...topup },
    outcome: notSent('ea_200005'),
    isMade: false,
  },
  {
    what: 'a listed price above the limit',
    rule: { fault: 'price_change', price: PRICE + 1, path: 'package_list' },
    outcome: { kind: 'refused', code: 'price_changed' },
    isMade: false,
  },
  {
    what: 'a list that does not answer',
    rule: { fault: 'down', path: 'package_list' },
    outcome: notSent('list.conn_lost', { trouble: 'unreachable' }),
    isMade: false,
  },
  {
    what: 'a list that is a page',
    rule: { fault: 'html', path: 'package_list' },
    outcome: notSent('list.malformed_reply', { trouble: 'unreachable' }),
    isMade: false,
  },
  {
    what: 'a list that is busy',
    rule: { fault: 'busy', path: 'package_list' },
    outcome: notSent('ea_900001', { retryAfterMs: 10_000 }),
    isMade: false,
  },
];

describe('each fault of eSIM Access becomes the outcome that is certain', () => {
  test.each(TABLE)('given: $what', async ({ rule, outcome, isMade }) => {
    await world.faults({ times: 1, ...rule });
    expect(await world.carrier.activate(order)).toEqual(outcome);
    expect(await world.sim(SIM)).toMatchObject({ endsAt: isMade ? TARGET : END, changes: isMade ? 1 : 0 });
    // The look-up, without a fault, tells what has really happened.
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: isMade ? 'confirmed' : 'absent' });
    expect(await world.ask('GET', '/_sim/balance')).toEqual({ balance: 1_000_000 - (isMade ? PRICE : 0) });
  });

  test('given nobody listens, then nothing was sent, and a look-up cannot be made', async () => {
    await world.stop();
    const refused = { code: 'conn_refused', trouble: 'unreachable' };
    expect(await world.carrier.activate(order)).toEqual({ kind: 'not_sent', ...refused });
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'unavailable', ...refused });
    await world.start();
  });

  test('given a balance that is used up, then that is told until there is money again', async () => {
    await world.ask('PUT', '/_sim/balance', { balance: PRICE - 1 });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'not_sent', trouble: 'float_low' });
    await world.ask('PUT', '/_sim/balance', { balance: PRICE });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.readFloat?.()).toEqual({ kind: 'float', float: { amountE4: 0, currency: 'USD' } });
  });
});

describe('a limit of the price', () => {
  test('given none, then one request buys at whatever it costs', async () => {
    const { maxCost: _none, ...unlimited } = order;
    await world.faults({ fault: 'price_change', price: 999_999 });
    expect(await world.carrier.activate(unlimited)).toMatchObject({ kind: 'confirmed' });
    expect(await world.paths()).toEqual(['/esim/query', '/esim/topup']);
  });

  test('given one, then the price is listed, and named so that the carrier verifies it', async () => {
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    expect(await world.paths()).toEqual(['/esim/query', '/package/list', '/esim/topup']);
  });

  test('given one in another currency, then nothing is bought', async () => {
    const yen = { ...order, maxCost: { amountE4: 9_999_999, currency: 'JPY' } };
    expect(await world.carrier.activate(yen)).toEqual({ kind: 'refused', code: 'other_currency' });
  });

  test('given a product that is not offered, then nothing is bought', async () => {
    const other = { ...order, product: 'TOPUP_NONE' };
    expect(await world.carrier.activate(other)).toEqual({ kind: 'refused', code: 'not_offered' });
    const { maxCost: _none, ...unlimited } = other;
    expect(await world.carrier.activate(unlimited)).toEqual({ kind: 'refused', code: 'ea_310241' });
  });

  test('given a product by its slug, then it is bought', async () => {
    expect(await world.carrier.activate({ ...order, product: 'JP_1_7' })).toMatchObject({ kind: 'confirmed' });
  });
});

describe('requests beyond the rate', () => {
  test('given more than eight in a second without a budget, then the carrier is busy, and nothing was done', async () => {
    const strict = await esimAccessWorld({ requestsPerSecond: 8 });
    await strict.putSim(SIM, { endsAt: END });
    const answers = await Promise.all(Array.from({ length: 12 }, () => strict.carrier.readFloat?.()));
    const busy = answers.filter((answer) => answer?.kind === 'unavailable');
    expect(busy.length).toBeGreaterThanOrEqual(4);
    expect(busy[0]).toEqual({ kind: 'unavailable', code: 'ea_900001', retryAfterMs: 10_000 });
    await strict.close();
  });

  test('given a budget, then every request takes from it, and one that finds nothing is not made', async () => {
    let left = 2;
    const carrier = world.carrierWith({ budget: { take: async () => left-- > 0 } });
    // The list and the top-up.
    expect(await carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    const seen = (await world.calls()).length;
    expect(await carrier.activate(order)).toEqual(notSent('rate_budget', { retryAfterMs: 1_000 }));
    expect(await carrier.lookUp(order)).toEqual({
      kind: 'unavailable',
      code: 'rate_budget',
      retryAfterMs: 1_000,
    });
    expect(await world.calls()).toHaveLength(seen);
  });
});

describe('keys', () => {
  test('given a wrong key, then the carrier turned it away, and it may be tried again', async () => {
    world.useKeys({ accessCode: 'access-test', secretKey: 'wrong' });
    expect(await world.carrier.activate(order)).toEqual(notSent('ea_101003'));
    expect((await world.sim(SIM))?.changes).toBe(0);
  });
});
