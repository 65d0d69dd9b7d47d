import * as z from 'zod/mini';
import { PAYMENT_METHODS, type Payment } from '../domain/payment/payment.ts';
import type { UsedPromotion } from '../domain/promotion/promotion.ts';
import type { Checked, Renewal } from '../domain/renewal/renewal.ts';
import { inReviewSince } from '../domain/renewal/resolve-review.ts';
import { lineOf, personId, renewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import {
  claimRow,
  claimsField,
  instantField,
  languageField,
  moneyField,
  moneyRow,
  planKeyField,
  trailField,
  trailRow,
} from './fields.ts';
import { dueInstant, dueKey, type Key, renewalIdOfKey, renewalKey, reviewKey } from './keys.ts';
import type { StoredRenewal } from './store.ts';

const paymentTerms = {
  number: z.number(),
  account: z.string(),
  method: z.enum(PAYMENT_METHODS),
  amount: moneyField,
  sessionId: z.string(),
  openedAt: instantField,
  key: z.exactOptional(z.string()),
};

const holdReason = z.enum([
  'amount_mismatch',
  'merchant_mismatch',
  'refund_failed',
  'activation_outcome_unknown',
  'missing_at_provider',
  'carrier_record_differs',
  'opened_by_staff',
]);

const payment = z.discriminatedUnion('status', [
  z.object({
    ...paymentTerms,
    status: z.enum(['created', 'requires_action', 'processing', 'capturing']),
    url: z.string(),
  }),
  z.object({ ...paymentTerms, status: z.enum(['failed', 'cancelled', 'expired']) }),
  z.object({
    ...paymentTerms,
    status: z.literal('captured'),
    captureId: z.string(),
    captured: moneyField,
    refundedMinor: z.number(),
    refundParts: z.exactOptional(z.record(z.string(), z.number())),
    detailsAskedAt: z.exactOptional(instantField),
    held: z.exactOptional(z.object({ reason: holdReason, since: instantField })),
    owedSince: z.exactOptional(instantField),
    refundFailures: z.exactOptional(z.number()),
    disputes: z.exactOptional(
      z.record(z.string(), z.object({ state: z.enum(['open', 'won', 'lost']), amountMinor: z.number() })),
    ),
    verdict: z.enum(['keep', 'send_back', 'review']),
  }),
]);

/** As few bytes as hold it. The letters say what it holds: `c` a counted place, `o` its line's only use. */
const usedPromotion = z.pipe(
  z.tuple([z.string(), z.number(), z.number(), z.string()]),
  z.transform(
    ([promotionId, version, discountMinor, holds]): UsedPromotion => ({
      promotionId,
      version,
      discountMinor,
      ...(holds.includes('c') && { counted: true }),
      ...(holds.includes('o') && { oncePerLine: true }),
    }),
  ),
);
const usedPromotionRow = ({ promotionId, version, discountMinor, counted, oncePerLine }: UsedPromotion) => [
  promotionId,
  version,
  discountMinor,
  `${counted ? 'c' : ''}${oncePerLine ? 'o' : ''}`,
];

/** As few bytes as hold it: when it was read and, where the carrier shows one, the end. */
const checked = z.pipe(
  z.union([z.tuple([instantField]), z.tuple([instantField, instantField])]),
  z.transform(([at, endsAt]): Checked => ({ at, ...(endsAt !== undefined && { endsAt }) })),
);

const abandoned = z.object({
  targetEnd: instantField,
  endBefore: instantField,
  baseline: z.exactOptional(z.string()),
  looks: z.number(),
  lookAt: instantField,
});

const terms = {
  ownerId: z.string(),
  plan: planKeyField,
  price: moneyField,
  /** Ends before and after; and the line's last grant, where something is lost. */
  quote: z.tuple([instantField, instantField, z.optional(z.string())]),
  promotion: z.exactOptional(usedPromotion),
  startsEarly: z.exactOptional(z.literal(true)),
  language: languageField,
  createdAt: instantField,
  requestHash: z.string(),
  link: z.exactOptional(z.string()),
  payments: z.array(payment),
  trail: z.array(trailField),
  claims: claimsField,
  abandoned: z.exactOptional(abandoned),
  servedForNothing: z.exactOptional(z.object({ since: instantField })),
  resolutions: z.exactOptional(
    z.array(
      z.object({
        at: instantField,
        by: z.string(),
        exit: z.enum(['open', 'activate_again', 'mark_active', 'send_back', 'close']),
        note: z.string(),
      }),
    ),
  ),
};
const paid = { paidBy: z.number(), paidAt: instantField };
const refundReason = z.enum([
  'carrier_refused',
  'deadline_passed',
  'not_activated',
  'payment_returned',
  'decided_in_review',
]);

const row = z.discriminatedUnion('status', [
  z.object({ ...terms, status: z.literal('awaiting_payment'), payBy: instantField, activationDeadlineMs: z.number() }),
  z.object({
    ...terms,
    ...paid,
    status: z.literal('activating'),
    deadline: instantField,
    postponed: z.number(),
    retryAt: z.exactOptional(instantField),
    accepted: z.exactOptional(z.string()),
  }),
  z.object({
    ...terms,
    ...paid,
    status: z.literal('active'),
    activatedAt: instantField,
    period: z.object({ startsAt: instantField, endsAt: instantField }),
    endBefore: instantField,
    carrierReference: z.string(),
    checked: z.exactOptional(checked),
    baseline: z.exactOptional(z.string()),
  }),
  z.object({ ...terms, status: z.literal('expired'), expiredAt: instantField }),
  z.object({ ...terms, status: z.literal('cancelled'), cancelledAt: instantField }),
  z.object({ ...terms, status: z.literal('closed'), closedAt: instantField }),
  z.object({
    ...terms,
    ...paid,
    status: z.literal('refunding'),
    reason: refundReason,
    retryAt: z.exactOptional(instantField),
  }),
  z.object({
    ...terms,
    ...paid,
    status: z.literal('refund_needs_details'),
    reason: refundReason,
    since: instantField,
  }),
  z.object({ ...terms, ...paid, status: z.literal('refunded'), reason: refundReason, refundedAt: instantField }),
  z.object({
    ...terms,
    status: z.literal('needs_review'),
    reason: z.enum(['amount_mismatch', 'merchant_mismatch', 'activation_outcome_unknown', 'refund_failed']),
    since: instantField,
    about: z.number(),
  }),
]);

const bookkeeping = z.object({ rev: z.number(), dueSk: z.optional(z.string()) });

export const renewalFromItem = (item: Record<string, unknown> & Key): StoredRenewal => {
  const { rev, dueSk } = bookkeeping.parse(item);
  const { ownerId, quote, ...rest } = row.parse(item);
  const id = renewalId(renewalIdOfKey(item));
  const renewal: Renewal = {
    ...rest,
    renewalId: id,
    lineId: lineOf(id),
    ownerId: personId(ownerId),
    quote: {
      endBefore: quote[0],
      endAfter: quote[1],
      ...(quote[2] !== undefined && { lastGrant: renewalId(quote[2]) }),
    },
  };
  return { renewal, rev, ...(dueSk !== undefined && { due: dueInstant(dueSk) }) };
};

export const renewalToItem = (renewal: Renewal, rev: number, due: Instant | undefined) => {
  const reviewedSince = inReviewSince(renewal);
  const { renewalId: id, lineId: _derived, quote, payments, trail, claims, price, plan, ...rest } = renewal;
  return {
    ...renewalKey(id),
    ...rest,
    plan: [plan.planId, plan.version],
    price: moneyRow(price),
    quote: [quote.endBefore, quote.endAfter, ...(quote.lastGrant === undefined ? [] : [quote.lastGrant])],
    payments: payments.map(paymentRow),
    trail: trail.map(trailRow),
    claims: Object.fromEntries(Object.entries(claims).map(([claimId, claim]) => [claimId, claimRow(claim)])),
    rev,
    ...(renewal.promotion && { promotion: usedPromotionRow(renewal.promotion) }),
    ...(renewal.status === 'active' && renewal.checked && { checked: checkedRow(renewal.checked) }),
    ...(due !== undefined && dueKey('renewal', id, due)),
    ...(reviewedSince !== undefined && reviewKey(id, reviewedSince)),
  };
};

const checkedRow = ({ at, endsAt }: Checked): number[] => (endsAt === undefined ? [at] : [at, endsAt]);

const paymentRow = (payment: Payment) => ({
  ...payment,
  amount: moneyRow(payment.amount),
  ...(payment.status === 'captured' && { captured: moneyRow(payment.captured) }),
});
