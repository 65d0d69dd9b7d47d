import { type ActivationOrder, type Carrier, type CarrierAccounts, MAX_HOLD_MS } from '../../carriers/carrier.ts';
import { backoffMs } from '../../domain/activation/backoff.ts';
import type { CarrierTerms } from '../../domain/activation/next-step.ts';
import type { Fence, Line } from '../../domain/line/line.ts';
import { daysOf } from '../../domain/plan/length.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { decide } from '../../domain/renewal/decide.ts';
import { dueOf } from '../../domain/renewal/due.ts';
import type { RenewalEvent } from '../../domain/renewal/event.ts';
import type { RenewalId } from '../../domain/values/ids.ts';
import { type Instant, plusMs } from '../../domain/values/instant.ts';
import type { Clock, Random } from '../../runtime/deps.ts';
import type { Store, StoredRenewal } from '../../table/store.ts';
import { saveDecision } from '../apply-event.ts';
import type { CarrierGuard } from '../carriers/guard.ts';

export interface ActivationDeps {
  readonly store: Pick<
    Store,
    | 'activationContext'
    | 'plan'
    | 'saveRenewal'
    | 'saveWithFence'
    | 'holdFence'
    | 'releaseFence'
    | 'settleLine'
    | 'markRecycled'
  >;
  readonly carriers: Pick<CarrierAccounts, 'of'>;
  readonly guard: CarrierGuard;
  readonly clock: Clock;
  readonly random: Random;
}

/** A renewal with everything that its activation needs, as it was read. */
export interface AttemptContext {
  readonly line: Line;
  readonly stored: StoredRenewal;
  readonly plan: Plan;
  readonly carrier: Carrier;
}

/** @throws Error when the renewal, its plan version or its carrier account does not exist */
export const loadAttempt = async (
  { store, carriers }: Pick<ActivationDeps, 'store' | 'carriers'>,
  renewalId: RenewalId,
): Promise<AttemptContext> => {
  const context = await store.activationContext(renewalId);
  if (!context) throw new Error(`no such renewal: ${renewalId}`);
  const plan = await store.plan(context.stored.renewal.plan);
  if (!plan) throw new Error(`no such plan version: ${JSON.stringify(context.stored.renewal.plan)}`);
  const carrier = carriers.of(context.line.carrier);
  if (!carrier) throw new Error(`no such carrier account: ${context.line.carrier}`);
  return { ...context, plan, carrier };
};

export const termsOf = (carrier: Carrier): CarrierTerms => ({
  class: carrier.class,
  settlingMs: carrier.settlingMs,
  canUndo: carrier.undo !== undefined,
  canWithdraw: carrier.withdraw !== undefined,
});

export const orderOf = (
  { line, stored, plan }: AttemptContext,
  { targetEnd, baseline }: { readonly targetEnd: Instant; readonly baseline?: string },
): ActivationOrder => ({
  carrierRef: line.carrierRef,
  iccid: line.iccid,
  reference: stored.renewal.renewalId,
  product: plan.product,
  days: daysOf(plan.length),
  targetEnd,
  ...(plan.maxCost && { maxCost: plan.maxCost }),
  ...(baseline !== undefined && { baseline }),
});

/** `undefined` when the event says nothing new or the renewal has changed meanwhile. */
export const saveEvent = async (
  { store }: Pick<ActivationDeps, 'store'>,
  stored: StoredRenewal,
  event: RenewalEvent,
): Promise<StoredRenewal | undefined> => {
  const decision = decide(stored.renewal, event);
  if (!decision.ok || !(await saveDecision(store, stored, decision.next, event))) return undefined;
  return { renewal: decision.next, rev: stored.rev + 1 };
};

/** Answers whether it was written down. */
export const postpone = async (
  deps: Pick<ActivationDeps, 'store' | 'clock'>,
  stored: StoredRenewal,
  code: string,
  delayMs: number,
): Promise<boolean> => {
  const at = deps.clock();
  const event: RenewalEvent = { type: 'activation_postponed', code, retryAt: plusMs(at, delayMs), at };
  return (await saveEvent(deps, stored, event)) !== undefined;
};

/** The carrier is at it, by its own word or its record: looked at again. Answers whether it was written down. */
export const takeOn = async (
  deps: Pick<ActivationDeps, 'store' | 'clock'>,
  stored: StoredRenewal,
  reference: string,
  delayMs: number,
): Promise<boolean> => {
  const at = deps.clock();
  const event: RenewalEvent = { type: 'activation_accepted', reference, retryAt: plusMs(at, delayMs), at };
  return (await saveEvent(deps, stored, event)) !== undefined;
};

/**
 * Held up between the fence and the call (a slow answer of the table): too late to call. By the time the carrier does it,
 * somebody else may have found the attempt settled and gone on with the line.
 */
export const isHeldUp = ({ clock }: Pick<ActivationDeps, 'clock'>, { submittedAt }: Fence): boolean =>
  clock() - submittedAt > MAX_HOLD_MS;

export const backOff = ({ random }: Pick<ActivationDeps, 'random'>, { renewal }: StoredRenewal): number =>
  backoffMs(renewal.status === 'activating' ? renewal.postponed : 0, random());

/** The context with the fence held, unless somebody else has changed it. */
export const hold = async (
  { store }: Pick<ActivationDeps, 'store'>,
  context: AttemptContext,
  fence: Fence,
): Promise<AttemptContext | undefined> => {
  if (!(await store.holdFence(context.line, fence))) return undefined;
  return { ...context, line: { ...context.line, fence, fenceRev: context.line.fenceRev + 1 } };
};

/** The renewal and the fence of its line, in one write. */
export const saveWithFence = async (
  { store }: Pick<ActivationDeps, 'store'>,
  { line, stored }: AttemptContext,
  event: RenewalEvent,
  fence: Fence | undefined,
): Promise<boolean> => {
  const decision = decide(stored.renewal, event);
  if (!decision.ok) return false;
  return store.saveWithFence({ line, stored }, decision.next, dueOf(decision.next, event.at, stored.due), fence);
};
