import type { PaymentMethod } from '../domain/payment/payment.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import type { Money } from '../domain/values/money.ts';
import { Refusal } from '../errors.ts';
import type { PaymentAccounts } from '../payments/provider.ts';

/**
 * Where the payer comes back to; arriving there proves nothing. Who came by a link comes back to its page, which has kept
 * the link's token to itself: no payment provider gets to know it.
 */
export const returnUrl = (publicUrl: string, renewalId: RenewalId, link?: string): string =>
  `${publicUrl}/${link === undefined ? '' : 'r'}?renewal=${renewalId}`;

/** @throws Refusal `method_not_offered` */
export const accountFor = (
  payments: Pick<PaymentAccounts, 'choose'>,
  method: PaymentMethod,
  { currency }: Money,
): string => {
  const account = payments.choose(method, currency);
  if (account === undefined) throw new Refusal('method_not_offered', { method, currency });
  return account;
};
