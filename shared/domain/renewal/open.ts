import type { Line } from '../line/line.ts';
import type { PaymentMethod } from '../payment/payment.ts';
import type { Plan } from '../plan/plan.ts';
import { lessBy } from '../promotion/discount.ts';
import type { UsedPromotion } from '../promotion/promotion.ts';
import type { PersonId, RenewalId } from '../values/ids.ts';
import { type Instant, plusMs } from '../values/instant.ts';
import type { Quote, Wishes } from './quote.ts';
import { payWithinMs, type RenewalIn } from './renewal.ts';

/** A new order with its first payment, already opened at the provider. */
export const openRenewal = (order: {
  readonly renewalId: RenewalId;
  readonly line: Line;
  /** Who orders, and sees what comes of it. */
  readonly owner: PersonId;
  readonly plan: Plan;
  readonly quote: Quote;
  readonly promotion?: UsedPromotion;
  readonly wishes?: Wishes;
  readonly requestHash: string;
  readonly link?: string;
  readonly account: string;
  readonly method: PaymentMethod;
  readonly session: { readonly sessionId: string; readonly url: string };
  readonly now: Instant;
}): RenewalIn<'awaiting_payment'> => {
  const { renewalId, line, owner, plan, quote, promotion, wishes = {}, requestHash, link } = order;
  const { account, method, session, now } = order;
  const price = promotion ? lessBy(quote.price, promotion.discountMinor) : quote.price;
  return {
    renewalId,
    lineId: line.lineId,
    ownerId: owner,
    plan: { planId: plan.planId, version: plan.version },
    price,
    ...(promotion && { promotion }),
    quote: {
      endBefore: quote.endBefore,
      endAfter: quote.endAfter,
      ...(quote.lastGrant !== undefined && { lastGrant: quote.lastGrant }),
    },
    ...(wishes.early && { startsEarly: true }),
    language: line.contacts.language,
    createdAt: now,
    requestHash,
    ...(link !== undefined && { link }),
    payments: [{ number: 1, account, method, amount: price, ...session, openedAt: now, status: 'created' }],
    trail: [{ at: now, what: 'created' }],
    claims: {},
    status: 'awaiting_payment',
    payBy: plusMs(now, payWithinMs(method)),
    activationDeadlineMs: plan.activationDeadlineMs,
  };
};
