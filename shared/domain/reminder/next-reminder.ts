import { earliest, type Instant, latest, plusMs } from '../values/instant.ts';
import { awakeAt, DEFAULT_QUIET_HOURS, type Window } from './quiet-hours.ts';
import {
  isTimeThreshold,
  LAST_CALL_MS,
  type PlannedReminder,
  type ReminderTerms,
  type TimeThreshold,
} from './threshold.ts';

interface Asked {
  /** The threshold that was handled before, so that each comes once. */
  readonly after?: string;
  /** So late may somebody come who was sent for an instant: what was meant for the last waking minute still goes. */
  readonly lateMs?: number;
}

/**
 * The next reminder of a line by time. Thresholds that fall on the same instant, as all do that `now` has passed already,
 * make one reminder: the last of them. None comes in the quiet hours of the line's zone, as far as another instant is of
 * use: see `awakeAt`. None that is meant for before the end comes after it, unless nobody looked until then.
 */
export const nextReminder = (
  terms: ReminderTerms,
  now: Instant,
  { after, lateMs = 0 }: Asked = {},
): PlannedReminder | undefined => {
  const ordered = terms.reminders
    .filter(isTimeThreshold)
    .map((threshold) => ({ id: threshold.id, ...meantFor(threshold, terms) }))
    .sort((a, b) => a.wanted - b.wanted);
  const open = ordered
    .slice(after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1)
    .filter(({ wanted, uselessFrom }) => wanted < uselessFrom && now < uselessFrom)
    .map(({ id, ...meant }) => ({ threshold: id, at: toldAt(meant, terms, now, lateMs) }));
  const first = open.find(() => true);
  return first && open.findLast(({ at }) => at <= latest(first.at, now));
};

interface Meant {
  readonly wanted: Instant;
  /** What tells of the end cannot be told before it. */
  readonly notBefore?: Instant;
  readonly uselessFrom: Instant;
}

const meantFor = (threshold: TimeThreshold, { endsAt, graceMs }: ReminderTerms): Meant => {
  const graceEnd = plusMs(endsAt, graceMs);
  switch (threshold.kind) {
    case 'before_end':
      return { wanted: plusMs(endsAt, -threshold.beforeEndMs), uselessFrom: endsAt };
    case 'at_end':
      return graceMs > 0
        ? { wanted: endsAt, uselessFrom: graceEnd }
        : { wanted: plusMs(endsAt, -LAST_CALL_MS), uselessFrom: endsAt };
    case 'in_grace':
      return { wanted: plusMs(endsAt, threshold.afterEndMs), notBefore: endsAt, uselessFrom: graceEnd };
  }
};

const toldAt = (
  { wanted, notBefore, uselessFrom }: Meant,
  { endsAt, zone, quietHours = DEFAULT_QUIET_HOURS }: ReminderTerms,
  now: Instant,
  lateMs: number,
): Instant => {
  const since = plusMs(now, -lateMs);
  const window: Window = {
    from: notBefore === undefined ? since : latest(since, notBefore),
    // Until the end it is put off at most to the end.
    until: notBefore === undefined && now < endsAt ? earliest(endsAt, uselessFrom) : uselessFrom,
  };
  return awakeAt(wanted, window, zone, quietHours);
};

/** Until when a reminder of this threshold is true and of use; one that the plan has no more, until the end. */
export const usefulUntil = (terms: ReminderTerms, threshold: string): Instant => {
  const found = terms.reminders.filter(isTimeThreshold).find(({ id }) => id === threshold);
  return found ? meantFor(found, terms).uselessFrom : terms.endsAt;
};
