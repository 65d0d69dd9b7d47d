import type { Failure } from './checkout.ts';

export interface TestCard {
  readonly number: string;
  readonly label: string;
  readonly outcome:
    | { readonly kind: 'succeeds' }
    /** The holder must approve first (3-D Secure). */
    | { readonly kind: 'authenticates' }
    /** Goes through, and the holder's bank comes back on it at once. */
    | { readonly kind: 'disputes'; readonly inquiry: boolean }
    | { readonly kind: 'declined'; readonly failure: Failure };
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
    outcome: declined('expired_card', 'Your card has expired.', 'expired_card'),
  },
  {
    number: '4000000000000119',
    label: 'processing error',
    outcome: declined(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
      'processing_error',
    ),
  },
  {
    number: '4000000000000002',
    label: 'declined',
    outcome: declined('card_declined', 'Your card was declined.', 'generic_decline'),
  },
  { number: '4000000000000259', label: 'disputed', outcome: { kind: 'disputes', inquiry: false } },
  { number: '4000000000001976', label: 'inquiry', outcome: { kind: 'disputes', inquiry: true } },
];

export const authenticationFailure: Failure = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
};

export const voucherExpired: Failure = {
  type: 'invalid_request_error',
  code: 'payment_intent_payment_attempt_expired',
  message: 'The payment attempt has expired. You can provide a new PaymentMethod to attempt to fulfill it again.',
};

export const settlementFailure: Failure = {
  type: 'invalid_request_error',
  code: 'payment_method_provider_decline',
  message: 'The payment was declined by the provider.',
};

export const findCard = (number: string): TestCard | undefined => {
  const digits = number.replaceAll(/[\s-]/g, '');
  return TEST_CARDS.find((card) => card.number === digits);
};
