import { describe, expect, test } from '@jest/globals';
import { takeCarrierNotices } from '../../../../shared/app/carriers/take-carrier-notices.ts';
import type { CarrierNotice } from '../../../../shared/carriers/webhook.ts';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import { lineId } from '../../../../shared/domain/values/ids.ts';
import { type Instant, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import type { Command } from '../../../../shared/outbox/outbox.ts';
import { parseUsageCommand } from '../../../../shared/outbox/usage-command.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aLine, LINE_ID, later, NOW } from '../../domain/given.ts';

const OTHER = aLine({
  lineId: lineId('BA9876543210'),
  carrierRef: 'sim-2',
  iccid: iccid('8981100005819480001'),
});
const HEARD = later(60 * MINUTE_MS);

const figures = (change: Partial<Extract<CarrierNotice, { kind: 'usage' }>> = {}): CarrierNotice => ({
  kind: 'usage',
  sim: { carrierRef: 'sim-1' },
  remainingBytes: 2_000_000_000,
  totalBytes: 3_000_000_000,
  asOf: later(MINUTE_MS),
  ...change,
});
const changed = (sim: CarrierNotice['sim']): CarrierNotice => ({ kind: 'changed', sim });

const world = async (lines: readonly Line[] = [aLine(), OTHER], account = 'soracom') => {
  const store = memoryStore();
  for (const line of lines) await store.addLine(line);
  const sent: Command[] = [];
  const full = { is: false };
  const take = takeCarrierNotices({
    store,
    account,
    usageRefreshes: {
      async send(commands) {
        if (full.is) return commands.map(({ id }) => id);
        sent.push(...commands);
        return [];
      },
    },
    clock: () => HEARD,
  });
  const watched = async () => (await store.dueUsage(later(1_000 * MINUTE_MS))).ids;
  return { store, take, sent, full, watched };
};

describe('what a carrier tells', () => {
  test.each([
    ["the carrier's own name", { carrierRef: 'sim-1' }],
    ['the number', { iccid: aLine().iccid }],
  ])('given figures for a SIM by %s, then they stand on its line with their own time', async (_name, sim) => {
    const { store, take, sent } = await world();
    expect(await take([figures({ sim })])).toEqual({ taken: 1, notOurs: 0 });
    expect((await store.line(LINE_ID))?.usage).toEqual({
      remainingBytes: 2_000_000_000,
      totalBytes: 3_000_000_000,
      asOf: later(MINUTE_MS),
    });
    expect(sent).toEqual([]);
  });

  test('given figures that are older than what is there, then what is there stays', async () => {
    const { store, take } = await world();
    expect(await take([figures({ asOf: later(-1) })])).toEqual({ taken: 1, notOurs: 0 });
    expect((await store.line(LINE_ID))?.usage).toEqual(aLine().usage);
  });

  test('given figures without a time of their own that tell of more than is left, then they are read, not believed', async () => {
    const { store, take, sent } = await world();
    const undated = (asOf: Instant, remainingBytes: number) => figures({ asOf, remainingBytes, undated: true });
    await take([undated(later(1), 500_000_000)]);
    // Held up on its way: what it says was true before.
    expect(await take([undated(later(2), 2_000_000_000)])).toEqual({ taken: 1, notOurs: 0 });
    expect((await store.line(LINE_ID))?.usage).toMatchObject({ remainingBytes: 500_000_000, asOf: later(1) });
    expect(sent.map(({ body }) => parseUsageCommand(body))).toEqual([{ lineId: LINE_ID, changed: true }]);
  });

  test.each([
    ['less is left', 500_000_000, { remainingBytes: 400_000_000 }],
    ['there is another total', 500_000_000, { remainingBytes: 900_000_000, totalBytes: 1_000_000_000 }],
    ['something follows what was used up', 0, { remainingBytes: 2_900_000_000 }],
  ])('given figures without a time of their own by which %s, then they are believed', async (_name, known, change) => {
    const { store, take, sent } = await world();
    await take([figures({ asOf: later(1), remainingBytes: known, undated: true })]);
    await take([figures({ asOf: later(2), ...change, undated: true })]);
    expect((await store.line(LINE_ID))?.usage).toMatchObject({ ...change, asOf: later(2) });
    expect(sent).toEqual([]);
  });

  test('given a carrier whose clock is ahead, then its next figures are newer all the same', async () => {
    const { store, take } = await world();
    await take([figures({ asOf: later(10_000 * MINUTE_MS) })]);
    expect((await store.line(LINE_ID))?.usage.asOf).toBe(HEARD);
  });

  test('given figures that run low, then they are read again by themselves', async () => {
    const { take, watched } = await world();
    await take([figures()]);
    expect(await watched()).toEqual([]);
    await take([figures({ remainingBytes: 500_000_000, asOf: later(2 * MINUTE_MS) })]);
    expect(await watched()).toEqual([LINE_ID]);
  });

  test('given that something happened to a SIM, then its usage is read, once for each line', async () => {
    const { take, sent } = await world();
    const notices = [
      changed({ carrierRef: 'sim-1' }),
      changed({ iccid: OTHER.iccid }),
      changed({ carrierRef: 'sim-1' }),
    ];
    expect(await take(notices)).toEqual({ taken: 3, notOurs: 0 });
    expect(sent.map(({ body }) => parseUsageCommand(body))).toEqual([
      { lineId: LINE_ID, changed: true },
      { lineId: OTHER.lineId, changed: true },
    ]);
  });

  test.each<[string, readonly Line[], string]>([
    ['a SIM that no line stands for', [OTHER], 'soracom'],
    ['a SIM of another account', [aLine(), OTHER], 'airalo'],
    ['a number that belongs to another SIM now', [aLine({ recycledAt: NOW })], 'soracom'],
  ])('given %s, then it is acknowledged, and counted as not ours', async (_name, lines, account) => {
    const { store, take, sent } = await world(lines, account);
    expect(await take([figures()])).toEqual({ taken: 0, notOurs: 1 });
    expect((await store.line(LINE_ID))?.usage ?? aLine().usage).toEqual(aLine().usage);
    expect(sent).toEqual([]);
  });

  test('given a notice that fails, then the others are taken, and it is delivered again', async () => {
    const { store, take, sent } = await world();
    store.beforeWrite = () => {
      throw new Error('throttled');
    };
    await expect(take([figures(), changed({ carrierRef: 'sim-2' })])).rejects.toThrow('throttled');
    expect(sent).toHaveLength(1);
  });

  test('given a queue that does not take it, then it is delivered again', async () => {
    const { take, full } = await world();
    full.is = true;
    await expect(take([changed({ carrierRef: 'sim-1' })])).rejects.toThrow(/did not take 1 lines/);
  });
});
