import type { Carrier, UndoOutcome } from '../../carriers/carrier.ts';
import type { Step } from '../../domain/activation/next-step.ts';
import type { Fence } from '../../domain/line/line.ts';
import type { RenewalEvent } from '../../domain/renewal/event.ts';
import type { Abandoned, RenewalIn } from '../../domain/renewal/renewal.ts';
import {
  type ActivationDeps,
  type AttemptContext,
  hold,
  isHeldUp,
  loadAttempt,
  orderOf,
  saveEvent,
} from './attempt-context.ts';
import { checkedBy } from './confirm.ts';

/** The record that could not be read when the activation was confirmed. Unread again, the sweeper comes back to it. */
export const checkLater = async (
  deps: ActivationDeps,
  context: AttemptContext,
  renewal: RenewalIn<'active'>,
  { ifAbsent, ifUnavailable }: Extract<Step, { do: 'check' }>,
): Promise<boolean> => {
  const { carrier, line } = context;
  const { baseline, period } = renewal;
  // Another end was set since, beyond this one or, by a new start, before it: the record cannot show both.
  if (carrier.class === 'A' && line.endsAt !== period.endsAt)
    return isSaved(deps, context, { type: 'activation_checked', checked: { at: deps.clock() }, at: deps.clock() });
  const permit = await deps.guard.permit(line.carrier, 'read');
  const found = permit.ok
    ? await carrier.lookUp(orderOf(context, { targetEnd: period.endsAt, ...(baseline !== undefined && { baseline }) }))
    : ({ kind: 'unavailable', code: permit.code } as const);
  if (permit.ok) await deps.guard.note(line.carrier, found);
  const at = deps.clock();
  if (found.kind === 'confirmed') {
    // Records tell where all that was bought ends: renewed since, that is no longer this renewal's end.
    const checked = line.endsAt > period.endsAt ? { at: found.confirmedAt } : checkedBy(found);
    return isSaved(deps, context, { type: 'activation_checked', checked, at });
  }
  if (found.kind === 'absent' || found.kind === 'refused') {
    if (ifAbsent === 'wait' || !(await isUntouched(deps, context))) return true;
    return isSaved(deps, context, { type: 'activation_not_found', code: 'absent', at });
  }
  if (ifUnavailable === 'review')
    return isSaved(deps, context, { type: 'activation_not_found', code: 'unreadable', at });
  return true;
};

/** Looks for what was given up, and takes back what came late. */
export const lookForAbandoned = async (
  deps: ActivationDeps,
  context: AttemptContext,
  { abandoned, ifOpen }: Extract<Step, { do: 'look_for_abandoned' }>,
): Promise<boolean> => {
  const { guard, clock } = deps;
  const { carrier, line } = context;
  const looked = (found: 'nothing' | 'stays' | 'unreadable'): Promise<boolean> =>
    isSaved(deps, context, { type: 'abandoned_looked_at', found, at: clock() });
  const isOver = ifOpen === 'review';
  const takeBack = isOver ? undefined : carrier.undo;
  // Renewed since: an end, a new period or what has grown would be that renewal's, and only a reference of its own shows
  // this one. The daily comparison of records sees what is left.
  // It was to leave the end where it was: the record shows that end in any case.
  if (carrier.class === 'A' && abandoned.targetEnd === abandoned.endBefore) return looked('nothing');
  const isRenewed = line.endsAt !== abandoned.endBefore;
  if (isRenewed && carrier.class !== 'B') return looked('nothing');
  const order = orderOf(context, isRenewed ? { targetEnd: abandoned.targetEnd } : abandoned);
  // Not known yet: the sweeper comes back to it, for a day.
  const unread = async (): Promise<boolean> => (isOver ? looked(isRenewed ? 'nothing' : 'unreadable') : true);
  const permit = await guard.permit(line.carrier, 'read');
  if (!permit.ok) return unread();
  const found = await carrier.lookUp(order);
  await guard.note(line.carrier, found);
  switch (found.kind) {
    case 'absent':
      return found.inPart && takeBack ? undo(deps, context, takeBack, abandoned) : looked('nothing');
    case 'refused':
      return looked('nothing');
    case 'confirmed':
      if (takeBack) return undo(deps, context, takeBack, abandoned);
      return (await isUntouched(deps, context)) && looked('stays');
    case 'processing':
      await carrier.withdraw?.(order);
      return unread();
    case 'unavailable':
      return unread();
  }
};

/** Under the fence, so that no renewal of the line begins while its end moves. */
const undo = async (
  deps: ActivationDeps,
  context: AttemptContext,
  takeBack: NonNullable<Carrier['undo']>,
  abandoned: Abandoned,
): Promise<boolean> => {
  const { store, guard, clock } = deps;
  const { line, stored } = context;
  const fence: Fence = {
    renewalId: stored.renewal.renewalId,
    attempt: 0,
    grantedAt: clock(),
    targetEnd: abandoned.targetEnd,
    submittedAt: clock(),
    emptyLookUps: 0,
  };
  const held = await hold(deps, context, fence);
  if (!held) return false;
  // A renewal may have begun on the line since, and its end is not to be moved back.
  if (isHeldUp(deps, fence)) return store.releaseFence(held.line);
  const outcome = await takeBack(orderOf(context, abandoned), line.endsAt);
  await guard.note(line.carrier, outcome);
  const found = foundBy(outcome);
  // It may still be carried out: the line stays held for as long as that can take, and is looked at again.
  if (found === undefined) return true;
  const isNoted = await isSaved(deps, held, { type: 'abandoned_looked_at', found, at: clock() });
  return (await store.releaseFence(held.line)) && isNoted;
};

const foundBy = (outcome: UndoOutcome): 'undone' | 'stays' | undefined => {
  switch (outcome.kind) {
    case 'undone':
    case 'stays':
      return outcome.kind;
    case 'unavailable':
      return undefined;
  }
};

/** Every attempt changes the fence before it calls: one that began meanwhile may be what the record shows. */
const isUntouched = async (deps: ActivationDeps, { line, stored }: AttemptContext): Promise<boolean> =>
  (await loadAttempt(deps, stored.renewal.renewalId)).line.fenceRev === line.fenceRev;

const isSaved = async (deps: ActivationDeps, { stored }: AttemptContext, event: RenewalEvent): Promise<boolean> =>
  (await saveEvent(deps, stored, event)) !== undefined;
