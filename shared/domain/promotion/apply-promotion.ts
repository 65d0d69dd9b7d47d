import type { Line } from '../line/line.ts';
import type { Plan } from '../plan/plan.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';
import { discountOn } from './discount.ts';
import { isOncePerLine, type Promotion, type PromotionRefusal, sameCode, type UsedPromotion } from './promotion.ts';

/** What is to be renewed, at which price before any promotion. */
export interface Occasion {
  readonly line: Pick<Line, 'expiryVersion' | 'fence'>;
  readonly plan: Pick<Plan, 'planId' | 'family'>;
  readonly price: Money;
  readonly now: Instant;
}

/** How often a promotion has been used, as far as that decides anything. */
export interface Uses {
  readonly taken: number;
  readonly byThisLine: boolean;
}
const UNUSED: Uses = { taken: 0, byThisLine: false };
/** By the id of the promotion; what is not in it is unused. */
export type UsesById = ReadonlyMap<string, Uses>;

type Applied =
  | { readonly ok: true; readonly used: UsedPromotion }
  | { readonly ok: false; readonly refusal: PromotionRefusal };

/** What a promotion takes off here and now. */
export const applyPromotion = (promotion: Promotion, occasion: Occasion, uses: Uses = UNUSED): Applied => {
  const refusal = notHere(promotion, occasion) ?? notAnyMore(promotion, uses);
  if (refusal) return { ok: false, refusal };
  return {
    ok: true,
    used: {
      promotionId: promotion.promotionId,
      version: promotion.version,
      discountMinor: discountOn(occasion.price, promotion.discount),
      ...(promotion.limit !== undefined && { counted: true }),
      ...(isOncePerLine(promotion) && { oncePerLine: true }),
    },
  };
};

/** What does not depend on who has used it. One that has not begun is not told of. */
const notHere = (promotion: Promotion, { line, plan, price, now }: Occasion): PromotionRefusal | undefined => {
  if (now < promotion.from) return 'promotion_unknown';
  if (now >= promotion.until) return 'promotion_expired';
  if (!isFor(promotion, plan) || discountOn(price, promotion.discount) === 0) return 'promotion_not_for_plan';
  return promotion.only === 'first_renewal' && wasRenewed(line) ? 'promotion_first_only' : undefined;
};

const notAnyMore = (promotion: Promotion, { taken, byThisLine }: Uses): PromotionRefusal | undefined => {
  if (isOncePerLine(promotion) && byThisLine) return 'promotion_already_used';
  return promotion.limit !== undefined && taken >= promotion.limit ? 'promotion_used_up' : undefined;
};

const isFor = ({ plans, families }: Promotion, plan: Occasion['plan']): boolean => {
  if (!plans && !families) return true;
  return plans?.includes(plan.planId) === true || families?.includes(plan.family) === true;
};

/** The end that a line comes with is its first one; each renewal makes another. */
const FIRST_END = 1;
const wasRenewed = ({ expiryVersion, fence }: Occasion['line']): boolean =>
  expiryVersion > FIRST_END || fence !== undefined;

/** Whether uses decide anything on it here: only then are they worth a reading. */
export const needsUses = (promotion: Promotion, occasion: Occasion): boolean =>
  (promotion.limit !== undefined || isOncePerLine(promotion)) && notHere(promotion, occasion) === undefined;

/** Those that apply by themselves, and those of the code that was written. */
export const candidates = (promotions: readonly Promotion[], written: string | undefined): readonly Promotion[] =>
  promotions.filter(({ code }) => code === undefined || (written !== undefined && sameCode(code, written)));

export interface Choice {
  readonly used?: UsedPromotion;
  /** Why the code that was written changes nothing. */
  readonly refusal?: PromotionRefusal;
}

/**
 * The one that takes most off; of equal ones that with the first id. Promotions do not add up. A code that can be used
 * is never refused, also where another promotion is better.
 */
export const bestPromotion = (
  promotions: readonly Promotion[],
  occasion: Occasion,
  written: string | undefined,
  uses: UsesById,
): Choice => {
  const tried = candidates(promotions, written).map((promotion) => ({
    isOfCode: promotion.code !== undefined,
    applied: applyPromotion(promotion, occasion, uses.get(promotion.promotionId)),
  }));
  const [used] = tried.flatMap(({ applied }) => (applied.ok ? [applied.used] : [])).sort(better);
  const ofCode = tried.flatMap(({ isOfCode, applied }) => (isOfCode ? [applied] : []));
  const refusal = written === undefined ? undefined : whyNone(ofCode);
  return { ...(used && { used }), ...(refusal && { refusal }) };
};

const better = (a: UsedPromotion, b: UsedPromotion): number =>
  b.discountMinor - a.discountMinor || (a.promotionId < b.promotionId ? -1 : 1);

const whyNone = (ofCode: readonly Applied[]): PromotionRefusal | undefined => {
  if (ofCode.some(({ ok }) => ok)) return undefined;
  const refusals = ofCode.flatMap((applied) => (applied.ok ? [] : [applied.refusal]));
  return refusals.find((refusal) => refusal !== 'promotion_unknown') ?? 'promotion_unknown';
};
