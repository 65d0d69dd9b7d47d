import { isCaptured, isOpen, type Payment, type PaymentMethod } from '../../shared/domain/payment/payment.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Renewal, TrailEntry } from '../../shared/domain/renewal/renewal.ts';
import { formatInstant, type Instant } from '../../shared/domain/values/instant.ts';
import type { RenewalAnswer } from './answers.ts';
import { messagesView } from './messages-view.ts';
import { paymentView } from './payment-view.ts';
import { takenOff } from './promotion-view.ts';
import type { Situation, TrailKind, Words } from './words/vocabulary.ts';
import { WORDS } from './words/words.ts';

/** How a renewal stands, in the facts that are true in its status and in plain words. */
export const renewalView = (
  renewal: Renewal,
  language: Language,
  now: Instant,
  methods: readonly PaymentMethod[],
): RenewalAnswer => {
  const words = WORDS[language];
  const payments = renewal.payments.map((payment) => paymentView(renewal, payment, words));
  const latest = payments.at(-1);
  if (latest === undefined) throw new Error('a renewal without a payment');
  return {
    renewalId: renewal.renewalId,
    lineId: renewal.lineId,
    planId: renewal.plan.planId,
    planVersion: renewal.plan.version,
    status: renewal.status,
    statusText: statusText(renewal, language, now),
    price: renewal.price,
    ...takenOff(renewal),
    createdAt: formatInstant(renewal.createdAt),
    promisedEnd: formatInstant(renewal.quote.endAfter),
    ...statusFacts(renewal, words),
    ...(renewal.status === 'awaiting_payment' && { methods: [...methods] }),
    payment: latest,
    payments,
    trail: renewal.trail.map((entry) => trailView(entry, words)),
    messages: messagesView(renewal.claims, now),
  };
};

export const statusText = (renewal: Renewal, language: Language, now: Instant): string =>
  WORDS[language].statuses[situationOf(renewal, now)];

/** "Within a minute", "by the deadline" and "nothing was charged" are said only while they are true. */
const situationOf = (renewal: Renewal, now: Instant): Situation => {
  if (renewal.status === 'activating' && now >= renewal.deadline) return 'activating_overdue';
  if (renewal.status === 'activating' && renewal.postponed > 0) return 'activating_slowly';
  if (renewal.status === 'awaiting_payment' && renewal.payments.some(isTaken)) return 'payment_under_way';
  if (renewal.status !== 'expired' && renewal.status !== 'cancelled' && renewal.status !== 'refunded')
    return renewal.status;
  const captured = renewal.payments.filter(isCaptured);
  if (captured.length === 0) return renewal.status;
  if (captured.some(({ verdict }) => verdict === 'review')) return 'needs_review';
  // A person has settled by other means what could not be sent back.
  if (captured.every(({ verdict }) => verdict === 'keep')) return 'closed';
  return renewal.status === 'refunded' ? 'refunded' : 'expired_paid_late';
};

/** The payer has done their part. */
const isTaken = (payment: Payment): boolean =>
  isOpen(payment) && (payment.status === 'processing' || payment.status === 'capturing');

const statusFacts = (renewal: Renewal, { reasons }: Words) => {
  switch (renewal.status) {
    case 'awaiting_payment':
      return { payBy: formatInstant(renewal.payBy) };
    case 'activating':
      return { paidAt: formatInstant(renewal.paidAt), deadline: formatInstant(renewal.deadline), ...retry(renewal) };
    case 'active':
      return {
        paidAt: formatInstant(renewal.paidAt),
        activatedAt: formatInstant(renewal.activatedAt),
        startsAt: formatInstant(renewal.period.startsAt),
        endsAt: formatInstant(renewal.period.endsAt),
      };
    case 'expired':
      return { expiredAt: formatInstant(renewal.expiredAt) };
    case 'cancelled':
      return { cancelledAt: formatInstant(renewal.cancelledAt) };
    case 'closed':
      return { closedAt: formatInstant(renewal.closedAt) };
    case 'refund_needs_details':
      return {
        paidAt: formatInstant(renewal.paidAt),
        since: formatInstant(renewal.since),
        ...because(renewal.reason, reasons),
      };
    case 'refunding':
      return { paidAt: formatInstant(renewal.paidAt), ...because(renewal.reason, reasons), ...retry(renewal) };
    case 'refunded':
      return {
        paidAt: formatInstant(renewal.paidAt),
        refundedAt: formatInstant(renewal.refundedAt),
        ...because(renewal.reason, reasons),
      };
    case 'needs_review':
      return { since: formatInstant(renewal.since), ...because(renewal.reason, reasons) };
  }
};

const because = (reason: keyof Words['reasons'], reasons: Words['reasons']) => ({
  reason,
  reasonText: reasons[reason],
});

const retry = ({ retryAt }: { readonly retryAt?: Instant }): { readonly retryAt?: string } =>
  retryAt === undefined ? {} : { retryAt: formatInstant(retryAt) };

/** An entry that this version has no words for is shown by its code alone: a status page must not fail over it. */
const trailView = ({ at, what }: TrailEntry, { trail }: Words): RenewalAnswer['trail'][number] => {
  const [kind = '', , verdict = ''] = what.split('.', 3);
  const name = kind === 'captured' ? `captured.${verdict}` : kind;
  return { at: formatInstant(at), what, text: isTrailKind(name, trail) ? trail[name] : '' };
};

const isTrailKind = (name: string, trail: Words['trail']): name is TrailKind => Object.hasOwn(trail, name);
