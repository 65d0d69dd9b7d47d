import * as z from 'zod/mini';
import { type Money, money } from '../../domain/values/money.ts';

/**
 * Antom writes the amount as a string of digits in the currency's smallest unit, so 2980 JPY is ¥2,980
 * (docs.antom.com, "Usage rules of the Amount object").
 */
export const amount = z.pipe(
  z.object({
    value: z.string().check(z.regex(/^(?:0|[1-9]\d{0,14})$/)),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  }),
  z.transform(({ value, currency }): Money => money(Number(value), currency)),
);
