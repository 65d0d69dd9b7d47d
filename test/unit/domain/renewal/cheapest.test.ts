import { describe, expect, test } from '@jest/globals';
import { plansKept } from '../../../../shared/app/plans-kept.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { cheapestRenewal } from '../../../../shared/domain/renewal/cheapest.ts';
import { type Instant, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aLine, aPlan, END, later, NOW, yen } from '../given.ts';

const plan = (planId: string, amount: number, more: Partial<Plan> = {}) =>
  aPlan({ planId, prices: [yen(amount)], ...more });

describe('given a line and what is on sale, when the cheapest renewal is chosen', () => {
  test.each<[string, readonly Plan[], string | undefined]>([
    ['nothing is on sale', [], undefined],
    ['one costs less', [plan('a', 900), plan('b', 800)], 'b'],
    ['the cheapest is for other SIMs', [plan('a', 900), plan('b', 800, { family: 'korea' })], 'a'],
    ['the cheapest is of another carrier', [plan('a', 900), plan('b', 800, { carrier: 'airalo' })], 'a'],
    [
      'two cost the same: the longer one',
      [plan('a', 900), plan('b', 900, { length: { unit: 'day', count: 5, day: { kind: 'rolling' } } })],
      'b',
    ],
    ['two are as long: the one with more data', [plan('a', 900), plan('b', 900, { allowanceBytes: 4e9 })], 'b'],
    ['two are alike: the first by name', [plan('b', 900), plan('a', 900)], 'a'],
    [
      'a smaller number is of another currency',
      [plan('a', 900), plan('b', 7, { prices: [money(7, 'USD')] }), plan('c', 950)],
      'a',
    ],
    [
      "the line's own plan has that currency",
      [plan('a', 900), aPlan({ prices: [money(7, 'USD')] }), plan('c', 950)],
      'japan-3d',
    ],
  ])('%s', (_when, plans, expected) => {
    expect(cheapestRenewal(aLine(), plans, NOW)?.planId).toBe(expected);
    expect(cheapestRenewal(aLine(), plans.toReversed(), NOW)?.planId).toBe(expected);
  });

  test('a line that can no longer be renewed has none', () => {
    expect(cheapestRenewal(aLine(), [aPlan()], END)).toBeUndefined();
  });
});

describe('given many messages, when each asks what is on sale', () => {
  const world = (fails = 0) => {
    const state: { now: Instant; reads: number } = { now: NOW, reads: 0 };
    const plans = plansKept(
      {
        async plansOnSale() {
          state.reads += 1;
          if (state.reads <= fails) throw new Error('outage');
          return [aPlan()];
        },
      },
      () => state.now,
    );
    return { state, plans };
  };

  test('then it is read once in five minutes, also by those who come at once', async () => {
    const { state, plans } = world();
    await Promise.all([plans(), plans(), plans()]);
    state.now = later(5 * MINUTE_MS - 1);
    await plans();
    expect(state.reads).toBe(1);
    state.now = later(5 * MINUTE_MS);
    await plans();
    expect(state.reads).toBe(2);
  });

  test('then a reading that failed is not kept', async () => {
    const { plans } = world(1);
    await expect(plans()).rejects.toThrow('outage');
    expect(await plans()).toHaveLength(1);
  });

  test('then a clock that was set back does not keep it for long', async () => {
    const { state, plans } = world();
    await plans();
    state.now = later(-1);
    await plans();
    expect(state.reads).toBe(2);
  });
});
