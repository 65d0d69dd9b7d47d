import type { Plan } from '../domain/plan/plan.ts';
import { isSamePlan } from '../domain/plan/same-plan.ts';
import type { Store } from '../table/store.ts';
import { severalAtOnce } from './several-at-once.ts';

interface Deps {
  readonly store: Pick<Store, 'keepPlan' | 'addPlan' | 'plansOnSale' | 'takeOffSale'>;
}

/** What came of it, for the log. */
export interface Loaded {
  readonly onSale: number;
  readonly takenOff: readonly string[];
}

const WRITES_AT_ONCE = 8;

/**
 * Puts exactly these plans on sale. Versions that were sold before stay for the renewals that were sold under them.
 * Nothing is put on sale while one of them is stored differently; repeating it changes nothing.
 *
 * @throws Error that names each version that is stored with other terms
 */
export const loadCatalogue =
  ({ store }: Deps) =>
  async (plans: readonly Plan[]): Promise<Loaded> => {
    const kept = await severalAtOnce(plans, WRITES_AT_ONCE, store.keepPlan);
    const changed = plans.filter((plan, index) => !isSamePlan(plan, kept[index] ?? plan));
    if (changed.length > 0)
      throw new Error(
        `sold with other terms already, each needs its next version: ${changed.map(({ planId, version }) => `${planId} version ${version}`).join(', ')}`,
      );
    await severalAtOnce(plans, WRITES_AT_ONCE, store.addPlan);
    const names = new Set(plans.map(({ planId }) => planId));
    const takenOff = (await store.plansOnSale()).map(({ planId }) => planId).filter((planId) => !names.has(planId));
    await severalAtOnce(takenOff, WRITES_AT_ONCE, store.takeOffSale);
    return { onSale: plans.length, takenOff };
  };
