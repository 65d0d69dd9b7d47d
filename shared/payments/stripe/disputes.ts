import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type DisputeReply, disputeListReply, moneyOf } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** A payment is disputed once, seldom again after an appeal or for another part. */
const MAX_DISPUTES_PER_PAYMENT = 10;

/**
 * What a dispute means for the money (docs.stripe.com/api/disputes/object, `status`). An inquiry (`warning_…`) moves
 * none, and may become a dispute, which is told anew; one that was `prevented` was never filed.
 */
export const disputeReport = (dispute: DisputeReply, captureId: string): PaymentReport | undefined => {
  const { id: disputeId, status, currency } = dispute;
  const amount = moneyOf(dispute.amount, currency);
  switch (status) {
    case 'won':
    case 'lost':
      return { kind: 'dispute_closed', captureId, amount, outcome: status, disputeId };
    case 'needs_response':
    case 'under_review':
    case 'appeal_needs_response':
    case 'appeal_under_review':
      return { kind: 'disputed', captureId, amount, disputeId };
    // Stripe adds statuses without notice, too.
    default:
      return undefined;
  }
};

/** The disputes of a payment as they stand now, the oldest first. */
export const disputesNow = async (call: StripeCall, intentId: string): Promise<readonly PaymentReport[]> => {
  const reply = await call((stripe) =>
    stripe.disputes.list({ payment_intent: intentId, limit: MAX_DISPUTES_PER_PAYMENT }),
  );
  return understood(disputeListReply, reply)
    .data.toReversed()
    .map((dispute) => disputeReport(dispute, intentId))
    .filter((report) => report !== undefined);
};
