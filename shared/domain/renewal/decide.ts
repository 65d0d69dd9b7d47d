import { isCaptured, isGone, isOpen, isUnderWay, type Payment } from '../payment/payment.ts';
import { type Instant, plusMs } from '../values/instant.ts';
import { foundServed, lookedAt } from './abandon.ts';
import { activeWith, checkActivation, differFromRecord, missActivation } from './check-activation.ts';
import { owes } from './effects.ts';
import type { Decision, RenewalEvent } from './event.ts';
import { MAX_TRIES_TO_PAY, REVIEW_AFTER_DEADLINE_MS, type Renewal, type RenewalIn } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { reportPayment } from './report-payment.ts';
import { openReview, resolveReview } from './resolve-review.ts';
import { handToReview } from './review.ts';
import { withTrail } from './trail.ts';
import { owedBack, withHold } from './verdict.ts';

const refuse = (refusal: Extract<Decision<Renewal>, { ok: false }>['refusal']): Decision<Renewal> => ({
  ok: false,
  refusal,
});
const accept = (next: Renewal): Decision<Renewal> => ({ ok: true, next });

/**
 * The one place where a renewal changes. Who reports an event and how often does not matter: what a state has taken
 * in already is `nothing_new`.
 */
export const decide = (renewal: Renewal, event: RenewalEvent): Decision<Renewal> => {
  switch (event.type) {
    case 'payment_reported':
      return reportPayment(renewal, event);
    case 'payment_opened':
      return renewal.status === 'awaiting_payment' ? openAnother(renewal, event) : refuse('not_in_this_status');
    case 'cancelled':
      return renewal.status === 'awaiting_payment' ? cancel(renewal, event) : refuse('not_in_this_status');
    case 'pay_by_passed':
      return renewal.status === 'awaiting_payment' ? expire(renewal, event) : refuse('not_in_this_status');
    case 'activation_confirmed':
      return renewal.status === 'activating' ? activate(renewal, event) : refuse('not_in_this_status');
    case 'activation_accepted':
      return renewal.status === 'activating' ? takeOn(renewal, event) : refuse('not_in_this_status');
    case 'activation_checked':
      return renewal.status === 'active' ? checkActivation(renewal, event) : refuse('not_in_this_status');
    case 'activation_not_found':
      return renewal.status === 'active' ? missActivation(renewal, event) : refuse('not_in_this_status');
    case 'abandoned_looked_at':
      return lookedAt(renewal, event);
    case 'record_differs':
      return renewal.status === 'active' ? differFromRecord(renewal, event) : refuse('not_in_this_status');
    case 'found_served':
      return foundServed(renewal, event);
    case 'activation_postponed':
      return renewal.status === 'activating' ? postponeActivation(renewal, event) : refuse('not_in_this_status');
    case 'activation_failed':
      return renewal.status === 'activating' ? giveBack(renewal, event) : refuse('not_in_this_status');
    case 'refund_postponed':
      return owes(renewal).some(({ kind }) => kind === 'refund')
        ? postponeRefund(renewal, event)
        : refuse('nothing_new');
    case 'review_needed':
      return renewal.status === 'activating' || renewal.status === 'refunding'
        ? accept(handToReview(renewal, event.reason, `review.${event.reason}`, event.at))
        : refuse('not_in_this_status');
    case 'review_opened':
      return renewal.status === 'active' ? openReview(renewal, event) : refuse('not_in_this_status');
    case 'review_resolved':
      return resolveReview(renewal, event);
    case 'payment_missing':
      return holdMissing(renewal, event);
  }
};

type EventOf<T extends RenewalEvent['type']> = Extract<RenewalEvent, { type: T }>;

const expire = (renewal: RenewalIn<'awaiting_payment'>, { at }: EventOf<'pay_by_passed'>): Decision<Renewal> => {
  if (at < renewal.payBy) return refuse('nothing_new');
  const { payBy: _payBy, activationDeadlineMs: _deadline, ...terms } = renewal;
  const payments = terms.payments.map((payment) => closed(payment, 'expired'));
  return accept({ ...withTrail({ ...terms, payments }, at, 'expired'), status: 'expired', expiredAt: at });
};

/** The one before was closed where its provider can; wherever the payer pays first is kept, the rest goes back. */
const openAnother = (
  renewal: RenewalIn<'awaiting_payment'>,
  { at, payment, payBy }: EventOf<'payment_opened'>,
): Decision<Renewal> => {
  const { payments } = renewal;
  if (payments.some(({ number }) => number === payment.number)) return refuse('nothing_new');
  if (payments.length >= MAX_TRIES_TO_PAY) return refuse('too_many_payments');
  if (payments.some(isUnderWay)) return refuse('payment_under_way');
  const next = {
    ...renewal,
    payments: [...payments.map((earlier) => closed(earlier, 'cancelled')), payment],
    payBy: payBy > renewal.payBy ? payBy : renewal.payBy,
  };
  return accept(withTrail(next, at, `opened.${payment.number}.${payment.method}`));
};

const cancel = (renewal: RenewalIn<'awaiting_payment'>, { at }: EventOf<'cancelled'>): Decision<Renewal> => {
  if (renewal.payments.some(isUnderWay)) return refuse('payment_under_way');
  const { payBy: _payBy, activationDeadlineMs: _deadline, ...terms } = renewal;
  const payments = terms.payments.map((payment) => closed(payment, 'cancelled'));
  return accept({ ...withTrail({ ...terms, payments }, at, 'cancelled'), status: 'cancelled', cancelledAt: at });
};

/** What is under way stays so: it is asked about until it is one thing or the other. */
const closed = (payment: Payment, status: 'cancelled' | 'expired'): Payment => {
  if (!isOpen(payment) || isUnderWay(payment)) return payment;
  const { url: _url, ...terms } = payment;
  return { ...terms, status };
};

const holdMissing = (renewal: Renewal, { at, number }: EventOf<'payment_missing'>): Decision<Renewal> => {
  const payment = renewal.payments.find((each) => each.number === number);
  if (payment === undefined) return refuse('unknown_payment');
  if (!isCaptured(payment) || payment.verdict !== 'keep') return refuse('nothing_new');
  const what = `missing_at_provider.${number}`;
  // A person has settled it: every later comparison would ask them again.
  if (renewal.trail.some((entry) => entry.what === what)) return refuse('nothing_new');
  return accept(withTrail(replacePayment(renewal, withHold(payment, 'missing_at_provider', at)), at, what));
};

const activate = (renewal: RenewalIn<'activating'>, event: EventOf<'activation_confirmed'>): Decision<Renewal> => {
  const { deadline: _deadline, postponed: _postponed, retryAt: _retryAt, accepted: _accepted, ...terms } = renewal;
  const { at, period, endBefore, carrierReference, checked, baseline } = event;
  const active: RenewalIn<'active'> = {
    ...terms,
    status: 'active',
    activatedAt: at,
    period,
    endBefore,
    carrierReference,
  };
  if (checked) return accept(activeWith(active, checked, at));
  return accept(withTrail(baseline === undefined ? active : { ...active, baseline }, at, 'active'));
};

const takeOn = (
  renewal: RenewalIn<'activating'>,
  { at, reference, retryAt }: EventOf<'activation_accepted'>,
): Decision<Renewal> => {
  const next = { ...renewal, accepted: reference, ...putOff(renewal, at, retryAt) };
  return accept(withTrail(next, at, renewal.accepted === undefined ? 'accepted' : 'accepted.still'));
};

const postponeActivation = (
  renewal: RenewalIn<'activating'>,
  { at, code, retryAt }: EventOf<'activation_postponed'>,
): Decision<Renewal> => accept({ ...withTrail(renewal, at, `wait.${code}`), ...putOff(renewal, at, retryAt) });

/** No wait lasts beyond the deadline, when the money goes back, nor beyond the time at which a person has to look. */
const putOff = ({ deadline, postponed }: RenewalIn<'activating'>, at: Instant, retryAt: Instant) => {
  const bounds = [deadline, plusMs(deadline, REVIEW_AFTER_DEADLINE_MS)];
  return { postponed: postponed + 1, retryAt: bounds.find((bound) => at < bound && bound < retryAt) ?? retryAt };
};

/**
 * The kept payment is owed back from this write on; the refund itself is work that follows from the state. Money that
 * somebody has sent back already, at the provider, is not owed any more.
 */
const giveBack = (
  renewal: RenewalIn<'activating'>,
  { at, reason, code, abandoned }: EventOf<'activation_failed'>,
): Decision<Renewal> => {
  const { deadline: _deadline, postponed: _postponed, retryAt: _retryAt, accepted: _accepted, ...rest } = renewal;
  const payments = rest.payments.map(
    (payment): Payment => (isCaptured(payment) && payment.number === rest.paidBy ? owedBack(payment, at) : payment),
  );
  const terms = { ...rest, payments, reason, ...(abandoned && { abandoned }) };
  return payments.some((payment) => payment.number === rest.paidBy && isCaptured(payment) && isGone(payment))
    ? accept({ ...withTrail(terms, at, `refunded.${code}`), status: 'refunded', refundedAt: at })
    : accept({ ...withTrail(terms, at, `refunding.${code}`), status: 'refunding' });
};

const postponeRefund = (renewal: Renewal, { at, code, retryAt }: EventOf<'refund_postponed'>): Decision<Renewal> =>
  renewal.status === 'refunding'
    ? accept({ ...withTrail(renewal, at, `wait.${code}`), retryAt })
    : accept(withTrail(renewal, at, `wait.${code}`));
