import { describe, expect, test } from '@jest/globals';
import { planFromItem, planToItem } from '../../../shared/table/plan-item.ts';
import { aPlan } from '../domain/given.ts';

const itemNamed = (names: unknown) => ({ ...planToItem(aPlan(), 1), names });

describe('given a plan that was stored', () => {
  test('before Taiwan’s Chinese and Korean were spoken, then they show its English name', () => {
    const names = { 'zh-CN': '日本3天', ja: '日本3日間', en: 'Japan 3 days' };
    expect(planFromItem(itemNamed(names)).names).toEqual({ ...names, 'zh-TW': 'Japan 3 days', ko: 'Japan 3 days' });
  });

  test('in five languages, then each is kept', () => {
    expect(planFromItem(planToItem(aPlan(), 1)).names).toEqual(aPlan().names);
  });

  test.each(['zh-CN', 'ja', 'en'] as const)('without its name in %s, then it is a defect', (language) => {
    const { [language]: _missing, ...names } = aPlan().names;
    expect(() => planFromItem(itemNamed(names))).toThrow();
  });
});
