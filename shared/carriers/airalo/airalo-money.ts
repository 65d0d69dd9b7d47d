import * as z from 'zod/mini';
import type { CarrierMoney } from '../carrier.ts';

/** "Always USD, we have all prices in USD as of now" (page "Attribute descriptions", `currency`). */
const PRICE_CURRENCY = 'USD';
const E4 = 10_000;

/** The API writes decimals as numbers or, in lists of orders, as texts. */
export const decimal = z.union([
  z.number(),
  z.pipe(z.string().check(z.regex(/^-?\d{1,12}(\.\d{1,6})?$/)), z.transform(Number)),
]);

/** `undefined` for what is beyond exact numbers. A fraction below a ten-thousandth is rounded. */
export const airaloMoney = (amount: number, currency: string = PRICE_CURRENCY): CarrierMoney | undefined => {
  const amountE4 = Math.round(amount * E4);
  return Number.isSafeInteger(amountE4) ? { amountE4, currency } : undefined;
};
