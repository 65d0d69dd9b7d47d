import type { Promotion, PromotionKey, UsedPromotion } from '../../shared/domain/promotion/promotion.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { type LineId, lineOf, type RenewalId } from '../../shared/domain/values/ids.ts';
import type { Created, Store } from '../../shared/table/store.ts';

type Reads = Pick<Store, 'promotion' | 'promotionsOnSale' | 'promotionUses' | 'addPromotion'>;

/** Promotions in memory, and who has how many of their places. */
export const memoryPromotions = () => {
  const versions = new Map<string, Promotion>();
  const onSale = new Map<string, Promotion>();
  const taken = new Map<string, number>();
  const holders = new Map<string, RenewalId>();
  const nameOf = ({ promotionId, version }: PromotionKey): string => `${promotionId}#${version}`;
  const use = (lineId: LineId, promotionId: string): string => `${lineId}#${promotionId}`;

  const places = {
    take(
      { promotionId, counted, oncePerLine }: UsedPromotion,
      { lineId, renewalId }: Renewal,
      limit = 0,
    ): Exclude<Created['kind'], 'existing'> {
      const count = taken.get(promotionId) ?? 0;
      if (oncePerLine && holders.has(use(lineId, promotionId))) return 'promotion_already_used';
      if (counted && count >= limit) return 'promotion_used_up';
      if (counted) taken.set(promotionId, count + 1);
      if (oncePerLine) holders.set(use(lineId, promotionId), renewalId);
      return 'created';
    },
    giveBack({ promotionId, counted, oncePerLine }: UsedPromotion, renewalId: RenewalId): void {
      const [count, name] = [taken.get(promotionId) ?? 0, use(lineOf(renewalId), promotionId)];
      if ((counted && count === 0) || (oncePerLine && holders.get(name) !== renewalId))
        throw new Error(`no place of ${promotionId} to give back`);
      if (counted) taken.set(promotionId, count - 1);
      if (oncePerLine) holders.delete(name);
    },
  };

  const reads: Reads = {
    promotion: async (key) => versions.get(nameOf(key)),
    promotionsOnSale: async () => [...onSale.values()].sort((a, b) => (a.promotionId < b.promotionId ? -1 : 1)),
    promotionUses: async (lineId, ids) =>
      new Map(ids.map((id) => [id, { taken: taken.get(id) ?? 0, byThisLine: holders.has(use(lineId, id)) }])),
    async addPromotion(promotion) {
      const kept = versions.get(nameOf(promotion)) ?? promotion;
      versions.set(nameOf(kept), kept);
      onSale.set(kept.promotionId, kept);
    },
  };
  return { ...reads, places };
};
