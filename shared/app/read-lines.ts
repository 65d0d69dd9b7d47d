import type { Line } from '../domain/line/line.ts';
import { daysOf } from '../domain/plan/length.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { type Quote, quote, type Wishes } from '../domain/renewal/quote.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { LineId, PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { refuseUnserved, refuseUnsold, type SellingDeps } from './carriers/selling.ts';

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
  /** As it was asked for: a period that would wait begins at once. */
  readonly startsEarly?: true;
  /** The carrier is being serviced: it activates nothing before. */
  readonly notBefore?: Instant;
}

export const previewRenewal =
  (deps: Deps & Pick<SellingDeps, 'carriers' | 'guard' | 'log'>) =>
  async (owner: PersonId, id: LineId, planId: string, wishes: Wishes): Promise<Preview> => {
    const { store, clock } = deps;
    const [line, plans] = await Promise.all([ownLine(store, owner, id), store.plansOnSale()]);
    const plan = plans.find((candidate) => candidate.planId === planId);
    if (!plan) throw new Refusal('plan_not_found');
    const quoted = quoteOrRefuse(line, plan, clock(), wishes);
    refuseUnserved(deps, plan, wishes);
    return {
      line,
      plan,
      quote: quoted,
      ...(wishes.early && { startsEarly: true }),
      ...(await refuseUnsold(deps, plan)),
    };
  };

export const quoteOrRefuse = (line: Line, plan: Plan, now: Instant, wishes: Wishes): Quote => {
  const result = quote(line, plan, now, wishes);
  if (!result.ok) throw new Refusal(result.refusal);
  return result.quote;
};
