import type { DeclineReason, PaymentReport } from '../../domain/payment/payment.ts';

/**
 * What the payer may be told and can do something about (docs.antom.com, result codes of notifyPayment and
 * inquiryPayment). Risk control and blocked accounts are told nothing in particular.
 */
const REASONS: ReadonlyMap<string, DeclineReason> = new Map([
  ['USER_BALANCE_NOT_ENOUGH', 'insufficient_funds'],
  ['USER_AMOUNT_EXCEED_LIMIT', 'limit_exceeded'],
  ['PAYMENT_AMOUNT_EXCEED_LIMIT', 'limit_exceeded'],
  ['PAYMENT_COUNT_EXCEED_LIMIT', 'limit_exceeded'],
  ['USER_PAYMENT_VERIFICATION_FAILED', 'authentication_failed'],
  ['AUTHENTICATION_REQUIRED', 'authentication_failed'],
  ['VERIFY_TIMES_EXCEED_LIMIT', 'authentication_failed'],
  ['VERIFY_UNMATCHED', 'authentication_failed'],
  ['CARD_EXPIRED', 'expired_card'],
  ['INVALID_EXPIRATION_DATE', 'expired_card'],
]);

/** A failed payment is final: the next try is another request. Not each of them was refused. */
export const failure = (resultCode: string): PaymentReport => {
  if (resultCode === 'ORDER_IS_CLOSED') return { kind: 'expired' };
  if (resultCode === 'ORDER_IS_CANCELED' || resultCode === 'ORDER_IS_CANCELLED') return { kind: 'cancelled' };
  return { kind: 'failed', reason: REASONS.get(resultCode) ?? 'try_another_method' };
};
