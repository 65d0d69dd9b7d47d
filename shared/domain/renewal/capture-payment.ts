import type { CapturedPayment, Payment, PaymentReport, Verdict } from '../payment/payment.ts';
import { MAX_PAYMENTS_PER_RENEWAL } from '../values/ids.ts';
import { type Instant, plusMs } from '../values/instant.ts';
import { sameMoney } from '../values/money.ts';
import type { Decision } from './event.ts';
import type { Renewal, RenewalIn, ReviewReason } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';

type CaptureReport = Extract<PaymentReport, { kind: 'captured' }>;

/** Money arrived: it starts the activation, goes back, or waits for a person. It is never dropped. */
export const capture = (
  renewal: Renewal,
  payment: Exclude<Payment, CapturedPayment>,
  report: CaptureReport,
  at: Instant,
): Decision<Renewal> => {
  const { number } = payment;
  const judged = judge(renewal, payment, report);
  const noted = withTrail(
    replacePayment(renewal, capturedPayment(payment, report, judged, at)),
    at,
    `captured.${number}.${judged.verdict}`,
  );
  if (noted.status !== 'awaiting_payment') return { ok: true, next: noted };
  return {
    ok: true,
    next: judged.reason ? holdForReview(noted, number, judged.reason, at) : startActivation(noted, number, at),
  };
};

/**
 * The same reference was paid a second time, under another id at the provider: that money is a payment of its own, and
 * goes back.
 */
export const captureAgain = (
  renewal: Renewal,
  payment: CapturedPayment,
  report: CaptureReport,
  at: Instant,
): Decision<Renewal> => {
  const number = renewal.payments.length + 1;
  if (number > MAX_PAYMENTS_PER_RENEWAL) return { ok: false, refusal: 'too_many_payments' };
  const judged = judge(renewal, payment, report);
  const second = capturedPayment({ ...payment, number }, report, judged, at);
  const next = { ...renewal, payments: [...renewal.payments, second] };
  return { ok: true, next: withTrail(next, at, `captured.${number}.${judged.verdict}`) };
};

type Judgement =
  | { readonly verdict: Exclude<Verdict, 'review'>; readonly reason?: never }
  | { readonly verdict: 'review'; readonly reason: Extract<ReviewReason, 'amount_mismatch' | 'merchant_mismatch'> };

/**
 * The first right payment of an open order is kept; money that is not what was asked for waits for a person. What
 * comes to an order that is decided goes back, whatever its amount: nobody looks at that order any more. Money at a
 * merchant that is not ours cannot be sent back by us.
 */
const judge = (renewal: Renewal, payment: Payment, report: CaptureReport): Judgement => {
  if (report.merchant === 'unexpected') return { verdict: 'review', reason: 'merchant_mismatch' };
  if (renewal.status !== 'awaiting_payment') return { verdict: 'send_back' };
  return sameMoney(report.amount, payment.amount)
    ? { verdict: 'keep' }
    : { verdict: 'review', reason: 'amount_mismatch' };
};

const capturedPayment = (
  { number, account, method, amount, sessionId, openedAt, key }: Payment,
  { captureId, amount: captured }: CaptureReport,
  { verdict, reason }: Judgement,
  at: Instant,
): CapturedPayment => ({
  number,
  account,
  method,
  amount,
  sessionId,
  openedAt,
  ...(key !== undefined && { key }),
  status: 'captured',
  captureId,
  captured,
  refundedMinor: 0,
  verdict,
  ...(verdict === 'send_back' && { owedSince: at }),
  ...(reason && { held: { reason, since: at } }),
});

const startActivation = (
  renewal: RenewalIn<'awaiting_payment'>,
  paidBy: number,
  at: Instant,
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
  about: number,
  reason: ReviewReason,
  at: Instant,
): RenewalIn<'needs_review'> => {
  const { payBy: _payBy, activationDeadlineMs: _deadline, ...terms } = renewal;
  return { ...terms, status: 'needs_review', about, reason, since: at };
};
