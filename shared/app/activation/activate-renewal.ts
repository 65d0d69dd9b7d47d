import { grantOf } from '../../domain/activation/grant.ts';
import { nextStep, type Step } from '../../domain/activation/next-step.ts';
import type { Fence } from '../../domain/line/line.ts';
import { settleLine } from '../../domain/line/settle.ts';
import type { RenewalId } from '../../domain/values/ids.ts';
import { checkLater, lookForAbandoned } from './afterwards.ts';
import {
  type ActivationDeps,
  type AttemptContext,
  backOff,
  loadAttempt,
  postpone,
  termsOf,
} from './attempt-context.ts';
import { askPerson, giveBack } from './give-up.ts';
import { lookUp, withdraw } from './look-up.ts';
import { submit } from './submit.ts';

/** One run takes a few steps (settle, take over, submit); more means that others change the line under our hands. */
const MAX_STEPS = 8;

/**
 * Brings one paid renewal as far as it can be brought now. May be called at any time and any number of times: the
 * next step follows from what is stored, and the line's fence lets only one caller act on it.
 *
 * @throws Error when the renewal does not exist or every step lost a race: the message comes back.
 */
export const activateRenewal =
  (deps: ActivationDeps) =>
  async (renewalId: RenewalId): Promise<void> => {
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const context = await loadAttempt(deps, renewalId);
      const { stored, line, plan, carrier } = context;
      const step = nextStep(stored.renewal, line, plan, termsOf(carrier), deps.clock());
      if (await take(deps, context, step)) return;
    }
    throw new Error(`renewal ${renewalId} kept changing: will be tried again`);
  };

/** Answers whether this run is over; `false` asks for another look at what is stored. */
const take = async (deps: ActivationDeps, context: AttemptContext, step: Step): Promise<boolean> => {
  const { store, clock } = deps;
  switch (step.do) {
    case 'nothing':
    case 'wait':
      return true;
    case 'settle_line': {
      const { stored, line, plan } = context;
      if (!line.fence) return false;
      const grant = grantOf(stored.renewal, line, plan, line.fence.grantedAt);
      return store.settleLine(line, settleLine(line, grant, plan, clock()));
    }
    case 'check': {
      const { renewal } = context.stored;
      return renewal.status === 'active' && checkLater(deps, context, renewal, step);
    }
    case 'release_fence':
      return store.releaseFence(context.line);
    case 'yield_to':
      return yieldTo(deps, context, step.fence);
    case 'submit':
      return submit(deps, context, step.fence);
    case 'look_up':
      return lookUp(deps, context, step);
    case 'withdraw':
      return withdraw(deps, context, step);
    case 'ask_person':
      return askPerson(deps, context, step.fence);
    case 'give_back':
      return giveBack(deps, context, { reason: step.reason, code: step.reason, certain: false });
    case 'look_for_abandoned':
      return lookForAbandoned(deps, context, step);
  }
};

/** The holder is over but its line was left behind: finish that first. Otherwise wait for it. */
const yieldTo = async (deps: ActivationDeps, { stored }: AttemptContext, holder: Fence): Promise<boolean> => {
  const other = await loadAttempt(deps, holder.renewalId);
  const step = nextStep(other.stored.renewal, other.line, other.plan, termsOf(other.carrier), deps.clock());
  if (step.do === 'settle_line' || step.do === 'release_fence') {
    await take(deps, other, step);
    return false;
  }
  return postpone(deps, stored, 'line_busy', backOff(deps, stored));
};
