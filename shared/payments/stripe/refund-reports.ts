import type { PaymentReport } from '../../domain/payment/payment.ts';
import { money } from '../../domain/values/money.ts';
import type { RefundReply } from './replies.ts';

/** In both the money came back to us, and the refund is over (docs.stripe.com/api/refunds/object, `status`). */
export const hasFailed = ({ status }: RefundReply): boolean => status === 'failed' || status === 'canceled';

/** Nothing has left yet: the payer has to name a bank account first, within 45 days. */
const waitsForPayer = ({ status }: RefundReply): boolean => status === 'requires_action';

const sumMinor = (refunds: readonly RefundReply[]): number => refunds.reduce((sum, { amount }) => sum + amount, 0);

/** Covered by refunds that may still arrive, those that wait for the payer included. */
export const underWayMinor = (refunds: readonly RefundReply[]): number =>
  sumMinor(refunds.filter((refund) => !hasFailed(refund)));

/** Pending ones count: their money is on its way. */
export const refundedMinor = (refunds: readonly RefundReply[]): number =>
  sumMinor(refunds.filter((refund) => !hasFailed(refund) && !waitsForPayer(refund)));

/** A failed refund is made up for by later ones of at least its amount. `refunds` has the newest first. */
const hasOpenFailure = (refunds: readonly RefundReply[]): boolean =>
  refunds.some((refund, index) => hasFailed(refund) && underWayMinor(refunds.slice(0, index)) < refund.amount);

/** What all refunds of a payment amount to; nothing when there is none. */
export const refundReports = (
  refunds: readonly RefundReply[],
  captureId: string,
  currency: string,
): readonly PaymentReport[] => {
  if (refunds.length === 0) return [];
  const refunded = money(refundedMinor(refunds), currency);
  const waiting = refunds.some(waitsForPayer);
  const needsDetails: PaymentReport = { kind: 'refund_needs_details', captureId };
  if (hasOpenFailure(refunds)) {
    const failures = refunds.filter(hasFailed).length;
    const failed: PaymentReport = { kind: 'refund_failed', captureId, refunded, failures };
    return waiting ? [failed, needsDetails] : [failed];
  }
  const made: PaymentReport = { kind: 'refunded', captureId, refunded };
  if (!waiting) return [made];
  return refunded.amountMinor > 0 ? [made, needsDetails] : [needsDetails];
};
