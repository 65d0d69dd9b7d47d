import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';

export const PAYMENT_METHODS = ['card', 'apple_pay', 'paypal', 'alipay', 'wechat_pay', 'konbini', 'paypay'] as const;
/** How a traveller pays; which provider carries it out is the brand's configuration. */
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/**
 * What a provider says of one payment, whoever asked or told: webhook, look-up, the page's return. `captureId` is the
 * provider's id of the money that arrived, the same in every report about it.
 */
export type PaymentReport =
  /** The payer has something left to do: confirm at their bank, pay the voucher at the till. */
  | { readonly kind: 'requires_action' }
  | { readonly kind: 'processing' }
  /** The payer agreed, and the money is ours to capture (PayPal). */
  | { readonly kind: 'approved' }
  /** The traveller may try the next card in the same session: a note, not an end. */
  | { readonly kind: 'declined'; readonly reason: DeclineReason }
  /** The session can no longer be paid: refused for good, called off, or out of time. */
  | { readonly kind: 'failed'; readonly reason: DeclineReason }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'captured';
      readonly captureId: string;
      readonly amount: Money;
      /** Validly signed, and yet paid to a merchant or app that is not the configured one. */
      readonly merchant?: 'unexpected';
    }
  /** `refunded` is the sum of all refunds of this payment that have not failed. */
  | { readonly kind: 'refunded'; readonly captureId: string; readonly refunded: Money }
  | {
      readonly kind: 'refund_failed';
      readonly captureId: string;
      readonly refunded: Money;
      /** How many refunds have failed so far; absent when the provider refused to try at all. */
      readonly failures?: number;
    }
  /** One of perhaps several refunds, from a provider that tells no sum. Some name the refund alone. */
  | {
      readonly kind: 'refund_part';
      readonly captureId?: string;
      readonly refundId: string;
      readonly amount: Money;
      readonly state: 'made' | 'failed';
    }
  /** The money can go back only when the payer has told where to (Konbini: a bank account). */
  | { readonly kind: 'refund_needs_details'; readonly captureId: string }
  /** The payer's bank has taken the money back until it is decided whose it is. */
  | { readonly kind: 'disputed'; readonly captureId: string; readonly amount: Money; readonly disputeId?: string }
  | {
      readonly kind: 'dispute_closed';
      readonly captureId: string;
      /** What the payer's bank keeps, when it is lost. */
      readonly amount: Money;
      readonly outcome: DisputeOutcome;
      /** Absent where only sums are told. */
      readonly disputeId?: string;
    };

export type DeclineReason =
  | 'insufficient_funds'
  | 'limit_exceeded'
  | 'authentication_failed'
  | 'expired_card'
  | 'network'
  | 'try_another_method';

export type DisputeOutcome = 'won' | 'lost';

export interface Dispute {
  readonly state: 'open' | DisputeOutcome;
  readonly amountMinor: number;
}

interface PaymentTerms {
  /** Counts the attempts of one renewal from 1. */
  readonly number: number;
  /** Name of the brand's account at a provider, as configured. */
  readonly account: string;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly sessionId: string;
  readonly openedAt: Instant;
  /** Hash of the Idempotency-Key that opened a further payment of the same renewal. */
  readonly key?: string;
}

/**
 * Where captured money belongs. `keep` pays for the service (or a person has settled it), `send_back` is owed to the
 * payer until all of it has been refunded, `review` waits for a person.
 */
export type Verdict = 'keep' | 'send_back' | 'review';

/** Why captured money waits for a person. */
export type HoldReason =
  | 'amount_mismatch'
  | 'merchant_mismatch'
  | 'refund_failed'
  | 'activation_outcome_unknown'
  | 'missing_at_provider'
  /** It is active, and the carrier's record does not show what was promised. */
  | 'carrier_record_differs'
  /** Support wants to send the money of an active renewal back. */
  | 'opened_by_staff';

interface Captured {
  readonly status: 'captured';
  readonly captureId: string;
  readonly captured: Money;
  readonly refundedMinor: number;
  /** Refunds one by one, in the minor unit, where the provider tells no sum. */
  readonly refundParts?: Readonly<Record<string, number>>;
  readonly verdict: Verdict;
  /** Since when it is to go back. */
  readonly owedSince?: Instant;
  /** Failed refunds that have been taken note of. */
  readonly refundFailures?: number;
  /** Only beside the verdict `review`. */
  readonly held?: { readonly reason: HoldReason; readonly since: Instant };
  /** The provider has asked the payer where the money is to go. */
  readonly detailsAskedAt?: Instant;
  /** By the provider's id; one payment may be disputed in parts, and again. */
  readonly disputes?: Readonly<Record<string, Dispute>>;
}

/** Captured is accepted from every state and never left again: paid stays paid. */
export type Payment = PaymentTerms &
  (
    | { readonly status: 'created' | 'requires_action' | 'processing' | 'capturing'; readonly url: string }
    | { readonly status: 'failed' | 'cancelled' | 'expired' }
    | Captured
  );

export type CapturedPayment = Extract<Payment, { status: 'captured' }>;
export type OpenPayment = Extract<Payment, { url: string }>;

export const isCaptured = (payment: Payment): payment is CapturedPayment => payment.status === 'captured';
/** May still become money by what the payer or the provider does. */
export const isOpen = (payment: Payment): payment is OpenPayment => 'url' in payment;

/** The payer has done their part: whether it becomes money is only a question of time. */
export const isUnderWay = ({ status }: Payment): boolean => status === 'processing' || status === 'capturing';

/** Sum of the disputes in one of these states, in the minor unit. */
const disputesMinor = ({ disputes = {} }: CapturedPayment, states: readonly Dispute['state'][]): number =>
  Object.values(disputes).reduce((sum, { state, amountMinor }) => sum + (states.includes(state) ? amountMinor : 0), 0);

/**
 * What went or is held beside the refunds. A provider may book a lost dispute as a refund as well: where both together
 * are more than there was, they are the same money.
 */
const besideRefunds = ({ captured, refundedMinor }: CapturedPayment, minor: number): number =>
  minor + refundedMinor <= captured.amountMinor
    ? minor
    : Math.max(0, Math.min(minor, captured.amountMinor) - refundedMinor);

/** What the payer's bank has taken back, or holds until a dispute is decided. */
export const disputedMinor = (payment: CapturedPayment): number =>
  besideRefunds(payment, disputesMinor(payment, ['open', 'lost']));

export const isDisputed = ({ disputes = {} }: CapturedPayment): boolean =>
  Object.values(disputes).some(({ state }) => state === 'open');

/** Nothing of it is left with us. A dispute that is open may still be won: its money is not gone. */
export const isGone = (payment: CapturedPayment): boolean =>
  payment.refundedMinor + besideRefunds(payment, disputesMinor(payment, ['lost'])) >= payment.captured.amountMinor;

/** What is still owed to the payer, in the minor unit of what was captured. */
export const owedBackMinor = (payment: Payment): number =>
  payment.status === 'captured' && payment.verdict === 'send_back'
    ? payment.captured.amountMinor - payment.refundedMinor - disputedMinor(payment)
    : 0;
