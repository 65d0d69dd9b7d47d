import type { Line, Period } from '../line/line.ts';
import { nextPeriod } from '../line/timeline.ts';
import type { Plan } from '../plan/plan.ts';
import type { Renewal } from '../renewal/renewal.ts';
import type { Instant } from '../values/instant.ts';

/**
 * What an activation at `now` grants: never less than the preview showed when the order was made. The two can differ
 * when the line ends in between: an end in the middle of a calendar day is rounded up only while it lies ahead.
 */
export const grantedPeriod = (
  { createdAt }: Pick<Renewal, 'createdAt'>,
  { endsAt }: Pick<Line, 'endsAt'>,
  plan: Plan,
  now: Instant,
): Period => {
  const previewed = nextPeriod(endsAt, plan, createdAt);
  const present = nextPeriod(endsAt, plan, now);
  return previewed.endsAt > present.endsAt ? previewed : present;
};
