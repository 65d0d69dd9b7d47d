import { Temporal } from 'temporal-polyfill';

declare const brand: unique symbol;

/** A point on the time line in whole milliseconds since 1970-01-01T00:00Z. Ends of periods are exclusive instants. */
export type Instant = number & { readonly [brand]: 'Instant' };

/** The range of ECMAScript time values: ±100,000,000 days around the epoch (ECMA-262, "Time Values and Time Range"). */
const LIMIT_MS = 8.64e15;

const isInstant = (value: number): value is Instant => Number.isSafeInteger(value) && Math.abs(value) <= LIMIT_MS;

/** @throws RangeError when the value is no whole millisecond within ECMAScript's time range. */
export const instant = (epochMs: number): Instant => {
  if (!isInstant(epochMs)) throw new RangeError(`not an instant: ${epochMs}`);
  return epochMs;
};

/** Reads RFC 3339 with an offset or `Z`; a local time without one is refused because it names no instant. */
export const parseInstant = (text: string): Instant => instant(Temporal.Instant.from(text).epochMilliseconds);

/** RFC 3339 in UTC, for example `2026-10-01T15:00:00Z`. */
export const formatInstant = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

/** The same instant on a wall clock: RFC 3339 with the zone's offset, for example `2026-10-02T00:00:00+09:00`. */
export const formatInZone = (at: Instant, zone: string): string =>
  inZone(at, zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });

export const inZone = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

export const plusMs = (at: Instant, ms: number): Instant => instant(at + ms);

export const latest = (a: Instant, b: Instant): Instant => (a >= b ? a : b);

export const earliest = (a: Instant, b: Instant): Instant => (a <= b ? a : b);

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const ROLLING_DAY_MS = 24 * HOUR_MS;
