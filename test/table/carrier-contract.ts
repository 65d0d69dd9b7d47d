import { beforeEach, describe, expect, test } from '@jest/globals';
import { afterTrouble, type CarrierHealth, FAILURES_TO_OPEN, WELL } from '../../shared/domain/carrier/health.ts';
import type { Fence, Line, Usage } from '../../shared/domain/line/line.ts';
import { settleLine } from '../../shared/domain/line/settle.ts';
import { iccid } from '../../shared/domain/values/iccid.ts';
import { type LineId, lineId } from '../../shared/domain/values/ids.ts';
import { instant, plusMs, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { Store } from '../../shared/table/store.ts';
import { DUE_PAGE_SIZE } from '../../shared/table/store.ts';
import { aGrant, aLine, aPlan, END, LINE_ID, later, NOW, RENEWAL_ID } from '../unit/domain/given.ts';

const fence: Fence = {
  renewalId: RENEWAL_ID,
  attempt: 1,
  grantedAt: NOW,
  targetEnd: plusMs(END, 3 * ROLLING_DAY_MS),
  submittedAt: NOW,
  emptyLookUps: 0,
  baseline: 'pkg-1,pkg-2',
};
const OTHER_LINE = lineId('FAB000000000');

const EVERYTHING: CarrierHealth = {
  failures: 7,
  circuit: { until: later(30_000), why: 'unreachable', openings: 2, trial: true },
  float: { amountE4: 123_456_789, currency: 'USD', readAt: NOW },
  creditRefusedAt: later(-1),
  maintenance: [
    { from: later(1), until: later(2) },
    { from: later(3), until: later(4) },
  ],
};
const FAILING = Array.from({ length: FAILURES_TO_OPEN }).reduce<CarrierHealth>(
  (health) => afterTrouble(health, 'unreachable', NOW),
  WELL,
);

/** What every store does for the work with carriers: run against the one in memory and the table on the real engine. */
export const carrierContract = (name: string, makeStore: () => Promise<Store>): void =>
  describe(`${name}: what carriers need`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });

    const lineNow = async (id: LineId = LINE_ID): Promise<Line> => {
      const line = await store.line(id);
      if (!line) throw new Error('nothing is stored');
      return line;
    };
    const addLine = async (change: Partial<Line> = {}): Promise<Line> => {
      await store.addLine(aLine(change));
      return lineNow(change.lineId);
    };

    describe("an account's health", () => {
      test('given nothing was written yet, then it is well, each account for itself', async () => {
        expect(await store.carrierHealth('airalo')).toEqual({ health: WELL, rev: 0 });
        await store.saveCarrierHealth('airalo', await store.carrierHealth('airalo'), EVERYTHING);
        expect(await store.carrierHealth('airalo-2')).toEqual({ health: WELL, rev: 0 });
      });

      test.each([
        ['with everything that may be missing', EVERYTHING],
        ['with an open circuit', FAILING],
        ['that is well', WELL],
        ['in maintenance', afterTrouble(WELL, 'maintenance', NOW)],
        ['without credit', afterTrouble(WELL, 'float_low', NOW)],
      ])('comes back as it was: one %s', async (_what, health) => {
        expect(await store.saveCarrierHealth('airalo', await store.carrierHealth('airalo'), health)).toBe(true);
        expect(await store.carrierHealth('airalo')).toEqual({ health, rev: 1 });
      });

      test('given a stale reading, then it is not written, and the next one loses nothing of what is gone', async () => {
        const first = await store.carrierHealth('airalo');
        await store.saveCarrierHealth('airalo', first, EVERYTHING);
        expect(await store.saveCarrierHealth('airalo', first, WELL)).toBe(false);
        const second = await store.carrierHealth('airalo');
        expect(await store.saveCarrierHealth('airalo', second, WELL)).toBe(true);
        expect(await store.saveCarrierHealth('airalo', second, EVERYTHING)).toBe(false);
        expect(await store.carrierHealth('airalo')).toEqual({ health: WELL, rev: 2 });
      });

      test.each([0, 1])('given ten at once at revision %i, then one makes the trial call', async (revision) => {
        if (revision === 1) await store.saveCarrierHealth('airalo', await store.carrierHealth('airalo'), FAILING);
        const seen = await store.carrierHealth('airalo');
        expect(seen.rev).toBe(revision);
        const won = await Promise.all(
          Array.from({ length: 10 }, () => store.saveCarrierHealth('airalo', seen, EVERYTHING)),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
      });
    });

    describe('a number that now belongs to another SIM', () => {
      test('given a planned reminder and a fence, then the reminder is gone and the fence stays', async () => {
        const line = await addLine({ nextReminder: { threshold: '3d', at: NOW }, fence, fenceRev: 4 });
        expect(await store.markRecycled(line, later(5))).toBe(true);
        const { nextReminder: _gone, ...rest } = line;
        expect(await lineNow()).toEqual({ ...rest, recycledAt: later(5) });
        expect((await store.dueLines(NOW)).ids).toEqual([]);
      });

      test('is news once, whatever fence is held meanwhile', async () => {
        const line = await addLine();
        await store.holdFence(line, fence);
        const won = await Promise.all([1, 2, 3].map((ms) => store.markRecycled(line, later(ms))));
        expect(won.filter(Boolean)).toHaveLength(1);
        const { recycledAt } = await lineNow();
        expect(await store.markRecycled(line, later(9))).toBe(false);
        expect(await lineNow()).toMatchObject({ recycledAt, fence });
      });

      test('of a line that is not there is none', async () => {
        expect(await store.markRecycled(aLine(), NOW)).toBe(false);
        expect(await store.line(LINE_ID)).toBeUndefined();
      });
    });

    describe('usage', () => {
      const figures = (ms: number, remainingBytes = 1_000): Usage => ({
        remainingBytes,
        totalBytes: 5_000,
        asOf: later(ms),
      });

      test('given newer figures, then they are written, and nothing else is touched', async () => {
        const line = await addLine({ fence, fenceRev: 3, nextReminder: { threshold: '3d', at: NOW } });
        expect(await store.noteUsage(LINE_ID, figures(1))).toBe(true);
        expect(await lineNow()).toEqual({ ...line, usage: figures(1) });
      });

      test.each([0, -1])('given figures of %i ms, then those that are there stay', async (ms) => {
        const line = await addLine();
        expect(await store.noteUsage(LINE_ID, figures(ms))).toBe(false);
        expect(await lineNow()).toEqual(line);
      });

      test('given figures in any order, then the newest stays', async () => {
        await addLine();
        await Promise.all([4, 2, 9, 7].map((ms) => store.noteUsage(LINE_ID, figures(ms, ms))));
        expect((await lineNow()).usage).toEqual(figures(9, 9));
      });

      test('of a line that is not there is none', async () => {
        expect(await store.noteUsage(LINE_ID, figures(1))).toBe(false);
        expect(await store.line(LINE_ID)).toBeUndefined();
      });

      test('given figures that came between reading and settling, then both they and what was bought count', async () => {
        const line = await addLine();
        await store.holdFence(line, fence);
        const held = await lineNow();
        await store.noteUsage(LINE_ID, figures(60_000));
        const plan = aPlan();
        expect(await store.settleLine(held, settleLine(held, aGrant(), plan, NOW))).toBe(true);
        const settled = await lineNow();
        expect(settled.usage).toEqual({
          remainingBytes: 1_000 + plan.allowanceBytes,
          totalBytes: 5_000 + plan.allowanceBytes,
          asOf: later(60_000),
        });
        expect([settled.endsAt, settled.fence]).toEqual([fence.targetEnd, undefined]);
      });

      test('given a new start, then its data takes the place of whatever figure is there', async () => {
        const line = await addLine();
        await store.holdFence(line, fence);
        const held = await lineNow();
        await store.noteUsage(LINE_ID, figures(60_000));
        const plan = aPlan({ stacking: 'reset_from_now' });
        const grant = aGrant({ stacking: 'reset_from_now' });
        expect(await store.settleLine(held, settleLine(held, grant, plan, later(1)))).toBe(true);
        const { allowanceBytes } = plan;
        expect((await lineNow()).usage).toEqual({
          remainingBytes: allowanceBytes,
          totalBytes: allowanceBytes,
          asOf: later(1),
        });
      });

      test('given a line that is settled twice from one reading, then what was bought counts once', async () => {
        const line = await addLine();
        const next = settleLine(line, aGrant(), aPlan(), NOW);
        expect([await store.settleLine(line, next), await store.settleLine(line, next)]).toEqual([true, false]);
        expect((await lineNow()).usage).toEqual(next.usage);
      });
    });

    describe('the watch of usage', () => {
      test('given a watch, then the line is due from its instant on, until it is moved or ended', async () => {
        const line = await addLine();
        await store.watchUsage(LINE_ID, later(10));
        expect([(await store.dueUsage(later(9))).ids, (await store.dueUsage(later(10))).ids]).toEqual([[], [LINE_ID]]);
        await store.watchUsage(LINE_ID, later(20));
        expect([(await store.dueUsage(later(19))).ids, (await store.dueUsage(later(20))).ids]).toEqual([[], [LINE_ID]]);
        await store.watchUsage(LINE_ID, undefined);
        await store.watchUsage(LINE_ID, undefined);
        expect((await store.dueUsage(later(20))).ids).toEqual([]);
        expect(await lineNow()).toEqual(line);
      });

      test('is no reminder, and a reminder is no watch', async () => {
        await addLine({ nextReminder: { threshold: '3d', at: NOW } });
        await store.watchUsage(OTHER_LINE, NOW);
        expect([(await store.dueLines(NOW)).ids, (await store.dueUsage(NOW)).ids]).toEqual([[LINE_ID], [OTHER_LINE]]);
      });

      test('given more than a page, then all of them come, page by page', async () => {
        const ids = Array.from({ length: DUE_PAGE_SIZE + 5 }, (_, number) =>
          lineId(number.toString(16).toUpperCase().padStart(12, '0')),
        );
        for (const id of ids) await store.watchUsage(id, NOW);
        const found: LineId[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.dueUsage(NOW, cursor);
          expect(page.ids.length).toBeLessThanOrEqual(DUE_PAGE_SIZE);
          found.push(...page.ids);
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(found.sort()).toEqual(ids);
      });
    });

    describe('the names of a SIM', () => {
      const NUMBER = aLine().iccid;
      const lead = (...names: string[]) => Promise.all(names.map((sim) => store.lineOfSim('soracom', sim)));

      test("given a line, then the carrier's name and the ICCID lead to it, at its own account only", async () => {
        await addLine();
        expect(await lead('sim-1', NUMBER, 'sim-2')).toEqual([LINE_ID, LINE_ID, undefined]);
        expect(await store.lineOfSim('airalo', NUMBER)).toBeUndefined();
      });

      test('given a carrier that knows SIMs by their ICCID, then the one name leads to it', async () => {
        await addLine({ carrierRef: NUMBER });
        expect(await lead(NUMBER)).toEqual([LINE_ID]);
      });

      test('given a number that was used before, then it leads to the later line, also when the old one comes again', async () => {
        await addLine();
        await addLine({ lineId: OTHER_LINE, carrierRef: 'sim-2' });
        expect(await lead('sim-1', 'sim-2', NUMBER)).toEqual([LINE_ID, OTHER_LINE, OTHER_LINE]);
        expect(await store.addLine(aLine())).toBe(false);
        expect(await lead('sim-1', 'sim-2', NUMBER)).toEqual([LINE_ID, OTHER_LINE, OTHER_LINE]);
      });

      test('given a line that is there, then names of another reading of it lead nowhere', async () => {
        await addLine();
        expect(await store.addLine(aLine({ carrierRef: 'sim-9', iccid: iccid('8981100005819480001') }))).toBe(false);
        expect(await lead('sim-9', '8981100005819480001', 'sim-1')).toEqual([undefined, undefined, LINE_ID]);
      });
    });

    test.each([[{ unseen: 2 }], [{ baseline: 'pkg-1' }], [{ baseline: 'pkg-1', unseen: 1 }], [{}]])(
      'a fence keeps what is known of attempts before: %j',
      async (known) => {
        const { baseline: _none, ...bare } = fence;
        const line = await addLine({ fence: { ...bare, ...known } });
        expect(await store.lines([LINE_ID])).toEqual([line]);
      },
    );

    test('a line keeps what carriers need of it', async () => {
      const line = await addLine({ fence, recycledAt: instant(NOW) });
      expect(await store.lines([LINE_ID])).toEqual([line]);
      expect(line).toMatchObject({ fence: { baseline: 'pkg-1,pkg-2' }, recycledAt: NOW });
    });
  });
