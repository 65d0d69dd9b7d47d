import type { CapturedPayment } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';
import type { Decision } from './event.ts';
import type { Renewal } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { handToReview } from './review.ts';
import { withTrail } from './trail.ts';

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };

/** `refunded` is the sum of all refunds, so an older report with a smaller sum says nothing new. */
export const reportRefunded = (
  renewal: Renewal,
  payment: CapturedPayment,
  refunded: Money,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured } = payment;
  if (refunded.currency !== captured.currency) return nothingNew;
  const refundedMinor = Math.min(refunded.amountMinor, captured.amountMinor);
  if (refundedMinor <= payment.refundedMinor) return nothingNew;
  const noted = withTrail(
    replacePayment(renewal, { ...payment, refundedMinor }),
    at,
    `refunded.${number}.${refundedMinor}`,
  );
  return { ok: true, next: refundedMinor < captured.amountMinor ? noted : finishRefund(noted, number, at) };
};

/**
 * Money that was to go back and did not waits for a person. Its failure counts even when its success was never
 * noted, for reports come in any order. Money that a service was given for is merely kept again.
 */
export const reportRefundFailed = (
  renewal: Renewal,
  payment: CapturedPayment,
  refunded: Money,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, verdict } = payment;
  if (refunded.currency !== captured.currency) return nothingNew;
  if (refunded.amountMinor >= captured.amountMinor) return reportRefunded(renewal, payment, refunded, at);
  const refundedMinor = Math.min(refunded.amountMinor, payment.refundedMinor);
  if (refundedMinor === payment.refundedMinor && verdict !== 'send_back') return nothingNew;
  const code = `refund_failed.${number}`;
  const failed = replacePayment(renewal, {
    ...payment,
    refundedMinor,
    verdict: verdict === 'keep' ? 'keep' : 'review',
  });
  const isTheReason = failed.status === 'refunding' && failed.paidBy === number;
  return {
    ok: true,
    next: isTheReason ? handToReview(failed, 'refund_failed', code, at) : withTrail(failed, at, code),
  };
};

const finishRefund = (renewal: Renewal, number: number, at: Instant): Renewal => {
  if (renewal.status !== 'refunding' || renewal.paidBy !== number) return renewal;
  const { retryAt: _retryAt, ...terms } = renewal;
  return { ...terms, status: 'refunded', refundedAt: at };
};
