import * as z from 'zod';
import { faultKind } from '../carrier/fault-kinds.ts';
import { carrierFaults } from '../carrier/faults.ts';

/** The calls of the API by the names that rules use. */
const ENDPOINTS = ['package_list', 'query', 'topup', 'usage', 'suspend', 'unsuspend', 'balance'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

const nothing = z.object({});

/** `900001`: nothing is done. */
export const BUSY = faultKind('busy', nothing);
/** `200010`, of a query or a top-up: the SIM is still being made. */
export const ALLOCATING = faultKind('allocating', nothing);
/** `200007`, of a top-up, whatever the balance is. */
export const INSUFFICIENT_FLOAT = faultKind('insufficient_float', nothing);
/** The number belongs to another SIM: ours shows as cancelled, and the number shows the other one. */
export const RECYCLED = faultKind('recycled', nothing);
/** Another price than the catalogue's: shown by the list, charged and verified by a top-up. */
export const PRICE_CHANGE = faultKind('price_change', z.object({ price: z.int().min(0) }));
/** A top-up with a transaction id that was used before is the same request, as it is documented for orders. */
export const DEDUPLICATE = faultKind('deduplicate', nothing);
/** How a query shows packages: without their numbers and transaction ids, as documented, or the first one only. */
export const PACKAGE_ROWS = faultKind('package_rows', z.object({ shape: z.enum(['unnamed', 'first_only']) }));
/** A query's page is short of a row that its total counts. */
export const SHORT_PAGE = faultKind('short_page', nothing);

export const openFaults = carrierFaults(ENDPOINTS, [
  BUSY,
  ALLOCATING,
  INSUFFICIENT_FLOAT,
  RECYCLED,
  PRICE_CHANGE,
  DEDUPLICATE,
  PACKAGE_ROWS,
  SHORT_PAGE,
]);
export type Faults = ReturnType<typeof openFaults>;
