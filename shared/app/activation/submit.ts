import type { CarrierOutcome } from '../../carriers/carrier.ts';
import type { Fence } from '../../domain/line/line.ts';
import {
  type ActivationDeps,
  type AttemptContext,
  backOff,
  hold,
  isHeldUp,
  loadAttempt,
  orderOf,
  postpone,
  takeOn,
} from './attempt-context.ts';
import { confirm, readBack } from './confirm.ts';
import { giveBack } from './give-up.ts';

const HELD_UP: CarrierOutcome = { kind: 'not_sent', code: 'held_up' };

/**
 * Asks the carrier to carry it out. The attempt is written down first (the fence), so that a worker that dies in the
 * middle leaves an attempt that somebody looks for. Answers whether this run is over.
 */
export const submit = async (deps: ActivationDeps, context: AttemptContext, wanted: Fence): Promise<boolean> => {
  const { store, guard, clock } = deps;
  const { carrier, line, stored } = context;
  const permit = await guard.permit(line.carrier, 'buy');
  if (!permit.ok) return postpone(deps, stored, permit.code, Math.max(0, permit.until - clock()));
  const fence = await withBaseline(deps, context, wanted);
  if (!fence) return postpone(deps, stored, 'no_baseline', backOff(deps, stored));
  const held = await hold(deps, context, fence);
  if (!held) return false;
  const outcome = (await shownAlready(held, fence)) ?? (await call(deps, held, fence));
  await guard.note(line.carrier, outcome);
  switch (outcome.kind) {
    case 'confirmed': {
      const checked = await readBack(deps, held, fence);
      return whileHeld(deps, held, (now) => confirm(deps, now, fence, outcome, checked));
    }
    case 'accepted':
      return whileHeld(deps, held, (now) => takeOn(deps, now.stored, outcome.reference, carrier.pollMs));
    case 'refused': {
      if (outcome.recycled) await store.markRecycled(held.line, clock());
      const why = { reason: 'carrier_refused', code: outcome.code, certain: line.fence === undefined } as const;
      return whileHeld(deps, held, (now) => giveBack(deps, now, why));
    }
    case 'not_sent': {
      const delayMs = Math.max(outcome.retryAfterMs ?? 0, backOff(deps, held.stored));
      const isPutOff = await whileHeld(deps, held, (now) => postpone(deps, now.stored, outcome.code, delayMs));
      return isPutOff && whileHeld(deps, held, (now) => standBack(deps, now, line.fence));
    }
    // The fence stays: nothing else may happen on this line until a look-up has told what became of the call.
    case 'unknown':
      return whileHeld(deps, held, (now) => postpone(deps, now.stored, outcome.code, carrier.settlingMs));
  }
};

const call = async (deps: ActivationDeps, held: AttemptContext, fence: Fence): Promise<CarrierOutcome> =>
  isHeldUp(deps, fence) ? HELD_UP : held.carrier.activate(orderOf(held, fence));

/**
 * A period beside a longer one leaves the end where it is. Where an end is all that is set, the record shows it already,
 * and a call that is on its way for long could move the end back that the next renewal sets.
 */
const shownAlready = async (held: AttemptContext, fence: Fence): Promise<CarrierOutcome | undefined> => {
  const { carrier, line } = held;
  if (carrier.class !== 'A' || fence.targetEnd !== line.endsAt) return undefined;
  const found = await carrier.lookUp(orderOf(held, fence));
  switch (found.kind) {
    case 'confirmed':
      return found;
    case 'unavailable':
      return { ...found, kind: 'not_sent' };
    case 'processing':
    case 'refused':
    case 'absent':
      return undefined;
  }
};

/** Whoever finds the attempt under way puts the next look off, once; few do so during one call. */
const MAX_WRITES = 5;

/**
 * What the carrier has told counts, whatever others have written down about the renewal or its line meanwhile, as long
 * as they have left the attempt as it was: a message that is delivered twice must not make it unclear.
 */
const whileHeld = async (
  deps: ActivationDeps,
  held: AttemptContext,
  write: (now: AttemptContext) => Promise<boolean>,
): Promise<boolean> => {
  let now = held;
  for (let count = 0; count < MAX_WRITES; count += 1) {
    if (await write(now)) return true;
    now = await loadAttempt(deps, held.stored.renewal.renewalId);
    if (now.stored.renewal.status !== 'activating' || !isSameAttempt(now.line.fence, held.line.fence)) return false;
  }
  return false;
};

const isSameAttempt = (now: Fence | undefined, then: Fence | undefined): boolean =>
  now?.renewalId === then?.renewalId && now?.attempt === then?.attempt && now?.submittedAt === then?.submittedAt;

/**
 * Nothing came of this attempt, which is certain. Of an earlier one nothing was seen, which is not: it stays written
 * down, so that it is looked for when the money goes back.
 */
const standBack = async (deps: ActivationDeps, held: AttemptContext, earlier: Fence | undefined): Promise<boolean> => {
  if (!earlier) return deps.store.releaseFence(held.line);
  const { attempt = earlier.attempt } = held.line.fence ?? {};
  return (await hold(deps, held, { ...earlier, attempt })) !== undefined;
};

/**
 * Read before the fence is taken, and good for nothing once somebody else has held it: taking it tells. `undefined`
 * when the carrier could not be asked.
 */
const withBaseline = async (
  { guard, clock }: ActivationDeps,
  context: AttemptContext,
  fence: Fence,
): Promise<Fence | undefined> => {
  const { carrier, line } = context;
  if (!carrier.baseline) return fence;
  const read = await carrier.baseline(orderOf(context, fence));
  await guard.note(line.carrier, read);
  return read.kind === 'baseline' ? { ...fence, baseline: read.baseline, submittedAt: clock() } : undefined;
};
