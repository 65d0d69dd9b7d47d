import { type Instant, plusMs } from '../values/instant.ts';
import { awakeAt, DEFAULT_QUIET_HOURS } from './quiet-hours.ts';
import { isDataThreshold, type ReminderTerms } from './threshold.ts';

/**
 * The highest data threshold that a line has reached in its current allowance. It stays when the reminder was handed on,
 * so that each comes once; a renewal takes it away, and arms all of them again.
 */
export interface DataReminder {
  readonly threshold: string;
  readonly usedPercent: number;
  /** The allowance that it is about. */
  readonly totalBytes: number;
  /** When it is to be handed on; absent once it was. */
  readonly at?: Instant;
}

interface Figures {
  readonly remainingBytes: number;
  readonly totalBytes: number;
}

interface Running extends ReminderTerms {
  readonly recycledAt?: Instant;
  readonly dataReminder?: DataReminder;
}

/** In per cent; nothing is used of what nobody counts. */
export const usedPercent = ({ remainingBytes, totalBytes }: Figures): number =>
  totalBytes > 0 ? (100 * (totalBytes - remainingBytes)) / totalBytes : 0;

/**
 * What new figures make due: the highest threshold that they reach, if nobody was told of it, or of a higher one, in this
 * allowance.
 */
export const newlyReached = (line: Running, figures: Figures, now: Instant): DataReminder | undefined => {
  if (line.recycledAt !== undefined || now >= line.endsAt) return undefined;
  const used = usedPercent(figures);
  const reached = line.reminders
    .filter(isDataThreshold)
    .filter((threshold) => figures.totalBytes > 0 && threshold.usedPercent <= used)
    .sort((a, b) => a.usedPercent - b.usedPercent)
    .at(-1);
  const told = line.dataReminder?.totalBytes === figures.totalBytes ? line.dataReminder.usedPercent : -1;
  if (!reached || reached.usedPercent <= told) return undefined;
  const { id: threshold, usedPercent: percent } = reached;
  return { threshold, usedPercent: percent, totalBytes: figures.totalBytes, at: dataReminderAt(line, now) };
};

/** At once, or when the quiet hours end, unless the line ends before that. */
export const dataReminderAt = (
  { endsAt, zone, quietHours = DEFAULT_QUIET_HOURS }: ReminderTerms,
  now: Instant,
  lateMs = 0,
): Instant => awakeAt(now, { from: plusMs(now, -lateMs), until: endsAt }, zone, quietHours);

/** It was handed on. */
export const handedOn = ({ at: _done, ...reminder }: DataReminder): DataReminder => reminder;
