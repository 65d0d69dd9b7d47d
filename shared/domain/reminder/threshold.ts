import { HOUR_MS, type Instant } from '../values/instant.ts';
import type { QuietHours } from './quiet-hours.ts';

/**
 * When to remind, as plan data: `{ kind: 'before_end', id: '3d', beforeEndMs: 259_200_000 }`. The id is part of the
 * message's identity; at most 8 letters and digits.
 */
export type TimeThreshold = Urgency &
  (
    | { readonly kind: 'before_end'; readonly id: string; readonly beforeEndMs: number }
    | { readonly kind: 'at_end'; readonly id: string }
    /** Only where the plan has grace, and only as long as that lasts. */
    | { readonly kind: 'in_grace'; readonly id: string; readonly afterEndMs: number }
  );

interface Urgency {
  /** Goes out by SMS too, where one is bound, and not by e-mail alone. */
  readonly urgent?: true;
}

/** Reached when this much of the data is used, in per cent of the allowance. */
export interface DataThreshold extends Urgency {
  readonly kind: 'data_used';
  readonly id: string;
  readonly usedPercent: number;
}

export type Threshold = TimeThreshold | DataThreshold;

export const isTimeThreshold = (threshold: Threshold): threshold is TimeThreshold => threshold.kind !== 'data_used';
export const isDataThreshold = (threshold: Threshold): threshold is DataThreshold => threshold.kind === 'data_used';

/** What reminders of a line follow from. */
export interface ReminderTerms {
  /** Exclusive. */
  readonly endsAt: Instant;
  readonly graceMs: number;
  readonly reminders: readonly Threshold[];
  /** Where the SIM is used: people there sleep at night. */
  readonly zone: string;
  /** Absent: {@link DEFAULT_QUIET_HOURS}. */
  readonly quietHours?: QuietHours;
}

export interface PlannedReminder {
  readonly threshold: string;
  readonly at: Instant;
}

/** What cannot be renewed after its end is called out this long before it: paying and activating take minutes. */
export const LAST_CALL_MS = HOUR_MS;
