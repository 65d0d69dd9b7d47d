import type { Period } from '../line/timeline.ts';
import type { Payment, PaymentReport } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Abandoned, Checked, RecordDifference, RefundReason, ReviewReason } from './renewal.ts';

/** How a person ends a review. */
export type Exit =
  /** The outcome is known to be none, or the money is right after all: the carrier is asked (again). */
  | { readonly kind: 'activate_again'; readonly deadline: Instant }
  /** The carrier did it; the note is the proof, the reference its own. */
  | {
      readonly kind: 'mark_active';
      readonly period: Period;
      readonly endBefore: Instant;
      readonly carrierReference: string;
    }
  | {
      readonly kind: 'send_back';
      /** The attempt whose outcome nobody knows, if there is one: it is looked for. */
      readonly abandoned?: Abandoned;
    }
  | { readonly kind: 'close' };

/** Everything that can happen to a renewal. `at` is when it became known; the decision reads no clock. */
export type RenewalEvent = { readonly at: Instant } & (
  | {
      readonly type: 'payment_reported';
      readonly number: number;
      readonly report: PaymentReport;
      /** The account that told it by itself; absent where we asked. */
      readonly account?: string;
    }
  /** Another payment of the same renewal, already opened at its provider. */
  | {
      readonly type: 'payment_opened';
      readonly payment: Extract<Payment, { readonly url: string }>;
      readonly payBy: Instant;
    }
  | { readonly type: 'pay_by_passed' }
  | { readonly type: 'cancelled' }
  | {
      readonly type: 'activation_confirmed';
      readonly period: Period;
      readonly endBefore: Instant;
      readonly carrierReference: string;
      /** The carrier's record, where it could be read back at once; else what it takes to read it later. */
      readonly checked?: Checked;
      readonly baseline?: string;
    }
  /** The carrier's record was read back later than the activation was confirmed. */
  | { readonly type: 'activation_checked'; readonly checked: Checked }
  /** The carrier's record does not show the activation, or could not be read for too long. */
  | { readonly type: 'activation_not_found'; readonly code: 'absent' | 'unreadable' }
  /** The record was compared once more, days later, and does not show what is active. */
  | { readonly type: 'record_differs'; readonly code: RecordDifference; readonly checked: Checked }
  /** The carrier's record shows a renewal that was never activated for all we know, and whose money is not kept. */
  | { readonly type: 'found_served' }
  /** The carrier is at it: looked at again at `retryAt`. */
  | { readonly type: 'activation_accepted'; readonly reference: string; readonly retryAt: Instant }
  | { readonly type: 'activation_postponed'; readonly code: string; readonly retryAt: Instant }
  /** No attempt is open and none will succeed, or the deadline has passed without one. */
  | {
      readonly type: 'activation_failed';
      readonly reason: RefundReason;
      readonly code: string;
      /** The attempt that was made and not found, if one was. */
      readonly abandoned?: Abandoned;
    }
  /** What was abandoned was looked for once more, and taken back where that was possible. */
  | { readonly type: 'abandoned_looked_at'; readonly found: 'nothing' | 'undone' | 'stays' | 'unreadable' }
  | { readonly type: 'refund_postponed'; readonly code: string; readonly retryAt: Instant }
  | { readonly type: 'review_needed'; readonly reason: ReviewReason }
  /** Support wants to decide anew on the money of an active renewal. */
  | { readonly type: 'review_opened'; readonly by: string; readonly note: string }
  | { readonly type: 'review_resolved'; readonly exit: Exit; readonly by: string; readonly note: string }
  /** The books of the provider do not show a payment that we hold for captured. */
  | { readonly type: 'payment_missing'; readonly number: number }
);

/** Why an event changes nothing, with a stable code. `nothing_new` is the fate of every duplicate. */
export type DomainRefusal =
  | 'nothing_new'
  | 'unknown_payment'
  | 'not_in_this_status'
  | 'exit_not_open'
  | 'payment_under_way'
  | 'too_many_payments';

export type Decision<S> =
  | { readonly ok: true; readonly next: S }
  | { readonly ok: false; readonly refusal: DomainRefusal };
