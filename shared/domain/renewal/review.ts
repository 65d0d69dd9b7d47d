import type { Instant } from '../values/instant.ts';
import type { RenewalIn, ReviewReason } from './renewal.ts';
import { withTrail } from './trail.ts';
import { withHold } from './verdict.ts';

type Reviewable = RenewalIn<'activating' | 'refunding' | 'refund_needs_details'>;

/** From here on a person decides; the money that was kept, or on its way back, is held for that. */
export const handToReview = (
  renewal: Reviewable,
  reason: ReviewReason,
  code: string,
  at: Instant,
): RenewalIn<'needs_review'> => {
  const { renewalId, lineId, ownerId, plan, price, quote, language, createdAt, requestHash, trail, claims } = renewal;
  const terms = { renewalId, lineId, ownerId, plan, price, quote, language, createdAt, requestHash, trail, claims };
  return {
    ...withTrail(terms, at, code),
    ...(renewal.resolutions && { resolutions: renewal.resolutions }),
    ...(renewal.abandoned && { abandoned: renewal.abandoned }),
    ...(renewal.servedForNothing && { servedForNothing: renewal.servedForNothing }),
    payments: renewal.payments.map((payment) =>
      payment.status === 'captured' && payment.number === renewal.paidBy ? withHold(payment, reason, at) : payment,
    ),
    status: 'needs_review',
    about: renewal.paidBy,
    reason,
    since: at,
  };
};
