import { describe, expect, test } from '@jest/globals';
import { type Instant, instant } from '../../../../shared/domain/values/instant.ts';
import type { BookedPayment } from '../../../../shared/payments/provider.ts';
import { against, ORDER, problem, type Reply } from './paypal-api.ts';

const DAY_MS = 86_400_000;
const NOW = instant(1_790_812_800_000);
const FROM = instant(NOW - 2 * DAY_MS);
const UNTIL = instant(NOW - DAY_MS);
const at = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000');
const DURING = at(FROM + 60_000);

const yen = (value: string) => ({ currency_code: 'JPY', value });
const line = (transaction_id: string, code: string, more: object = {}) => ({
  transaction_info: {
    transaction_id,
    transaction_event_code: code,
    transaction_initiation_date: DURING,
    transaction_amount: yen('1980'),
    transaction_status: 'S',
    custom_field: ORDER.reference,
    ...more,
  },
});
const about = (id: string, code: string, value: string, more: object = {}) =>
  line(`${id}-${code}`, code, {
    paypal_reference_id: id,
    transaction_amount: yen(value),
    transaction_initiation_date: at(NOW - 60_000),
    ...more,
  });
const page = (details: readonly object[], total_pages = 1): Reply => ({
  body: { transaction_details: details, total_pages },
});

const listed = async (
  world: ReturnType<typeof against>,
  from: Instant = FROM,
  until: Instant = UNTIL,
): Promise<readonly BookedPayment[]> => {
  const found: BookedPayment[] = [];
  for await (const payment of world.provider.list(from, until)) found.push(payment);
  return found;
};
const reportsOf = async (...details: readonly object[]) =>
  (await listed(against(() => page(details)))).map(({ reports }) => reports);
const captured = (captureId: string) => ({ kind: 'captured', captureId, amount: ORDER.amount });
const money = (amountMinor: number) => ({ amountMinor, currency: 'JPY' });

describe('given the account’s statement, when its payments are listed, then each tells what became of it', () => {
  test('the payment, by our reference', async () => {
    expect(await listed(against(() => page([line('C1', 'T0006')])))).toEqual([
      { reference: ORDER.reference, reports: [captured('C1')] },
    ]);
  });

  test('the invoice id where there is no other mark; none is somebody else’s', async () => {
    const marked = line('C1', 'T0006', { custom_field: undefined, invoice_id: 'I-1' });
    const unmarked = line('C2', 'T0000', { custom_field: undefined });
    const found = await listed(against(() => page([marked, unmarked])));
    expect(found.map(({ reference }) => reference)).toEqual(['I-1', undefined]);
  });

  test.each<[string, readonly object[], readonly object[]]>([
    [
      'refunds, days later',
      [about('C1', 'T1107', '-500'), about('C1', 'T1106', '-300')],
      [{ kind: 'refunded', captureId: 'C1', refunded: money(800) }],
    ],
    [
      'a refund that stands there twice',
      [about('C1', 'T1107', '-500'), about('C1', 'T1107', '-500')],
      [{ kind: 'refunded', captureId: 'C1', refunded: money(500) }],
    ],
    [
      'a refund that was denied',
      [about('C1', 'T1107', '-500', { transaction_status: 'D' })],
      [{ kind: 'refund_failed', captureId: 'C1', refunded: money(0), failures: 1 }],
    ],
    [
      'a refund that was denied and made up for',
      [
        about('C1', 'T1107', '-500', { transaction_status: 'D' }),
        about('C1', 'T1107', '-500', { transaction_id: 'T2' }),
      ],
      [{ kind: 'refunded', captureId: 'C1', refunded: money(500) }],
    ],
    [
      'a dispute that was lost',
      [about('C1', 'T1110', '-1980'), about('C1', 'T1111', '1980'), about('C1', 'T1201', '-1980')],
      [{ kind: 'dispute_closed', captureId: 'C1', amount: money(1980), outcome: 'lost' }],
    ],
    ['a refund of another payment', [about('C2', 'T1107', '-500')], []],
    ['a fee', [about('C1', 'T0106', '-50')], []],
    ['a dispute', [about('C1', 'T1110', '-1980')], [{ kind: 'disputed', captureId: 'C1', amount: money(1980) }]],
    ['a chargeback', [about('C1', 'T1201', '-1980')], [{ kind: 'disputed', captureId: 'C1', amount: money(1980) }]],
    [
      'a dispute that became a chargeback',
      [about('C1', 'T1110', '-1980'), about('C1', 'T1201', '-1980')],
      [{ kind: 'disputed', captureId: 'C1', amount: money(1980) }],
    ],
    [
      'a dispute that was won',
      [about('C1', 'T1110', '-1980'), about('C1', 'T1111', '1980')],
      [{ kind: 'dispute_closed', captureId: 'C1', amount: money(1980), outcome: 'won' }],
    ],
  ])('%s', async (_what, later, reports) => {
    expect(await reportsOf(line('C1', 'T0006'), ...later)).toEqual([[captured('C1'), ...reports]]);
  });

  test.each<[string, readonly object[]]>([
    ['P', [{ kind: 'processing' }]],
    ['D', [{ kind: 'failed', reason: 'try_another_method' }]],
    ['V', [captured('C1'), { kind: 'refunded', captureId: 'C1', refunded: money(1980) }]],
  ])('its own state %s', async (transaction_status, reports) => {
    expect(await reportsOf(line('C1', 'T0006', { transaction_status }))).toEqual([reports]);
  });

  test('what the account paid itself is no payment to it, nor is a line that stands there twice', async () => {
    const own = line('C2', 'T0006', { transaction_amount: yen('-1980') });
    expect(await reportsOf(line('C1', 'T0006'), line('C1', 'T0006'), own)).toEqual([[captured('C1')]]);
  });

  test('payments of another time are only read for what they say of these', async () => {
    const before = line('C0', 'T0006', { transaction_initiation_date: at(FROM - 1_000) });
    const last = line('C1', 'T0006', { transaction_initiation_date: at(UNTIL - 1_000) });
    const after = line('C2', 'T0006', { transaction_initiation_date: at(UNTIL) });
    expect(await reportsOf(before, last, after)).toEqual([[captured('C1')]]);
  });
});

describe('given more than PayPal answers at once, when payments are listed', () => {
  test('then all pages are read', async () => {
    const world = against(({ query }) => page([line(`C${query['page']}`, 'T0006')], 3));
    expect((await listed(world)).length).toBe(3);
    expect(world.asked.map(({ query }) => query)).toEqual(
      ['1', '2', '3'].map((number) => ({
        start_date: '2026-09-29T00:00:00Z',
        end_date: '2026-10-01T00:00:00Z',
        fields: 'transaction_info',
        page_size: '500',
        page: number,
      })),
    );
  });

  test('then no window is longer than 31 days, and none is left out', async () => {
    const world = against(() => page([]));
    await listed(world, instant(NOW - 70 * DAY_MS), UNTIL);
    const windows = world.asked.map(({ query }) => [
      Date.parse(query['start_date'] ?? ''),
      Date.parse(query['end_date'] ?? ''),
    ]);
    expect(windows).toEqual([
      [NOW - 70 * DAY_MS, NOW - 39 * DAY_MS],
      [NOW - 39 * DAY_MS, NOW - 8 * DAY_MS],
      [NOW - 8 * DAY_MS, NOW],
    ]);
  });

  test('then a window with too much in it is halved', async () => {
    const tooLarge = problem(400, 'RESULTSET_TOO_LARGE', 'INVALID_REQUEST');
    const world = against(({ query }, number) =>
      number === 1 ? tooLarge : page([line(query['start_date'] ?? '', 'T0006')]),
    );
    expect((await listed(world)).length).toBe(1);
    expect(world.asked).toHaveLength(3);
  });

  test('then more pages than there can be are an error', async () => {
    await expect(listed(against(() => page([], 21)))).rejects.toThrow('more than 20 pages');
  });

  test('then a failure on the way is not the end of the list', async () => {
    const world = against((_asked, number) => (number === 1 ? page([line('C1', 'T0006')], 2) : { status: 500 }));
    await expect(listed(world)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
  });
});
