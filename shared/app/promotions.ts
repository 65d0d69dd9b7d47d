import type { Line } from '../domain/line/line.ts';
import {
  applyPromotion,
  bestPromotion,
  candidates,
  needsUses,
  type Occasion,
  type UsesById,
} from '../domain/promotion/apply-promotion.ts';
import {
  type Promotion,
  type PromotionKey,
  type PromotionRefusal,
  sameCode,
  type UsedPromotion,
} from '../domain/promotion/promotion.ts';
import { Refusal } from '../errors.ts';
import type { Store } from '../table/store.ts';

export type PromotionStore = Pick<Store, 'promotionsOnSale' | 'promotionUses'>;
type Here = Occasion & { readonly line: Line };

/** A promotion as it is shown before paying. */
export interface Offered {
  readonly promotion: Promotion;
  readonly used: UsedPromotion;
}

/** As an order names it, from the preview. */
export type NamedPromotion = PromotionKey & { readonly code?: string };

/** The best promotion for a line here and now, and why a code that was written changes nothing. */
export const offerPromotion = async (
  store: PromotionStore,
  here: Here,
  written: string | undefined,
): Promise<{ readonly offered?: Offered; readonly codeRefusal?: PromotionRefusal }> => {
  const promotions = candidates(await store.promotionsOnSale(), written);
  const { used, refusal } = bestPromotion(promotions, here, written, await usesOf(store, promotions, here));
  const promotion = promotions.find(({ promotionId }) => promotionId === used?.promotionId);
  return { ...(used && promotion && { offered: { promotion, used } }), ...(refusal && { codeRefusal: refusal }) };
};

/**
 * The promotion that an order names.
 *
 * @returns `undefined` where it is not what was shown any more
 * @throws Refusal with the reason why it cannot be used
 */
export const namedPromotion = async (
  store: PromotionStore,
  here: Here,
  { promotionId, version, code }: NamedPromotion,
): Promise<Offered | undefined> => {
  const promotion = (await store.promotionsOnSale()).find((each) => each.promotionId === promotionId);
  if (!promotion || (promotion.code !== undefined && !sameCode(promotion.code, code ?? '')))
    throw new Refusal('promotion_unknown');
  const uses = await usesOf(store, [promotion], here);
  const applied = applyPromotion(promotion, here, uses.get(promotionId));
  if (!applied.ok) throw new Refusal(applied.refusal);
  return promotion.version === version ? { promotion, used: applied.used } : undefined;
};

const NOBODY: UsesById = new Map();

const usesOf = async (store: PromotionStore, promotions: readonly Promotion[], here: Here): Promise<UsesById> => {
  const ids = promotions.filter((each) => needsUses(each, here)).map(({ promotionId }) => promotionId);
  return ids.length === 0 ? NOBODY : store.promotionUses(here.line.lineId, ids);
};
