import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Instant, instant, plusMs, SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { memoryRateBudget, memoryTokenStore } from '../../fakes/shared-state.ts';

let now: Instant;
beforeEach(() => {
  now = instant(Date.UTC(2030, 0, 1));
});
const clock = (): Instant => now;
const pass = (ms: number): void => {
  now = plusMs(now, ms);
};

describe('a rate budget in memory', () => {
  test('given more requests than a second has room for, then the rest is denied until the next one', async () => {
    const budget = memoryRateBudget({ clock, perSecond: 2 });
    expect([await budget.take(), await budget.take(), await budget.take()]).toEqual([true, true, false]);
    pass(SECOND_MS - 1);
    expect(await budget.take()).toBe(false);
    pass(1);
    expect([await budget.take(), await budget.take(), await budget.take()]).toEqual([true, true, false]);
    expect(budget.taken).toHaveLength(4);
  });
});

describe('a token store in memory', () => {
  test('given a token, then it is read until it ends', async () => {
    const store = memoryTokenStore({ clock });
    const token = { token: 'one', endsAt: plusMs(now, SECOND_MS) };
    expect(await store.read()).toBeUndefined();
    await store.save(token);
    expect(await store.read()).toEqual(token);
    pass(SECOND_MS);
    expect(await store.read()).toBeUndefined();
    expect(store.saved).toEqual([token]);
  });

  test('given a lease, then nobody else has it until it lapses; who saves a token holds it again', async () => {
    const store = memoryTokenStore({ clock });
    expect([await store.lease(), await store.lease()]).toEqual([true, false]);
    pass(20 * SECOND_MS);
    expect(await store.lease()).toBe(true);
    pass(19 * SECOND_MS);
    await store.save({ token: 'one', endsAt: plusMs(now, 1) });
    pass(19 * SECOND_MS);
    expect(await store.lease()).toBe(false);
    pass(SECOND_MS);
    expect(await store.lease()).toBe(true);
  });
});
