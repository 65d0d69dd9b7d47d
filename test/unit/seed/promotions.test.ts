import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { PROMOTIONS } from '../../../local/seed/promotions.ts';
import { parsePromotion } from '../../../shared/catalogue/promotion-schema.ts';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';
import { promotionFromItem, promotionToItem } from '../../../shared/table/promotion-item.ts';
import { strangers } from '../messaging/characters.ts';

describe('the seeded promotions', () => {
  test.each(PROMOTIONS.map((each) => [each.promotionId, each] as const))(
    '%s can be kept and shown',
    (_id, promotion) => {
      expect(promotionFromItem(promotionToItem(promotion, promotion.version))).toEqual(promotion);
      for (const language of LANGUAGES) expect(strangers(promotion.names[language], language)).toBe('');
      expect(new Set(Object.values(promotion.names)).size).toBe(LANGUAGES.length);
    },
  );

  test('are for what is on sale', () => {
    const plans = CATALOGUE.map(({ planId }) => planId);
    const families = CATALOGUE.map(({ family }) => family);
    expect(plans).toEqual(expect.arrayContaining(PROMOTIONS.flatMap((each) => each.plans ?? [])));
    expect(families).toEqual(expect.arrayContaining(PROMOTIONS.flatMap((each) => each.families ?? [])));
  });
});

describe('a promotion as it is written down', () => {
  const written = {
    promotionId: 'a',
    version: 1,
    names: Object.fromEntries(LANGUAGES.map((language) => [language, 'x'])),
    discount: { kind: 'percent', percent: 10 },
    from: '2026-10-01T00:00:00+09:00',
    until: '2026-11-01T00:00:00+09:00',
  };

  test('is read', () => {
    expect(parsePromotion(written)).toMatchObject({ from: Date.parse(written.from), until: Date.parse(written.until) });
  });

  test.each<[string, object]>([
    ['a language is missing', { names: { en: 'x' } }],
    ['nothing is taken off', { discount: { kind: 'percent', percent: 0 } }],
    ['all is taken off', { discount: { kind: 'percent', percent: 100 } }],
    ['a part of a hundredth is taken off', { discount: { kind: 'percent', percent: 2.5 } }],
    ['no amount is named', { discount: { kind: 'amount', off: [] } }],
    ['an amount is none', { discount: { kind: 'amount', off: [{ amountMinor: 0, currency: 'JPY' }] } }],
    [
      'a currency is named twice',
      { discount: { kind: 'amount', off: [1, 2].map((amountMinor) => ({ amountMinor, currency: 'JPY' })) } },
    ],
    ['it ends before it begins', { until: written.from }],
    ['an instant has no offset', { until: '2026-11-01T00:00:00' }],
    ['a code is not in capitals', { code: 'tokyo' }],
    ['it is for no plan', { plans: [] }],
    ['there is no place', { limit: 0 }],
    ['a field is unknown', { limits: 3 }],
  ])('is refused where %s', (_what, change) => {
    expect(() => parsePromotion({ ...written, ...change })).toThrow();
  });
});
