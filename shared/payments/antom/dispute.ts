import * as z from 'zod/mini';
import type { DisputeOutcome, PaymentReport } from '../../domain/payment/payment.ts';
import type { Money } from '../../domain/values/money.ts';
import { amount } from './amount.ts';

const disputeNotice = z.object({
  paymentId: z.string().check(z.minLength(1)),
  disputeId: z.nullish(z.string()),
  disputeType: z.nullish(z.string()),
  disputeAmount: z.nullish(amount),
  disputeJudgedAmount: z.nullish(amount),
  disputeJudgedResult: z.nullish(z.string()),
});
type DisputeNotice = z.output<typeof disputeNotice>;

/** They ask for documents; no money moves (docs.antom.com, "Dispute resolution"). */
const PAPERWORK: readonly unknown[] = ['RETRIEVAL_REQUEST', 'COMPLIANCE_REQUEST'];

/** The money of a chargeback is frozen or taken when it begins, and comes back when it is won (the same page). */
export const readDispute = (type: string, notice: unknown): PaymentReport | undefined => {
  const dispute = disputeNotice.parse(notice);
  if (PAPERWORK.includes(dispute.disputeType)) return undefined;
  switch (type) {
    case 'DISPUTE_CREATED':
      return {
        kind: 'disputed',
        captureId: dispute.paymentId,
        amount: known(dispute.disputeAmount),
        ...named(dispute),
      };
    case 'DISPUTE_JUDGED':
      return judged(dispute);
    case 'DISPUTE_CANCELLED':
      return closed(dispute, 'won');
    // Rapid dispute resolution pays the buyer back without asking; accepting, or being late, does the same.
    case 'DISPUTE_ACCEPTED':
    case 'RDR_RESOLVED':
      return closed(dispute, 'lost');
    // Defence sent in, or due soon.
    default:
      return undefined;
  }
};

const judged = (dispute: DisputeNotice): PaymentReport => {
  switch (dispute.disputeJudgedResult) {
    case 'ACCEPT_BY_CUSTOMER':
      return closed(dispute, 'won');
    case 'ACCEPT_BY_MERCHANT':
      return closed(dispute, 'lost');
    default:
      throw new RangeError('a dispute was judged, and it is not said how');
  }
};

/** What was deducted when it was lost, else what was at stake. */
const closed = (dispute: DisputeNotice, outcome: DisputeOutcome): PaymentReport => {
  const { paymentId: captureId, disputeAmount, disputeJudgedAmount } = dispute;
  return {
    kind: 'dispute_closed',
    captureId,
    amount: known(outcome === 'lost' ? (disputeJudgedAmount ?? disputeAmount) : (disputeAmount ?? disputeJudgedAmount)),
    outcome,
    ...named(dispute),
  };
};

const named = ({ disputeId }: DisputeNotice) => (disputeId ? { disputeId } : {});

const known = (stated: Money | null | undefined): Money => {
  if (!stated) throw new RangeError('a dispute without an amount');
  return stated;
};
