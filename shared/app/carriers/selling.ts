import type { CannotAsk, Carrier, CarrierAccounts } from '../../carriers/carrier.ts';
import { maySell, type Trouble, type WholesaleMoney } from '../../domain/carrier/health.ts';
import { unservedTerm } from '../../domain/carrier/serves.ts';
import type { Line } from '../../domain/line/line.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../domain/values/instant.ts';
import { Refusal, type RefusalCode } from '../../errors.ts';
import type { Clock, Log } from '../../runtime/deps.ts';
import { within } from '../../runtime/within.ts';
import type { Store } from '../../table/store.ts';
import type { CarrierGuard } from './guard.ts';

export interface SellingDeps {
  readonly store: Pick<Store, 'markRecycled'>;
  readonly carriers: Pick<CarrierAccounts, 'of'> & {
    /** Below this credit nothing is sold that the account has to carry out. */
    readonly floorOf: (account: string) => WholesaleMoney | undefined;
  };
  readonly guard: CarrierGuard;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What is known of the carrier without asking it. Answers from when on it activates, where that is not at once.
 *
 * @throws Refusal `carrier_unavailable`, `carrier_maintenance`, `carrier_float_low`
 */
export const refuseUnsold = async (
  { carriers, guard, clock }: Pick<SellingDeps, 'carriers' | 'guard' | 'clock'>,
  { carrier, activationDeadlineMs }: Plan,
): Promise<{ readonly notBefore?: Instant }> => {
  const answer = maySell(await guard.health(carrier), carriers.floorOf(carrier), activationDeadlineMs, clock());
  if (answer.ok) return answer.notBefore === undefined ? {} : { notBefore: answer.notBefore };
  throw new Refusal(answer.refusal, answer.until === undefined ? {} : { until: formatInstant(answer.until) });
};

/**
 * What the carrier can never do, known without asking it.
 *
 * @throws Refusal `plan_not_available`, `cannot_start_early`
 */
export const refuseUnserved = (
  deps: Pick<SellingDeps, 'carriers' | 'log'>,
  plan: Plan,
  { early }: { readonly early?: boolean },
): void => {
  const { serves } = carrierOf(deps, plan);
  const term = unservedTerm(serves, plan);
  if (term) {
    // `npm run catalogue:check` tells it before: this plan got past it.
    deps.log.error('the carrier cannot serve the plan', { planId: plan.planId, version: plan.version, term });
    throw new Refusal('plan_not_available');
  }
  if (early && !serves.stacking.includes('reset_from_now')) throw new Refusal('cannot_start_early');
};

const carrierOf = ({ carriers }: Pick<SellingDeps, 'carriers'>, { carrier: account }: Plan): Carrier => {
  const carrier = carriers.of(account);
  if (!carrier) throw new Error(`no such carrier account: ${account}`);
  return carrier;
};

/** A traveller waits, and opening the payment has to fit into the same request. */
const QUOTE_WITHIN_MS = 6 * SECOND_MS;
const TOO_SLOW: CannotAsk = { kind: 'unavailable', code: 'too_slow' };

/**
 * Asks the carrier itself, where it can say, whether this SIM can take what the plan buys, at a price that the brand
 * pays: before anybody pays for what will not be delivered.
 *
 * @throws Refusal `carrier_unavailable`, `carrier_maintenance`, `carrier_float_low`, `plan_not_available`, `line_recycled`
 */
export const refuseUndeliverable = async (deps: SellingDeps, line: Line, plan: Plan): Promise<void> => {
  await refuseUnsold(deps, plan);
  const carrier = carrierOf(deps, plan);
  if (!carrier.quote) return;
  const answer = await within(QUOTE_WITHIN_MS, carrier.quote(line, plan.product), TOO_SLOW);
  await deps.guard.note(plan.carrier, answer);
  switch (answer.kind) {
    case 'available':
      if (!answer.cost || !isAbove(answer.cost, plan.maxCost)) return;
      // The brand has to know: this plan sells nothing until its price or its cap is changed.
      deps.log.error('wholesale price above the cap', { planId: plan.planId, version: plan.version, ...answer.cost });
      throw new Refusal('plan_not_available');
    case 'not_available':
      if (answer.recycled) {
        await deps.store.markRecycled(line, deps.clock());
        throw new Refusal('line_recycled');
      }
      throw new Refusal('plan_not_available', { carrierCode: answer.code });
    case 'unavailable':
      throw new Refusal(REFUSALS[answer.trouble ?? 'unreachable'], { carrierCode: answer.code });
  }
};

/** What a carrier that cannot be asked means for whoever orders. */
const REFUSALS: Readonly<Record<Trouble, RefusalCode>> = {
  maintenance: 'carrier_maintenance',
  float_low: 'carrier_float_low',
  unreachable: 'carrier_unavailable',
};

const isAbove = (cost: WholesaleMoney, cap: WholesaleMoney | undefined): boolean =>
  cap !== undefined && (cost.currency !== cap.currency || cost.amountE4 > cap.amountE4);
