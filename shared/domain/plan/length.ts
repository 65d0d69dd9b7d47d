import type { Temporal } from 'temporal-polyfill';
import { type Instant, instant, inZone, plusMs, ROLLING_DAY_MS } from '../values/instant.ts';

/**
 * What a day of a plan is. Japanese brands close at midnight Japan time (the day of purchase is day 1); others sell
 * exact multiples of 24 hours.
 */
export type DayRule =
  | { readonly kind: 'calendar' /** IANA time zone. */; readonly zone: string }
  | { readonly kind: 'rolling' };

/** How much time a plan sells. Months are months of the calendar in a zone, and close at midnight there. */
export type Length =
  | { readonly unit: 'day'; readonly count: number; readonly day: DayRule }
  | { readonly unit: 'month'; readonly count: number /** IANA time zone. */; readonly zone: string };

/** Where time that begins at `start` ends, exclusively: a day that has begun already counts as the first. */
export const endFrom = (start: Instant, length: Length): Instant => {
  if (length.unit === 'month') return monthsOn(inZone(start, length.zone).toPlainDate(), length);
  const { count, day } = length;
  return day.kind === 'rolling'
    ? plusMs(start, count * ROLLING_DAY_MS)
    : startOf(inZone(start, day.zone).toPlainDate().add({ days: count }), day.zone);
};

/**
 * Where time that follows on `end` ends, exclusively. Days and months of the calendar close at midnight, so an end in the
 * middle of a day (a line that had rolling days before) is rounded up: nobody loses hours that were paid for.
 */
export const endAfter = (end: Instant, length: Length): Instant => {
  if (length.unit === 'month') return monthsOn(nextMidnight(end, length.zone), length);
  const { count, day } = length;
  return day.kind === 'rolling'
    ? plusMs(end, count * ROLLING_DAY_MS)
    : startOf(nextMidnight(end, day.zone).add({ days: count }), day.zone);
};

/** To the end of the n-th month, where the month that `start` lies in counts as the first. */
export const monthEndFrom = (start: Instant, length: Length): Instant =>
  length.unit === 'month' ? monthsFromFirst(inZone(start, length.zone).toPlainDate(), length) : endFrom(start, length);

/** To the end of the n-th month after `end`; a month that `end` does not close is rounded up. */
export const monthEndAfter = (end: Instant, length: Length): Instant => {
  if (length.unit === 'day') return endAfter(end, length);
  const day = nextMidnight(end, length.zone);
  return monthsFromFirst(day.day === 1 ? day : day.add({ months: 1 }), length);
};

/** Whether the day (or, to the end of a month, the month) has begun before `start`, and counts as a whole one. */
export const hasBegun = (start: Instant, length: Length, unit: 'day' | 'month'): boolean => {
  if (length.unit === 'day' && length.day.kind === 'rolling') return false;
  const zone = zoneOf(length);
  if (zone === undefined) return false;
  const date = inZone(start, zone).toPlainDate();
  return startOf(unit === 'month' ? date.with({ day: 1 }) : date, zone) < start;
};

/** Where a carrier counts days: a month is sold as thirty of them. */
export const DAYS_OF_A_MONTH = 30;
export const daysOf = ({ unit, count }: Length): number => (unit === 'day' ? count : count * DAYS_OF_A_MONTH);

const zoneOf = (length: Length): string | undefined => {
  if (length.unit === 'month') return length.zone;
  return length.day.kind === 'calendar' ? length.day.zone : undefined;
};

/** The date that `end` closes, or the one after the date that it falls into. */
const nextMidnight = (end: Instant, zone: string): Temporal.PlainDate => {
  const local = inZone(end, zone);
  const date = local.toPlainDate();
  return local.startOfDay().epochMilliseconds === end ? date : date.add({ days: 1 });
};

/**
 * A month that begins on a date ends with the day before the same date of the next one. Where there is no such date it
 * ends with that month's last day, as Japan's Civil Code has it (article 143): from 31 January to the end of February.
 */
const monthsOn = (first: Temporal.PlainDate, { count, zone }: Extract<Length, { unit: 'month' }>): Instant => {
  const same = first.add({ months: count });
  return startOf(same.day === first.day ? same : same.add({ days: 1 }), zone);
};

const monthsFromFirst = (date: Temporal.PlainDate, { count, zone }: Extract<Length, { unit: 'month' }>): Instant =>
  startOf(date.with({ day: 1 }).add({ months: count }), zone);

/** Counted in dates, not in wall-clock time: some zones skip midnight when summer time begins, and start a day at 01:00. */
const startOf = (date: Temporal.PlainDate, zone: string): Instant =>
  instant(date.toZonedDateTime(zone).epochMilliseconds);
