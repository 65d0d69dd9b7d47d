import type { DayRule } from '../plan/length.ts';
import type { GrantTerms, StackingRule } from '../plan/stacking.ts';

/** The time that a carrier can give a SIM. */
export interface Serves {
  /**
   * Packages of 24-hour days end in the middle of a day: who was promised the midnight after it would be cut off before.
   * Months need a carrier that closes days at midnight.
   */
  readonly days: readonly DayRule['kind'][];
  readonly stacking: readonly StackingRule[];
}

/** What of a plan the carrier cannot do; `undefined` where it can do all of it. */
export const unservedTerm = (
  { days, stacking }: Serves,
  plan: Pick<GrantTerms, 'length' | 'stacking'>,
): 'length' | 'stacking' | undefined => {
  const kind = plan.length.unit === 'month' ? 'calendar' : plan.length.day.kind;
  if (!days.includes(kind)) return 'length';
  return stacking.includes(plan.stacking) ? undefined : 'stacking';
};
