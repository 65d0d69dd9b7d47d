import { plansOf } from '../../catalogue/brand.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';

export const JAPAN = 'Asia/Tokyo';

/** What the brand of the stage `local` sells: the deployment has loaded the same file. */
export const CATALOGUE: readonly Plan[] = plansOf('keizoku', {
  soracom: 'soracom',
  airalo: 'airalo',
  esimaccess: 'esimaccess',
  esimgo: 'esimgo',
  manual: 'manual',
});

/** @throws Error when nothing is sold under this name */
export const planCalled = (planId: string): Plan => {
  const plan = CATALOGUE.find((each) => each.planId === planId);
  if (!plan) throw new Error(`no plan is called ${planId}`);
  return plan;
};

/** Days that close at midnight in Japan: the first of them is the one that most lines here can take. */
export const JAPAN_DAYS: readonly [Plan, Plan, Plan] = [
  planCalled('jp-1gb-3d'),
  planCalled('jp-1gb-5d'),
  planCalled('jp-1gb-7d'),
];

/** Days of exactly 24 hours. */
export const JAPAN_ROLLING: Plan = planCalled('jp-24h-3d');

/** One plan for each carrier that sells packages, under the name that its simulator sells it by; and one for people. */
export const TOP_UP_PLANS: readonly Plan[] = ['airalo', 'esimaccess', 'esimgo', 'manual'].map((account) =>
  planCalled(`${account}-jp-7d`),
);
