import { randomBytes } from 'node:crypto';
import type { Checkout, EventRecord, Seconds } from './checkout.ts';

export const API_VERSION = '2026-10-28.endive';

/** The types that the webhook endpoint is subscribed to, as they would be in Stripe's dashboard. */
export type EventType =
  | `payment_intent.${'succeeded' | 'processing' | 'requires_action' | 'payment_failed' | 'canceled'}`
  | `checkout.session.${'completed' | 'async_payment_succeeded' | 'async_payment_failed' | 'expired'}`
  | 'charge.refunded'
  | `refund.${'created' | 'updated' | 'failed'}`
  | `charge.dispute.${'created' | 'updated' | 'closed' | 'funds_withdrawn' | 'funds_reinstated'}`;

/** Who made it happen: nothing of a request when a payer did. */
export interface Occasion {
  readonly now: Seconds;
  readonly requestId?: string;
  readonly idempotencyKey?: string | undefined;
}

/** A snapshot event (docs.stripe.com/api/events/object), printed as Stripe prints it. */
export const eventRecord = (type: EventType, object: unknown, occasion: Occasion): EventRecord => {
  const id = `evt_${randomBytes(12).toString('hex')}`;
  const event = {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: occasion.now,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: occasion.requestId ?? null, idempotency_key: occasion.idempotencyKey ?? null },
    type,
  };
  return { id, type, body: JSON.stringify(event, null, 2) };
};

export const withEvents = (checkout: Checkout, ...events: readonly EventRecord[]): Checkout => ({
  ...checkout,
  events: [...checkout.events, ...events],
});
