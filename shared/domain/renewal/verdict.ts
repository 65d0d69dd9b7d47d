import type { CapturedPayment, HoldReason } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';

const released = ({ held: _held, owedSince: _owed, ...rest }: CapturedPayment): CapturedPayment => rest;

/** The payment kept for the service, or settled by a person. */
export const kept = (payment: CapturedPayment): CapturedPayment => ({ ...released(payment), verdict: 'keep' });

/** The payment owed back, from now on if it was not before. */
export const owedBack = (payment: CapturedPayment, at: Instant): CapturedPayment => ({
  ...released(payment),
  verdict: 'send_back',
  owedSince: payment.owedSince ?? at,
});

/** The payment held for a person. The reason and the time of an earlier hold stay. */
export const withHold = (payment: CapturedPayment, reason: HoldReason, since: Instant): CapturedPayment => ({
  ...released(payment),
  verdict: 'review',
  held: payment.held ?? { reason, since },
});
