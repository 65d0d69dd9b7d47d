import * as z from 'zod/mini';
import type { DeclineReason, PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';

/** Square counts in the currency's smallest unit, too (developer.squareup.com, "Working with Monetary Amounts"). */
const squareMoney = z.pipe(
  z.object({
    amount: z.int().check(z.nonnegative()),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  }),
  z.transform(({ amount, currency }): Money => money(amount, currency)),
);

export const payment = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.enum(['APPROVED', 'PENDING', 'COMPLETED', 'CANCELED', 'FAILED']),
  amount_money: squareMoney,
  refunded_money: z.nullish(squareMoney),
  location_id: z.nullish(z.string()),
  terminal_checkout_id: z.nullish(z.string()),
  card_details: z.nullish(z.object({ errors: z.nullish(z.array(z.object({ code: z.nullish(z.string()) }))) })),
});
export type Payment = z.output<typeof payment>;

/** What the payer may be told and can do something about (developer.squareup.com, "ErrorCode"). */
const REASONS: ReadonlyMap<string, DeclineReason> = new Map([
  ['INSUFFICIENT_FUNDS', 'insufficient_funds'],
  ['TRANSACTION_LIMIT', 'limit_exceeded'],
  ['CARD_DECLINED_VERIFICATION_REQUIRED', 'authentication_failed'],
  ['CVV_FAILURE', 'authentication_failed'],
  ['INVALID_PIN', 'authentication_failed'],
  ['CARD_EXPIRED', 'expired_card'],
  ['INVALID_EXPIRATION', 'expired_card'],
]);

/**
 * A payment in its present state (developer.squareup.com/reference/square/objects/Payment). `amount_money` is what was
 * asked for; `total_money` is more by the tip. Authorized is not yet taken. At a Terminal the payer is asked for
 * another card until the checkout ends, and each attempt is a payment of its own: its end is not the checkout's.
 */
export const paymentReports = (paid: Payment): readonly PaymentReport[] => {
  const { id: captureId, status, amount_money, refunded_money, terminal_checkout_id: checkoutId } = paid;
  switch (status) {
    case 'APPROVED':
    case 'PENDING':
      return [{ kind: 'processing' }];
    case 'COMPLETED': {
      const captured: PaymentReport = { kind: 'captured', captureId, amount: amount_money };
      return refunded_money && refunded_money.amountMinor > 0
        ? [captured, { kind: 'refunded', captureId, refunded: refunded_money }]
        : [captured];
    }
    case 'CANCELED':
      return checkoutId ? [] : [{ kind: 'cancelled' }];
    case 'FAILED':
      return [{ kind: checkoutId ? 'declined' : 'failed', reason: declineReason(paid) }];
  }
};

/** Square lists the general refusal beside the particular one. */
const declineReason = ({ card_details }: Payment): DeclineReason => {
  const reasons = card_details?.errors?.map(({ code }) => REASONS.get(code ?? '')) ?? [];
  return reasons.find((reason) => reason !== undefined) ?? 'try_another_method';
};
