import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import type { Money } from '../../domain/values/money.ts';
import { signedJson } from '../signed-json.ts';
import { declineReason } from './decline-reason.ts';
import { disputeReport } from './disputes.ts';
import { captured } from './held-payment.ts';
import {
  chargeReply,
  disputeReply,
  type IntentReply,
  intentReply,
  moneyOf,
  type RefundReply,
  referenceIn,
  refundReply,
} from './replies.ts';
import { readSession } from './session-event.ts';

/** What a verified event says about one payment. */
export type EventReading =
  /** Not about a payment that carries a reference, or nothing that changes one. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'report'; readonly reference: string; readonly report: PaymentReport }
  /** Money that went back, or failed to: how much in all, and sometimes whose it is, only Stripe's API knows. */
  | {
      readonly kind: 'refund';
      readonly intentId: string;
      readonly reference: string | undefined;
      readonly told: { readonly one: RefundReply } | { readonly sum: Money };
    }
  /** Disputes carry nothing of ours: whose it is, only Stripe's API knows. */
  | {
      readonly kind: 'dispute';
      readonly intentId: string;
      readonly reference: string | undefined;
      readonly report: PaymentReport;
    };

/** A snapshot event. Thin events (`v2.core.event`) have another shape and name nothing that we sell. */
const snapshot = z.object({
  type: z.string(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
});

const nothing: EventReading = { kind: 'nothing' };

/**
 * Reads an event whose signature was verified (docs.stripe.com/api/events/types).
 *
 * @throws when an event that concerns us has not the shape it should have: it must not be acknowledged
 */
export const readEvent = (body: Buffer, live: boolean): EventReading => {
  const event: unknown = signedJson(body);
  const { object } = z.object({ object: z.string() }).parse(event);
  if (object !== 'event') return nothing;
  const { type, livemode, data } = snapshot.parse(event);
  return livemode === live ? readObject(type, data.object) : nothing;
};

const readObject = (type: string, object: unknown): EventReading => {
  switch (type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.processing':
    case 'payment_intent.requires_action':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return readIntent(type, object);
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return readSession(type, object) ?? nothing;
    case 'charge.refunded':
      return readRefundedCharge(object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return readRefund(object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return readDispute(object);
    // Stripe adds types without notice; an endpoint may also be subscribed to more than we use.
    default:
      return nothing;
  }
};

type IntentEvent = `payment_intent.${'succeeded' | 'processing' | 'requires_action' | 'payment_failed' | 'canceled'}`;

const readIntent = (type: IntentEvent, object: unknown): EventReading => {
  const intent = intentReply.parse(object);
  const reference = referenceIn(intent.metadata);
  return reference ? { kind: 'report', reference, report: intentReport(type, intent) } : nothing;
};

const intentReport = (type: IntentEvent, intent: IntentReply): PaymentReport => {
  switch (type) {
    case 'payment_intent.succeeded':
      return captured(intent);
    case 'payment_intent.processing':
      return { kind: 'processing' };
    case 'payment_intent.requires_action':
      return { kind: 'requires_action' };
    case 'payment_intent.payment_failed':
      return { kind: 'declined', reason: declineReason(intent.last_payment_error) };
    case 'payment_intent.canceled':
      return { kind: 'cancelled' };
  }
};

const readRefundedCharge = (object: unknown): EventReading => {
  const { payment_intent: intentId, metadata, amount_refunded, currency } = chargeReply.parse(object);
  if (!intentId) return nothing;
  return {
    kind: 'refund',
    intentId,
    reference: referenceIn(metadata),
    told: { sum: moneyOf(amount_refunded, currency) },
  };
};

const readRefund = (object: unknown): EventReading => {
  const one = refundReply.parse(object);
  const { payment_intent: intentId, metadata } = one;
  return intentId ? { kind: 'refund', intentId, reference: referenceIn(metadata), told: { one } } : nothing;
};

/** The dispute's status says it all: one that began as an inquiry is told by `updated` or `funds_withdrawn` alone. */
const readDispute = (object: unknown): EventReading => {
  const dispute = disputeReply.parse(object);
  const { payment_intent: intentId, metadata } = dispute;
  const report = intentId ? disputeReport(dispute, intentId) : undefined;
  return intentId && report ? { kind: 'dispute', intentId, reference: referenceIn(metadata), report } : nothing;
};
