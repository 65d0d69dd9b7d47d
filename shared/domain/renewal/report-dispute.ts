import type { CapturedPayment, PaymentReport } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Decision } from './event.ts';
import { finishRefund } from './finish-refund.ts';
import type { Renewal } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };

type Report<Kind extends PaymentReport['kind']> = Extract<PaymentReport, { kind: Kind }>;

/** The service runs on; whether to answer the dispute is for a person to say, at the provider. */
export const reportDispute = (
  renewal: Renewal,
  payment: CapturedPayment,
  { amount }: Report<'disputed'>,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, dispute } = payment;
  if (dispute !== undefined || amount.currency !== captured.currency) return nothingNew;
  const amountMinor = Math.min(amount.amountMinor, captured.amountMinor);
  return {
    ok: true,
    next: withTrail(
      replacePayment(renewal, { ...payment, dispute: { state: 'open', amountMinor } }),
      at,
      `disputed.${number}.${amountMinor}`,
    ),
  };
};

/** A dispute that is lost has sent the money back; one that is won leaves us owing what we owed before. */
export const reportDisputeClosed = (
  renewal: Renewal,
  payment: CapturedPayment,
  { amount, outcome }: Report<'dispute_closed'>,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, dispute } = payment;
  if ((dispute && dispute.state !== 'open') || amount.currency !== captured.currency) return nothingNew;
  const amountMinor = dispute?.amountMinor ?? Math.min(amount.amountMinor, captured.amountMinor);
  const closed = replacePayment(renewal, { ...payment, dispute: { state: outcome, amountMinor } });
  return { ok: true, next: finishRefund(withTrail(closed, at, `dispute_${outcome}.${number}`), number, at) };
};
