import * as z from 'zod/mini';
import { formatInstant, HOUR_MS, type Instant, instant, parseInstant, plusMs } from '../../domain/values/instant.ts';
import { type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { understood } from './paypal-fetch.ts';
import { amount } from './replies.ts';

const text = z.optional(z.string());
const transactionInfo = z.object({
  transaction_id: z.string(),
  paypal_reference_id: text,
  transaction_event_code: z.string(),
  transaction_initiation_date: z.string(),
  transaction_amount: amount,
  transaction_status: text,
  custom_field: text,
  invoice_id: text,
});
export type Transaction = z.output<typeof transactionInfo>;

const page = z.object({
  transaction_details: z.optional(z.array(z.object({ transaction_info: transactionInfo }))),
  total_pages: z.optional(z.int()),
});

/** PayPal's largest page, its longest window, and the most that it finds for one search (`RESULTSET_TOO_LARGE`). */
const PAGE_SIZE = 500;
const MAX_WINDOW_MS = 31 * 24 * HOUR_MS;
const MAX_PAGES = 20;
/** More than 10,000 transactions within one hour are another merchant's problem. */
const MIN_WINDOW_MS = HOUR_MS;

/** The account's statement of `[from, until)`, the oldest first as PayPal sorts it. It lags up to three hours behind. */
export async function* transactions(call: PaypalCall, from: Instant, until: Instant): AsyncGenerator<Transaction> {
  for (let start = from; start < until; start = plusMs(start, MAX_WINDOW_MS))
    yield* window(call, start, instant(Math.min(until, start + MAX_WINDOW_MS)));
}

async function* window(call: PaypalCall, from: Instant, until: Instant): AsyncGenerator<Transaction> {
  const first = await readPage(call, from, until, 1);
  if (first === 'too_large') {
    const middle = instant(Math.floor((from + until) / 2));
    yield* window(call, from, middle);
    yield* window(call, middle, until);
    return;
  }
  yield* within(first, from, until);
  const pages = first.total_pages ?? 1;
  if (pages > MAX_PAGES) throw new Error(`more than ${MAX_PAGES} pages of one window of the statement`);
  for (let number = 2; number <= pages; number += 1) {
    const next = await readPage(call, from, until, number);
    if (next === 'too_large') throw new Error('the statement grew while it was read');
    yield* within(next, from, until);
  }
}

const readPage = async (call: PaypalCall, from: Instant, until: Instant, number: number) => {
  const query = new URLSearchParams({
    start_date: formatInstant(from),
    end_date: formatInstant(until),
    fields: 'transaction_info',
    page_size: String(PAGE_SIZE),
    page: String(number),
  });
  try {
    return understood(page, await call({ method: 'GET', path: `/v1/reporting/transactions?${query}` }));
  } catch (error) {
    const tooLarge = error instanceof PaypalRefused && error.issues.includes('RESULTSET_TOO_LARGE');
    if (!tooLarge || until - from <= MIN_WINDOW_MS) throw error;
    return 'too_large';
  }
};

/** PayPal counts the end of a window in; what stands exactly there belongs to the next one. */
const within = ({ transaction_details: details }: z.output<typeof page>, from: Instant, until: Instant) =>
  (details ?? []).map(({ transaction_info: info }) => info).filter((info) => isBetween(info, from, until));

export const isBetween = ({ transaction_initiation_date: date }: Transaction, from: Instant, until: Instant): boolean =>
  from <= parseInstant(date) && parseInstant(date) < until;
