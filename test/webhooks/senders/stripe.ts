import { createHmac } from 'node:crypto';
import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import type { StripeAccount } from '../../../shared/payments/stripe/stripe-account.ts';

/** Stripe's side of its webhooks: the objects it tells of, the event around them, the header it signs with. */

export const stripeSecrets = {
  present: 'whsec_6f1d0c3a8b5e4927a1c4d7e0f3b6a9c2',
  /** The one that will replace it, or that it has replaced. */
  other: 'whsec_0a9b8c7d6e5f41302132435465768798',
  strangers: 'whsec_ffffffffffffffffffffffffffffffff',
} as const;

/** The receiver that fits. */
export const stripeReceiver: StripeAccount = {
  secretKey: 'sk_test_one',
  webhookSecrets: [stripeSecrets.present],
  apiUrl: 'https://api.stripe.com',
};

export interface StripeOptions {
  /** When Stripe signs it. */
  readonly at?: Instant;
  readonly secret?: keyof typeof stripeSecrets;
}

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

type Fields = Readonly<Record<string, unknown>>;

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/stripe';
export const INTENT_ID = 'pi_3SxT0000000000000000000001';
export const SESSION_ID = 'cs_test_a1SxT00000000000000000000000001';

/** `v1` of `Stripe-Signature` (docs.stripe.com/webhooks/signature): the whole secret is the key. */
export const stripeSignature = (body: string | Buffer, secret: string, timestamp: number): string =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');

/** A body as it is, signed and addressed. */
export const stripeDelivery = (
  body: string | Buffer,
  { at = AT, secret = 'present' }: StripeOptions = {},
): Delivery => {
  const timestamp = Math.floor(at / 1_000);
  return {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': `t=${timestamp},v1=${stripeSignature(body, stripeSecrets[secret], timestamp)}`,
    },
    body: Buffer.from(body),
    path: PATH,
  };
};

/** A snapshot event, printed as Stripe prints it. */
export const stripeEvent = (type: string, object: unknown, more: Fields = {}): string =>
  JSON.stringify(
    {
      id: 'evt_3SxT0000000000000000000009',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: AT / 1_000 - 3,
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      ...more,
    },
    null,
    2,
  );

export const paymentIntent = (reference: string, more: Fields = {}): Fields => ({
  id: INTENT_ID,
  object: 'payment_intent',
  amount: 1980,
  amount_capturable: 0,
  amount_received: 1980,
  created: AT / 1_000 - 60,
  currency: 'jpy',
  last_payment_error: null,
  latest_charge: 'ch_3SxT0000000000000000000001',
  livemode: false,
  metadata: { order_id: reference },
  next_action: null,
  payment_method_types: ['card'],
  status: 'succeeded',
  ...more,
});

export const checkoutSession = (reference: string, more: Fields = {}): Fields => ({
  id: SESSION_ID,
  object: 'checkout.session',
  amount_subtotal: 1980,
  amount_total: 1980,
  client_reference_id: reference,
  currency: 'jpy',
  livemode: false,
  metadata: { order_id: reference },
  mode: 'payment',
  payment_intent: INTENT_ID,
  payment_method_types: ['card'],
  payment_status: 'paid',
  status: 'complete',
  ui_mode: 'hosted_page',
  url: null,
  ...more,
});

export const charge = (reference: string, more: Fields = {}): Fields => ({
  id: 'ch_3SxT0000000000000000000001',
  object: 'charge',
  amount: 1980,
  amount_captured: 1980,
  amount_refunded: 0,
  captured: true,
  currency: 'jpy',
  disputed: false,
  livemode: false,
  metadata: { order_id: reference },
  paid: true,
  payment_intent: INTENT_ID,
  refunded: false,
  status: 'succeeded',
  ...more,
});

export const refund = (reference: string, more: Fields = {}): Fields => ({
  id: 're_3SxT0000000000000000000001',
  object: 'refund',
  amount: 1980,
  charge: 'ch_3SxT0000000000000000000001',
  currency: 'jpy',
  metadata: { order_id: reference },
  payment_intent: INTENT_ID,
  reason: null,
  status: 'succeeded',
  ...more,
});

/** Disputes carry metadata of their own, never the payment's. */
export const dispute = (more: Fields = {}): Fields => ({
  id: 'du_1SxT0000000000000000000001',
  object: 'dispute',
  amount: 1980,
  charge: 'ch_3SxT0000000000000000000001',
  currency: 'jpy',
  is_charge_refundable: false,
  livemode: false,
  metadata: {},
  payment_intent: INTENT_ID,
  reason: 'fraudulent',
  status: 'needs_response',
  ...more,
});

/** A thin event (docs.stripe.com/event-destinations): no object, another shape. */
export const thinEvent = (type = 'v1.billing.meter.no_meter_found', more: Fields = {}): string =>
  JSON.stringify({
    id: 'evt_test_65SxT',
    object: 'v2.core.event',
    type,
    livemode: false,
    created: '2026-10-01T00:00:00.000Z',
    related_object: null,
    ...more,
  });
