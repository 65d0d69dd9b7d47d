import type { Line } from '../line/line.ts';
import { daysOf } from '../plan/length.ts';
import type { Plan } from '../plan/plan.ts';
import type { Instant } from '../values/instant.ts';
import { quote } from './quote.ts';

/**
 * The cheapest renewal that a line can take now; of those that cost the same, the one that gives most. Amounts of
 * different currencies cannot be compared: those in the currency of the line's own plan count, or else in the one that
 * most of them have.
 */
export const cheapestRenewal = (line: Line, plans: readonly Plan[], now: Instant): Plan | undefined => {
  const fitting = plans.filter((plan) => quote(line, plan, now).ok);
  const own = fitting.find(({ planId }) => planId === line.plan.planId)?.prices[0].currency ?? usualCurrency(fitting);
  return fitting.filter(({ prices: [price] }) => price.currency === own).sort(byPrice)[0];
};

const byPrice = (a: Plan, b: Plan): number =>
  a.prices[0].amountMinor - b.prices[0].amountMinor ||
  daysOf(b.length) - daysOf(a.length) ||
  b.allowanceBytes - a.allowanceBytes ||
  (a.planId < b.planId ? -1 : 1);

const usualCurrency = (plans: readonly Plan[]): string | undefined =>
  [...Map.groupBy(plans, ({ prices: [price] }) => price.currency)].sort(
    ([a, these], [b, those]) => those.length - these.length || (a < b ? -1 : 1),
  )[0]?.[0];
