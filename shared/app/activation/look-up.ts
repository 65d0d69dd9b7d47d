import type { Confirmed } from '../../carriers/carrier.ts';
import { pollDelayMs } from '../../domain/activation/backoff.ts';
import { isOrderedAgain, type Step } from '../../domain/activation/next-step.ts';
import type { Fence } from '../../domain/line/line.ts';
import {
  type ActivationDeps,
  type AttemptContext,
  backOff,
  hold,
  orderOf,
  postpone,
  takeOn,
} from './attempt-context.ts';
import { checkedBy, confirm } from './confirm.ts';
import { askPerson, giveBack } from './give-up.ts';

type LookUp = Extract<Step, { do: 'look_up' }>;

/** Looks for what became of an attempt. Answers whether this run is over. */
export const lookUp = async (deps: ActivationDeps, context: AttemptContext, step: LookUp): Promise<boolean> => {
  const { guard, clock } = deps;
  const { carrier, line, stored } = context;
  const { fence, ifOpen } = step;
  const asked = clock();
  const permit = await guard.permit(line.carrier, 'read');
  if (!permit.ok) return later(deps, context, step, permit.code, permit.until - asked);
  const found = await carrier.lookUp(orderOf(context, fence));
  await guard.note(line.carrier, found);
  switch (found.kind) {
    case 'confirmed':
      return confirmFound(deps, context, fence, found);
    case 'refused':
      return giveBack(deps, context, { reason: 'carrier_refused', code: found.code, certain: true });
    case 'processing':
      return ifOpen === 'review' ? askPerson(deps, context, fence) : poll(deps, context);
    case 'unavailable':
      // Somebody has found out that there is nothing. A record of which nothing can be told does not overrule them.
      if (found.trouble === undefined && isOrderedAgain(stored.renewal, fence))
        return countAbsence(deps, context, fence, asked);
      return later(deps, context, step, found.code, Math.max(found.retryAfterMs ?? 0, backOff(deps, stored)));
    case 'absent':
      // What was accepted shows up in the record sooner or later: its absence is no news.
      if (isAccepted(context)) return ifOpen === 'review' ? askPerson(deps, context, fence) : poll(deps, context);
      return countAbsence(deps, context, fence, asked);
  }
};

/**
 * Where the end stays as it is (a period beside a longer one), the record shows it whether or not anybody has called. So
 * the fence is taken once more: whoever called in vain, and is about to let go of it, loses.
 */
const confirmFound = async (
  deps: ActivationDeps,
  context: AttemptContext,
  fence: Fence,
  found: Confirmed,
): Promise<boolean> => {
  const held = fence.targetEnd === context.line.endsAt ? await hold(deps, context, fence) : context;
  return held !== undefined && confirm(deps, held, fence, found, checkedBy(found));
};

const isAccepted = ({ stored: { renewal } }: AttemptContext): boolean =>
  renewal.status === 'activating' && renewal.accepted !== undefined;

const later = (
  deps: ActivationDeps,
  context: AttemptContext,
  { fence, ifOpen }: LookUp,
  code: string,
  delayMs: number,
): Promise<boolean> =>
  ifOpen === 'review' ? askPerson(deps, context, fence) : postpone(deps, context.stored, code, Math.max(0, delayMs));

/** From the first sign that the carrier is at it, its record decides, and not how often it showed nothing. */
const poll = async (deps: ActivationDeps, { stored, carrier }: AttemptContext): Promise<boolean> => {
  const { renewal } = stored;
  if (renewal.status !== 'activating') return false;
  const { accepted: reference = 'seen', postponed } = renewal;
  return takeOn(deps, stored, reference, pollDelayMs(carrier.pollMs, postponed));
};

const countAbsence = async (
  deps: ActivationDeps,
  context: AttemptContext,
  fence: Fence,
  asked: number,
): Promise<boolean> => {
  const settledAt = fence.submittedAt + context.carrier.settlingMs;
  if (asked < settledAt) return postpone(deps, context.stored, 'settling', settledAt - asked);
  const held = await hold(deps, context, { ...fence, emptyLookUps: fence.emptyLookUps + 1 });
  return held !== undefined && postpone(deps, held.stored, 'absent', backOff(deps, held.stored));
};

/** The deadline has passed, and a person (or a queue) had it in hand: called back before any money goes. */
export const withdraw = async (
  deps: ActivationDeps,
  context: AttemptContext,
  { fence, reason }: Extract<Step, { do: 'withdraw' }>,
): Promise<boolean> => {
  const { carrier, stored } = context;
  if (!carrier.withdraw) throw new Error('a carrier that cannot withdraw was asked to');
  const outcome = await carrier.withdraw(orderOf(context, fence));
  switch (outcome.kind) {
    case 'undone':
      return giveBack(deps, context, { reason, code: 'withdrawn', certain: true });
    case 'stays':
      return lookUp(deps, context, { do: 'look_up', fence, ifOpen: 'review' });
    case 'unavailable':
      return postpone(deps, stored, outcome.code, backOff(deps, stored));
  }
};
