import type { RecordDifference } from '../renewal/renewal.ts';
import type { Instant } from '../values/instant.ts';

/** What a run put right by itself. */
export const CARRIER_REPAIRS = [
  /** The line is closed for further renewals: its number belongs to another SIM. */
  'recycled',
  /** The record was read back for the first time since the activation, and shows it. */
  'checked',
  /** The renewal was given up and is served: it is being taken back. */
  'taking_back',
] as const;

/** Where a carrier's record and ours differ, and what was done about it. */
export type CarrierDifference = {
  /** The renewal that it is about; the line where it is about none. */
  readonly reference: string;
} & (
  | { readonly kind: 'repaired'; readonly what: readonly (typeof CARRIER_REPAIRS)[number][] }
  /** An active renewal is not served as it was promised: its money is held for a person. */
  | { readonly kind: 'record_differs'; readonly code: RecordDifference }
  /** The same, of a line none of whose renewals is compared: a person has to look. */
  | { readonly kind: 'line_differs'; readonly code: 'end' | 'sim_absent' }
  /** A renewal that was given up is served, and nothing watches it any more: a person has to know. */
  | { readonly kind: 'served_for_nothing' }
  /** The carrier has a period that no renewal of ours stands for. */
  | { readonly kind: 'unknown_to_us'; readonly period: string }
  /** Still so, and a person has settled it before. */
  | { readonly kind: 'settled'; readonly code: RecordDifference | 'served' }
  /** Could not be compared or written down this time; the next run tries again. */
  | { readonly kind: 'failed'; readonly code: string }
);

/** Why lines were not compared. */
export const SKIP_REASONS = [
  /** An attempt is open, or what it did is too fresh for the carrier's record. */
  'under_way',
  /** The carrier has no record that can be read. */
  'no_record',
  /** The number was given to another SIM before. */
  'recycled',
  /** The run's time was over. */
  'out_of_time',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What one run found for one account at a carrier. */
export interface CarrierReconciliation {
  readonly kind: 'carrier';
  readonly account: string;
  /** Days since 1970 (UTC): the day of the run, for records are read as they stand. */
  readonly day: number;
  readonly ranAt: Instant;
  /** Records that the carrier showed. */
  readonly theirs: number;
  /** Lines that were renewed within the days that are compared. */
  readonly ours: number;
  readonly differences: readonly CarrierDifference[];
  /** Open differences beyond those that are listed. */
  readonly unlisted: number;
  /** Lines that were not compared, by the reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}
