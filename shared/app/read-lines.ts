import type { Line } from '../domain/line/line.ts';
import { daysOf } from '../domain/plan/length.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { PromotionRefusal } from '../domain/promotion/promotion.ts';
import { type Quote, quote, type Wishes } from '../domain/renewal/quote.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { LineId, PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { refuseUnserved, refuseUnsold, type SellingDeps } from './carriers/selling.ts';
import { type Offered, offerPromotion, type PromotionStore } from './promotions.ts';

/** Another person's line is answered like one that does not exist: ids cannot be tried out. */
export const ownLine = async (store: Pick<Store, 'line'>, owner: PersonId, id: LineId): Promise<Line> =>
  mine(await store.line(id), owner);

export const mine = (line: Line | undefined, owner: PersonId): Line => {
  if (!line || line.ownerId !== owner) throw new Refusal('line_not_found');
  return line;
};

export const ownRenewal = async (store: Pick<Store, 'renewal'>, owner: PersonId, id: RenewalId): Promise<Renewal> => {
  const stored = await store.renewal(id);
  if (!stored || stored.renewal.ownerId !== owner) throw new Refusal('renewal_not_found');
  return stored.renewal;
};

interface Deps {
  readonly store: Pick<Store, 'line' | 'plansOnSale'>;
  readonly clock: Clock;
}

/** What the line can really take now: none once it has ended for good. Shortest first, then cheapest. */
export const plansForLine =
  ({ store, clock }: Deps) =>
  async (owner: PersonId, id: LineId): Promise<readonly Plan[]> => {
    const [line, plans] = await Promise.all([ownLine(store, owner, id), store.plansOnSale()]);
    const now = clock();
    return plans
      .filter((plan) => quote(line, plan, now).ok)
      .sort((a, b) => daysOf(a.length) - daysOf(b.length) || priceOf(a) - priceOf(b));
  };

const priceOf = ({ prices: [price] }: Plan): number => price.amountMinor;

export interface Preview {
  readonly line: Line;
  readonly plan: Plan;
  readonly quote: Quote;
  /** Of the price in the quote. */
  readonly offered?: Offered;
  /** As it was written. */
  readonly code?: string;
  /** Why the code changes nothing. */
  readonly codeRefusal?: PromotionRefusal;
  /** As it was asked for: a period that would wait begins at once. */
  readonly startsEarly?: true;
  /** The carrier is being serviced: it activates nothing before. */
  readonly notBefore?: Instant;
}

export interface PreviewWishes extends Wishes {
  /** Of a promotion, as it was written. */
  readonly code?: string;
}

export const previewRenewal =
  (deps: Deps & Pick<SellingDeps, 'carriers' | 'guard' | 'log'> & { readonly store: PromotionStore }) =>
  async (owner: PersonId, id: LineId, planId: string, { code, ...wishes }: PreviewWishes): Promise<Preview> => {
    const { store, clock } = deps;
    const [line, plans] = await Promise.all([ownLine(store, owner, id), store.plansOnSale()]);
    const plan = plans.find((candidate) => candidate.planId === planId);
    if (!plan) throw new Refusal('plan_not_found');
    const now = clock();
    const quoted = quoteOrRefuse(line, plan, now, wishes);
    refuseUnserved(deps, plan, wishes);
    return {
      line,
      plan,
      quote: quoted,
      ...(code !== undefined && { code }),
      ...(await offerPromotion(store, { line, plan, price: quoted.price, now }, code)),
      ...(wishes.early && { startsEarly: true }),
      ...(await refuseUnsold(deps, plan)),
    };
  };

export const quoteOrRefuse = (line: Line, plan: Plan, now: Instant, wishes: Wishes): Quote => {
  const result = quote(line, plan, now, wishes);
  if (!result.ok) throw new Refusal(result.refusal);
  return result.quote;
};
