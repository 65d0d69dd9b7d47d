import type { Promotion } from '../../../../shared/domain/promotion/promotion.ts';
import { ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { later, NOW } from '../given.ts';

/** Ten per cent, by itself, for everything, from now on for thirty days. */
export const aPromotion = (change: Partial<Promotion> = {}): Promotion => ({
  promotionId: 'autumn',
  version: 1,
  names: { 'zh-CN': '秋季优惠', 'zh-TW': '秋季優惠', ja: '秋の割引', en: 'Autumn', ko: '가을 할인' },
  discount: { kind: 'percent', percent: 10 },
  from: NOW,
  until: later(30 * ROLLING_DAY_MS),
  ...change,
});
