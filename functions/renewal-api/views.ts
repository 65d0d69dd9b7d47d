import type * as z from 'zod/mini';
import { isRenewable, type Line } from '../../shared/domain/line/line.ts';
import type { Payment } from '../../shared/domain/payment/payment.ts';
import type { Language, Plan } from '../../shared/domain/plan/plan.ts';
import { type Claims, claimState } from '../../shared/domain/reminder/claim.ts';
import type { Quote } from '../../shared/domain/renewal/quote.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { formatMoney } from '../../shared/domain/values/format-money.ts';
import { paymentReference } from '../../shared/domain/values/ids.ts';
import { formatInstant, formatInZone, type Instant, MINUTE_MS } from '../../shared/domain/values/instant.ts';
import type { lineAnswer, planAnswer, previewAnswer, renewalAnswer } from './answers.ts';
import { WORDS } from './words.ts';

/** From the words of the domain to those of the interface. Nothing internal passes: revisions, fences, claims, hashes. */
export const lineView = (line: Line, now: Instant): z.input<typeof lineAnswer> => ({
  lineId: line.lineId,
  iccid: line.iccid,
  carrier: line.carrier,
  form: line.form,
  endsAt: formatInstant(line.endsAt),
  endsAtLocal: formatInZone(line.endsAt, line.zone),
  zone: line.zone,
  renewable: isRenewable(line, now),
  usage: {
    remainingBytes: line.usage.remainingBytes,
    totalBytes: line.usage.totalBytes,
    asOf: formatInstant(line.usage.asOf),
  },
  messages: messagesView(line.claims, now),
});

const messagesView = (claims: Claims, now: Instant): z.input<typeof lineAnswer>['messages'] =>
  Object.entries(claims).map(([id, claim]) => {
    const [message = '', channel = ''] = id.split('.', 2);
    return { message, channel, state: claimState(claim, now), at: formatInstant(claim.at) };
  });

export const planView = (plan: Plan, language: Language): z.input<typeof planAnswer> => ({
  planId: plan.planId,
  version: plan.version,
  names: plan.names,
  days: plan.days,
  day: plan.day,
  rule: plan.stacking,
  allowanceBytes: plan.allowanceBytes,
  price: plan.price,
  priceText: formatMoney(plan.price, language),
  activationDeadlineMs: plan.activationDeadlineMs,
});

export const previewView = (
  { line, plan, quote }: { readonly line: Line; readonly plan: Plan; readonly quote: Quote },
  language: Language,
): z.input<typeof previewAnswer> => {
  const words = WORDS[language];
  const { planId, version: planVersion, activationDeadlineMs } = plan;
  const { price, endBefore, startsAt, endAfter, rule, warnings, allowanceBytes } = quote;
  const newEnd = formatInstant(endAfter);
  return {
    planId,
    planVersion,
    endBefore: formatInstant(endBefore),
    endBeforeLocal: formatInZone(endBefore, line.zone),
    startsAt: formatInstant(startsAt),
    endAfter: newEnd,
    endAfterLocal: formatInZone(endAfter, line.zone),
    zone: line.zone,
    rule,
    warnings: [...warnings],
    warningTexts: warnings.map((warning) => words.warnings[warning]),
    allowanceBytes,
    price,
    priceText: formatMoney(price, language),
    activationDeadlineMs,
    promise: words.promise(Math.round(activationDeadlineMs / MINUTE_MS)),
    order: { lineId: line.lineId, planId, planVersion, price, newEnd, method: 'card' },
  };
};

export const renewalView = (renewal: Renewal, language: Language, now: Instant): z.input<typeof renewalAnswer> => {
  const payments = renewal.payments.map((payment) => paymentView(renewal, payment, language));
  const latest = payments.at(-1);
  if (latest === undefined) throw new Error('a renewal without a payment');
  return {
    renewalId: renewal.renewalId,
    lineId: renewal.lineId,
    planId: renewal.plan.planId,
    planVersion: renewal.plan.version,
    status: renewal.status,
    statusText: WORDS[language].statuses[renewal.status],
    price: renewal.price,
    createdAt: formatInstant(renewal.createdAt),
    promisedEnd: formatInstant(renewal.quote.endAfter),
    ...statusFacts(renewal),
    payment: latest,
    payments,
    trail: renewal.trail.map(({ at, what }) => ({ at: formatInstant(at), what })),
    messages: messagesView(renewal.claims, now),
  };
};

const statusFacts = (renewal: Renewal) => {
  switch (renewal.status) {
    case 'awaiting_payment':
      return { payBy: formatInstant(renewal.payBy) };
    case 'activating':
      return { deadline: formatInstant(renewal.deadline) };
    case 'active':
      return { startsAt: formatInstant(renewal.period.startsAt), endsAt: formatInstant(renewal.period.endsAt) };
    case 'refunding':
    case 'refunded':
    case 'needs_review':
      return { reason: renewal.reason };
    case 'expired':
      return {};
  }
};

type PaymentView = z.input<typeof renewalAnswer>['payment'];

const paymentView = (renewal: Renewal, payment: Payment, language: Language): PaymentView => {
  const decline = lastDecline(renewal, payment.number);
  return {
    reference: paymentReference(renewal.renewalId, payment.number),
    amount: payment.amount,
    ...paymentFacts(renewal, payment),
    ...(decline && { lastDecline: { reason: decline, text: WORDS[language].declines[decline] } }),
  };
};

const paymentFacts = (renewal: Renewal, payment: Payment): Pick<PaymentView, 'status' | 'url' | 'refunded'> => {
  switch (payment.status) {
    case 'created':
    case 'processing':
      return { status: payment.status, ...(renewal.status === 'awaiting_payment' && { url: payment.url }) };
    case 'expired':
      return { status: 'expired' };
    case 'captured': {
      const { amountMinor, currency } = payment.captured;
      if (payment.refundedMinor === 0) return { status: 'captured' };
      const refunded = { amountMinor: payment.refundedMinor, currency };
      return { status: payment.refundedMinor < amountMinor ? 'partially_refunded' : 'refunded', refunded };
    }
  }
};

type Decline = keyof (typeof WORDS)['en']['declines'];

const isDecline = (text: string): text is Decline => Object.hasOwn(WORDS.en.declines, text);

/** A decline is a note in the trail: `declined.<payment number>.<reason>`. */
const lastDecline = ({ trail }: Renewal, number: number): Decline | undefined => {
  const prefix = `declined.${number}.`;
  const note = trail.findLast(({ what }) => what.startsWith(prefix))?.what.slice(prefix.length);
  return note !== undefined && isDecline(note) ? note : undefined;
};
