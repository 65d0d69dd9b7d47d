import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';

/** What a provider says of one payment, whoever asked or told: webhook, look-up, the page's return. */
export type PaymentReport =
  | { readonly kind: 'processing' }
  /** The traveller may try the next card in the same session: a note, not an end. */
  | { readonly kind: 'declined'; readonly reason: DeclineReason }
  /** The session can no longer be paid. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'captured'; readonly captureId: string; readonly amount: Money }
  /** `refunded` is the sum of all refunds of this payment that have not failed. */
  | { readonly kind: 'refunded'; readonly captureId: string; readonly refunded: Money }
  | { readonly kind: 'refund_failed'; readonly captureId: string; readonly refunded: Money };

export type DeclineReason =
  | 'insufficient_funds'
  | 'limit_exceeded'
  | 'authentication_failed'
  | 'expired_card'
  | 'try_another_method';

interface PaymentTerms {
  /** Counts the attempts of one renewal from 1. */
  readonly number: number;
  readonly provider: 'stripe';
  readonly amount: Money;
  readonly sessionId: string;
  readonly openedAt: Instant;
}

/**
 * Where captured money belongs. `keep` pays for the service, `send_back` is owed to the payer until all of it has
 * been refunded, `review` waits for a person because amount or currency are not what was asked for.
 */
export type Verdict = 'keep' | 'send_back' | 'review';

/** Captured is accepted from every state and never left again: paid stays paid. */
export type Payment = PaymentTerms &
  (
    | { readonly status: 'created' | 'processing'; readonly url: string }
    | { readonly status: 'expired' }
    | {
        readonly status: 'captured';
        readonly captureId: string;
        readonly captured: Money;
        readonly refundedMinor: number;
        readonly verdict: Verdict;
      }
  );

export type CapturedPayment = Extract<Payment, { status: 'captured' }>;

export const isCaptured = (payment: Payment): payment is CapturedPayment => payment.status === 'captured';

/** What is still owed to the payer, in the minor unit of what was captured. */
export const owedBackMinor = (payment: Payment): number =>
  payment.status === 'captured' && payment.verdict === 'send_back'
    ? payment.captured.amountMinor - payment.refundedMinor
    : 0;
