import type { StripeObject } from './expand.ts';

const DEFAULT_PAGE = 10;
const MAX_PAGE = 100;

/** One page of a list that has the newest first (docs.stripe.com/api/pagination). */
export const listPage = (
  url: string,
  all: readonly StripeObject[],
  parameters: Readonly<Record<string, unknown>>,
): StripeObject => {
  const limit = Math.min(Number(parameters['limit'] ?? DEFAULT_PAGE) || DEFAULT_PAGE, MAX_PAGE);
  const after = parameters['starting_after'];
  const start = typeof after === 'string' ? all.findIndex(({ id }) => id === after) + 1 : 0;
  return { object: 'list', url, has_more: start + limit < all.length, data: all.slice(start, start + limit) };
};
