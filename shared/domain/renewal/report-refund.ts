import { type CapturedPayment, owedBackMinor, type PaymentReport } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import { type Money, money } from '../values/money.ts';
import type { Decision } from './event.ts';
import { finishRefund } from './finish-refund.ts';
import type { Renewal } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { handToReview } from './review.ts';
import { withTrail } from './trail.ts';
import { withHold } from './verdict.ts';

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };

/** Refunds of one payment that are told one by one. A payment of ours is refunded once, and again after a failure. */
const MAX_REFUND_PARTS = 50;

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
  return { ok: true, next: finishRefund(noted, number, at) };
};

/**
 * Money that was to go back and did not waits for a person. Its failure counts even when its success was never
 * noted, for reports come in any order. Money that a service was given for is merely kept again.
 */
export const reportRefundFailed = (
  renewal: Renewal,
  payment: CapturedPayment,
  { refunded, failures }: { readonly refunded: Money; readonly failures?: number },
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, verdict, refundFailures = 0 } = payment;
  if (refunded.currency !== captured.currency) return nothingNew;
  // A failure that has been taken note of, told again: what somebody decided since then stands.
  if (refunded.amountMinor >= captured.amountMinor || (failures !== undefined && failures <= refundFailures))
    return reportRefunded(renewal, payment, refunded, at);
  // Told with its count it is news, and so is its sum; without, it may be older than what is known.
  const refundedMinor =
    failures === undefined ? Math.min(refunded.amountMinor, payment.refundedMinor) : refunded.amountMinor;
  if (refundedMinor === payment.refundedMinor && verdict !== 'send_back' && failures === undefined) return nothingNew;
  const code = `refund_failed.${number}`;
  const less = { ...payment, refundedMinor, ...(failures !== undefined && { refundFailures: failures }) };
  const failed = replacePayment(renewal, verdict === 'keep' ? less : withHold(less, 'refund_failed', at));
  const isTheReason =
    (failed.status === 'refunding' || failed.status === 'refund_needs_details') && failed.paidBy === number;
  return {
    ok: true,
    next: isTheReason ? handToReview(failed, 'refund_failed', code, at) : withTrail(failed, at, code),
  };
};

/** One refund of perhaps several: their sum is ours to keep, by the id of each. */
export const reportRefundPart = (
  renewal: Renewal,
  payment: CapturedPayment,
  { refundId, amount, state }: Extract<PaymentReport, { kind: 'refund_part' }>,
  at: Instant,
): Decision<Renewal> => {
  const { refundParts = {}, captured } = payment;
  if (amount.currency !== captured.currency) return nothingNew;
  const partMinor = state === 'made' ? amount.amountMinor : 0;
  const known = Object.hasOwn(refundParts, refundId) ? refundParts[refundId] : undefined;
  // Nothing is left of a part that failed: news of its success is older.
  if (known === partMinor || known === 0) return nothingNew;
  if (known === undefined && Object.keys(refundParts).length >= MAX_REFUND_PARTS)
    return { ok: false, refusal: 'too_many_payments' };
  const parts = { ...refundParts, [refundId]: partMinor };
  const sum = money(
    Object.values(parts).reduce((total, part) => total + part, 0),
    captured.currency,
  );
  const counted = { ...payment, refundParts: parts };
  const decision =
    state === 'made'
      ? reportRefunded(renewal, counted, sum, at)
      : reportRefundFailed(renewal, counted, { refunded: sum }, at);
  const isAll = payment.refundedMinor >= captured.amountMinor;
  if (decision.ok || (state === 'made' && isAll)) return decision;
  // The sum stays. The part is remembered all the same: news of it may come in the wrong order, or others be added.
  const what =
    state === 'made' ? `refunded.${payment.number}.${payment.refundedMinor}` : `refund_failed.${payment.number}`;
  return { ok: true, next: withTrail(replacePayment(renewal, counted), at, what) };
};

/** From here on the provider asks the payer, and the money goes by itself once it has been told where to. */
export const reportDetailsNeeded = (renewal: Renewal, payment: CapturedPayment, at: Instant): Decision<Renewal> => {
  if (payment.detailsAskedAt !== undefined || owedBackMinor(payment) === 0) return nothingNew;
  const { number } = payment;
  const noted = withTrail(
    replacePayment(renewal, { ...payment, detailsAskedAt: at }),
    at,
    `refund_needs_details.${number}`,
  );
  if (noted.status !== 'refunding' || noted.paidBy !== number) return { ok: true, next: noted };
  const { retryAt: _retryAt, ...terms } = noted;
  return { ok: true, next: { ...terms, status: 'refund_needs_details', since: at } };
};
