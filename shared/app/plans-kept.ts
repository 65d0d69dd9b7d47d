import type { Plan } from '../domain/plan/plan.ts';
import { type Instant, MINUTE_MS } from '../domain/values/instant.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';

/** A price that was changed is told wrongly for as long as this; what is paid is the preview's. */
const MAX_AGE_MS = 5 * MINUTE_MS;

/**
 * What is on sale, read once for many messages. Those that come while it is being read wait for the same answer; one that
 * failed is not kept.
 */
export const plansKept = (store: Pick<Store, 'plansOnSale'>, clock: Clock): (() => Promise<readonly Plan[]>) => {
  let kept: { readonly plans: Promise<readonly Plan[]>; readonly readAt: Instant } | undefined;
  return () => {
    const now = clock();
    const age = kept ? now - kept.readAt : Number.POSITIVE_INFINITY;
    if (kept && age >= 0 && age < MAX_AGE_MS) return kept.plans;
    const plans = store.plansOnSale();
    kept = { plans, readAt: now };
    plans.catch(() => {
      if (kept?.plans === plans) kept = undefined;
    });
    return plans;
  };
};
