import { type CapturedPayment, isCaptured, type Payment, type PaymentReport } from '../payment/payment.ts';
import { capture, captureAgain } from './capture-payment.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Renewal } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { reportDispute, reportDisputeClosed } from './report-dispute.ts';
import { reportDetailsNeeded, reportRefunded, reportRefundFailed, reportRefundPart } from './report-refund.ts';
import { withTrail } from './trail.ts';

type PaymentReported = Extract<RenewalEvent, { type: 'payment_reported' }>;
type UncapturedPayment = Exclude<Payment, CapturedPayment>;

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };
const unknownPayment: Decision<Renewal> = { ok: false, refusal: 'unknown_payment' };

/**
 * What a provider says of one payment. State and cumulative amounts decide, never the id or the order of events. A
 * capture is known by the provider's id of it: one reference may have been paid twice.
 */
export const reportPayment = (renewal: Renewal, event: PaymentReported): Decision<Renewal> => {
  const named = renewal.payments.find(({ number }) => number === event.number);
  if (named === undefined) return unknownPayment;
  // Another account has no business with it, whatever its secret signed.
  if (event.account !== undefined && event.account !== named.account) return unknownPayment;
  const captureId = captureIdOf(event.report);
  const known = renewal.payments
    .filter(isCaptured)
    .find((payment) => payment.account === named.account && payment.captureId === captureId);
  if (known) return reportCaptured(renewal, known, event);
  if (!isCaptured(named)) return reportOpen(renewal, named, event);
  if (captureId === undefined) return reportCaptured(renewal, named, event);
  // Paid under another id than before. What became of that money is learned only after it arrived here.
  return event.report.kind === 'captured' ? captureAgain(renewal, named, event.report, event.at) : unknownPayment;
};

const captureIdOf = (report: PaymentReport): string | undefined =>
  'captureId' in report ? report.captureId : undefined;

const reportOpen = (
  renewal: Renewal,
  payment: UncapturedPayment,
  { at, report, number }: PaymentReported,
): Decision<Renewal> => {
  switch (report.kind) {
    case 'captured':
      return capture(renewal, payment, report, at);
    case 'requires_action':
      // Also from `capturing`: the provider wants to hear the payer once more before it lets us have the money.
      return advance(renewal, payment, ['created', 'capturing'], 'requires_action', at);
    case 'processing':
      return advance(renewal, payment, ['created', 'requires_action'], 'processing', at);
    case 'approved':
      return approve(renewal, payment, at);
    case 'declined':
      return decline(renewal, payment, `declined.${number}.${report.reason}`, at);
    case 'failed':
      return close(renewal, payment, 'failed', `failed.${number}.${report.reason}`, at);
    case 'cancelled':
    case 'expired':
      return close(renewal, payment, report.kind, `closed.${number}`, at);
    // It overtook the capture: what was captured is learned by a look-up, and only then what became of it.
    case 'refunded':
    case 'refund_failed':
    case 'refund_part':
    case 'refund_needs_details':
    case 'disputed':
    case 'dispute_closed':
      return unknownPayment;
  }
};

type OpenStatus = Extract<Payment, { url: string }>['status'];

/** Only forwards: late news of an earlier state changes nothing. */
const advance = (
  renewal: Renewal,
  payment: UncapturedPayment,
  from: readonly OpenStatus[],
  to: OpenStatus,
  at: PaymentReported['at'],
): Decision<Renewal> => {
  if (!('url' in payment) || !from.includes(payment.status)) return nothingNew;
  return {
    ok: true,
    next: withTrail(replacePayment(renewal, { ...payment, status: to }), at, `${to}.${payment.number}`),
  };
};

/** Money is taken only for an order that still wants it; an approval that nobody captures lapses at the provider. */
const approve = (renewal: Renewal, payment: UncapturedPayment, at: PaymentReported['at']): Decision<Renewal> =>
  renewal.status === 'awaiting_payment' && at < renewal.payBy
    ? advance(renewal, payment, ['created', 'requires_action', 'processing'], 'capturing', at)
    : nothingNew;

/**
 * The same decline told twice is one note: a provider names no attempt within the session. A capture that was declined
 * waits for the payer's next choice.
 */
const decline = (
  renewal: Renewal,
  payment: UncapturedPayment,
  what: string,
  at: PaymentReported['at'],
): Decision<Renewal> => {
  if (payment.status === 'capturing')
    return { ok: true, next: withTrail(replacePayment(renewal, { ...payment, status: 'created' }), at, what) };
  return renewal.trail.at(-1)?.what === what ? nothingNew : { ok: true, next: withTrail(renewal, at, what) };
};

const close = (
  renewal: Renewal,
  payment: UncapturedPayment,
  status: 'failed' | 'cancelled' | 'expired',
  what: string,
  at: PaymentReported['at'],
): Decision<Renewal> => {
  if (!('url' in payment)) return nothingNew;
  const { url: _url, ...terms } = payment;
  return { ok: true, next: withTrail(replacePayment(renewal, { ...terms, status }), at, what) };
};

const reportCaptured = (
  renewal: Renewal,
  payment: CapturedPayment,
  { at, report }: PaymentReported,
): Decision<Renewal> => {
  switch (report.kind) {
    case 'refunded':
      return reportRefunded(renewal, payment, report.refunded, at);
    case 'refund_failed':
      return reportRefundFailed(renewal, payment, report, at);
    case 'refund_part':
      return reportRefundPart(renewal, payment, report, at);
    case 'refund_needs_details':
      return reportDetailsNeeded(renewal, payment, at);
    case 'disputed':
      return reportDispute(renewal, payment, report, at);
    case 'dispute_closed':
      return reportDisputeClosed(renewal, payment, report, at);
    // Paid stays paid: late and repeated news of the time before the capture changes nothing.
    case 'captured':
    case 'requires_action':
    case 'processing':
    case 'approved':
    case 'declined':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return nothingNew;
  }
};
