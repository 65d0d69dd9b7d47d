import * as z from 'zod/mini';
import type { CarrierMoney } from '../carrier.ts';

/** eSIM Go writes amounts in the main unit, as JSON numbers. */
export const amount = z.number();
export const currency = z.string().check(z.regex(/^[A-Z]{3}$/));

const E4 = 10_000;

/** `undefined` for what no account holds. */
export const moneyOf = (mainUnits: number, currencyCode: string): CarrierMoney | undefined => {
  const amountE4 = Math.round(mainUnits * E4);
  return Number.isSafeInteger(amountE4) ? { amountE4, currency: currencyCode } : undefined;
};
