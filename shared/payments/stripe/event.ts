import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import type { PaymentReference } from '../../domain/values/ids.ts';
import { declineReason } from './decline-reason.ts';
import {
  chargeReply,
  type IntentReply,
  intentReply,
  moneyOf,
  ours,
  referenceIn,
  refundReply,
  type SessionReply,
  sessionReply,
} from './replies.ts';

/** What a verified event says about one payment. */
export type EventReading =
  /** Not about a payment of ours, or nothing that changes one. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'report'; readonly reference: PaymentReference; readonly report: PaymentReport }
  /** Money went back, or failed to: how much in all, and sometimes whose it is, only Stripe's API knows. */
  | {
      readonly kind: 'refund';
      readonly intentId: string;
      readonly reference: PaymentReference | undefined;
      readonly failed: boolean;
    };

/** A snapshot event. Thin events (`v2.core.event`) have another shape and name nothing that we sell. */
const snapshot = z.object({
  object: z.literal('event'),
  type: z.string(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

const nothing: EventReading = { kind: 'nothing' };

/**
 * Reads an event whose signature was verified (docs.stripe.com/api/events/types).
 *
 * @throws ZodError when an event that concerns us has not the shape it should have: it must not be acknowledged
 */
export const readEvent = (body: Buffer, live: boolean): EventReading => {
  const event = snapshot.safeParse(JSON.parse(body.toString('utf8')));
  if (!event.success || event.data.livemode !== live) return nothing;
  const { type, data } = event.data;
  switch (type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.processing':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return readIntent(type, intentReply.parse(data.object));
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return readSession(type, sessionReply.parse(data.object));
    case 'charge.refunded': {
      const { payment_intent: intentId, metadata } = chargeReply.parse(data.object);
      return intentId ? { kind: 'refund', intentId, reference: referenceIn(metadata), failed: false } : nothing;
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const { payment_intent: intentId, metadata, status } = refundReply.parse(data.object);
      const failed = type === 'refund.failed' || status === 'failed' || status === 'canceled';
      return intentId ? { kind: 'refund', intentId, reference: referenceIn(metadata), failed } : nothing;
    }
    // Stripe adds types without notice; an endpoint may also be subscribed to more than we use.
    default:
      return nothing;
  }
};

type IntentEvent = `payment_intent.${'succeeded' | 'processing' | 'payment_failed' | 'canceled'}`;
type SessionEvent = `checkout.session.${'completed' | 'async_payment_succeeded' | 'async_payment_failed' | 'expired'}`;

const readIntent = (type: IntentEvent, intent: IntentReply): EventReading => {
  const reference = referenceIn(intent.metadata);
  return reference ? { kind: 'report', reference, report: intentReport(type, intent) } : nothing;
};

const intentReport = (type: IntentEvent, intent: IntentReply): PaymentReport => {
  switch (type) {
    case 'payment_intent.succeeded':
      return captured(intent);
    case 'payment_intent.processing':
      return { kind: 'processing' };
    case 'payment_intent.payment_failed':
      return { kind: 'declined', reason: declineReason(intent.last_payment_error) };
    // Only expiring its session cancels the payment of a payment page.
    case 'payment_intent.canceled':
      return { kind: 'expired' };
  }
};

export const captured = ({ id, amount_received, currency }: IntentReply): PaymentReport => ({
  kind: 'captured',
  captureId: id,
  amount: moneyOf(amount_received, currency),
});

const readSession = (type: SessionEvent, session: SessionReply): EventReading => {
  const reference = referenceIn(session.metadata) ?? ours(session.client_reference_id);
  const report = reference && sessionReport(type, session);
  return reference && report ? { kind: 'report', reference, report } : nothing;
};

const sessionReport = (type: SessionEvent, session: SessionReply): PaymentReport | undefined => {
  switch (type) {
    case 'checkout.session.completed':
      return session.payment_status === 'unpaid' ? { kind: 'processing' } : paid(session);
    case 'checkout.session.async_payment_succeeded':
      return paid(session);
    // The session is complete and its payment has failed: nobody can pay it any more.
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return { kind: 'expired' };
  }
};

/** Without a payment nothing was captured: such a session was free of charge. */
const paid = ({ payment_intent: captureId, amount_total, currency }: SessionReply): PaymentReport | undefined =>
  captureId && amount_total !== null && currency
    ? { kind: 'captured', captureId, amount: moneyOf(amount_total, currency) }
    : undefined;
