import type { RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import { spansOf } from './granting.ts';
import type { Line } from './line.ts';
import type { DatedSpan, Span } from './timeline.ts';

export const PERIOD_STATES = ['queued', 'active', 'depleted', 'expired', 'lapsed', 'revoked'] as const;
export type PeriodState = (typeof PERIOD_STATES)[number];

/** A period of service as people see it. */
export interface ShownPeriod {
  /** Absent for what the line was sold with, and for all that has ended since. */
  readonly renewalId?: RenewalId;
  readonly state: PeriodState;
  /** Absent while it waits for the data before it to be used up. */
  readonly startsAt?: Instant;
  /** Exclusive. */
  readonly endsAt?: Instant;
  /** When it lapses, or has lapsed, unless it has begun by then. */
  readonly lapsesAt?: Instant;
  readonly allowanceBytes?: number;
}

/** The periods of a line, in the order in which they came. */
export const periodsOf = (line: Line, now: Instant): readonly ShownPeriod[] => {
  const spans = spansOf(line);
  return spans.map((span): ShownPeriod => {
    const { renewalId, allowanceBytes } = span.grant ?? {};
    return {
      ...(renewalId !== undefined && { renewalId }),
      ...(allowanceBytes !== undefined && { allowanceBytes }),
      ...factsOf(span, line, now),
    };
  });
};

const factsOf = (span: Span, line: Line, now: Instant): Omit<ShownPeriod, 'renewalId' | 'allowanceBytes'> => {
  switch (span.state) {
    case 'dated':
      return { state: stateOf(span, line, now), startsAt: span.startsAt, endsAt: span.endsAt };
    case 'waiting':
      return { state: span.lapsesAt > now ? 'queued' : 'lapsed', lapsesAt: span.lapsesAt };
    case 'lapsed':
      return { state: 'lapsed', lapsesAt: span.lapsedAt };
  }
};

const stateOf = ({ startsAt, endsAt, grant }: DatedSpan, { usage }: Line, now: Instant): PeriodState => {
  if (grant?.revokedAt !== undefined && grant.revokedAt <= now) return 'revoked';
  if (endsAt <= now) return 'expired';
  if (startsAt > now) return 'queued';
  // The carrier's figure is of all that can be used: nothing is left of any of them.
  const isUsedUp = usage.totalBytes > 0 && usage.remainingBytes <= 0 && usage.asOf >= startsAt;
  return isUsedUp ? 'depleted' : 'active';
};
