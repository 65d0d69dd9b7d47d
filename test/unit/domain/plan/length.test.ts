import { describe, expect, test } from '@jest/globals';
import { type DayRule, endAfter, endFrom } from '../../../../shared/domain/plan/length.ts';
import { formatInZone, parseInstant } from '../../../../shared/domain/values/instant.ts';

const calendar = (zone: string): DayRule => ({ kind: 'calendar', zone });
const rolling: DayRule = { kind: 'rolling' };
const days = (count: number, day: DayRule) => ({ unit: 'day', count, day }) as const;

type Case = readonly [given: string, from: string, days: number, zone: string, then: string];

const FROM: readonly Case[] = [
  ['noon in Japan', '2026-10-01T12:00:00+09:00', 3, 'Asia/Tokyo', '2026-10-04T00:00:00+09:00'],
  ['midnight in Japan', '2026-10-02T00:00:00+09:00', 1, 'Asia/Tokyo', '2026-10-03T00:00:00+09:00'],
  ['one second before midnight', '2026-10-01T23:59:59+09:00', 1, 'Asia/Tokyo', '2026-10-02T00:00:00+09:00'],
  ['the same instant told in UTC', '2026-10-01T14:59:59Z', 1, 'Asia/Tokyo', '2026-10-02T00:00:00+09:00'],
  ['the last day of a month', '2027-01-31T09:00:00+09:00', 1, 'Asia/Tokyo', '2027-02-01T00:00:00+09:00'],
  ['the days before a leap day', '2028-02-28T09:00:00+09:00', 2, 'Asia/Tokyo', '2028-03-01T00:00:00+09:00'],
  ['the same days without one', '2027-02-28T09:00:00+09:00', 2, 'Asia/Tokyo', '2027-03-02T00:00:00+09:00'],
  ['the 23 hours of spring', '2026-03-29T01:30:00+01:00', 1, 'Europe/Berlin', '2026-03-30T00:00:00+02:00'],
  ['the 25 hours of autumn', '2026-10-25T02:30:00+02:00', 1, 'Europe/Berlin', '2026-10-26T00:00:00+01:00'],
  ['a day that begins at 01:00', '2026-04-24T10:00:00+03:00', 1, 'Africa/Cairo', '2026-04-25T00:00:00+03:00'],
  ['the day before such a day', '2026-04-23T10:00:00+02:00', 1, 'Africa/Cairo', '2026-04-24T01:00:00+03:00'],
];

const AFTER: readonly Case[] = [
  ['an end at midnight in Japan', '2026-10-04T00:00:00+09:00', 3, 'Asia/Tokyo', '2026-10-07T00:00:00+09:00'],
  ['an end one second before it', '2026-10-03T23:59:59+09:00', 1, 'Asia/Tokyo', '2026-10-05T00:00:00+09:00'],
  ['an end within a day', '2026-10-03T10:00:00+09:00', 1, 'Asia/Tokyo', '2026-10-05T00:00:00+09:00'],
  ['the end of January', '2027-02-01T00:00:00+09:00', 30, 'Asia/Tokyo', '2027-03-03T00:00:00+09:00'],
  ['the eve of a leap day', '2028-02-29T00:00:00+09:00', 1, 'Asia/Tokyo', '2028-03-01T00:00:00+09:00'],
  ['midnight before spring forward', '2026-03-29T00:00:00+01:00', 1, 'Europe/Berlin', '2026-03-30T00:00:00+02:00'],
  ['midnight before autumn back', '2026-10-25T00:00:00+02:00', 1, 'Europe/Berlin', '2026-10-26T00:00:00+01:00'],
  ['the eve of a day without midnight', '2026-04-23T00:00:00+02:00', 1, 'Africa/Cairo', '2026-04-24T01:00:00+03:00'],
  ['the 01:00 that begins such a day', '2026-04-24T01:00:00+03:00', 1, 'Africa/Cairo', '2026-04-25T00:00:00+03:00'],
];

describe('given calendar days, when they are counted from an instant, then the begun day is day 1', () => {
  test.each(FROM)('%s', (_given, from, count, zone, then) => {
    expect(formatInZone(endFrom(parseInstant(from), days(count, calendar(zone))), zone)).toBe(then);
  });
});

describe('given calendar days, when they are added to an end, then each is whole', () => {
  test.each(AFTER)('%s', (_given, end, count, zone, then) => {
    expect(formatInZone(endAfter(parseInstant(end), days(count, calendar(zone))), zone)).toBe(then);
  });
});

describe('given rolling days, when clocks change, then a day still is 24 hours', () => {
  test.each([
    ['from an instant', endFrom],
    ['after an end', endAfter],
  ])('%s', (_given, count) => {
    const end = count(parseInstant('2026-03-28T12:00:00+01:00'), days(2, rolling));
    expect(formatInZone(end, 'Europe/Berlin')).toBe('2026-03-30T13:00:00+02:00');
  });
});
