import type { CardFailure } from './checkout.ts';

export interface TestCard {
  readonly number: string;
  readonly label: string;
  readonly outcome:
    | { readonly kind: 'succeeds' }
    /** The holder must approve first (3-D Secure). */
    | { readonly kind: 'authenticates' }
    | { readonly kind: 'declined'; readonly failure: CardFailure };
}

const declined = (code: string, message: string, declineCode?: string): TestCard['outcome'] => ({
  kind: 'declined',
  failure: { type: 'card_error', code, message, ...(declineCode && { declineCode }) },
});

/** Stripe's published test numbers (docs.stripe.com/testing). */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', label: 'succeeds', outcome: { kind: 'succeeds' } },
  { number: '4000002760003184', label: '3-D Secure', outcome: { kind: 'authenticates' } },
  {
    number: '4000000000009995',
    label: 'insufficient funds',
    outcome: declined('card_declined', 'Your card has insufficient funds.', 'insufficient_funds'),
  },
  {
    number: '4000000000006975',
    label: 'limit exceeded',
    outcome: declined(
      'card_declined',
      'Your card was declined for making repeated attempts.',
      'card_velocity_exceeded',
    ),
  },
  {
    number: '4000000000000069',
    label: 'expired card',
    outcome: declined('expired_card', 'Your card has expired.'),
  },
  {
    number: '4000000000000002',
    label: 'declined',
    outcome: declined('card_declined', 'Your card was declined.', 'generic_decline'),
  },
];

export const authenticationFailure: CardFailure = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
};

export const findCard = (number: string): TestCard | undefined => {
  const digits = number.replaceAll(/[\s-]/g, '');
  return TEST_CARDS.find((card) => card.number === digits);
};
