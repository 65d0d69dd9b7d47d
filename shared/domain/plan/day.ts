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
      return instant(inZone(start, rule.zone).startOfDay().add({ days }).epochMilliseconds);
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
      const later = inZone(end, rule.zone).add({ days });
      const midnight = later.startOfDay();
      const closes =
        midnight.epochMilliseconds === later.epochMilliseconds ? later : midnight.add({ days: 1 }).startOfDay();
      return instant(closes.epochMilliseconds);
    }
    case 'rolling':
      return plusMs(end, days * ROLLING_DAY_MS);
  }
};
