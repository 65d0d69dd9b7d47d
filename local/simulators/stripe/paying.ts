import { authenticationFailure, findCard, type TestCard } from './cards.ts';
import type { CardFailure, Charge, Checkout, Intent } from './checkout.ts';
import { eventRecord, type Occasion, withEvents } from './events.ts';
import { intentObject, sessionObject } from './objects.ts';

/** What a payer, or the end of the page's time, does to a checkout. Pure: the next state holds the events to deliver. */

export type Paying =
  | { readonly kind: 'paid'; readonly next: Checkout }
  | { readonly kind: 'declined'; readonly next: Checkout; readonly failure: CardFailure }
  | { readonly kind: 'must_approve'; readonly next: Checkout }
  /** Paid or expired already, or nothing waits for approval. */
  | { readonly kind: 'refused' };

interface PayOccasion extends Occasion {
  /** Captured instead of the price: the fault of that name. */
  readonly wrongAmountMinor: number | null;
}

export const pay = (checkout: Checkout, card: TestCard, occasion: PayOccasion): Paying => {
  if (checkout.status !== 'open') return { kind: 'refused' };
  const intent = checkout.intent ?? newIntent(occasion);
  switch (card.outcome.kind) {
    case 'succeeds':
      return { kind: 'paid', next: succeed(checkout, intent, card, occasion) };
    case 'declined':
      return { kind: 'declined', ...decline(checkout, intent, card, card.outcome.failure, occasion) };
    case 'authenticates':
      return {
        kind: 'must_approve',
        next: { ...checkout, intent: { ...intent, status: 'requires_action', authenticating: card.number } },
      };
  }
};

/** The holder's answer to 3-D Secure. */
export const authenticate = (checkout: Checkout, answer: 'approve' | 'fail', occasion: PayOccasion): Paying => {
  const { status, intent } = checkout;
  const card = intent?.authenticating ? findCard(intent.authenticating) : undefined;
  if (status !== 'open' || intent?.status !== 'requires_action' || !card) return { kind: 'refused' };
  return answer === 'approve'
    ? { kind: 'paid', next: succeed(checkout, intent, card, occasion) }
    : { kind: 'declined', ...decline(checkout, intent, card, authenticationFailure, occasion) };
};

export const expire = (checkout: Checkout, occasion: Occasion): Checkout => {
  if (checkout.status !== 'open') return checkout;
  const expired: Checkout = { ...checkout, status: 'expired' };
  if (!checkout.intent)
    return withEvents(expired, eventRecord('checkout.session.expired', sessionObject(expired), occasion));
  const intent: Intent = { ...checkout.intent, status: 'canceled', canceledAt: occasion.now };
  const next: Checkout = { ...expired, intent };
  return withEvents(
    next,
    eventRecord('payment_intent.canceled', intentObject(next, intent), occasion),
    eventRecord('checkout.session.expired', sessionObject(next), occasion),
  );
};

const newIntent = ({ now }: Occasion): Intent => ({
  createdAt: now,
  status: 'requires_payment_method',
  receivedMinor: 0,
  charges: [],
});

const succeed = (checkout: Checkout, before: Intent, card: TestCard, occasion: PayOccasion): Checkout => {
  const receivedMinor = occasion.wrongAmountMinor ?? checkout.order.amountMinor;
  const intent: Intent = {
    createdAt: before.createdAt,
    status: 'succeeded',
    receivedMinor,
    charges: [...before.charges, { createdAt: occasion.now, amountMinor: receivedMinor, last4: card.number.slice(-4) }],
  };
  const next: Checkout = { ...checkout, status: 'complete', intent };
  return withEvents(
    next,
    eventRecord('payment_intent.succeeded', intentObject(next, intent), occasion),
    eventRecord('checkout.session.completed', sessionObject(next), occasion),
  );
};

const decline = (
  checkout: Checkout,
  before: Intent,
  card: TestCard,
  failure: CardFailure,
  occasion: Occasion,
): { readonly next: Checkout; readonly failure: CardFailure } => {
  const { authenticating: _approved, ...kept } = before;
  const { amountMinor } = checkout.order;
  const charge: Charge = { createdAt: occasion.now, amountMinor, last4: card.number.slice(-4), failure };
  const intent: Intent = {
    ...kept,
    status: 'requires_payment_method',
    lastFailure: failure,
    // Without the holder's approval the issuer is never asked.
    charges: failure.type === 'card_error' ? [...before.charges, charge] : before.charges,
  };
  const next: Checkout = { ...checkout, intent };
  return {
    next: withEvents(next, eventRecord('payment_intent.payment_failed', intentObject(next, intent), occasion)),
    failure,
  };
};
