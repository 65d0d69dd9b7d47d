import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, JAPAN_DAYS } from '../../../local/seed/catalogue.ts';
import { JAPAN_TOP_UPS } from '../../../local/simulators/airalo/catalogue.ts';
import { DEFAULT_PACKAGES } from '../../../local/simulators/esimaccess/data-package.ts';
import { JAPAN as JAPAN_BUNDLES } from '../../../local/simulators/esimgo/catalogue.ts';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';
import { planFromItem, planToItem } from '../../../shared/table/plan-item.ts';
import { strangers } from '../messaging/characters.ts';

describe('the seeded catalogue', () => {
  test('sells 3, 5 and 7 days of one family for Japan, dearer the longer and cheaper by the day', () => {
    expect(JAPAN_DAYS.map(({ length }) => length.count)).toEqual([3, 5, 7]);
    expect(new Set(JAPAN_DAYS.map(({ family }) => family)).size).toBe(1);
    const prices = JAPAN_DAYS.map(({ prices: [price] }) => price.amountMinor);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    const daily = JAPAN_DAYS.map(({ prices: [price], length }) => price.amountMinor / length.count);
    expect(daily).toEqual([...daily].sort((a, b) => b - a));
  });

  test('has plans of other families', () => {
    const others = [
      'jp-1gb',
      'jp-24h',
      'kr-1gb',
      'airalo-jp',
      'esimaccess-jp',
      'esimgo-jp',
      'manual-jp',
      'manual-data',
    ];
    const more = ['jp-pass-1gb', 'jp-pass-2gb', 'jp-pass-3gb', 'jp-unlimited', 'jp-long', 'jp-90d', 'jp-month-end'];
    expect(new Set(CATALOGUE.map(({ family }) => family))).toEqual(new Set([...others, ...more]));
  });

  test('names a product for every carrier that sells any, and what it may cost at most', () => {
    const bought = CATALOGUE.filter(({ carrier }) => !['soracom', 'manual'].includes(carrier));
    expect(bought.map(({ carrier }) => carrier)).toEqual(['airalo', 'esimaccess', 'esimgo']);
    const sold = new Map<string, number>([
      ...JAPAN_TOP_UPS.map(({ id, netPrice }) => [id, netPrice * 10_000] as const),
      ...DEFAULT_PACKAGES.map(({ packageCode, price }) => [packageCode, price] as const),
      ...JAPAN_BUNDLES.map(({ name, price }) => [name, price * 10_000] as const),
    ]);
    for (const { product, maxCost } of bought) {
      expect(sold.get(product)).toBeLessThanOrEqual(maxCost?.amountE4 ?? 0);
      expect(maxCost?.currency).toBe('USD');
    }
  });

  test.each(CATALOGUE.map((plan) => [plan.planId, plan] as const))('%s can be kept and shown', (_id, plan) => {
    expect(planFromItem(planToItem(plan, plan.version))).toEqual(plan);
    expect(plan.version).toBe(1);
    expect(plan.prices[0].currency).toBe('JPY');
    for (const language of LANGUAGES) {
      expect(plan.names[language]).toMatch(/\S/);
      expect(strangers(plan.names[language], language)).toBe('');
    }
    expect(new Set(Object.values(plan.names)).size).toBe(LANGUAGES.length);
    for (const { id } of plan.reminders) expect(id.length).toBeLessThanOrEqual(8);
  });

  test('gives every plan an id of its own', () => {
    expect(new Set(CATALOGUE.map(({ planId }) => planId)).size).toBe(CATALOGUE.length);
  });
});
