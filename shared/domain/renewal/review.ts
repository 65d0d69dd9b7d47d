import type { Instant } from '../values/instant.ts';
import type { RenewalIn, ReviewReason } from './renewal.ts';
import { withTrail } from './trail.ts';

/** From here on a person decides; the money that was kept, or on its way back, is held for that. */
export const handToReview = (
  renewal: RenewalIn<'activating' | 'refunding'>,
  reason: ReviewReason,
  code: string,
  at: Instant,
): RenewalIn<'needs_review'> => {
  const { renewalId, lineId, ownerId, plan, price, quote, language, createdAt, requestHash, trail, claims } = renewal;
  const terms = { renewalId, lineId, ownerId, plan, price, quote, language, createdAt, requestHash, trail, claims };
  return {
    ...withTrail(terms, at, code),
    payments: renewal.payments.map((payment) =>
      payment.status === 'captured' && payment.number === renewal.paidBy ? { ...payment, verdict: 'review' } : payment,
    ),
    status: 'needs_review',
    reason,
    since: at,
  };
};
