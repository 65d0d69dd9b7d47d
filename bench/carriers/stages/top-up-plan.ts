import { TOP_UP_PLANS } from '../../../local/seed/catalogue.ts';
import type { Plan } from '../../../shared/domain/plan/plan.ts';

/** What the seeded brand sells at this account. */
export const topUpPlan = (account: string): Plan => {
  const plan = TOP_UP_PLANS.find(({ carrier }) => carrier === account);
  if (!plan) throw new Error(`nothing is sold at ${account}`);
  return plan;
};
