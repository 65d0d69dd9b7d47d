import { grantTo, isLossy, termsOf } from '../line/granting.ts';
import type { Line } from '../line/line.ts';
import type { Plan } from '../plan/plan.ts';
import type { Instant } from '../values/instant.ts';
import { type Money, money } from '../values/money.ts';
import { quote } from './quote.ts';

/** What to buy so that a SIM works until somebody leaves, and no more than that. */
export type TripAdvice =
  | { readonly kind: 'covered'; readonly endsAt: Instant }
  | {
      readonly kind: 'buy';
      /** One renewal each, in the order in which they are bought. */
      readonly plans: readonly Plan[];
      readonly total: Money;
      /** Exclusive, of the line's service, once all of them are active. */
      readonly endAfter: Instant;
    }
  /** No combination of plans that this line can take reaches so far. */
  | { readonly kind: 'out_of_reach' };

/** Renewals that one piece of advice names at most. */
export const MAX_ADVISED = 6;
/** Combinations looked at: a dozen plans up to six times each are 18,563, of which most end at the same instant. */
const MAX_LOOKED_AT = 5_000;

interface Reached {
  readonly line: Line;
  readonly plans: readonly Plan[];
  readonly totalMinor: number;
}

/**
 * The cheapest combination of plans, in one currency, with which the line works until `until`; of equally cheap ones the
 * one of fewer renewals, then the one that ends later. Plans that would end what is paid for already, or may never begin,
 * are not advised.
 *
 * Cheapest first (Dijkstra's search over ends of service and numbers of renewals): the first combination that reaches far enough is the answer.
 */
export const adviseForTrip = (
  line: Line,
  plans: readonly Plan[],
  { until, currency, now }: { readonly until: Instant; readonly currency: string; readonly now: Instant },
): TripAdvice => {
  if (line.endsAt >= until) return { kind: 'covered', endsAt: line.endsAt };
  const offered = plans.flatMap((plan) => {
    const price = plan.prices.find((each) => each.currency === currency);
    return price && isPlain(plan) ? [{ plan, price }] : [];
  });
  let open: readonly Reached[] = [{ line, plans: [], totalMinor: 0 }];
  /** With how few renewals each end was reached, at no higher price than any that comes later. */
  const reached = new Map<Instant, number>();
  for (let looked = 0; looked < MAX_LOOKED_AT; looked += 1) {
    const [best, ...rest] = open;
    if (!best) return { kind: 'out_of_reach' };
    open = rest;
    if (best.line.endsAt >= until)
      return {
        kind: 'buy',
        plans: best.plans,
        total: money(best.totalMinor, currency),
        endAfter: best.line.endsAt,
      };
    const fewest = reached.get(best.line.endsAt) ?? MAX_ADVISED;
    if (best.plans.length >= fewest) continue;
    reached.set(best.line.endsAt, best.plans.length);
    const next = offered.flatMap(({ plan, price }) => {
      const after = renewed(best.line, plan, now);
      return after && after.endsAt > best.line.endsAt
        ? [{ line: after, plans: [...best.plans, plan], totalMinor: best.totalMinor + price.amountMinor }]
        : [];
    });
    open = [...open, ...next].sort(byMerit);
  }
  return { kind: 'out_of_reach' };
};

const isPlain = ({ stacking }: Plan): boolean => !isLossy({ stacking }) && stacking !== 'queue_on_depletion';

const renewed = (line: Line, plan: Plan, now: Instant): Line | undefined => {
  if (!quote(line, plan, now).ok) return undefined;
  const grant = { ...termsOf(plan), grantedAt: now };
  return { ...line, grants: [...line.grants, grant], endsAt: grantTo(line, grant).endAfter };
};

const byMerit = (a: Reached, b: Reached): number =>
  a.totalMinor - b.totalMinor || a.plans.length - b.plans.length || b.line.endsAt - a.line.endsAt;
