import * as z from 'zod/mini';
import type { DisputeOutcome, PaymentReport } from '../../domain/payment/payment.ts';
import type { PaymentNotice } from '../webhook.ts';
import { moneyOf } from './amount.ts';
import type { PaypalCall } from './paypal-calls.ts';
import { readCapture, referenceOf } from './read-back.ts';
import { amount, id } from './replies.ts';
import { isForeign } from './reports.ts';

const text = z.optional(z.nullable(z.string()));

/** developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get, as far as the events carry it. */
export const disputeResource = z.object({
  dispute_id: z.optional(id),
  status: z.string(),
  dispute_amount: z.optional(amount),
  dispute_outcome: z.optional(
    z.nullable(z.object({ outcome_code: text, amount_refunded: z.optional(z.nullable(amount)) })),
  ),
  disputed_transactions: z.array(
    z.object({
      seller_transaction_id: z.optional(id),
      custom: text,
      invoice_number: text,
      gross_amount: z.optional(amount),
      seller: z.optional(z.nullable(z.object({ merchant_id: text }))),
    }),
  ),
});
type Dispute = z.output<typeof disputeResource>;
type DisputedTransaction = Dispute['disputed_transactions'][number];

/** Whose the money is in the end (`dispute_outcome.outcome_code`). With a payout, PayPal bears the loss itself. */
const OUTCOMES: ReadonlyMap<string, DisputeOutcome> = new Map([
  ['RESOLVED_BUYER_FAVOUR', 'lost'],
  ['ACCEPTED', 'lost'],
  ['RESOLVED_SELLER_FAVOUR', 'won'],
  ['RESOLVED_WITH_PAYOUT', 'won'],
  ['CANCELED_BY_BUYER', 'won'],
  ['DENIED', 'won'],
]);

/** Closed without a decision, for another case about the same transaction goes on. */
const UNDECIDED = 'NONE';

/** @throws Error when a dispute about our money does not say how much, or how it ended */
export const disputeNotices = async (
  call: PaypalCall,
  dispute: Dispute,
  merchantId: string | undefined,
): Promise<readonly PaymentNotice[]> => {
  const notices: PaymentNotice[] = [];
  for (const transaction of dispute.disputed_transactions) {
    const { seller_transaction_id: captureId, custom, invoice_number: invoice, seller } = transaction;
    if (captureId === undefined || isForeign(seller, merchantId)) continue;
    const reference = custom || invoice || (await referenceOfCapture(call, captureId));
    const report = reportOn(dispute, transaction, captureId);
    if (reference && report) notices.push({ reference, report });
  }
  return notices;
};

/** A transaction that is no capture of ours (the subject of another product) has no reference. */
const referenceOfCapture = async (call: PaypalCall, captureId: string): Promise<string | undefined> => {
  const capture = await readCapture(call, captureId);
  return capture && referenceOf(call, capture);
};

const reportOn = (dispute: Dispute, transaction: DisputedTransaction, captureId: string): PaymentReport | undefined => {
  const { status, dispute_amount: inAll, dispute_outcome: end, disputed_transactions: all } = dispute;
  const disputed = all.length === 1 ? (inAll ?? transaction.gross_amount) : (transaction.gross_amount ?? inAll);
  if (!disputed) throw new Error('a dispute without an amount');
  const named = dispute.dispute_id === undefined ? {} : { disputeId: dispute.dispute_id };
  if (status !== 'RESOLVED') return { kind: 'disputed', captureId, amount: moneyOf(disputed), ...named };
  const code = end?.outcome_code || UNDECIDED;
  if (code === UNDECIDED) return undefined;
  const outcome = OUTCOMES.get(code);
  if (!outcome) throw new Error('a dispute with an unknown outcome');
  const lost = outcome === 'lost' && all.length === 1 ? (end?.amount_refunded ?? disputed) : disputed;
  return { kind: 'dispute_closed', captureId, amount: moneyOf(lost), outcome, ...named };
};
