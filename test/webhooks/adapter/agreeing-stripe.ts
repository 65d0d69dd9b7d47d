import * as z from 'zod/mini';

/** As much of Stripe's objects as the answers need; the rest is passed on as it came. */
export const stripeObject = z.looseObject({
  id: z.string(),
  object: z.string(),
  payment_intent: z.optional(z.nullable(z.string())),
  metadata: z.optional(z.nullable(z.record(z.string(), z.string()))),
  amount: z.optional(z.nullable(z.number())),
  amount_refunded: z.optional(z.number()),
  currency: z.optional(z.nullable(z.string())),
  status: z.optional(z.nullable(z.string())),
});
export type StripeObject = z.output<typeof stripeObject>;

const INTENT = /^\/v1\/payment_intents\/(pi_\w+)$/;

/** `paidBefore`: the order whose money any payment is that no delivery has marked. `undefined`: not known. */
export const stripeAnswer = (
  objects: readonly StripeObject[],
  { pathname, searchParams }: URL,
  paidBefore: string | undefined,
): unknown => {
  const [, intentId] = INTENT.exec(pathname) ?? [];
  if (intentId !== undefined) return intent(objects, intentId, paidBefore);
  const refundedId = pathname === '/v1/refunds' ? searchParams.get('payment_intent') : null;
  return refundedId === null ? undefined : refunds(objects, refundedId);
};

const intent = (objects: readonly StripeObject[], id: string, paidBefore: string | undefined): unknown => {
  const itself = objects.findLast((object) => object.id === id);
  if (itself) return itself;
  const marked = objects.find(({ payment_intent, metadata }) => payment_intent === id && metadata?.['order_id']);
  const metadata = marked?.metadata ?? (paidBefore === undefined ? undefined : { order_id: paidBefore });
  return metadata && { id, status: 'succeeded', amount_received: 0, currency: 'jpy', metadata };
};

/** Those that were delivered, the newest first, and what the charge counts beyond them. */
const refunds = (objects: readonly StripeObject[], intentId: string): unknown => {
  const about = objects.filter(({ payment_intent }) => payment_intent === intentId);
  const told = new Map<string, StripeObject>();
  for (const refund of about.filter(({ object }) => object === 'refund'))
    if (told.get(refund.id)?.status !== 'failed') told.set(refund.id, refund);
  const charges = about.filter(({ object }) => object === 'charge');
  const counted = Math.max(0, ...charges.map(({ amount_refunded: inAll = 0 }) => inAll));
  const untold = counted - [...told.values()].reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const data: unknown[] = [...told.values()].reverse();
  if (untold > 0)
    data.push({ id: 're_untold', amount: untold, currency: charges[0]?.currency, status: 'succeeded', metadata: null });
  return data.length > 0 ? { data, has_more: false } : undefined;
};
