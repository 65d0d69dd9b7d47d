import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { handedOn, newlyReached, usedPercent } from '../../../../shared/domain/reminder/data-reminder.ts';
import type { Threshold } from '../../../../shared/domain/reminder/threshold.ts';
import { parseInstant } from '../../../../shared/domain/values/instant.ts';
import { aLine, aPlan, END, later, NOW } from '../given.ts';

const TOTAL = 1_000;
const reminders: readonly Threshold[] = [
  ...aPlan().reminders,
  ...[95, 80, 100].map((usedPercent) => ({ kind: 'data_used' as const, id: `d${usedPercent}`, usedPercent })),
];
const line = (change: Partial<Line> = {}) => aLine({ reminders, ...change });
const left = (remainingBytes: number, totalBytes = TOTAL) => ({ remainingBytes, totalBytes });
const told = (usedPercent: number, totalBytes = TOTAL) => ({ threshold: `d${usedPercent}`, usedPercent, totalBytes });

describe('given new figures of a line', () => {
  test.each([
    ['a byte less than 80 % is used', line(), left(201), undefined],
    ['80 % is used', line(), left(200), 'd80'],
    ['two thresholds are passed at once, then only the higher one counts', line(), left(50), 'd95'],
    ['all of it is used', line(), left(0), 'd100'],
    ['80 % was told before', line({ dataReminder: told(80) }), left(150), undefined],
    ['a higher one was told before', line({ dataReminder: told(95) }), left(200), undefined],
    ['the next one is reached', line({ dataReminder: told(80) }), left(50), 'd95'],
    ['there is another allowance', line({ dataReminder: told(95) }), left(400, 2_000), 'd80'],
    ['nobody counts', line(), left(0, 0), undefined],
    ['the line has ended', line({ endsAt: NOW }), left(0), undefined],
    ['the number belongs to another SIM', line({ recycledAt: NOW }), left(0), undefined],
    ['the plan says nothing of data', aLine(), left(0), undefined],
  ])('when %s', (_when, of, figures, threshold) => {
    expect(newlyReached(of, figures, NOW)?.threshold).toBe(threshold);
  });

  test('when it is day, then it is told at once; at night in the morning, unless the line ends before', () => {
    const at = (now: string, endsAt = END) => newlyReached(line({ endsAt }), left(0), parseInstant(now))?.at;
    expect(at('2026-10-01T12:00:00+09:00')).toBe(NOW);
    expect(at('2026-10-01T23:00:00+09:00')).toBe(parseInstant('2026-10-02T08:00:00+09:00'));
    expect(at('2026-10-03T23:00:00+09:00')).toBe(parseInstant('2026-10-03T23:00:00+09:00'));
  });

  test('when they go down step by step, in whatever steps, then each threshold is told at most once, and the last one is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: TOTAL }), { minLength: 1, maxLength: 30 }), (figures) => {
        let now = line();
        const heard: string[] = [];
        for (const remaining of figures) {
          const reached = newlyReached(now, left(remaining), later(1));
          if (!reached) continue;
          heard.push(reached.threshold);
          now = { ...now, dataReminder: handedOn(reached) };
        }
        expect(new Set(heard).size).toBe(heard.length);
        const most = Math.max(...figures.map((remaining) => usedPercent(left(remaining))));
        const highest = [100, 95, 80].find((percent) => percent <= most);
        expect(heard.at(-1)).toBe(highest === undefined ? undefined : `d${highest}`);
      }),
    );
  });
});
