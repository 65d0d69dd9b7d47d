import type { PaymentMethod } from '../domain/payment/payment.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import type { Money } from '../domain/values/money.ts';
import { Refusal } from '../errors.ts';
import type { PaymentAccounts } from '../payments/provider.ts';

/** Where the payer comes back to; arriving there proves nothing. */
export const returnUrl = (publicUrl: string, renewalId: RenewalId): string => `${publicUrl}/?renewal=${renewalId}`;

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
