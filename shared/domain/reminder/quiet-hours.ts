import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, inZone, latest, MINUTE_MS, plusMs } from '../values/instant.ts';

/** In minutes of the local day, from the first one to the one before `untilMinute`; the same twice: never quiet. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** From 21:00 to 08:00, unless the plan says otherwise. */
export const DEFAULT_QUIET_HOURS: QuietHours = { fromMinute: 21 * HOUR_MINUTES, untilMinute: 8 * HOUR_MINUTES };

export const isQuiet = (at: Instant, zone: string, { fromMinute, untilMinute }: QuietHours): boolean => {
  const { hour, minute } = inZone(at, zone);
  const now = hour * HOUR_MINUTES + minute;
  return fromMinute <= untilMinute ? now >= fromMinute && now < untilMinute : now >= fromMinute || now < untilMinute;
};

/** When something may be told: from `from` on, and it is of use before `until`. */
export interface Window {
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
}

/**
 * When to tell what is meant for `wanted`: then, if nobody sleeps; else in the last minute before the quiet hours; where
 * that is gone, when they end; and where that would be too late, at `wanted` all the same: woken up is better than cut
 * off. It never changes the order of what is told.
 */
export const awakeAt = (wanted: Instant, { from, until }: Window, zone: string, quiet: QuietHours): Instant => {
  const at = latest(wanted, from);
  const isAwake = !isQuiet(at, zone, quiet);
  // Within the last waking minute too: what is meant for a moment later is told at its beginning.
  const asleep = isAwake ? plusMs(at, MINUTE_MS) : at;
  if (!isQuiet(asleep, zone, quiet)) return at;
  const evening = plusMs(quietSince(asleep, zone, quiet), -MINUTE_MS);
  if (evening >= from) return evening;
  if (isAwake) return at;
  const morning = quietUntil(at, zone, quiet);
  return morning < until ? morning : at;
};

/** When the quiet hours began that last at `at`. */
const quietSince = (at: Instant, zone: string, quiet: QuietHours): Instant => {
  const local = inZone(at, zone);
  const beganYesterday = isOverMidnight(quiet) && minuteOf(local) < quiet.untilMinute;
  // Where clocks skip that minute: before they do.
  return onClock(local.toPlainDate().add({ days: beganYesterday ? -1 : 0 }), quiet.fromMinute, zone, 'earlier');
};

const quietUntil = (at: Instant, zone: string, quiet: QuietHours): Instant => {
  const local = inZone(at, zone);
  const endsTomorrow = isOverMidnight(quiet) && minuteOf(local) >= quiet.fromMinute;
  return onClock(local.toPlainDate().add({ days: endsTomorrow ? 1 : 0 }), quiet.untilMinute, zone, 'later');
};

const isOverMidnight = ({ fromMinute, untilMinute }: QuietHours): boolean => fromMinute > untilMinute;

const minuteOf = ({ hour, minute }: Temporal.ZonedDateTime): number => hour * HOUR_MINUTES + minute;

const onClock = (
  date: Temporal.PlainDate,
  minuteOfDay: number,
  zone: string,
  disambiguation: 'earlier' | 'later',
): Instant => {
  const day = date.add({ days: Math.floor(minuteOfDay / DAY_MINUTES) });
  const minute = minuteOfDay % DAY_MINUTES;
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / HOUR_MINUTES), minute: minute % HOUR_MINUTES });
  return instant(day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
};
