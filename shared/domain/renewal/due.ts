import { owedBackMinor } from '../payment/payment.ts';
import { type Instant, MINUTE_MS, plusMs } from '../values/instant.ts';
import type { Renewal } from './renewal.ts';

/** How long work may lie before the sweeper looks at it: messages normally move it within seconds. */
export const SWEEP_AFTER_MS = 10 * MINUTE_MS;

/**
 * When a renewal wants attention if nothing else happens to it; `undefined` when it never will. A pure function of
 * the state and the former due instant: while that still lies within the bound it is kept, because moving an index
 * key costs two writes.
 */
export const dueOf = (renewal: Renewal, now: Instant, former?: Instant): Instant | undefined => {
  if (!wantsAttention(renewal)) return undefined;
  const bound = plusMs(now, SWEEP_AFTER_MS);
  return former !== undefined && former > now && former <= bound ? former : bound;
};

const wantsAttention = (renewal: Renewal): boolean => {
  switch (renewal.status) {
    case 'awaiting_payment':
    case 'activating':
    case 'refunding':
      return true;
    // Money that came too late still has to go back, and a payment that was under way may still become money.
    case 'active':
    case 'expired':
    case 'refunded':
    case 'needs_review':
      return renewal.payments.some((payment) => owedBackMinor(payment) > 0 || payment.status === 'processing');
  }
};
