import { owedBackMinor, type Payment } from '../payment/payment.ts';
import { owes } from './effects.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Renewal, RenewalIn } from './renewal.ts';
import { reportPayment } from './report-payment.ts';
import { handToReview } from './review.ts';
import { withTrail } from './trail.ts';

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
    case 'pay_by_passed':
      return renewal.status === 'awaiting_payment' ? expire(renewal, event) : refuse('not_in_this_status');
    case 'activation_confirmed':
      return renewal.status === 'activating' ? activate(renewal, event) : refuse('not_in_this_status');
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
  }
};

type EventOf<T extends RenewalEvent['type']> = Extract<RenewalEvent, { type: T }>;

const expire = (renewal: RenewalIn<'awaiting_payment'>, { at }: EventOf<'pay_by_passed'>): Decision<Renewal> => {
  if (at < renewal.payBy) return refuse('nothing_new');
  const { payBy: _payBy, activationDeadlineMs: _deadline, ...terms } = renewal;
  return accept({ ...withTrail(terms, at, 'expired'), status: 'expired', expiredAt: at });
};

const activate = (renewal: RenewalIn<'activating'>, event: EventOf<'activation_confirmed'>): Decision<Renewal> => {
  const { deadline: _deadline, postponed: _postponed, retryAt: _retryAt, ...terms } = renewal;
  const { at, period, endBefore, carrierReference } = event;
  return accept({
    ...withTrail(terms, at, 'active'),
    status: 'active',
    activatedAt: at,
    period,
    endBefore,
    carrierReference,
  });
};

const postponeActivation = (
  renewal: RenewalIn<'activating'>,
  { at, code, retryAt }: EventOf<'activation_postponed'>,
): Decision<Renewal> =>
  accept({ ...withTrail(renewal, at, `wait.${code}`), postponed: renewal.postponed + 1, retryAt });

/**
 * The kept payment is owed back from this write on; the refund itself is work that follows from the state. Money that
 * somebody has sent back already, at the provider, is not owed any more.
 */
const giveBack = (
  renewal: RenewalIn<'activating'>,
  { at, reason, code }: EventOf<'activation_failed'>,
): Decision<Renewal> => {
  const { deadline: _deadline, postponed: _postponed, retryAt: _retryAt, ...rest } = renewal;
  const payments = rest.payments.map(
    (payment): Payment =>
      payment.status === 'captured' && payment.number === rest.paidBy ? { ...payment, verdict: 'send_back' } : payment,
  );
  const terms = { ...rest, payments, reason };
  return payments.some((payment) => payment.number === rest.paidBy && owedBackMinor(payment) > 0)
    ? accept({ ...withTrail(terms, at, `refunding.${code}`), status: 'refunding' })
    : accept({ ...withTrail(terms, at, `refunded.${code}`), status: 'refunded', refundedAt: at });
};

const postponeRefund = (renewal: Renewal, { at, code, retryAt }: EventOf<'refund_postponed'>): Decision<Renewal> =>
  renewal.status === 'refunding'
    ? accept({ ...withTrail(renewal, at, `wait.${code}`), retryAt })
    : accept(withTrail(renewal, at, `wait.${code}`));
