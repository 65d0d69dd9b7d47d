import { parsePromotion } from '../../shared/catalogue/promotion-schema.ts';
import type { Promotion } from '../../shared/domain/promotion/promotion.ts';

/** One by code, for a first renewal and limited in number; and one by itself. */
export const PROMOTIONS: readonly Promotion[] = [
  {
    promotionId: 'welcome-10',
    version: 1,
    names: {
      'zh-CN': '首次续期9折',
      'zh-TW': '首次延長9折',
      ja: '初めての延長が1割引',
      en: '10% off your first renewal',
      ko: '첫 연장 10% 할인',
    },
    discount: { kind: 'percent', percent: 10 },
    from: '2026-01-01T00:00:00+09:00',
    until: '2036-01-01T00:00:00+09:00',
    code: 'WELCOME10',
    families: ['jp-1gb'],
    only: 'first_renewal',
    limit: 1000,
  },
  {
    promotionId: 'week-200',
    version: 1,
    names: {
      'zh-CN': '7天套餐立减',
      'zh-TW': '7天方案折扣',
      ja: '7日間プラン割引',
      en: '7 days for less',
      ko: '7일 요금제 할인',
    },
    discount: {
      kind: 'amount',
      off: [
        { amountMinor: 200, currency: 'JPY' },
        { amountMinor: 1000, currency: 'CNY' },
      ],
    },
    from: '2026-01-01T00:00:00+09:00',
    until: '2036-01-01T00:00:00+09:00',
    plans: ['jp-1gb-7d'],
  },
].map(parsePromotion);
