import { hasBegun } from '../plan/length.ts';
import type { Plan } from '../plan/plan.ts';
import type { GrantTerms, Warning } from '../plan/stacking.ts';
import type { Instant } from '../values/instant.ts';
import type { Grant } from './grant.ts';
import type { Line } from './line.ts';
import { type DatedSpan, endOf, isDated, type Span, timeline } from './timeline.ts';

export type Timed = Pick<Line, 'initial' | 'grants'>;

export const spansOf = ({ initial, grants }: Timed): readonly Span[] => timeline(initial, grants);

/** What one more grant would do to a line. */
export interface Granting {
  /** The new period; one that waits for data to be used up has no dates yet. */
  readonly span: Span;
  readonly endBefore: Instant;
  /** The exclusive end of the line's service. */
  readonly endAfter: Instant;
}

export const grantTo = (line: Timed, grant: Grant): Granting => {
  const spans = timeline(line.initial, [...line.grants, grant]);
  const span = spans.find((each) => each.grant === grant);
  if (!span) throw new Error('a grant that left no period');
  return { span, endBefore: endOf(spansOf(line)), endAfter: endOf(spans) };
};

export const termsOf = ({ stacking, length, startsWith, allowanceBytes }: Plan): GrantTerms => ({
  stacking,
  length,
  startsWith,
  allowanceBytes,
});

/** Whether granting it takes away what is there. */
export const isLossy = ({ stacking, early }: Pick<Grant, 'stacking' | 'early'>): boolean =>
  stacking === 'reset_from_now' || (stacking === 'queue_after_expiry' && early === true);

/** What whoever pays has to know first, in the order in which it matters. */
export const warningsOf = (
  line: Timed & Pick<Line, 'usage'>,
  grant: Grant,
  { span, endBefore, endAfter }: Granting,
): readonly Warning[] => {
  if (!isDated(span)) return ['starts_on_depletion', 'may_lapse'];
  const { grantedAt } = grant;
  const isRunning = endBefore > grantedAt;
  if (isRunning && isLossy(grant)) return [...lost(line, grantedAt), ...begunAt(span, grant)];
  if (span.startsAt > grantedAt) return grant.stacking === 'queue_after_expiry' ? ['starts_after_expiry'] : [];
  if (isRunning) return [...begunAt(span, grant), ...(endAfter > endBefore ? [] : (['ends_no_later'] as const))];
  return [STARTS[grant.startsWith], ...begunAt(span, grant)];
};

const STARTS = {
  purchase: 'starts_at_activation',
  install: 'starts_at_install',
  first_network: 'starts_at_first_network',
} as const satisfies Record<GrantTerms['startsWith'], Warning>;

const lost = (line: Timed & Pick<Line, 'usage'>, at: Instant): readonly Warning[] => {
  const isCut = spansOf(line).some((span) => isDated(span) && span.startsAt < at && span.endsAt > at);
  if (!isCut) return [];
  return line.usage.remainingBytes > 0 ? ['remaining_time_lost', 'remaining_data_lost'] : ['remaining_time_lost'];
};

const begunAt = ({ startsAt }: DatedSpan, { stacking, length }: Grant): readonly Warning[] => {
  if (stacking === 'month_end') return hasBegun(startsAt, length, 'month') ? ['first_month_already_begun'] : [];
  return hasBegun(startsAt, length, 'day') ? ['first_day_already_begun'] : [];
};
