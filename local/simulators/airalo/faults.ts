import * as z from 'zod';
import { faultKind } from '../carrier/fault-kinds.ts';
import { carrierFaults } from '../carrier/faults.ts';

/** The calls of the API by the names that rules use. */
const ENDPOINTS = ['token', 'topup_order', 'orders', 'topups', 'packages', 'usage', 'balance', 'opt_in'] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

/** Number 11, whatever the credit is. */
export const INSUFFICIENT_FLOAT = faultKind('insufficient_float', z.object({}));
/** Number 13, of the operator behind Airalo: no orders, and nothing to choose from. */
export const MAINTENANCE = faultKind('maintenance', z.object({}));
/** Number 34. */
export const OUT_OF_STOCK = faultKind('out_of_stock', z.object({}));
/** Number 73, and usage that says so: this ICCID belongs to nobody we know any more. */
export const RECYCLED = faultKind('recycled', z.object({}));
/** An order costs so many times what the list said; Airalo takes no price to compare it with. */
export const PRICE_CHANGE = faultKind('price_change', z.object({ factor: z.number().positive().max(100).default(2) }));

export const openFaults = carrierFaults(ENDPOINTS, [
  INSUFFICIENT_FLOAT,
  MAINTENANCE,
  OUT_OF_STOCK,
  RECYCLED,
  PRICE_CHANGE,
]);
export type Faults = ReturnType<typeof openFaults>;
