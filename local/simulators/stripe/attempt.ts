import type { Charge, Checkout, Failure, Intent, Means, Pending } from './checkout.ts';
import { eventRecord, type Occasion, withEvents } from './events.ts';
import { intentObject, sessionObject } from './objects.ts';

/** What becomes of one attempt to pay. Pure: the next state holds the events to deliver, in Stripe's order. */

export interface PayOccasion extends Occasion {
  /** Captured instead of the price: the fault of that name. */
  readonly wrongAmountMinor: number | null;
}

const intentOf = ({ intent }: Checkout, { now }: Occasion): Intent =>
  intent ?? { createdAt: now, status: 'requires_payment_method', receivedMinor: 0, charges: [] };

/** The page's own end, where the attempt came from it, or the later one that it has left open. */
const ended = (before: Checkout, next: Checkout, how: 'succeeded' | 'failed', occasion: Occasion) =>
  before.status === 'open'
    ? eventRecord('checkout.session.completed', sessionObject(next), occasion)
    : eventRecord(`checkout.session.async_payment_${how}`, sessionObject(next), occasion);

export const succeed = (checkout: Checkout, means: Means, occasion: PayOccasion): Checkout => {
  const { createdAt, charges } = intentOf(checkout, occasion);
  const receivedMinor = occasion.wrongAmountMinor ?? checkout.order.amountMinor;
  const intent: Intent = {
    createdAt,
    status: 'succeeded',
    receivedMinor,
    charges: [...charges, { createdAt: occasion.now, amountMinor: receivedMinor, means }],
  };
  const next: Checkout = { ...checkout, status: 'complete', intent };
  return withEvents(
    next,
    eventRecord('payment_intent.succeeded', intentObject(next, intent), occasion),
    ended(checkout, next, 'succeeded', occasion),
  );
};

/** Without the holder's approval the issuer is never asked: only card errors leave a charge. */
export const fail = (checkout: Checkout, means: Means, failure: Failure, occasion: Occasion): Checkout => {
  const { pending: _over, ...kept } = intentOf(checkout, occasion);
  const charge: Charge = { createdAt: occasion.now, amountMinor: checkout.order.amountMinor, means, failure };
  const intent: Intent = {
    ...kept,
    status: 'requires_payment_method',
    lastFailure: failure,
    charges: failure.type === 'card_error' ? [...kept.charges, charge] : kept.charges,
  };
  const next: Checkout = { ...checkout, intent };
  const failed = eventRecord('payment_intent.payment_failed', intentObject(next, intent), occasion);
  return checkout.status === 'open'
    ? withEvents(next, failed)
    : withEvents(next, failed, ended(checkout, next, 'failed', occasion));
};

/** The payer has something to do first, here or in an app or at a till. */
export const wait = (checkout: Checkout, pending: Pending, occasion: Occasion): Checkout => {
  const intent: Intent = { ...intentOf(checkout, occasion), status: 'requires_action', pending };
  const next: Checkout = { ...checkout, intent };
  return withEvents(next, eventRecord('payment_intent.requires_action', intentObject(next, intent), occasion));
};

/** The payer has agreed and a bank has not: the page is done with, its payment is not. */
export const process = (checkout: Checkout, means: Means, occasion: Occasion): Checkout => {
  const pending: Pending = { kind: 'settlement', means };
  const intent: Intent = { ...intentOf(checkout, occasion), status: 'processing', pending };
  const next: Checkout = { ...checkout, status: 'complete', intent };
  return withEvents(
    next,
    eventRecord('payment_intent.processing', intentObject(next, intent), occasion),
    eventRecord('checkout.session.completed', sessionObject(next), occasion),
  );
};

/** The voucher is the payer's to keep: the page is done with. */
export const issueVoucher = (checkout: Checkout, pending: Pending, occasion: Occasion): Checkout => {
  const waiting = wait(checkout, pending, occasion);
  const next: Checkout = { ...waiting, status: 'complete' };
  return withEvents(next, eventRecord('checkout.session.completed', sessionObject(next), occasion));
};

export const expire = (checkout: Checkout, occasion: Occasion): Checkout => {
  if (checkout.status !== 'open') return checkout;
  const expired: Checkout = { ...checkout, status: 'expired' };
  if (!checkout.intent)
    return withEvents(expired, eventRecord('checkout.session.expired', sessionObject(expired), occasion));
  const { pending: _over, ...kept } = checkout.intent;
  const intent: Intent = { ...kept, status: 'canceled', canceledAt: occasion.now };
  const next: Checkout = { ...expired, intent };
  return withEvents(
    next,
    eventRecord('payment_intent.canceled', intentObject(next, intent), occasion),
    eventRecord('checkout.session.expired', sessionObject(next), occasion),
  );
};
