import type { Line } from '../line/line.ts';
import type { PaymentMethod } from '../payment/payment.ts';
import type { Plan } from '../plan/plan.ts';
import type { RenewalId } from '../values/ids.ts';
import { type Instant, plusMs } from '../values/instant.ts';
import type { Quote, Wishes } from './quote.ts';
import { payWithinMs, type RenewalIn } from './renewal.ts';

/** A new order with its first payment, already opened at the provider. */
export const openRenewal = (order: {
  readonly renewalId: RenewalId;
  readonly line: Line;
  readonly plan: Plan;
  readonly quote: Quote;
  readonly wishes?: Wishes;
  readonly requestHash: string;
  readonly account: string;
  readonly method: PaymentMethod;
  readonly session: { readonly sessionId: string; readonly url: string };
  readonly now: Instant;
}): RenewalIn<'awaiting_payment'> => {
  const { renewalId, line, plan, quote, wishes = {}, requestHash, account, method, session, now } = order;
  return {
    renewalId,
    lineId: line.lineId,
    ownerId: line.ownerId,
    plan: { planId: plan.planId, version: plan.version },
    price: quote.price,
    quote: {
      endBefore: quote.endBefore,
      endAfter: quote.endAfter,
      ...(quote.lastGrant !== undefined && { lastGrant: quote.lastGrant }),
    },
    ...(wishes.early && { startsEarly: true }),
    language: line.contacts.language,
    createdAt: now,
    requestHash,
    payments: [{ number: 1, account, method, amount: quote.price, ...session, openedAt: now, status: 'created' }],
    trail: [{ at: now, what: 'created' }],
    claims: {},
    status: 'awaiting_payment',
    payBy: plusMs(now, payWithinMs(method)),
    activationDeadlineMs: plan.activationDeadlineMs,
  };
};
