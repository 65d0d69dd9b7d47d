import * as z from 'zod/mini';
import type { CannotAsk, CarrierSim } from '../carrier.ts';
import type { AiraloApi } from './airalo-api.ts';
import { cannotAsk, malformed } from './airalo-error.ts';
import { isOurs, type OrderRow, orderRow, stateOf } from './airalo-order.ts';

const ORDERS_A_PAGE = 50;
/** Our reference stands in one order, by mistake in two. A search that finds more has not searched for it. */
const MAX_PAGES = 3;

const count = z.union([z.int(), z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number))]);
const page = z.object({
  data: z.array(orderRow),
  meta: z.object({ current_page: count, last_page: count, total: count }),
});

type Rows = { readonly kind: 'rows'; readonly rows: readonly OrderRow[] } | CannotAsk;

export type FoundOrder = { readonly kind: 'found'; readonly code: string } | { readonly kind: 'absent' } | CannotAsk;

/**
 * The order with our reference (page "Get order list"). Where there are two, the first one counts: which of them was
 * too much is for the comparison of periods to say. Absent only if every row of every page was read.
 */
export const findOrder = async (
  api: AiraloApi,
  sim: CarrierSim,
  reference: string,
  deadline: AbortSignal,
): Promise<FoundOrder> => {
  const read = await readRows(api, reference, deadline);
  if (read.kind === 'unavailable') return read;
  const ours = read.rows.filter((row) => isOurs(row, sim, reference)).toSorted((a, b) => a.id - b.id);
  const first = ours.find((row) => stateOf(row) === 'carried_out');
  if (first) return { kind: 'found', code: first.code };
  return ours.some((row) => stateOf(row) === 'open')
    ? { kind: 'unavailable', code: 'order_status' }
    : { kind: 'absent' };
};

const readRows = async (api: AiraloApi, reference: string, deadline: AbortSignal): Promise<Rows> => {
  const rows: OrderRow[] = [];
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const reading = await api.call(
      {
        method: 'GET',
        path: '/orders',
        query: {
          'filter[description]': reference,
          include: 'sims,status',
          limit: String(ORDERS_A_PAGE),
          page: String(number),
        },
      },
      deadline,
    );
    if (reading.kind !== 'body') return cannotAsk(reading);
    const reply = page.safeParse(reading.body);
    if (!reply.success || reply.data.meta.current_page !== number) return malformed;
    const { data, meta } = reply.data;
    rows.push(...data);
    if (number < meta.last_page) continue;
    // A row that moved to another page between two answers was seen twice or not at all.
    return rows.length === meta.total ? { kind: 'rows', rows } : { kind: 'unavailable', code: 'list_incomplete' };
  }
  return { kind: 'unavailable', code: 'too_many_pages' };
};
