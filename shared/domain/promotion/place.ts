import type { Renewal } from '../renewal/renewal.ts';
import type { UsedPromotion } from './promotion.ts';

/** Whether a renewal takes something that others could have: a place of a limited number, or its line's only use. */
export const holdsPlace = (used: UsedPromotion | undefined): used is UsedPromotion =>
  used?.counted === true || used?.oncePerLine === true;

/**
 * What goes back to others with this change of a renewal: its place, where it ends unpaid. What was paid for is used,
 * also where the money goes back later: nobody gets a second discount by asking for a refund, and the number that a
 * brand has budgeted for is never exceeded by one that comes back to life.
 */
export const placeGivenBack = (before: Renewal, after: Renewal): UsedPromotion | undefined => {
  if (before.status !== 'awaiting_payment') return undefined;
  if (after.status !== 'expired' && after.status !== 'cancelled') return undefined;
  return holdsPlace(before.promotion) ? before.promotion : undefined;
};
