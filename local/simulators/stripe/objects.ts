import {
  type Charge,
  type Checkout,
  chargeId,
  chargeThatWentThrough,
  type Intent,
  intentId,
  type Refund,
  refundedMinor,
  sessionId,
} from './checkout.ts';

/** Stripe's objects as its API shows them in version `2026-10-28.endive`, with the fields that a card payment fills. */
type StripeObject = Readonly<Record<string, unknown>>;

/** Paths that a request asked to be objects instead of ids. */
export type Expand = readonly string[];

const inner = (expand: Expand, path: string): Expand =>
  expand.filter((entry) => entry.startsWith(`${path}.`)).map((entry) => entry.slice(path.length + 1));

const isExpanded = (expand: Expand, path: string): boolean =>
  expand.some((entry) => entry === path || entry.startsWith(`${path}.`));

export const sessionObject = (checkout: Checkout, expand: Expand = []): StripeObject => {
  const { order, status, intent } = checkout;
  const total = intent?.status === 'succeeded' ? intent.receivedMinor : order.amountMinor;
  return {
    id: sessionId(checkout),
    object: 'checkout.session',
    allowed_payment_method_types: ['card'],
    amount_subtotal: total,
    amount_total: total,
    cancel_url: order.cancelUrl,
    client_reference_id: order.clientReferenceId,
    created: checkout.createdAt,
    currency: order.currency,
    customer: null,
    customer_creation: 'if_required',
    expires_at: checkout.expiresAt,
    livemode: false,
    locale: order.locale,
    metadata: order.metadata,
    mode: 'payment',
    payment_intent: sessionPayment(checkout, expand),
    payment_method_types: ['card'],
    payment_status: status === 'complete' ? 'paid' : 'unpaid',
    status,
    success_url: order.successUrl,
    ui_mode: 'hosted_page',
    url: status === 'open' ? checkout.payUrl : null,
  };
};

const sessionPayment = (checkout: Checkout, expand: Expand): string | StripeObject | null => {
  if (!checkout.intent) return null;
  return isExpanded(expand, 'payment_intent')
    ? intentObject(checkout, checkout.intent, inner(expand, 'payment_intent'))
    : intentId(checkout);
};

export const intentObject = (checkout: Checkout, intent: Intent, expand: Expand = []): StripeObject => {
  const { order } = checkout;
  const last = intent.charges.length - 1;
  const charge = intent.charges[last];
  return {
    id: intentId(checkout),
    object: 'payment_intent',
    amount: order.amountMinor,
    amount_capturable: 0,
    amount_received: intent.receivedMinor,
    canceled_at: intent.canceledAt ?? null,
    cancellation_reason: intent.status === 'canceled' ? 'expired' : null,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    created: intent.createdAt,
    currency: order.currency,
    customer: null,
    description: order.intentDescription,
    last_payment_error: lastError(intent),
    latest_charge: charge
      ? isExpanded(expand, 'latest_charge')
        ? chargeObject(checkout, charge, last)
        : chargeId(checkout, last)
      : null,
    livemode: false,
    metadata: order.intentMetadata,
    next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk' } : null,
    payment_method_types: ['card'],
    processing: null,
    status: intent.status,
  };
};

const lastError = ({ lastFailure }: Intent): StripeObject | null =>
  lastFailure
    ? {
        type: lastFailure.type,
        code: lastFailure.code,
        ...(lastFailure.declineCode && { decline_code: lastFailure.declineCode }),
        message: lastFailure.message,
      }
    : null;

export const chargeObject = (checkout: Checkout, charge: Charge, index: number): StripeObject => {
  const { failure, amountMinor } = charge;
  const refunded = failure ? 0 : refundedMinor(checkout);
  return {
    id: chargeId(checkout, index),
    object: 'charge',
    amount: amountMinor,
    amount_captured: failure ? 0 : amountMinor,
    amount_refunded: refunded,
    captured: failure === undefined,
    created: charge.createdAt,
    currency: checkout.order.currency,
    description: checkout.order.intentDescription,
    disputed: false,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    livemode: false,
    metadata: checkout.order.intentMetadata,
    paid: failure === undefined,
    payment_intent: intentId(checkout),
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: charge.last4 } },
    refunded: failure === undefined && refunded >= amountMinor,
    status: failure ? 'failed' : 'succeeded',
  };
};

export const refundObject = (checkout: Checkout, refund: Refund): StripeObject => {
  const paid = chargeThatWentThrough(checkout);
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amountMinor,
    charge: paid && checkout.intent ? chargeId(checkout, checkout.intent.charges.indexOf(paid)) : null,
    created: refund.createdAt,
    currency: checkout.order.currency,
    ...(refund.status === 'failed' && { failure_reason: 'expired_or_canceled_card' }),
    metadata: refund.metadata,
    payment_intent: intentId(checkout),
    reason: refund.reason,
    status: refund.status,
  };
};
