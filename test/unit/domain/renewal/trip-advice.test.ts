import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { adviseForTrip, MAX_ADVISED } from '../../../../shared/domain/renewal/trip-advice.ts';
import { type Instant, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aLine, aPlan, END, NOW, yen } from '../given.ts';

const days = (count: number, price: number, change: Partial<Plan> = {}): Plan =>
  aPlan({
    planId: `d${count}-${price}`,
    length: { unit: 'day', count, day: { kind: 'calendar', zone: 'Asia/Tokyo' } },
    prices: [yen(price)],
    ...change,
  });
const inDays = (count: number): Instant => plusMs(END, count * ROLLING_DAY_MS);
const advise = (plans: readonly Plan[], until: Instant, currency = 'JPY') =>
  adviseForTrip(aLine(), plans, { until, currency, now: NOW });
const bought = (plans: readonly Plan[], until: Instant) => {
  const advice = advise(plans, until);
  return advice.kind === 'buy' ? advice.plans.map(({ planId }) => planId) : advice.kind;
};

describe('given a departure, when somebody asks what to buy', () => {
  test('then nothing is sold to whoever has enough', () => {
    expect(advise([days(3, 1_000)], END)).toEqual({ kind: 'covered', endsAt: END });
  });

  test.each([
    ['one that fits', [days(3, 1_000), days(7, 2_000)], 3, ['d3-1000']],
    ['two short ones that are cheaper than a long one', [days(3, 900), days(7, 2_000)], 5, ['d3-900', 'd3-900']],
    ['a longer one that is cheaper', [days(3, 1_900), days(7, 1_800)], 2, ['d7-1800']],
    ['a mix', [days(1, 500), days(3, 1_100), days(5, 1_650)], 9, ['d5-1650', 'd3-1100', 'd1-500']],
    ['of the same price the fewest', [days(3, 500), days(6, 1_000)], 6, ['d6-1000']],
    ['of the same price and number the one that lasts', [days(3, 500), days(5, 500)], 3, ['d5-500']],
  ])('then it is %s', (_what, plans, until, expected) => {
    const found = bought(plans, inDays(until));
    expect([...found].sort()).toEqual([...expected].sort());
  });

  test('then a day too far for what may be advised is said to be so', () => {
    expect(advise([days(1, 100)], inDays(MAX_ADVISED)).kind).toBe('buy');
    expect(advise([days(1, 100)], inDays(MAX_ADVISED + 1))).toEqual({ kind: 'out_of_reach' });
    expect(advise([], inDays(1))).toEqual({ kind: 'out_of_reach' });
  });

  test('then neither what would end the days that are left, nor what may never begin, nor what the line cannot take', () => {
    const refused = [
      days(9, 1, { stacking: 'reset_from_now' }),
      days(9, 2, { stacking: 'queue_on_depletion' }),
      days(9, 3, { family: 'korea' }),
    ];
    expect(bought([...refused, days(9, 900)], inDays(9))).toEqual(['d9-900']);
    expect(bought(refused, inDays(9))).toBe('out_of_reach');
  });

  test('then only what is sold in their currency', () => {
    const both = days(3, 1_000, { prices: [yen(1_000), money(4_900, 'CNY')] });
    expect(advise([days(3, 1), both], inDays(3), 'CNY')).toMatchObject({ kind: 'buy', total: money(4_900, 'CNY') });
  });

  test('then nothing that reaches so far is cheaper, and none of it could be left out', () => {
    const kinds = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 3_000 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([count]) => count,
    });
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 20 }), (sold, until) => {
        const plans = sold.map(([count, price]) => days(count, price));
        const advice = advise(plans, inDays(until));
        const cheapest = bruteForce(sold, until);
        if (advice.kind !== 'buy') expect(cheapest).toBe(Number.POSITIVE_INFINITY);
        else {
          expect(advice.total.amountMinor).toBe(cheapest);
          const total = advice.plans.reduce((sum, { length }) => sum + length.count, 0);
          expect(advice.endAfter).toBe(inDays(total));
          for (const { length } of advice.plans) expect(total - length.count).toBeLessThan(until);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Every multiset of at most as many plans as may be advised. */
const bruteForce = (sold: readonly (readonly [number, number])[], until: number): number => {
  const cost = (left: number, from: number, times: number): number => {
    if (left <= 0) return 0;
    if (times === 0) return Number.POSITIVE_INFINITY;
    return Math.min(
      ...sold.slice(from).map(([count, price], index) => price + cost(left - count, from + index, times - 1)),
      Number.POSITIVE_INFINITY,
    );
  };
  return cost(until, 0, MAX_ADVISED);
};
