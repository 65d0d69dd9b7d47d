import { isCaptured, isGone } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Renewal, RenewalIn } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { owedBack } from './verdict.ts';

/**
 * A refund in progress is over once nothing of the payment is left with us, however it went back. Nobody has to look
 * at held money any more once it is gone.
 */
export const finishRefund = (renewal: Renewal, number: number, at: Instant): Renewal => {
  const payment = renewal.payments.filter(isCaptured).find((each) => each.number === number);
  if (payment === undefined || !isGone(payment)) return renewal;
  if (payment.verdict === 'review') {
    const released = replacePayment(renewal, owedBack(payment, at));
    return released.status === 'needs_review' ? finishReview(released, number, at) : released;
  }
  if ((renewal.status !== 'refunding' && renewal.status !== 'refund_needs_details') || renewal.paidBy !== number)
    return renewal;
  if (renewal.status === 'refunding') {
    const { retryAt: _retryAt, ...terms } = renewal;
    return { ...terms, status: 'refunded', refundedAt: at };
  }
  const { since: _since, ...terms } = renewal;
  return { ...terms, status: 'refunded', refundedAt: at };
};

/**
 * Somebody has sent the money back at the provider, or a refund that had failed went through after all. What the
 * carrier did with the SIM still has to be found out where that was the question.
 */
const finishReview = (renewal: RenewalIn<'needs_review'>, number: number, at: Instant): Renewal => {
  const { since, reason, about, ...terms } = renewal;
  if (reason === 'activation_outcome_unknown' || number !== about) return renewal;
  return {
    ...terms,
    status: 'refunded',
    reason: 'payment_returned',
    paidBy: number,
    paidAt: since,
    refundedAt: at,
  };
};
