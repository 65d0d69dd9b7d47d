import { type ActivationOrder, type Carrier, type Confirmed, MAX_HOLD_MS } from '../carriers/carrier.ts';
import { backoffMs } from '../domain/activation/backoff.ts';
import { nextStep, type Step } from '../domain/activation/next-step.ts';
import type { Fence, Line } from '../domain/line/line.ts';
import { settleLine } from '../domain/line/settle.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { decide } from '../domain/renewal/decide.ts';
import { dueOf } from '../domain/renewal/due.ts';
import type { RenewalEvent } from '../domain/renewal/event.ts';
import type { RenewalIn } from '../domain/renewal/renewal.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import { type Instant, plusMs } from '../domain/values/instant.ts';
import type { Clock, Random } from '../runtime/deps.ts';
import type { Store, StoredRenewal } from '../table/store.ts';
import { saveDecision } from './apply-event.ts';

interface Deps {
  readonly store: Pick<
    Store,
    'activationContext' | 'plan' | 'saveRenewal' | 'saveWithFence' | 'holdFence' | 'releaseFence' | 'settleLine'
  >;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly random: Random;
}

interface Context {
  readonly line: Line;
  readonly stored: StoredRenewal;
  readonly plan: Plan;
}

/** One run takes a few steps (settle, take over, submit); more means that others change the line under our hands. */
const MAX_STEPS = 8;

/**
 * Brings one paid renewal as far as it can be brought now. May be called at any time and any number of times: the
 * next step follows from what is stored, and the line's fence lets only one caller act on it.
 *
 * @throws Error when the renewal does not exist or every step lost a race: the message comes back.
 */
export const activateRenewal = (deps: Deps) => {
  const { store, carrier, clock, random } = deps;

  const load = async (renewalId: RenewalId): Promise<Context> => {
    const context = await store.activationContext(renewalId);
    if (!context) throw new Error(`no such renewal: ${renewalId}`);
    const plan = await store.plan(context.stored.renewal.plan);
    if (!plan) throw new Error(`no such plan version: ${JSON.stringify(context.stored.renewal.plan)}`);
    return { ...context, plan };
  };

  const save = async (stored: StoredRenewal, event: RenewalEvent): Promise<StoredRenewal | undefined> => {
    const decision = decide(stored.renewal, event);
    if (!decision.ok || !(await saveDecision(store, stored, decision.next, event))) return undefined;
    return { renewal: decision.next, rev: stored.rev + 1 };
  };

  const postpone = (stored: StoredRenewal, code: string, delayMs: number): Promise<StoredRenewal | undefined> => {
    const at = clock();
    return save(stored, { type: 'activation_postponed', code, retryAt: plusMs(at, delayMs), at });
  };

  const backOff = ({ renewal }: StoredRenewal): number =>
    backoffMs(renewal.status === 'activating' ? renewal.postponed : 0, random());

  /** Renewal first, then line: until the line is written the fence keeps every other renewal of it waiting. */
  const confirm = async ({ line, stored, plan }: Context, fence: Fence, outcome: Confirmed): Promise<boolean> => {
    const at = clock();
    const saved = await save(stored, {
      type: 'activation_confirmed',
      period: { startsAt: fence.startsAt, endsAt: fence.targetEnd },
      endBefore: line.endsAt,
      carrierReference: outcome.reference,
      at,
    });
    return saved !== undefined && store.settleLine(line, settleLine(line, fence.targetEnd, plan, at));
  };

  const submit = async (context: Context, fence: Fence): Promise<boolean> => {
    const held = await hold(context, fence);
    if (!held) return false;
    // Held up since (a slow answer of the table), somebody else may have found the attempt settled and empty by the
    // time the carrier does it. The attempt counts as sent: looking it up comes first.
    if (clock() - fence.submittedAt > MAX_HOLD_MS)
      return (await postpone(held.stored, 'held_up', carrier.settlingMs)) !== undefined;
    const outcome = await carrier.activate(orderOf(held, fence));
    switch (outcome.kind) {
      case 'confirmed':
        return confirm(held, fence, outcome);
      case 'refused':
        return giveBack(held, 'carrier_refused', outcome.code);
      case 'not_sent': {
        const delayMs = Math.max(outcome.retryAfterMs ?? 0, backOff(held.stored));
        return (await postpone(held.stored, outcome.code, delayMs)) !== undefined && store.releaseFence(held.line);
      }
      case 'accepted':
        return (await postpone(held.stored, 'processing', carrier.pollMs)) !== undefined;
      // The fence stays: nothing else may happen on this line until a look-up has told what became of the call.
      case 'unknown':
        return (await postpone(held.stored, outcome.code, carrier.settlingMs)) !== undefined;
    }
  };

  const lookUp = async (
    context: Context,
    { fence, ifUnavailable }: Extract<Step, { do: 'look_up' }>,
  ): Promise<boolean> => {
    const asked = clock();
    const found = await carrier.lookUp(orderOf(context, fence));
    switch (found.kind) {
      case 'confirmed':
        return confirm(context, fence, found);
      case 'processing':
        return (await postpone(context.stored, 'processing', carrier.pollMs)) !== undefined;
      case 'unavailable':
        return ifUnavailable === 'review'
          ? askPerson(context, fence)
          : (await postpone(context.stored, found.code, backOff(context.stored))) !== undefined;
      case 'absent': {
        const settledAt = plusMs(fence.submittedAt, carrier.settlingMs);
        if (asked < settledAt) return (await postpone(context.stored, 'settling', settledAt - asked)) !== undefined;
        const held = await hold(context, { ...fence, emptyLookUps: fence.emptyLookUps + 1 });
        return held !== undefined && (await postpone(held.stored, 'absent', backOff(held.stored))) !== undefined;
      }
    }
  };

  /** The fence stays: what the next renewal of this line may ask for depends on what the person finds. */
  const askPerson = (context: Context, fence: Fence): Promise<boolean> =>
    saveWithFence(context, { type: 'review_needed', reason: 'activation_outcome_unknown', at: clock() }, fence);

  const hold = async (context: Context, fence: Fence): Promise<Context | undefined> => {
    if (!(await store.holdFence(context.line, fence))) return undefined;
    return { ...context, line: { ...context.line, fence, fenceRev: context.line.fenceRev + 1 } };
  };

  const saveWithFence = async (
    { line, stored }: Context,
    event: RenewalEvent,
    fence: Fence | undefined,
  ): Promise<boolean> => {
    const decision = decide(stored.renewal, event);
    if (!decision.ok) return false;
    return store.saveWithFence({ line, stored }, decision.next, dueOf(decision.next, event.at, stored.due), fence);
  };

  /** Leaves the fence alone when another renewal holds it: this one has only waited. */
  const giveBack = (context: Context, reason: RenewalIn<'refunding'>['reason'], code: string): Promise<boolean> => {
    const { fence } = context.line;
    const kept = fence?.renewalId === context.stored.renewal.renewalId ? undefined : fence;
    return saveWithFence(context, { type: 'activation_failed', reason, code, at: clock() }, kept);
  };

  /** The holder is over but its line was left behind: finish that first. Otherwise wait for it. */
  const yieldTo = async ({ stored }: Context, holder: Fence): Promise<boolean> => {
    const other = await load(holder.renewalId);
    const step = nextStep(other.stored.renewal, other.line, other.plan, carrier, clock());
    if (step.do === 'settle_line' || step.do === 'release_fence') {
      await take(step, other);
      return false;
    }
    return (await postpone(stored, 'line_busy', backOff(stored))) !== undefined;
  };

  /** Answers whether this run is over; `false` asks for another look at what is stored. */
  const take = async (step: Step, context: Context): Promise<boolean> => {
    switch (step.do) {
      case 'nothing':
      case 'wait':
        return true;
      case 'settle_line': {
        const { renewal } = context.stored;
        if (renewal.status !== 'active') return false;
        return store.settleLine(context.line, settleLine(context.line, renewal.period.endsAt, context.plan, clock()));
      }
      case 'release_fence':
        return store.releaseFence(context.line);
      case 'yield_to':
        return yieldTo(context, step.fence);
      case 'submit':
        return submit(context, step.fence);
      case 'look_up':
        return lookUp(context, step);
      case 'give_back':
        return giveBack(context, step.reason, step.reason);
    }
  };

  return async (renewalId: RenewalId): Promise<void> => {
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const context = await load(renewalId);
      const now: Instant = clock();
      const step = nextStep(context.stored.renewal, context.line, context.plan, carrier, now);
      if (await take(step, context)) return;
    }
    throw new Error(`renewal ${renewalId} kept changing: will be tried again`);
  };
};

const orderOf = ({ line, stored, plan }: Context, { targetEnd }: Fence): ActivationOrder => ({
  carrierRef: line.carrierRef,
  iccid: line.iccid,
  reference: stored.renewal.renewalId,
  product: plan.product,
  days: plan.days,
  targetEnd,
  ...(plan.maxCost && { maxCost: plan.maxCost }),
});
