import type { Instant } from '../values/instant.ts';
import { type DayRule, endOfDaysAfter, endOfDaysFrom } from './day.ts';

/** How a renewal relates to what the line still has. */
export type StackingRule = 'extend_end';

/** Something worth knowing before paying. */
export type Warning =
  /** The first calendar day has begun already: it ends at midnight, however late it is bought. */
  | 'first_day_already_begun'
  /** The line has ended: the new period starts with the activation, not at the old end. */
  | 'starts_at_activation';

export interface Length {
  readonly days: number;
  readonly day: DayRule;
}

export interface NewPeriod {
  readonly startsAt: Instant;
  /** Exclusive. */
  readonly endsAt: Instant;
  readonly warnings: readonly Warning[];
}

/** The shape that every stacking rule has: from the end of what is there and the instant of granting to the new period. */
type StackingPolicy = (currentEnd: Instant, length: Length, grantedAt: Instant) => NewPeriod;

const extendEnd: StackingPolicy = (currentEnd, { days, day }, grantedAt) => {
  if (currentEnd > grantedAt)
    return { startsAt: currentEnd, endsAt: endOfDaysAfter(currentEnd, days, day), warnings: [] };
  const begun = day.kind === 'calendar' && endOfDaysFrom(grantedAt, 0, day) < grantedAt;
  return {
    startsAt: grantedAt,
    endsAt: endOfDaysFrom(grantedAt, days, day),
    warnings: begun ? ['starts_at_activation', 'first_day_already_begun'] : ['starts_at_activation'],
  };
};

export const STACKING: Readonly<Record<StackingRule, StackingPolicy>> = { extend_end: extendEnd };
