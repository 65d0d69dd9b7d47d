import type { Length } from './length.ts';

/** How a renewal relates to what the line still has. */
export const STACKING_RULES = [
  /** The end moves by the length, and the data is added to what is left. */
  'extend_end',
  /** What runs ends now, and the new period begins now; what is lost is shown before paying. */
  'reset_from_now',
  /** A period of its own that begins when all others have ended; on request it begins now instead. */
  'queue_after_expiry',
  /** A period of its own that begins when the data before it is used up, and lapses where that does not happen in time. */
  'queue_on_depletion',
  /** A period of its own that runs beside the others. */
  'parallel',
  /** To the end of the n-th month of the calendar. */
  'month_end',
] as const;
export type StackingRule = (typeof STACKING_RULES)[number];

/** What the first period of a SIM that is not in use begins with. */
export const START_TRIGGERS = ['purchase', 'install', 'first_network'] as const;
export type StartTrigger = (typeof START_TRIGGERS)[number];

/** The terms of a plan that decide which time and data a renewal gives. */
export interface GrantTerms {
  readonly stacking: StackingRule;
  readonly length: Length;
  readonly startsWith: StartTrigger;
  /** Data at full speed, in bytes; 0 where the plan is unlimited. */
  readonly allowanceBytes: number;
}

/** Something worth knowing before paying. */
export const WARNINGS = [
  /** The first calendar day has begun already: it ends at midnight, however late it is bought. */
  'first_day_already_begun',
  /** The first month has begun already: it ends with its last day, however late it is bought. */
  'first_month_already_begun',
  /** The line has ended: the new period starts with the activation, not at the old end. */
  'starts_at_activation',
  /** The line has ended: the new period starts when the eSIM is installed; the end that is shown is the earliest. */
  'starts_at_install',
  /** The line has ended: the new period starts with the first connection; the end that is shown is the earliest. */
  'starts_at_first_network',
  /** Time that was paid for ends with the activation. */
  'remaining_time_lost',
  /** Data that was paid for is gone with the activation. */
  'remaining_data_lost',
  /** The new data can be used once everything before it has ended. */
  'starts_after_expiry',
  /** The new period begins when the data before it is used up. */
  'starts_on_depletion',
  /** Should the data before it not be used up by the end that is shown, the new period is never used. */
  'may_lapse',
  /** The new period ends before, or together with, what the line has already. */
  'ends_no_later',
] as const;
export type Warning = (typeof WARNINGS)[number];
