import { describe, expect, test } from '@jest/globals';
import { carrierGuard } from '../../../../shared/app/carriers/guard.ts';
import { refreshUsage } from '../../../../shared/app/carriers/refresh-usage.ts';
import type { CarrierUsage } from '../../../../shared/carriers/carrier.ts';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { lineId } from '../../../../shared/domain/values/ids.ts';
import { type Instant, MINUTE_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { fakeCarrier } from '../../../fakes/fake-carrier.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aLine, END, LINE_ID, later, NOW } from '../../domain/given.ts';

const STALE = later(30 * MINUTE_MS);

const usage = (remainingBytes: number, asOf: Instant = STALE): CarrierUsage => ({
  kind: 'usage',
  remainingBytes,
  totalBytes: 3_000_000_000,
  asOf,
});

const world = async (line: Line = aLine(), options: { readonly at?: Instant; readonly mute?: boolean } = {}) => {
  let now = options.at ?? STALE;
  const clock = () => now;
  const store = memoryStore();
  await store.addLine(line);
  const carrier = fakeCarrier({ clock, ...(options.mute && { without: ['readUsage'] }) });
  let reads = 0;
  const counted = {
    ...carrier,
    ...(carrier.readUsage && {
      readUsage: async (sim: Parameters<NonNullable<typeof carrier.readUsage>>[0]) => {
        reads += 1;
        return carrier.readUsage?.(sim) ?? { kind: 'no_figure' as const };
      },
    }),
  };
  const refresh = refreshUsage({
    store,
    carriers: { of: (account) => (account === 'soracom' ? counted : undefined) },
    guard: carrierGuard(store, clock),
    clock,
  });
  return {
    store,
    carrier,
    refresh: (changed = false) => refresh({ lineId: LINE_ID, changed }),
    refreshOther: () => refresh({ lineId: lineId('ZZZZZZZZZZZZ'), changed: false }),
    reads: () => reads,
    advance: (ms: number) => {
      now = plusMs(now, ms);
    },
    usage: async () => (await store.line(LINE_ID))?.usage,
    /** Whether it is due a moment before, and at, that instant. */
    watchedAt: async (at: Instant) =>
      (await store.dueUsage(at)).ids.length === 1 && (await store.dueUsage(plusMs(at, -1))).ids.length === 0,
    isWatched: async () => (await store.dueUsage(later(100_000 * MINUTE_MS))).ids.length > 0,
  };
};

describe('reading the usage of a line', () => {
  test('given an old figure, then a newer one of the carrier takes its place', async () => {
    const { carrier, refresh, usage: stored, isWatched } = await world();
    carrier.tellUsage('sim-1', usage(2_000_000_000));
    expect(await refresh()).toBe('noted');
    expect(await stored()).toEqual({ remainingBytes: 2_000_000_000, totalBytes: 3_000_000_000, asOf: STALE });
    expect(await isWatched()).toBe(false);
  });

  test('given that it runs low, then it is read again in half an hour', async () => {
    const { carrier, refresh, watchedAt } = await world();
    carrier.tellUsage('sim-1', usage(700_000_000));
    expect(await refresh()).toBe('noted');
    expect(await watchedAt(plusMs(STALE, 30 * MINUTE_MS))).toBe(true);
  });

  test('given that it has run out, then it is not read again by itself', async () => {
    const { carrier, refresh, store, isWatched } = await world();
    await store.watchUsage(LINE_ID, NOW);
    carrier.tellUsage('sim-1', usage(0));
    await refresh();
    expect(await isWatched()).toBe(false);
  });

  test('given a figure of a moment ago, then the carrier is not asked, and a watch goes on from it', async () => {
    const { refresh, reads, watchedAt } = await world(aLine(), { at: later(MINUTE_MS) });
    expect(await refresh()).toBe('fresh');
    expect(reads()).toBe(0);
    expect(await watchedAt(later(31 * MINUTE_MS))).toBe(true);
  });

  test('given a figure of a moment ago and a carrier that says that something happened, then it is read in a while', async () => {
    const { refresh, reads, watchedAt } = await world(aLine(), { at: later(MINUTE_MS) });
    expect(await refresh(true)).toBe('fresh');
    expect(reads()).toBe(0);
    expect(await watchedAt(later(15 * MINUTE_MS))).toBe(true);
  });

  test('given a carrier that has no newer figure, then it is not asked again at once, and later it is', async () => {
    const { carrier, refresh, reads, advance } = await world();
    carrier.tellUsage('sim-1', usage(500_000_000, NOW));
    expect(await refresh()).toBe('nothing_newer');
    expect(await refresh()).toBe('fresh');
    advance(15 * MINUTE_MS);
    expect(await refresh()).toBe('nothing_newer');
    expect(reads()).toBe(2);
  });

  test('given a figure from a clock that is ahead, then it counts as of now', async () => {
    const { carrier, refresh, usage: stored } = await world();
    carrier.tellUsage('sim-1', usage(1, later(900 * MINUTE_MS)));
    await refresh();
    expect((await stored())?.asOf).toBe(STALE);
  });

  test('given no figure, then what is there stays, and nobody watches', async () => {
    const { refresh, store, usage: stored, isWatched } = await world();
    await store.watchUsage(LINE_ID, NOW);
    expect(await refresh()).toBe('no_figure');
    expect(await stored()).toEqual(aLine().usage);
    expect(await isWatched()).toBe(false);
  });

  test('given a carrier that cannot be asked, then a line that runs low stays watched', async () => {
    const { carrier, refresh, reads, watchedAt } = await world();
    carrier.unreachable(1);
    expect(await refresh()).toBe('unavailable');
    expect(await watchedAt(plusMs(STALE, 30 * MINUTE_MS))).toBe(true);
    expect(reads()).toBe(1);
  });

  test('given that something happened and the carrier cannot be asked, then it is not forgotten', async () => {
    const full = aLine({ usage: { remainingBytes: 3, totalBytes: 3, asOf: NOW } });
    const { carrier, refresh, watchedAt } = await world(full);
    carrier.unreachable(1);
    expect(await refresh(true)).toBe('unavailable');
    expect(await watchedAt(plusMs(STALE, 15 * MINUTE_MS))).toBe(true);
  });

  test('given a carrier that is known to be out of reach, then it is not even tried', async () => {
    const { carrier, refresh, reads, advance } = await world();
    carrier.unreachable(100);
    for (let times = 0; times < 5; times += 1) {
      await refresh();
      advance(1);
    }
    expect(reads()).toBe(5);
    expect(await refresh()).toBe('unavailable');
    expect(reads()).toBe(5);
  });

  test('given a number that belongs to another SIM, then the line is marked, and nothing of it is read any more', async () => {
    const { carrier, refresh, store, reads, advance, isWatched } = await world();
    carrier.recycle('sim-1');
    expect(await refresh()).toBe('recycled');
    expect((await store.line(LINE_ID))?.recycledAt).toBe(STALE);
    advance(60 * MINUTE_MS);
    expect(await refresh()).toBe('not_read');
    expect(reads()).toBe(1);
    expect(await isWatched()).toBe(false);
  });

  test.each([
    ['a carrier that tells no usage', aLine(), { mute: true }],
    ['an account that is not there any more', aLine({ carrier: 'gone' }), {}],
  ])('given %s, then the watch ends', async (_name, line, options) => {
    const { store, refresh, isWatched } = await world(line, options);
    await store.watchUsage(LINE_ID, NOW);
    expect(await refresh()).toBe('not_read');
    expect(await isWatched()).toBe(false);
  });

  test('given a line that is not there, then nothing happens', async () => {
    const { refreshOther } = await world();
    expect(await refreshOther()).toBe('not_read');
  });

  test('given a line that has ended, then it is read for whoever looks, and not watched', async () => {
    const { carrier, refresh, isWatched } = await world(aLine(), { at: plusMs(END, MINUTE_MS) });
    carrier.tellUsage('sim-1', usage(1, END));
    expect(await refresh()).toBe('noted');
    expect(await isWatched()).toBe(false);
  });
});
