import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Line, Usage } from '../../shared/domain/line/line.ts';
import { settleLine } from '../../shared/domain/line/settle.ts';
import { type DataReminder, handedOn } from '../../shared/domain/reminder/data-reminder.ts';
import { type Instant, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { Store } from '../../shared/table/store.ts';
import { aGrant, aLine, aPlan, END, LINE_ID, later, NOW } from '../unit/domain/given.ts';

const TOTAL = 5_000;
const usage = (ms: number, remainingBytes: number): Usage => ({ remainingBytes, totalBytes: TOTAL, asOf: later(ms) });
const reached = (usedPercent: number, at: Instant): DataReminder => ({
  threshold: `d${usedPercent}`,
  usedPercent,
  totalBytes: TOTAL,
  at,
});

/** What every store does with reminders of data, with what is not sent, and with links that are called back. */
export const reminderContract = (name: string, makeStore: () => Promise<Store>): void =>
  describe(`${name}: reminders`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });
    const addLine = async (change: Partial<Line> = {}): Promise<Line> => {
      await store.addLine(aLine(change));
      return lineNow();
    };
    const lineNow = async (): Promise<Line> => {
      const line = await store.lineNow(LINE_ID);
      if (!line) throw new Error('no line');
      return line;
    };
    const dueAt = async (at: Instant): Promise<boolean> => (await store.dueLines(at)).ids.includes(LINE_ID);

    describe('a threshold of data that is reached', () => {
      test('is written with its figures, and is due when it is to be told', async () => {
        const seen = await addLine();
        expect(await dueAt(END)).toBe(false);
        expect(await store.noteUsage(LINE_ID, usage(1, 900), { seen, reminder: reached(80, later(5)) })).toBe(true);
        expect(await lineNow()).toEqual({ ...seen, usage: usage(1, 900), dataReminder: reached(80, later(5)) });
        expect([await dueAt(later(4)), await dueAt(later(5))]).toEqual([false, true]);
      });

      test('leaves a sooner reminder of time where it is, and that one leaves it', async () => {
        const seen = await addLine({ nextReminder: { threshold: '3d', at: later(2) } });
        await store.noteUsage(LINE_ID, usage(1, 900), { seen, reminder: reached(80, later(5)) });
        expect([await dueAt(later(1)), await dueAt(later(2))]).toEqual([false, true]);
        const both = await lineNow();
        expect(await store.planReminder(both, { threshold: '1d', at: later(9) })).toBe(true);
        expect(await lineNow()).toEqual({ ...both, nextReminder: { threshold: '1d', at: later(9) } });
        expect([await dueAt(later(4)), await dueAt(later(5))]).toEqual([false, true]);
      });

      test('stays when it was handed on, and is not due any more', async () => {
        const seen = await addLine({ nextReminder: { threshold: '1d', at: later(9) } });
        await store.noteUsage(LINE_ID, usage(1, 900), { seen, reminder: reached(80, later(5)) });
        const both = await lineNow();
        const done = handedOn(reached(80, later(5)));
        expect(await store.planReminder(both, both.nextReminder, done)).toBe(true);
        expect(await lineNow()).toEqual({ ...both, dataReminder: done });
        expect([await dueAt(later(8)), await dueAt(later(9))]).toEqual([false, true]);
      });

      test.each<[string, (line: Line) => Promise<unknown>]>([
        ['the figures are no news', () => store.noteUsage(LINE_ID, usage(2, 900))],
        ['the line was renewed', (line) => store.settleLine(line, settleLine(line, aGrant(), aPlan(), NOW))],
        ['another reminder was planned', (line) => store.planReminder(line, { threshold: '1d', at: later(9) })],
        [
          'somebody else has seen it',
          (line) => store.noteUsage(LINE_ID, usage(1, 901), { seen: line, reminder: reached(80, NOW) }),
        ],
        ['the number was given to another SIM', (line) => store.markRecycled(line, NOW)],
      ])('is not written when %s meanwhile', async (_what, meanwhile) => {
        const seen = await addLine({ nextReminder: { threshold: '3d', at: later(2) } });
        await meanwhile(seen);
        const between = await lineNow();
        expect(await store.noteUsage(LINE_ID, usage(2, 900), { seen, reminder: reached(80, later(5)) })).toBe(false);
        expect(await lineNow()).toEqual(between);
      });

      test('is not lost when the next reminder of time is planned at the same moment', async () => {
        const seen = await addLine({ nextReminder: { threshold: '3d', at: later(2) } });
        await store.noteUsage(LINE_ID, usage(1, 900), { seen, reminder: reached(80, later(5)) });
        expect(await store.planReminder(seen, { threshold: '1d', at: later(9) })).toBe(false);
        expect(await dueAt(later(5))).toBe(true);
      });

      test('is void with a renewal, and with the number', async () => {
        const seen = await addLine();
        await store.noteUsage(LINE_ID, usage(1, 900), { seen, reminder: reached(80, later(5)) });
        const low = await lineNow();
        await store.settleLine(low, settleLine(low, aGrant(), aPlan({ reminders: [] }), NOW));
        const settled = await lineNow();
        expect([settled.dataReminder, await dueAt(later(9 * ROLLING_DAY_MS))]).toEqual([undefined, false]);
        await store.noteUsage(LINE_ID, usage(2, 0), { seen: settled, reminder: reached(80, later(5)) });
        await store.markRecycled(settled, later(6));
        expect([(await lineNow()).dataReminder, await dueAt(later(9))]).toEqual([undefined, false]);
      });
    });

    test('thresholds of every kind, quiet hours and versions of links come back as they were', async () => {
      const reminders = [
        { kind: 'before_end', id: '3d', beforeEndMs: 1 },
        { kind: 'at_end', id: 'end' },
        { kind: 'in_grace', id: 'grace', afterEndMs: 1 },
        { kind: 'data_used', id: 'd80', usedPercent: 80 },
      ] as const;
      const quietHours = { fromMinute: 1_260, untilMinute: 480 };
      const dataReminder = reached(80, NOW);
      const line = aLine({ reminders, quietHours, dataReminder, linkVersion: 3 });
      await store.addLine(line);
      expect(await lineNow()).toEqual(line);
      await store.settleLine(line, settleLine(line, aGrant(), aPlan({ reminders, quietHours }), NOW));
      expect(await lineNow()).toMatchObject({ reminders, quietHours, linkVersion: 3 });
      const settled = await lineNow();
      await store.settleLine(settled, settleLine(settled, aGrant(), aPlan(), NOW));
      expect((await lineNow()).quietHours).toBeUndefined();
      const plan = aPlan({ planId: 'quiet', reminders, quietHours });
      await store.addPlan(plan);
      expect(await store.plan(plan)).toEqual(plan);
    });

    describe('a reminder that is not sent', () => {
      test('says why, once, and is never claimed afterwards', async () => {
        const line = await addLine();
        expect(await store.suppressReminder(line, '3d.sms', 'unbound', later(1))).toBe(true);
        expect(await store.suppressReminder(line, '3d.sms', 'too_late', later(2))).toBe(false);
        expect(await store.claimReminder(LINE_ID, line.expiryVersion, '3d.sms', later(3))).toBe(false);
        expect((await lineNow()).claims).toEqual({
          '3d.sms': { state: 'suppressed', at: later(1), reason: 'unbound' },
        });
      });

      test('does not hide one that was claimed, nor stand on a line that was renewed meanwhile', async () => {
        const line = await addLine();
        await store.claimReminder(LINE_ID, line.expiryVersion, '3d.sms', NOW);
        expect(await store.suppressReminder(line, '3d.sms', 'renewed', NOW)).toBe(false);
        expect(await store.suppressReminder({ ...line, expiryVersion: 9 }, '1d.sms', 'renewed', NOW)).toBe(false);
        expect((await lineNow()).claims).toEqual({ '3d.sms': { state: 'claimed', at: NOW } });
      });

      test('is not claimed once the number belongs to another SIM', async () => {
        const line = await addLine();
        await store.markRecycled(line, NOW);
        expect(await store.claimReminder(LINE_ID, line.expiryVersion, '3d.sms', NOW)).toBe(false);
      });
    });

    test('links that are called back have a version of their own each time, whoever writes beside it', async () => {
      const line = await addLine();
      expect(await Promise.all([store.revokeLinks(LINE_ID), store.revokeLinks(LINE_ID)])).toEqual([true, true]);
      expect(await lineNow()).toEqual({ ...line, linkVersion: 2 });
      await store.settleLine(line, settleLine(line, aGrant(), aPlan(), NOW));
      expect((await lineNow()).linkVersion).toBe(2);
    });

    test('links of a line that is not there cannot be called back', async () => {
      expect(await store.revokeLinks(LINE_ID)).toBe(false);
      expect(await store.lineNow(LINE_ID)).toBeUndefined();
    });
  });
