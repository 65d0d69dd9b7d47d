import type { CapturedPayment, Dispute, PaymentReport } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Decision } from './event.ts';
import { finishRefund } from './finish-refund.ts';
import type { Renewal } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';

const nothingNew: Decision<Renewal> = { ok: false, refusal: 'nothing_new' };

type Report<Kind extends PaymentReport['kind']> = Extract<PaymentReport, { kind: Kind }>;

/** A payment is disputed once, seldom again for another part or after an appeal. */
const MAX_DISPUTES = 10;
/** Of a dispute that was only told in sums. */
const UNNAMED = '-';

/** The service runs on; whether to answer the dispute is for a person to say, at the provider. */
export const reportDispute = (
  renewal: Renewal,
  payment: CapturedPayment,
  { amount, disputeId }: Report<'disputed'>,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, disputes = {} } = payment;
  // Sums add nothing to disputes that are known by their ids.
  const isKnown = disputeId === undefined ? Object.keys(disputes).length > 0 : Object.hasOwn(disputes, disputeId);
  if (isKnown || amount.currency !== captured.currency) return nothingNew;
  const amountMinor = Math.min(amount.amountMinor, captured.amountMinor);
  const next = withDispute(renewal, payment, disputeId ?? UNNAMED, { state: 'open', amountMinor });
  return next ? { ok: true, next: withTrail(next, at, `disputed.${number}.${amountMinor}`) } : tooMany;
};

/** A dispute that is lost has sent the money back; one that is won leaves us owing what we owed before. */
export const reportDisputeClosed = (
  renewal: Renewal,
  payment: CapturedPayment,
  { amount, outcome, disputeId }: Report<'dispute_closed'>,
  at: Instant,
): Decision<Renewal> => {
  const { number, captured, disputes = {} } = payment;
  const id = disputeId ?? onlyOpen(disputes);
  if (id === undefined || amount.currency !== captured.currency) return nothingNew;
  const known = Object.hasOwn(disputes, id) ? disputes[id] : undefined;
  if (known && known.state !== 'open') return nothingNew;
  const amountMinor = Math.min(amount.amountMinor, captured.amountMinor);
  const next = withDispute(renewal, payment, id, { state: outcome, amountMinor });
  if (!next) return tooMany;
  return { ok: true, next: finishRefund(withTrail(next, at, `dispute_${outcome}.${number}`), number, at) };
};

const tooMany: Decision<Renewal> = { ok: false, refusal: 'too_many_payments' };

/** Which dispute a sum tells of; `undefined` when that cannot be said, or it is news of one that is over. */
const onlyOpen = (disputes: Readonly<Record<string, Dispute>>): string | undefined => {
  const all = Object.entries(disputes);
  if (all.length === 0) return UNNAMED;
  const open = all.filter(([, { state }]) => state === 'open').map(([id]) => id);
  return open.length === 1 ? open[0] : undefined;
};

const withDispute = (renewal: Renewal, payment: CapturedPayment, id: string, dispute: Dispute): Renewal | undefined => {
  const disputes = { ...payment.disputes, [id]: dispute };
  return Object.keys(disputes).length > MAX_DISPUTES ? undefined : replacePayment(renewal, { ...payment, disputes });
};
