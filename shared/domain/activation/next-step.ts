import type { Fence, Line } from '../line/line.ts';
import { nextPeriod } from '../line/timeline.ts';
import type { Plan } from '../plan/plan.ts';
import { REVIEW_AFTER_DEADLINE_MS, type Renewal, type RenewalIn } from '../renewal/renewal.ts';
import type { Instant } from '../values/instant.ts';

/**
 * What the activation worker has to do next for a renewal, given its line. Pure, so that every order of crashes and
 * redeliveries can be tried. The caller acts only while the line's `fenceRev` is the one that was read here.
 */
export type Step =
  | { readonly do: 'nothing' }
  /** The renewal is active, and its line does not say so yet. */
  | { readonly do: 'settle_line' }
  /** The fence is held for a renewal that is over without having changed the line. */
  | { readonly do: 'release_fence' }
  /** Another renewal of this line holds the fence: first help that one to its end. */
  | { readonly do: 'yield_to'; readonly fence: Fence }
  | { readonly do: 'submit'; readonly fence: Fence }
  | { readonly do: 'look_up'; readonly fence: Fence }
  | { readonly do: 'wait'; readonly until: Instant; readonly code: string }
  /** No attempt is open and the promise can no longer be kept. Holds the fence, so that no attempt can begin meanwhile. */
  | { readonly do: 'give_back'; readonly fence: Fence }
  | { readonly do: 'review' };

/** Absence counts after this many look-ups that found nothing, all later than the carrier's settling time. */
export const EMPTY_LOOK_UPS_NEEDED = 2;

/** A delayed message may arrive this much before its time; waiting for another one would cost minutes. */
const EARLY_MS = 1_000;

export const nextStep = (
  renewal: Renewal,
  line: Line,
  plan: Plan,
  carrier: { readonly settlingMs: number },
  now: Instant,
): Step => {
  const { fence } = line;
  const mine = fence?.renewalId === renewal.renewalId ? fence : undefined;
  if (renewal.status === 'active') return mine ? { do: 'settle_line' } : { do: 'nothing' };
  if (renewal.status !== 'activating') return mine ? { do: 'release_fence' } : { do: 'nothing' };
  if (fence && !mine) return { do: 'yield_to', fence };
  return mine ? resume(renewal, mine, carrier.settlingMs, now) : begin(renewal, line, plan, now);
};

/** An attempt was submitted, and nobody wrote down how it ended: look before anything else. */
const resume = (renewal: RenewalIn<'activating'>, fence: Fence, settlingMs: number, now: Instant): Step => {
  if (now < fence.submittedAt + settlingMs || fence.emptyLookUps < EMPTY_LOOK_UPS_NEEDED)
    return now >= renewal.deadline + REVIEW_AFTER_DEADLINE_MS ? { do: 'review' } : { do: 'look_up', fence };
  const again = { ...fence, attempt: fence.attempt + 1, submittedAt: now, emptyLookUps: 0 };
  return now >= renewal.deadline ? { do: 'give_back', fence: again } : { do: 'submit', fence: again };
};

const begin = (renewal: RenewalIn<'activating'>, line: Line, plan: Plan, now: Instant): Step => {
  const period = nextPeriod(line.endsAt, plan, now);
  const fence: Fence = {
    renewalId: renewal.renewalId,
    attempt: renewal.postponed + 1,
    startsAt: period.startsAt,
    targetEnd: period.endsAt,
    submittedAt: now,
    emptyLookUps: 0,
  };
  if (now >= renewal.deadline) return { do: 'give_back', fence };
  if (renewal.retryAt !== undefined && now < renewal.retryAt - EARLY_MS)
    return { do: 'wait', until: renewal.retryAt, code: 'early' };
  return { do: 'submit', fence };
};
