import * as z from 'zod/mini';
import { type PaymentReference, parsePaymentReference, paymentReference } from '../../domain/values/ids.ts';
import { type Money, money } from '../../domain/values/money.ts';

/** The fields of Stripe's objects that we rely on, in events and in replies alike; all others may change freely. */

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
  amount_total: z.nullable(amount),
  currency: z.nullable(currency),
  client_reference_id: z.optional(z.nullable(z.string())),
  metadata,
  payment_intent: z.nullable(idOf('pi_')),
});
export type SessionReply = z.output<typeof sessionReply>;

/** A session that was just opened; `url` is its payment page. */
export const openedReply = z.object({ id: z.string().check(z.startsWith('cs_')), url: z.url() });

/** A session with its payment and its charge expanded. */
export const lookUpReply = z.object({
  status: z.nullable(z.string()),
  payment_intent: z.nullable(
    z.extend(intentReply, { latest_charge: z.optional(z.nullable(z.object({ amount_refunded: amount }))) }),
  ),
});

export const chargeReply = z.object({ payment_intent: z.nullable(idOf('pi_')), metadata });

export const refundReply = z.object({
  id: z.string(),
  amount,
  currency,
  status: z.nullable(z.string()),
  metadata,
  payment_intent: z.optional(z.nullable(idOf('pi_'))),
});
export type RefundReply = z.output<typeof refundReply>;

export const refundListReply = z.object({ data: z.array(refundReply), has_more: z.boolean() });

/**
 * Stripe counts yen, like every currency that we sell in, in ISO 4217's minor unit (docs.stripe.com, "Supported
 * currencies": a few others, such as ISK and UGX, are not).
 */
export const moneyOf = (amountMinor: number, stripeCurrency: string): Money =>
  money(amountMinor, stripeCurrency.toUpperCase());

/** Our reference in what we attached; `undefined` when there is none or it is none of ours. */
export const referenceIn = (attached: z.output<typeof metadata>): PaymentReference | undefined =>
  ours(attached?.['reference']);

export const ours = (text: string | null | undefined): PaymentReference | undefined => {
  const parsed = text ? parsePaymentReference(text) : undefined;
  return parsed && paymentReference(parsed.renewalId, parsed.number);
};
