import { daysOf } from '../domain/plan/length.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { quote, type Wishes } from '../domain/renewal/quote.ts';
import { adviseForTrip, type TripAdvice } from '../domain/renewal/trip-advice.ts';
import type { LineId, PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal, type RefusalCode } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { refuseUnserved, refuseUnsold, type SellingDeps } from './carriers/selling.ts';
import { offerPromotion, type PromotionStore } from './promotions.ts';
import { ownLine, type Preview, quoteOrRefuse } from './read-lines.ts';

type Deps = Pick<SellingDeps, 'carriers' | 'guard' | 'log'> & {
  readonly store: Pick<Store, 'line' | 'plansOnSale'> & PromotionStore;
  readonly clock: Clock;
};

/** Previews that one request asks for at most. */
export const MAX_COMPARED = 20;

export type Compared =
  | ({ readonly kind: 'preview' } & Preview)
  /** What this line, its carrier or the shop does not allow for now, each for itself. */
  | { readonly kind: 'refused'; readonly planId: string; readonly code: RefusalCode };

/**
 * Previews of several plans beside each other: those that are asked for, in that order, or all that the line can take,
 * cheapest day first.
 *
 * @throws Refusal `line_not_found`
 */
export const comparePlans =
  (deps: Deps) =>
  async (
    person: PersonId,
    id: LineId,
    planIds: readonly string[] | undefined,
    wishes: Wishes,
  ): Promise<readonly Compared[]> => {
    const [line, onSale] = await Promise.all([ownLine(deps.store, person, id), deps.store.plansOnSale()]);
    const now = deps.clock();
    const wanted =
      planIds ??
      onSale
        .filter((plan) => quote(line, plan, now, wishes).ok)
        .sort(byDay)
        .map((each) => each.planId);
    return Promise.all(
      wanted.slice(0, MAX_COMPARED).map(async (planId): Promise<Compared> => {
        try {
          const plan = onSale.find((each) => each.planId === planId);
          if (!plan) throw new Refusal('plan_not_found');
          const quoted = quoteOrRefuse(line, plan, now, wishes);
          refuseUnserved(deps, plan, wishes);
          const early = wishes.early ? ({ startsEarly: true } as const) : {};
          const unsold = await refuseUnsold(deps, plan);
          const promotion = await offerPromotion(deps.store, { line, plan, price: quoted.price, now }, undefined);
          return { kind: 'preview', line, plan, quote: quoted, ...early, ...promotion, ...unsold };
        } catch (error) {
          if (error instanceof Refusal) return { kind: 'refused', planId, code: error.code };
          throw error;
        }
      }),
    );
  };

/** By the price of one day. Prices of the same currency: the brand's own comes first in all of its plans. */
const byDay = (a: Plan, b: Plan): number => perDay(a) - perDay(b);
const perDay = ({ prices: [price], length }: Plan): number => price.amountMinor / daysOf(length);

/**
 * The cheapest combination with which the line works until `until`. Only what can be sold now is advised.
 *
 * @throws Refusal `line_not_found`
 */
export const adviseTrip =
  (deps: Deps) =>
  async (
    person: PersonId,
    id: LineId,
    { until, currency }: { readonly until: Instant; readonly currency: string },
  ): Promise<TripAdvice & { readonly zone: string }> => {
    const [line, onSale] = await Promise.all([ownLine(deps.store, person, id), deps.store.plansOnSale()]);
    const now = deps.clock();
    const sold = await Promise.all(onSale.map(async (plan) => ((await isSold(deps, plan)) ? [plan] : [])));
    return { ...adviseForTrip(line, sold.flat(), { until, currency, now }), zone: line.zone };
  };

const isSold = async (deps: Deps, plan: Plan): Promise<boolean> => {
  try {
    refuseUnserved(deps, plan, {});
    await refuseUnsold(deps, plan);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};
