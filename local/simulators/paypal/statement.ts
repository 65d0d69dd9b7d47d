import { amountObject } from './amount.ts';
import { invalid } from './api-error.ts';
import { MERCHANT_ID } from './objects.ts';
import type { Capture, Order } from './order.ts';

/** PayPal answers no wider window (developer.paypal.com/docs/api/transaction-search/v1). */
const MAX_WINDOW_MS = 31 * 24 * 60 * 60_000;
const DEFAULT_PAGE = 100;
const MAX_PAGE = 500;

interface Line {
  readonly at: number;
  readonly info: Readonly<Record<string, unknown>>;
}

/** One page of `GET /v1/reporting/transactions`. */
export const statementPage = (orders: readonly Order[], query: Readonly<Record<string, string>>) => {
  const [from, until] = [Date.parse(query['start_date'] ?? ''), Date.parse(query['end_date'] ?? '')];
  if (!(from <= until) || until - from > MAX_WINDOW_MS) throw invalid('INVALID_DATE_RANGE', 'end_date');
  const size = Math.min(Number(query['page_size'] ?? DEFAULT_PAGE) || DEFAULT_PAGE, MAX_PAGE);
  const page = Number(query['page'] ?? 1) || 1;
  const lines = orders
    .flatMap(linesOf)
    .filter(({ at }) => from <= at && at <= until)
    .sort((a, b) => a.at - b.at);
  return {
    transaction_details: lines.slice((page - 1) * size, page * size).map(({ info }) => ({ transaction_info: info })),
    account_number: MERCHANT_ID,
    start_date: stampOf(from),
    end_date: stampOf(until),
    last_refreshed_datetime: stampOf(until),
    page,
    total_items: lines.length,
    total_pages: Math.ceil(lines.length / size),
  };
};

/** The statement writes the offset without a colon. */
const stampOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');

const STATUS = { COMPLETED: 'S', PENDING: 'P', DECLINED: 'D', FAILED: 'D' } as const;

const linesOf = (order: Order): readonly Line[] => {
  const { capture, refunds, disputes } = order;
  if (!capture) return [];
  return [
    {
      at: capture.createdAt,
      info: {
        ...common(order, capture.id, 'T0006', capture.createdAt),
        paypal_reference_id: order.id,
        paypal_reference_id_type: 'ODR',
        transaction_amount: amountObject(capture.amount),
        transaction_status: STATUS[capture.status],
      },
    },
    ...refunds.map(({ id, createdAt, amount, status, reversal }) => ({
      at: createdAt,
      info: {
        ...common(order, id, reversal ? 'T1106' : 'T1107', createdAt),
        ...about(capture),
        transaction_amount: amountObject(amount, '-'),
        transaction_status: STATUS[status],
      },
    })),
    ...disputes.flatMap(({ id, createdAt, updatedAt, amount, outcome }) => {
      const line = (code: string, at: number, sign: '' | '-'): Line => ({
        at,
        info: {
          ...common(order, `${id}-${code}`, code, at),
          ...about(capture),
          transaction_amount: amountObject(amount, sign),
          transaction_status: 'S',
        },
      });
      const held = line('T1110', createdAt, '-');
      if (outcome === undefined) return [held];
      const released = line('T1111', updatedAt, '');
      return outcome === 'won' ? [held, released] : [held, released, line('T1201', updatedAt, '-')];
    }),
  ];
};

const about = ({ id }: Capture) => ({ paypal_reference_id: id, paypal_reference_id_type: 'TXN' });

const common = ({ terms }: Order, id: string, code: string, at: number) => ({
  paypal_account_id: MERCHANT_ID,
  transaction_id: id,
  transaction_event_code: code,
  transaction_initiation_date: stampOf(at),
  transaction_updated_date: stampOf(at),
  ...(terms.customId && { custom_field: terms.customId }),
  ...(terms.invoiceId && { invoice_id: terms.invoiceId }),
});
