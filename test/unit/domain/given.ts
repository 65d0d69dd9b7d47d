import { type Contacts, importedContacts } from '../../../shared/domain/contact/contact.ts';
import type { Grant } from '../../../shared/domain/line/grant.ts';
import { termsOf } from '../../../shared/domain/line/granting.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import type { CapturedPayment, HoldReason, Payment } from '../../../shared/domain/payment/payment.ts';
import type { Plan } from '../../../shared/domain/plan/plan.ts';
import type { Renewal, RenewalIn, RenewalStatus } from '../../../shared/domain/renewal/renewal.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { lineId, personId, renewalId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, type Instant, MINUTE_MS, parseInstant, plusMs } from '../../../shared/domain/values/instant.ts';
import { type Money, money } from '../../../shared/domain/values/money.ts';

/** Noon in Japan, with the line's end three days ahead at midnight. */
export const NOW = parseInstant('2026-10-01T12:00:00+09:00');
export const END = parseInstant('2026-10-04T00:00:00+09:00');
export const PRICE = money(1_980, 'JPY');
export const DEADLINE_MS = HOUR_MS;

export const later = (ms: number): Instant => plusMs(NOW, ms);

export const LINE_ID = lineId('0123456789AB');
export const RENEWAL_ID = renewalId(`${LINE_ID}CDEFGHJKMNPQRSTV`);
export const OTHER_RENEWAL_ID = renewalId(`${LINE_ID}VTSRQPNMKJHGFEDC`);

export const aPlan = (change: Partial<Plan> = {}): Plan => ({
  planId: 'japan-3d',
  version: 1,
  carrier: 'soracom',
  product: 'expiry',
  family: 'japan-1gb',
  kind: 'days',
  length: { unit: 'day', count: 3, day: { kind: 'calendar', zone: 'Asia/Tokyo' } },
  startsWith: 'purchase',
  stacking: 'extend_end',
  allowanceBytes: 3_000_000_000,
  prices: [PRICE],
  graceMs: 0,
  activationDeadlineMs: DEADLINE_MS,
  refunds: 'undelivered_only',
  reminders: [
    { kind: 'before_end', id: '3d', beforeEndMs: 72 * HOUR_MS },
    { kind: 'before_end', id: '1d', beforeEndMs: 24 * HOUR_MS },
    { kind: 'before_end', id: '2h', beforeEndMs: 2 * HOUR_MS },
  ],
  names: { 'zh-CN': '日本3天', 'zh-TW': '日本3日', ja: '日本3日間', en: 'Japan 3 days', ko: '일본 3일' },
  ...change,
});

/** What one renewal of {@link aPlan} gives. */
export const aGrant = (change: Partial<Grant> = {}): Grant => ({
  ...termsOf(aPlan()),
  renewalId: RENEWAL_ID,
  grantedAt: NOW,
  ...change,
});

/** Who orders everything here. */
export const OWNER = personId('mei');

/** Addresses that were verified, with consent, when it all began. */
export const bound = (addresses: Parameters<typeof importedContacts>[0]): Contacts =>
  importedContacts(addresses, { at: NOW, wording: '2026-11' });

/** Its end is that of its first period, unless it is told otherwise. */
export const aLine = ({ endsAt = END, ...change }: Partial<Line> = {}): Line => ({
  lineId: LINE_ID,
  ownerId: OWNER,
  iccid: iccid('8981100005819480000'),
  carrier: 'soracom',
  carrierRef: 'sim-1',
  form: 'esim',
  family: 'japan-1gb',
  zone: 'Asia/Tokyo',
  contacts: bound({ language: 'en', email: 'mei@example.com' }),
  usage: { remainingBytes: 500_000_000, totalBytes: 3_000_000_000, asOf: NOW },
  initial: { startsAt: parseInstant('2026-10-01T00:00:00+09:00'), endsAt },
  grants: [],
  endsAt,
  expiryVersion: 1,
  plan: { planId: 'japan-3d', version: 1 },
  graceMs: 0,
  reminders: aPlan().reminders,
  claims: {},
  fenceRev: 0,
  ...change,
});

const paymentTerms = {
  number: 1,
  account: 'stripe',
  method: 'card',
  amount: PRICE,
  sessionId: 'cs_1',
  openedAt: NOW,
} as const;

export const anOpenPayment = (change: Partial<Payment> = {}): Payment =>
  ({ ...paymentTerms, status: 'created', url: 'https://pay.example/cs_1', ...change }) as Payment;

export const aClosedPayment = (change: Partial<Payment> = {}): Payment =>
  ({ ...paymentTerms, status: 'expired', ...change }) as Payment;

export const aCapture = (change: Partial<CapturedPayment> = {}): CapturedPayment => ({
  ...paymentTerms,
  status: 'captured',
  captureId: 'pi_1',
  captured: PRICE,
  refundedMinor: 0,
  verdict: 'keep',
  ...change,
});

export const aHeld = (reason: HoldReason, change: Partial<CapturedPayment> = {}): CapturedPayment =>
  aCapture({ verdict: 'review', held: { reason, since: later(3 * MINUTE_MS) }, ...change });

const terms = {
  renewalId: RENEWAL_ID,
  lineId: LINE_ID,
  ownerId: personId('mei'),
  plan: { planId: 'japan-3d', version: 1 },
  price: PRICE,
  quote: { endBefore: END, endAfter: parseInstant('2026-10-07T00:00:00+09:00') },
  language: 'en',
  createdAt: NOW,
  requestHash: 'hash',
  payments: [] as readonly Payment[],
  trail: [{ at: NOW, what: 'created' }],
  claims: {},
} as const;
const paid = { paidBy: 1, paidAt: later(MINUTE_MS) };

/** One renewal in every status: a new status does not compile until it has an example here. */
export const EXAMPLES: { readonly [S in RenewalStatus]: RenewalIn<S> } = {
  awaiting_payment: {
    ...terms,
    payments: [anOpenPayment()],
    status: 'awaiting_payment',
    payBy: later(HOUR_MS),
    activationDeadlineMs: DEADLINE_MS,
  },
  activating: {
    ...terms,
    ...paid,
    payments: [aCapture()],
    status: 'activating',
    deadline: plusMs(paid.paidAt, DEADLINE_MS),
    postponed: 0,
  },
  active: {
    ...terms,
    ...paid,
    payments: [aCapture()],
    status: 'active',
    activatedAt: later(2 * MINUTE_MS),
    period: { startsAt: END, endsAt: terms.quote.endAfter },
    endBefore: END,
    carrierReference: 'sim-1@2',
    checked: { at: later(2 * MINUTE_MS), endsAt: terms.quote.endAfter },
  },
  expired: { ...terms, payments: [aClosedPayment()], status: 'expired', expiredAt: later(HOUR_MS) },
  cancelled: {
    ...terms,
    payments: [aClosedPayment({ status: 'cancelled' })],
    status: 'cancelled',
    cancelledAt: later(HOUR_MS),
  },
  refund_needs_details: {
    ...terms,
    ...paid,
    payments: [aCapture({ method: 'konbini', verdict: 'send_back', detailsAskedAt: later(3 * MINUTE_MS) })],
    status: 'refund_needs_details',
    reason: 'carrier_refused',
    since: later(3 * MINUTE_MS),
  },
  closed: { ...terms, payments: [aCapture()], status: 'closed', closedAt: later(HOUR_MS) },
  refunding: {
    ...terms,
    ...paid,
    payments: [aCapture({ verdict: 'send_back' })],
    status: 'refunding',
    reason: 'carrier_refused',
  },
  refunded: {
    ...terms,
    ...paid,
    payments: [aCapture({ verdict: 'send_back', refundedMinor: PRICE.amountMinor })],
    status: 'refunded',
    reason: 'carrier_refused',
    refundedAt: later(3 * MINUTE_MS),
  },
  needs_review: {
    ...terms,
    payments: [aHeld('activation_outcome_unknown')],
    status: 'needs_review',
    reason: 'activation_outcome_unknown',
    about: 1,
    since: later(3 * MINUTE_MS),
  },
};

export const aRenewal = <S extends RenewalStatus>(status: S, change: Partial<RenewalIn<S>> = {}): RenewalIn<S> =>
  ({ ...EXAMPLES[status], ...change }) as RenewalIn<S>;

/** Where each minor unit of a renewal's captured money is, per currency. */
export const whereMoneyIs = (renewal: Renewal): Record<string, Record<string, number>> => {
  const places: Record<string, Record<string, number>> = {};
  for (const payment of renewal.payments) {
    if (payment.status !== 'captured') continue;
    const { captured, refundedMinor, verdict } = payment;
    const place = places[captured.currency] ?? { captured: 0, refunded: 0, keep: 0, send_back: 0, review: 0 };
    place.captured = (place.captured ?? 0) + captured.amountMinor;
    place.refunded = (place.refunded ?? 0) + refundedMinor;
    place[verdict] = (place[verdict] ?? 0) + captured.amountMinor - refundedMinor;
    places[captured.currency] = place;
  }
  return places;
};

export const yen = (amountMinor: number): Money => money(amountMinor, 'JPY');
