import { wrongParameters } from './api-error.ts';
import { type Order, orderRow } from './orders.ts';
import { withoutZone } from './times.ts';

const DEFAULT_LIMIT = 25;
const INTEGER = /^[1-9]\d{0,5}$/;
const DATES = /^(\d{4}-\d{2}-\d{2}) - (\d{4}-\d{2}-\d{2})$/;

/**
 * Page "Get order list", with its filters (parts of codes, ICCIDs and descriptions, in any case) and pages.
 *
 * @throws ApiError 422
 */
export const orderListBody = (all: readonly Order[], query: Readonly<Record<string, string>>, url: string) => {
  const { limit = String(DEFAULT_LIMIT), page = '1', include = '' } = query;
  const wrong = Object.entries({ limit, page }).filter(([, value]) => !INTEGER.test(value));
  if (wrong.length > 0)
    throw wrongParameters(Object.fromEntries(wrong.map(([name]) => [name, `The ${name} must be an integer.`])));
  const [size, number] = [Number(limit), Number(page)];
  const found = all.filter((order) => matches(order, query));
  const first = (number - 1) * size;
  const rows = found.slice(first, first + size);
  const last = Math.max(1, Math.ceil(found.length / size));
  const link = (to: number): string => `${url}?limit=${limit}&page=${to}`;
  return {
    data: rows.map((order) => orderRow(order, include.split(','))),
    links: {
      first: link(1),
      last: link(last),
      prev: number > 1 ? link(number - 1) : null,
      next: number < last ? link(number + 1) : null,
    },
    meta: {
      message: 'success',
      current_page: number,
      from: rows.length === 0 ? null : first + 1,
      last_page: last,
      path: url,
      per_page: limit,
      to: rows.length === 0 ? null : first + rows.length,
      total: found.length,
    },
  };
};

const has = (text: string | null, part: string | undefined): boolean =>
  part === undefined || part === '' || (text ?? '').toLowerCase().includes(part.toLowerCase());

const matches = (order: Order, query: Readonly<Record<string, string>>): boolean => {
  const dates = DATES.exec(query['filter[created_at]'] ?? '');
  const day = withoutZone(order.createdAt).slice(0, 10);
  const status = query['filter[order_status]'];
  return (
    has(order.description, query['filter[description]']) &&
    has(order.code, query['filter[code]']) &&
    // The SIMs of an order are searched, and a top-up has none.
    has(order.type === 'sim' ? order.iccid : null, query['filter[iccid]']) &&
    (status === undefined || status === order.status) &&
    (dates === null || (day >= (dates[1] ?? '') && day <= (dates[2] ?? '')))
  );
};
