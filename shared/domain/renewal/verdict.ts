import type { CapturedPayment, HoldReason, Verdict } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';

/** The payment with another verdict that no person has to look at. */
export const withVerdict = (payment: CapturedPayment, verdict: Exclude<Verdict, 'review'>): CapturedPayment => {
  const { held: _held, ...rest } = payment;
  return { ...rest, verdict };
};

/** The payment held for a person. The reason and the time of an earlier hold stay. */
export const withHold = (payment: CapturedPayment, reason: HoldReason, since: Instant): CapturedPayment => ({
  ...payment,
  verdict: 'review',
  held: payment.held ?? { reason, since },
});
