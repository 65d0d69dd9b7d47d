import type { Texts } from '../plan/plan.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';

/** A version is never edited: a renewal keeps the one that it was sold under. */
export interface PromotionKey {
  readonly promotionId: string;
  readonly version: number;
}

export type Discount =
  /** Whole hundredths of the price, 1 to 99. */
  | { readonly kind: 'percent'; readonly percent: number }
  /** One for each currency that it is given in. */
  | { readonly kind: 'amount'; readonly off: readonly [Money, ...Money[]] };

/** What a brand takes off the price of a renewal. */
export interface Promotion extends PromotionKey {
  /** As it is called on the price and the receipt. */
  readonly names: Texts;
  readonly discount: Discount;
  /** Ordered at this instant or later, */
  readonly from: Instant;
  /** and before this one. */
  readonly until: Instant;
  /** In capitals. Absent: it applies by itself. */
  readonly code?: string;
  /** All plans where neither is named; else those of either. */
  readonly plans?: readonly string[];
  readonly families?: readonly string[];
  /** Of a line; it is used once per line then. */
  readonly only?: 'first_renewal';
  /** How often it can be used, by all together, over all of its versions. */
  readonly limit?: number;
  readonly oncePerLine?: true;
}

/** What a renewal has of a promotion, kept with it. */
export interface UsedPromotion extends PromotionKey {
  /** Taken off, in the currency of its price. */
  readonly discountMinor: number;
  /** It holds one of a limited number of places. */
  readonly counted?: true;
  /** It holds its line's only use. */
  readonly oncePerLine?: true;
}

/** Why a promotion cannot be used, with a stable code. */
export type PromotionRefusal =
  | 'promotion_unknown'
  | 'promotion_expired'
  | 'promotion_used_up'
  | 'promotion_not_for_plan'
  | 'promotion_first_only'
  | 'promotion_already_used';

/** People write codes as they like. */
export const sameCode = (code: string | undefined, written: string): boolean =>
  code === written.normalize('NFKC').trim().toUpperCase();

export const isOncePerLine = ({ oncePerLine, only }: Promotion): boolean =>
  oncePerLine === true || only === 'first_renewal';
