import type { Temporal } from 'temporal-polyfill';
import { type Instant, instant, inZone, plusMs, ROLLING_DAY_MS } from '../values/instant.ts';

/**
 * What a day of a plan is. Japanese brands close at midnight Japan time (the day of purchase is day 1); others sell
 * exact multiples of 24 hours.
 */
export type DayRule =
  | { readonly kind: 'calendar' /** IANA time zone. */; readonly zone: string }
  | { readonly kind: 'rolling' };

/** The exclusive end of `days` days that begin at `start`: a begun calendar day counts as day 1. */
export const endOfDaysFrom = (start: Instant, days: number, rule: DayRule): Instant => {
  switch (rule.kind) {
    case 'calendar':
      return startOfDayLater(inZone(start, rule.zone), days);
    case 'rolling':
      return plusMs(start, days * ROLLING_DAY_MS);
  }
};

/**
 * The exclusive end of `days` further days after `end`. A calendar day closes at midnight, so an end in the middle of
 * a day (a line that had rolling days before) is rounded up: nobody loses hours that were paid for.
 */
export const endOfDaysAfter = (end: Instant, days: number, rule: DayRule): Instant => {
  switch (rule.kind) {
    case 'calendar': {
      const local = inZone(end, rule.zone);
      const closesDay = local.startOfDay().epochMilliseconds === end;
      return startOfDayLater(local, closesDay ? days : days + 1);
    }
    case 'rolling':
      return plusMs(end, days * ROLLING_DAY_MS);
  }
};

/** Counted in dates, not in wall-clock time: some zones skip midnight when summer time begins, and start a day at 01:00. */
const startOfDayLater = (local: Temporal.ZonedDateTime, days: number): Instant =>
  instant(local.toPlainDate().add({ days }).toZonedDateTime(local.timeZoneId).epochMilliseconds);
