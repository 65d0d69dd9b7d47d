import * as z from 'zod/mini';
import { type Money, money } from '../../domain/values/money.ts';

/** The fields of Stripe's objects that we rely on, in events and in replies alike; all others may change freely. */

/** Under which our reference is attached to session, payment and refund. */
export const REFERENCE_KEY = 'order_id';

const amount = z.int().check(z.nonnegative());
const currency = z.string().check(z.regex(/^[a-z]{3}$/));
const metadata = z.optional(z.nullable(z.record(z.string(), z.string())));
/** An id, or the object where it was asked to be expanded. */
const idOf = (prefix: string) =>
  z.pipe(
    z.union([z.string(), z.object({ id: z.string() })]),
    z.pipe(
      z.transform((value: string | { id: string }) => (typeof value === 'string' ? value : value.id)),
      z.string().check(z.startsWith(prefix)),
    ),
  );

export const intentReply = z.object({
  id: z.string().check(z.startsWith('pi_')),
  status: z.string(),
  amount_received: amount,
  currency,
  metadata,
  last_payment_error: z.optional(
    z.nullable(z.object({ code: z.optional(z.string()), decline_code: z.optional(z.string()) })),
  ),
});
export type IntentReply = z.output<typeof intentReply>;

export const sessionReply = z.object({
  id: z.string().check(z.startsWith('cs_')),
  status: z.nullable(z.string()),
  payment_status: z.string(),
  payment_method_types: z._default(z.array(z.string()), []),
  amount_total: z.nullable(amount),
  currency: z.nullable(currency),
  client_reference_id: z.optional(z.nullable(z.string())),
  metadata,
  payment_intent: z.nullable(idOf('pi_')),
});
export type SessionReply = z.output<typeof sessionReply>;

/** A session that was just opened; `url` is its payment page. */
export const openedReply = z.object({ id: z.string().check(z.startsWith('cs_')), url: z.url() });

export const refundReply = z.object({
  id: z.string(),
  amount,
  currency,
  status: z.nullable(z.string()),
  metadata,
  payment_intent: z.optional(z.nullable(idOf('pi_'))),
});
export type RefundReply = z.output<typeof refundReply>;

/** The newest first, like every list of Stripe's. */
export const refundListReply = z.object({ data: z.array(refundReply), has_more: z.boolean() });

export const disputeReply = z.object({
  id: z.string(),
  amount,
  currency,
  status: z.string(),
  metadata,
  payment_intent: z.optional(z.nullable(idOf('pi_'))),
});
export type DisputeReply = z.output<typeof disputeReply>;
export const disputeListReply = z.object({ data: z.array(disputeReply) });

/** A charge in an event. */
export const chargeReply = z.object({
  amount_refunded: amount,
  currency,
  payment_intent: z.nullable(idOf('pi_')),
  metadata,
});

/** A payment with its latest charge and that one's refunds expanded. */
export const heldIntentReply = z.extend(intentReply, {
  latest_charge: z.optional(
    z.nullable(z.object({ disputed: z.boolean(), refunds: z.optional(z.nullable(refundListReply)) })),
  ),
});
export type HeldIntentReply = z.output<typeof heldIntentReply>;

/** A session with all that came of it. */
export const lookUpReply = z.object({ status: z.nullable(z.string()), payment_intent: z.nullable(heldIntentReply) });

export const intentListReply = z.object({ data: z.array(heldIntentReply), has_more: z.boolean() });

/** Whom a refund concerns: what a method without a way back needs to know. */
export const payerReply = z.object({
  latest_charge: z.nullable(
    z.object({
      billing_details: z.object({ email: z.nullable(z.string()) }),
      receipt_email: z.optional(z.nullable(z.string())),
      payment_method_details: z.nullable(z.object({ type: z.string() })),
    }),
  ),
});

/**
 * Stripe counts yen, like every currency that we sell in, in ISO 4217's minor unit (docs.stripe.com, "Supported
 * currencies": a few others, such as ISK and UGX, are not).
 */
export const moneyOf = (amountMinor: number, stripeCurrency: string): Money =>
  money(amountMinor, stripeCurrency.toUpperCase());

/** The text that we attached, as it stands; `undefined` when there is none. */
export const referenceIn = (attached: z.output<typeof metadata>): string | undefined =>
  attached && Object.hasOwn(attached, REFERENCE_KEY) ? attached[REFERENCE_KEY] || undefined : undefined;
