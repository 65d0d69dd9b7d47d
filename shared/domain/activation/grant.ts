import type { Grant } from '../line/grant.ts';
import { grantTo, isLossy, type Timed, termsOf } from '../line/granting.ts';
import { type DatedSpan, endOf, isDated, type Period, timeline } from '../line/timeline.ts';
import type { Plan } from '../plan/plan.ts';
import type { Renewal } from '../renewal/renewal.ts';
import type { Instant } from '../values/instant.ts';

type Ordered = Pick<Renewal, 'renewalId' | 'createdAt' | 'quote' | 'startsEarly'>;

/**
 * What a renewal gives its line when it is counted from `grantedAt`. Only what was shown may be lost: where the
 * line was given anything since the order, one that would end what runs follows all of it instead.
 */
export const grantOf = (renewal: Ordered, line: Timed, plan: Plan, grantedAt: Instant): Grant => {
  const { renewalId, quote, startsEarly } = renewal;
  const facts = { ...termsOf(plan), renewalId, grantedAt };
  // Shown to begin at once, it does so, also beside what others have bought since: as one that waits it could lapse.
  if (plan.stacking === 'queue_on_depletion' && quote.endAfter > quote.endBefore)
    return { ...facts, startedAt: grantedAt };
  const wanted: Grant = startsEarly ? { ...facts, early: startsEarly } : facts;
  return isLossy(wanted) && !isAsShown(renewal, line) ? { ...facts, stacking: 'queue_after_expiry' } : wanted;
};

/** A period of its own need not move the end, and a new start moves it back: so the end alone does not tell. */
const isAsShown = ({ quote, createdAt }: Ordered, { initial, grants }: Timed): boolean =>
  endOf(timeline(initial, grants)) <= quote.endBefore &&
  grants.at(-1)?.renewalId === quote.lastGrant &&
  grants.every(({ startedAt = createdAt }) => startedAt <= createdAt);

/**
 * From when an activation at `now` is counted: never less is granted than the preview showed when the order was made. The
 * two can differ when the line ends in between: an end in the middle of a calendar day is rounded up only while it lies
 * ahead.
 */
export const countedFrom = (
  renewal: Ordered,
  line: Timed,
  plan: Plan,
  now: Instant,
): { readonly grantedAt: Instant; readonly targetEnd: Instant } => {
  const from = (grantedAt: Instant) => ({
    grantedAt,
    targetEnd: grantTo(line, grantOf(renewal, line, plan, grantedAt)).endAfter,
  });
  const [previewed, present] = [from(renewal.createdAt), from(now)];
  return previewed.targetEnd > present.targetEnd ? previewed : present;
};

/** The period that a grant has become; for one that waits, the time within which it can begin. */
export const periodOf = (line: Timed, grant: Grant): Period => {
  const { span, endAfter } = grantTo(line, grant);
  return isDated(span) ? datesOf(span) : { startsAt: grant.grantedAt, endsAt: endAfter };
};

const datesOf = ({ startsAt, endsAt }: DatedSpan): Period => ({ startsAt, endsAt });
