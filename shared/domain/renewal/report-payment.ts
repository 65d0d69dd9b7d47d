import {
  type CapturedPayment,
  isCaptured,
  type Payment,
  type PaymentReport,
  type Verdict,
} from '../payment/payment.ts';
import { plusMs } from '../values/instant.ts';
import { sameMoney } from '../values/money.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Renewal, RenewalIn } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { reportRefunded, reportRefundFailed } from './report-refund.ts';
import { withTrail } from './trail.ts';

type PaymentReported = Extract<RenewalEvent, { type: 'payment_reported' }>;

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };

/** What a provider says of one payment. State and cumulative amounts decide, never the id or the order of events. */
export const reportPayment = (renewal: Renewal, event: PaymentReported): Decision<Renewal> => {
  const payment = renewal.payments.find(({ number }) => number === event.number);
  if (payment === undefined) return { ok: false, refusal: 'unknown_payment' };
  return isCaptured(payment) ? reportCaptured(renewal, payment, event) : reportOpen(renewal, payment, event);
};

const reportOpen = (
  renewal: Renewal,
  payment: Exclude<Payment, CapturedPayment>,
  { at, report, number }: PaymentReported,
): Decision<Renewal> => {
  switch (report.kind) {
    case 'captured':
      return capture(renewal, payment, report, at);
    case 'processing':
      if (payment.status !== 'created') return nothingNew;
      return {
        ok: true,
        next: withTrail(replacePayment(renewal, { ...payment, status: 'processing' }), at, `processing.${number}`),
      };
    case 'declined':
      return noteDecline(renewal, `declined.${number}.${report.reason}`, at);
    case 'expired': {
      if (payment.status === 'expired') return nothingNew;
      const { url: _url, ...terms } = payment;
      return {
        ok: true,
        next: withTrail(replacePayment(renewal, { ...terms, status: 'expired' }), at, `closed.${number}`),
      };
    }
    // The refund overtook the capture: what was captured is learned by a look-up, and only then what is left of it.
    case 'refunded':
    case 'refund_failed':
      return { ok: false, refusal: 'unknown_payment' };
  }
};

/** The same decline told twice is one note: a provider names no attempt within the session. */
const noteDecline = (renewal: Renewal, what: string, at: PaymentReported['at']): Decision<Renewal> =>
  renewal.trail.at(-1)?.what === what ? nothingNew : { ok: true, next: withTrail(renewal, at, what) };

const capture = (
  renewal: Renewal,
  payment: Exclude<Payment, CapturedPayment>,
  report: Extract<PaymentReport, { kind: 'captured' }>,
  at: PaymentReported['at'],
): Decision<Renewal> => {
  const verdict = verdictOn(renewal, payment, report);
  const { number, provider, amount, sessionId, openedAt } = payment;
  const captured = replacePayment(renewal, {
    number,
    provider,
    amount,
    sessionId,
    openedAt,
    status: 'captured',
    captureId: report.captureId,
    captured: report.amount,
    refundedMinor: 0,
    verdict,
  });
  const noted = withTrail(captured, at, `captured.${number}.${verdict}`);
  if (noted.status !== 'awaiting_payment') return { ok: true, next: noted };
  return { ok: true, next: verdict === 'keep' ? startActivation(noted, number, at) : holdForReview(noted, at) };
};

/**
 * The first right payment of an open order is kept; money that is not what was asked for waits for a person. What
 * comes to an order that is decided goes back, whatever its amount: nobody looks at that order any more.
 */
const verdictOn = (
  renewal: Renewal,
  payment: Payment,
  report: Extract<PaymentReport, { kind: 'captured' }>,
): Verdict => {
  if (renewal.status !== 'awaiting_payment') return 'send_back';
  return sameMoney(report.amount, payment.amount) ? 'keep' : 'review';
};

const startActivation = (
  renewal: RenewalIn<'awaiting_payment'>,
  paidBy: number,
  at: PaymentReported['at'],
): RenewalIn<'activating'> => {
  const { payBy: _payBy, activationDeadlineMs, ...terms } = renewal;
  return {
    ...terms,
    status: 'activating',
    paidBy,
    paidAt: at,
    deadline: plusMs(at, activationDeadlineMs),
    postponed: 0,
  };
};

const holdForReview = (
  renewal: RenewalIn<'awaiting_payment'>,
  at: PaymentReported['at'],
): RenewalIn<'needs_review'> => {
  const { payBy: _payBy, activationDeadlineMs: _deadline, ...terms } = renewal;
  return { ...terms, status: 'needs_review', reason: 'amount_mismatch', since: at };
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
      return reportRefundFailed(renewal, payment, report.refunded, at);
    // Paid stays paid: late and repeated news of the time before the capture changes nothing.
    case 'captured':
    case 'processing':
    case 'declined':
    case 'expired':
      return nothingNew;
  }
};
