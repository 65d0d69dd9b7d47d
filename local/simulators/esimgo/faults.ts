import * as z from 'zod';
import { faultKind } from '../carrier/fault-kinds.ts';
import { carrierFaults } from '../carrier/faults.ts';

/** The calls of the API by the names that rules use; an order that only validates is another one than a real one. */
const ENDPOINTS = ['validate', 'order', 'bundles', 'esim', 'organisation', 'revoke_validate', 'revoke'] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

/** Orders are refused for lack of balance. */
export const INSUFFICIENT_FLOAT = faultKind('insufficient_float', z.object({}));
/** What an order assigns is `processing` for so long, on the clock that can be moved. */
export const PROCESSING = faultKind('processing', z.object({ ms: z.int().min(0).max(86_400_000).default(600_000) }));
/** The eSIM has gone back to eSIM Go: the organisation has no access to it. */
export const RECYCLED = faultKind('recycled', z.object({}));
/** Another price, in the currency's main unit. */
export const PRICE_CHANGE = faultKind('price_change', z.object({ price: z.number().min(0).max(1_000_000) }));
/** Everything is turned away, and it is said why; `retryAfter` is the header as it is sent. */
export const MAINTENANCE = faultKind('maintenance', z.object({ retryAfter: z.string().optional() }));

export const openFaults = carrierFaults(ENDPOINTS, [
  INSUFFICIENT_FLOAT,
  PROCESSING,
  RECYCLED,
  PRICE_CHANGE,
  MAINTENANCE,
]);
export type Faults = ReturnType<typeof openFaults>;
