import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextReminder, usefulUntil } from '../../../../shared/domain/reminder/next-reminder.ts';
import {
  awakeAt,
  DEFAULT_QUIET_HOURS,
  isQuiet,
  type QuietHours,
} from '../../../../shared/domain/reminder/quiet-hours.ts';
import {
  LAST_CALL_MS,
  type PlannedReminder,
  type ReminderTerms,
  type TimeThreshold,
} from '../../../../shared/domain/reminder/threshold.ts';
import {
  formatInZone,
  HOUR_MS,
  type Instant,
  instant,
  MINUTE_MS,
  parseInstant,
  plusMs,
  ROLLING_DAY_MS,
} from '../../../../shared/domain/values/instant.ts';
import { anInstant } from '../arbitraries.ts';

const TOKYO = 'Asia/Tokyo';
/** With and without summer time, on either side of the equator, and with days that begin at 01:00. */
const ZONES = [TOKYO, 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Santiago'];
const aZone = fc.constantFrom(...ZONES);
const someQuietHours: fc.Arbitrary<QuietHours> = fc.oneof(
  fc.constant(DEFAULT_QUIET_HOURS),
  fc.record({ fromMinute: fc.integer({ min: 0, max: 1_439 }), untilMinute: fc.integer({ min: 0, max: 1_439 }) }),
);

const threshold: fc.Arbitrary<TimeThreshold> = fc.oneof(
  fc
    .integer({ min: 1, max: 10 * 24 * 60 })
    .map((minutes) => ({ kind: 'before_end' as const, id: `b${minutes}`, beforeEndMs: minutes * MINUTE_MS })),
  fc.constant({ kind: 'at_end' as const, id: 'end' }),
  fc
    .integer({ min: 1, max: 3 * 24 * 60 })
    .map((minutes) => ({ kind: 'in_grace' as const, id: `g${minutes}`, afterEndMs: minutes * MINUTE_MS })),
);

const someTerms: fc.Arbitrary<ReminderTerms> = fc.record({
  endsAt: anInstant,
  graceMs: fc.constantFrom(0, 3 * HOUR_MS, 2 * ROLLING_DAY_MS),
  zone: aZone,
  quietHours: someQuietHours,
  reminders: fc.uniqueArray(threshold, { maxLength: 5, selector: ({ id }) => id }),
});
/** Terms, and an instant from well before the first threshold to well after the end. */
const termsAndNow = fc
  .tuple(someTerms, fc.integer({ min: -12 * 24 * 60, max: 3 * 24 * 60 }))
  .map(([terms, minutes]) => ({ terms, now: plusMs(terms.endsAt, minutes * MINUTE_MS) }));

/** All that comes, as the publisher goes through it: on time. */
const course = (terms: ReminderTerms, from: Instant): readonly PlannedReminder[] => {
  const told: PlannedReminder[] = [];
  let next = nextReminder(terms, from);
  while (next && told.length <= terms.reminders.length) {
    told.push(next);
    next = nextReminder(terms, next.at, { after: next.threshold });
  }
  return told;
};

const wantedOf = ({ endsAt, graceMs }: ReminderTerms, each: TimeThreshold): Instant => {
  if (each.kind === 'before_end') return plusMs(endsAt, -each.beforeEndMs);
  if (each.kind === 'in_grace') return plusMs(endsAt, each.afterEndMs);
  return graceMs > 0 ? endsAt : plusMs(endsAt, -LAST_CALL_MS);
};
const timeOf = ({ reminders }: ReminderTerms, id: string): TimeThreshold =>
  reminders.find((each) => each.id === id) as TimeThreshold;

describe('given any terms, when reminders are planned', () => {
  test('then none is in the quiet hours while another instant would be of use', () => {
    fc.assert(
      fc.property(termsAndNow, ({ terms, now }) => {
        const { zone, quietHours = DEFAULT_QUIET_HOURS, endsAt } = terms;
        for (const { threshold: id, at } of course(terms, now)) {
          if (!isQuiet(at, zone, quietHours)) continue;
          const isAfter = timeOf(terms, id).kind === 'in_grace';
          const until = !isAfter && now < endsAt ? Math.min(endsAt, usefulUntil(terms, id)) : usefulUntil(terms, id);
          for (let minute = at; minute < until; minute = plusMs(minute, 7 * MINUTE_MS))
            expect(isQuiet(minute, zone, quietHours)).toBe(true);
        }
      }),
    );
  });

  test('then what is meant for before or at the end never comes after it, and the rest never before', () => {
    fc.assert(
      fc.property(termsAndNow, ({ terms, now }) => {
        for (const { threshold: id, at } of course(terms, now)) {
          if (timeOf(terms, id).kind === 'in_grace') expect(at).toBeGreaterThanOrEqual(terms.endsAt);
          else if (now < terms.endsAt) expect(at).toBeLessThanOrEqual(terms.endsAt);
          expect(at).toBeGreaterThanOrEqual(now);
        }
      }),
    );
  });

  test('then each comes at most once, in the order that they are meant in, and the last one is among them', () => {
    fc.assert(
      fc.property(termsAndNow, ({ terms, now }) => {
        const told = course(terms, now);
        expect(new Set(told.map(({ threshold: id }) => id)).size).toBe(told.length);
        const wanted = told.map(({ threshold: id }) => wantedOf(terms, timeOf(terms, id)));
        expect(wanted).toEqual([...wanted].sort((a, b) => a - b));
        expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((a, b) => a - b));
        const useful = terms.reminders.filter((each) => {
          const at = wantedOf(terms, each as TimeThreshold);
          return at < usefulUntil(terms, each.id) && now < usefulUntil(terms, each.id);
        });
        expect(told.length > 0).toBe(useful.length > 0);
      }),
    );
  });

  test('then planning once more at the same instant, or earlier, says the same', () => {
    fc.assert(
      fc.property(termsAndNow, ({ terms, now }) => {
        const next = nextReminder(terms, now);
        expect(nextReminder(terms, now)).toEqual(next);
        if (next && next.at > now) expect(nextReminder(terms, instant(Math.floor((now + next.at) / 2)))).toBeDefined();
      }),
    );
  });

  test('then an instant that is asked for later is told no earlier', () => {
    fc.assert(
      fc.property(anInstant, fc.nat(48 * 60), aZone, someQuietHours, (early, minutes, zone, quiet) => {
        const late = plusMs(early, minutes * MINUTE_MS);
        const window = { from: plusMs(early, -5 * HOUR_MS), until: plusMs(late, 30 * HOUR_MS) };
        expect(awakeAt(early, window, zone, quiet)).toBeLessThanOrEqual(awakeAt(late, window, zone, quiet));
      }),
    );
  });
});

describe('given a SIM in Japan', () => {
  const terms = (endsAt: string, graceMs = 2 * ROLLING_DAY_MS): ReminderTerms => ({
    endsAt: parseInstant(endsAt),
    graceMs,
    zone: TOKYO,
    reminders: [
      { kind: 'before_end', id: '1d', beforeEndMs: ROLLING_DAY_MS },
      { kind: 'before_end', id: '2h', beforeEndMs: 2 * HOUR_MS },
      { kind: 'at_end', id: 'end' },
      { kind: 'in_grace', id: 'grace', afterEndMs: 12 * HOUR_MS },
    ],
  });
  const told = (of: ReminderTerms, from: string) =>
    course(of, parseInstant(from)).map(({ threshold: id, at }) => `${id} ${formatInZone(at, TOKYO).slice(5, 16)}`);

  test.each<[string, ReminderTerms, string, readonly string[]]>([
    [
      'that ends at noon',
      terms('2026-10-05T12:00:00+09:00'),
      '2026-10-01T12:00:00+09:00',
      ['1d 10-04T12:00', '2h 10-05T10:00', 'end 10-05T12:00', 'grace 10-05T20:59'],
    ],
    [
      'that ends at seven in the morning: all but one fall on the evening before',
      terms('2026-10-05T07:00:00+09:00'),
      '2026-10-01T12:00:00+09:00',
      ['1d 10-03T20:59', 'end 10-04T20:59', 'grace 10-05T19:00'],
    ],
    [
      'that ends at midnight: the last call is on the evening before',
      terms('2026-10-05T00:00:00+09:00'),
      '2026-10-01T12:00:00+09:00',
      ['1d 10-03T20:59', 'end 10-04T20:59', 'grace 10-05T12:00'],
    ],
    [
      'that ends at 23:59',
      terms('2026-10-04T23:59:00+09:00'),
      '2026-10-01T12:00:00+09:00',
      ['1d 10-03T20:59', 'end 10-04T20:59', 'grace 10-05T11:59'],
    ],
    [
      'that cannot be renewed once it has ended: the last call leaves an hour',
      terms('2026-10-05T12:00:00+09:00', 0),
      '2026-10-01T12:00:00+09:00',
      ['1d 10-04T12:00', '2h 10-05T10:00', 'end 10-05T11:00'],
    ],
    [
      'that was bought late in the evening and ends before the morning: nobody can be spared',
      terms('2026-10-05T05:00:00+09:00', 0),
      '2026-10-04T22:00:00+09:00',
      ['1d 10-04T22:00', '2h 10-05T03:00', 'end 10-05T04:00'],
    ],
    [
      'that was bought at night and ends in the afternoon: nothing of it is worth waking anybody',
      terms('2026-10-05T15:00:00+09:00', 0),
      '2026-10-05T01:00:00+09:00',
      ['1d 10-05T08:00', '2h 10-05T13:00', 'end 10-05T14:00'],
    ],
    [
      'that ended while nobody looked: it waits for the morning',
      terms('2026-10-04T18:00:00+09:00'),
      '2026-10-04T23:00:00+09:00',
      ['grace 10-05T08:00'],
    ],
  ])('%s', (_what, of, from, expected) => expect(told(of, from)).toEqual(expected));

  test('when its tick is late, then what was meant for the last waking minute still goes, but not after a quarter of an hour', () => {
    const of = terms('2026-10-05T00:00:00+09:00');
    const at = (time: string) => nextReminder(of, parseInstant(`2026-10-03T${time}+09:00`), { lateMs: 15 * MINUTE_MS });
    expect(at('21:03:00')?.at).toBe(parseInstant('2026-10-03T20:59:00+09:00'));
    expect(at('21:14:00')?.at).toBe(parseInstant('2026-10-03T20:59:00+09:00'));
    expect(at('21:15:00')?.at).toBe(parseInstant('2026-10-04T08:00:00+09:00'));
  });
});

test.each([
  ['2026-03-08T03:10:00-04:00', 'America/New_York', { fromMinute: 150, untilMinute: 240 }, '2026-03-08T01:29'],
  ['2026-11-01T01:40:00-05:00', 'America/New_York', { fromMinute: 90, untilMinute: 120 }, '2026-11-01T01:29'],
])('given a quiet hour that clocks skip or repeat, at %s, then it is told before', (at, zone, quiet, expected) => {
  const wanted = parseInstant(at);
  const told = awakeAt(wanted, { from: plusMs(wanted, -ROLLING_DAY_MS), until: wanted }, zone, quiet);
  expect(isQuiet(told, zone, quiet)).toBe(false);
  expect(formatInZone(told, zone).slice(0, 16)).toBe(expected);
});
