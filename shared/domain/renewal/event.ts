import type { Period } from '../line/line.ts';
import type { PaymentReport } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { RefundReason, ReviewReason } from './renewal.ts';

/** Everything that can happen to a renewal. `at` is when it became known; the decision reads no clock. */
export type RenewalEvent = { readonly at: Instant } & (
  | { readonly type: 'payment_reported'; readonly number: number; readonly report: PaymentReport }
  | { readonly type: 'pay_by_passed' }
  | {
      readonly type: 'activation_confirmed';
      readonly period: Period;
      readonly endBefore: Instant;
      readonly carrierReference: string;
    }
  | { readonly type: 'activation_postponed'; readonly code: string; readonly retryAt: Instant }
  /** No attempt is open and none will succeed, or the deadline has passed without one. */
  | { readonly type: 'activation_failed'; readonly reason: RefundReason; readonly code: string }
  | { readonly type: 'refund_postponed'; readonly code: string; readonly retryAt: Instant }
  | { readonly type: 'review_needed'; readonly reason: ReviewReason }
);

/** Why an event changes nothing, with a stable code. `nothing_new` is the fate of every duplicate. */
export type DomainRefusal = 'nothing_new' | 'unknown_payment' | 'not_in_this_status';

export type Decision<S> =
  | { readonly ok: true; readonly next: S }
  | { readonly ok: false; readonly refusal: DomainRefusal };
