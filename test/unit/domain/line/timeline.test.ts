import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Grant, nextPeriod, timeline } from '../../../../shared/domain/line/timeline.ts';
import { endOfDaysAfter } from '../../../../shared/domain/plan/day.ts';
import { formatInZone, HOUR_MS, type Instant, parseInstant, plusMs } from '../../../../shared/domain/values/instant.ts';
import { anInstant, dayRule } from '../arbitraries.ts';
import { END, NOW } from '../given.ts';

const NUM_RUNS = 2_000;
const TOKYO = { kind: 'calendar', zone: 'Asia/Tokyo' } as const;
const extend = (days: number, day: Grant['day']) => ({ days, day, stacking: 'extend_end' }) as const;
const japan = (at: Instant): string => formatInZone(at, 'Asia/Tokyo');

describe('given the rule that extends the end', () => {
  test('when the line still runs, then the days follow its end, without a warning', () => {
    expect(nextPeriod(END, extend(3, TOKYO), NOW)).toEqual({
      startsAt: END,
      endsAt: parseInstant('2026-10-07T00:00:00+09:00'),
      warnings: [],
    });
  });

  test.each([
    ['at noon', NOW, '2026-10-04T00:00:00+09:00', ['starts_at_activation', 'first_day_already_begun']],
    [
      'a second before midnight',
      parseInstant('2026-10-01T23:59:59+09:00'),
      '2026-10-04T00:00:00+09:00',
      ['starts_at_activation', 'first_day_already_begun'],
    ],
    ['at midnight', parseInstant('2026-10-02T00:00:00+09:00'), '2026-10-05T00:00:00+09:00', ['starts_at_activation']],
  ])('when the line has ended and it is granted %s, then that day is day 1', (_when, at, end, warnings) => {
    const period = nextPeriod(plusMs(NOW, -HOUR_MS), extend(3, TOKYO), at);
    expect([period.startsAt, japan(period.endsAt), period.warnings]).toEqual([at, end, warnings]);
  });

  test('when it is granted at the very end, then nothing lies between', () => {
    expect(nextPeriod(END, extend(1, TOKYO), END)).toMatchObject({
      startsAt: END,
      endsAt: parseInstant('2026-10-05T00:00:00+09:00'),
    });
  });

  test('when days are rolling, then each has 24 hours', () => {
    expect(nextPeriod(END, extend(2, { kind: 'rolling' }), NOW).endsAt).toBe(plusMs(END, 48 * HOUR_MS));
  });
});

const grants = fc.array(fc.tuple(fc.integer({ min: 1, max: 31 }), dayRule, fc.boolean()), { maxLength: 8 });
const bought = (kinds: readonly (readonly [number, Grant['day'], boolean])[], at: Instant): readonly Grant[] =>
  kinds.map(([days, day, revoked]) => ({ ...extend(days, day), grantedAt: at, revoked }));
/** A line that runs while all of it is bought. */
const initialTo = (endsAt: Instant) => ({ startsAt: plusMs(endsAt, -HOUR_MS), endsAt });
const justBefore = (end: Instant): Instant => plusMs(end, -1);

describe('given renewals of a running line', () => {
  test('when one is revoked, then every other keeps its days, counted by its own rule', () => {
    fc.assert(
      fc.property(anInstant, grants, (end, kinds) => {
        const all = bought(kinds, justBefore(end));
        const { periods, endsAt } = timeline(initialTo(end), all);
        let expected = end;
        for (const [index, { days, day, revoked }] of all.entries()) {
          if (revoked) expect(periods[index]).toBeUndefined();
          else {
            expect(periods[index]).toEqual({ startsAt: expected, endsAt: endOfDaysAfter(expected, days, day) });
            expected = endOfDaysAfter(expected, days, day);
          }
        }
        expect(endsAt).toBe(expected);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  test('when they are confirmed in another order, then no day is lost', () => {
    fc.assert(
      fc.property(
        anInstant,
        dayRule,
        fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 8 }),
        (end, day, lengths) => {
          const sum = lengths.reduce((total, days) => total + days, 0);
          const endOf = (order: readonly number[]): Instant =>
            timeline(
              initialTo(end),
              bought(
                order.map((days) => [days, day, false]),
                justBefore(end),
              ),
            ).endsAt;
          expect(endOf(lengths)).toBe(endOf(lengths.toReversed()));
          if (sum > 0) expect(endOf(lengths)).toBe(endOfDaysAfter(end, sum, day));
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });

  test('when one is granted, then the end only moves forward', () => {
    fc.assert(
      fc.property(anInstant, anInstant, grants, (end, at, kinds) => {
        const all = bought(kinds, at).map((grant) => ({ ...grant, revoked: false }));
        timeline(initialTo(end), all).periods.reduce((former, period) => {
          expect(period?.endsAt).toBeGreaterThan(former);
          return period?.endsAt ?? former;
        }, end);
      }),
      { numRuns: NUM_RUNS },
    );
  });
});
