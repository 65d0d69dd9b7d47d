import { describe, expect, test } from '@jest/globals';
import { noteUsage } from '../../../../shared/app/carriers/note-usage.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aGrant, aLine, aPlan, END, LINE_ID, later } from '../../domain/given.ts';

const DAYS = { unit: 'day', count: 9, day: { kind: 'rolling' } } as const;
const WAITS = { stacking: 'queue_on_depletion', length: DAYS, allowanceBytes: 7 } as const;
const EMPTY = { remainingBytes: 0, totalBytes: 3_000_000_000, asOf: later(60_000) };

const world = async () => {
  const store = memoryStore();
  await store.addPlan(aPlan(WAITS));
  await store.addLine(aLine({ grants: [aGrant(WAITS)] }));
  const line = async () => {
    const found = await store.line(LINE_ID);
    if (!found) throw new Error('no line');
    return found;
  };
  return { store, line };
};

describe('given a period that waits for the data to be used up', () => {
  test('when a figure says so, then it begins with its data, and the end is its own', async () => {
    const { store, line } = await world();
    expect(await noteUsage(store, await line(), EMPTY, later(120_000))).toBe(true);
    expect(await line()).toMatchObject({
      grants: [{ startedAt: EMPTY.asOf }],
      endsAt: plusMs(EMPTY.asOf, 9 * ROLLING_DAY_MS),
      expiryVersion: 2,
      usage: { remainingBytes: 7, totalBytes: 3_000_000_007 },
    });
  });

  test('when whoever noted it was stopped before that, then the same figure makes up for it', async () => {
    const { store, line } = await world();
    await store.noteUsage(LINE_ID, EMPTY);
    expect(await noteUsage(store, await line(), EMPTY, later(120_000))).toBe(false);
    expect((await line()).endsAt).toBe(plusMs(EMPTY.asOf, 9 * ROLLING_DAY_MS));
  });

  test('when somebody changes the line meanwhile, then it begins all the same, once', async () => {
    const { store, line } = await world();
    store.beforeWrite = async (write) => {
      if (write !== 'settleLine') return;
      store.beforeWrite = () => {};
      await store.releaseFence(await line());
    };
    await noteUsage(store, await line(), EMPTY, later(120_000));
    expect((await line()).usage.remainingBytes).toBe(7);
    await noteUsage(store, await line(), EMPTY, later(130_000));
    expect((await line()).usage.remainingBytes).toBe(7);
  });

  test('when something is left, then it goes on waiting', async () => {
    const { store, line } = await world();
    await noteUsage(store, await line(), { ...EMPTY, remainingBytes: 1 }, later(120_000));
    expect((await line()).endsAt).toBe(END);
  });
});
