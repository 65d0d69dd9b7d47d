import * as z from 'zod/mini';
import type { CannotAsk, CarrierMoney } from '../carrier.ts';
import { cannotAsk, malformed } from './airalo-error.ts';
import { airaloMoney, decimal } from './airalo-money.ts';
import type { Reading } from './airalo-reading.ts';

const balanceReply = z.object({
  data: z.object({
    balances: z.object({
      availableBalance: z.object({ amount: decimal, currency: z.string().check(z.regex(/^[A-Z]{3}$/)) }),
    }),
  }),
});

/** Page "Get balance". */
export const float = (reading: Reading): { readonly kind: 'float'; readonly float: CarrierMoney } | CannotAsk => {
  if (reading.kind !== 'body') return cannotAsk(reading);
  const { amount, currency } = balanceReply.safeParse(reading.body).data?.data.balances.availableBalance ?? {};
  if (amount === undefined) return malformed;
  const money = airaloMoney(amount, currency);
  return money ? { kind: 'float', float: money } : malformed;
};
