import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Length } from '../shared/domain/plan/length.ts';
import { HOUR_MS, type Instant, instant, MINUTE_MS, ROLLING_DAY_MS } from '../shared/domain/values/instant.ts';
import { type Money, money } from '../shared/domain/values/money.ts';

/** Quantities as people write them: `3 days`, `1 GB a day`, `CNY 58.00`. Each says what it takes where it is not met. */
const written = <T>(pattern: RegExp, takes: string, read: (match: readonly string[]) => T | undefined) =>
  z.unknown().transform((value, context): T => {
    const match = pattern.exec(String(value ?? ''));
    const result = match ? read(match.map((part) => part ?? '')) : undefined;
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message: `${quoted(value)} is not understood: write ${takes}` });
    return z.NEVER;
  });

const quoted = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const DURATIONS = { minute: MINUTE_MS, hour: HOUR_MS, day: ROLLING_DAY_MS } as const;

/** In milliseconds; a day has 24 hours. */
export const duration = written(
  /^(\d+) (minute|hour|day)s?$/,
  'a number of minutes, hours or days: 70 minutes, 2 days',
  ([, count, unit]) => Number(count) * (unit === 'minute' || unit === 'hour' ? DURATIONS[unit] : DURATIONS.day),
);

const isZone = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
};

export const zone = z
  .string('a time zone: Asia/Tokyo')
  .refine(isZone, { error: ({ input }) => `${quoted(input)} is no time zone: write one like Asia/Tokyo` });

/** Whole days of the calendar or of 24 hours each, or months. */
export const length = written(
  /^(?:(\d+) (day|month)s? (\S+)|(\d+) x 24 hours)$/,
  'days or months of a zone (3 days Asia/Tokyo, 1 month Asia/Tokyo) or days of 24 hours (3 x 24 hours)',
  ([, count, unit, where = '', rolling]): Length | undefined => {
    if (rolling) return { unit: 'day', count: Number(rolling), day: { kind: 'rolling' } };
    if (!isZone(where) || Number(count) < 1) return undefined;
    return unit === 'month'
      ? { unit: 'month', count: Number(count), zone: where }
      : { unit: 'day', count: Number(count), day: { kind: 'calendar', zone: where } };
  },
);

const UNITS = { MB: 1e6, GB: 1e9, GiB: 1_073_741_824 } as const;

/** In bytes; `a day` where it is for each day of the plan. */
export interface Amount {
  readonly bytes: number;
  readonly isDaily: boolean;
}

export const amount = written(
  /^(\d+(?:\.\d+)?) (MB|GB|GiB)( a day)?$/,
  'an amount of data: 20 GB, 500 MB, 1 GiB, 2 GB a day',
  ([, count, unit, daily]): Amount => ({
    bytes: Math.round(Number(count) * UNITS[unit === 'MB' || unit === 'GiB' ? unit : 'GB']),
    isDaily: daily !== '',
  }),
);

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
/** ISO 4217: how many decimals the currency has. Yen and won have none. */
const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;

const MONEY = /^([A-Z]{3}) (\d+)(?:\.(\d+))?$/;

/** With exactly the decimals that the currency has. */
export const price = z.unknown().transform((value, context): Money => {
  const [, currency = '', whole = '', decimals = ''] = MONEY.exec(String(value ?? '')) ?? [];
  const wrong = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (whole === '')
    return wrong(`${quoted(value)} is not understood: write the currency and the amount: JPY 1180, CNY 58.00`);
  if (!CURRENCIES.has(currency)) return wrong(`${currency} is no currency of ISO 4217: write JPY, CNY, TWD, KRW, USD…`);
  const needed = decimalsOf(currency);
  if (decimals.length !== needed)
    return wrong(
      `${currency} has ${needed === 0 ? 'no decimals' : `${needed} decimals`}: write ${currency} ${whole}${needed === 0 ? '' : `.${decimals.padEnd(needed, '0').slice(0, needed)}`}`,
    );
  return money(Number(whole + decimals), currency);
});

/** In ten-thousandths of the currency: carriers count finer than anybody pays. */
export const wholesale = written(
  /^([A-Z]{3}) (\d+(?:\.\d{1,4})?)$/,
  'the currency and at most four decimals: USD 4.50',
  ([, currency = '', value]) =>
    CURRENCIES.has(currency) ? { amountE4: Math.round(Number(value) * 10_000), currency } : undefined,
);

/** Local time, to the minute or second; the zone comes with the example. */
const LOCAL = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)$/;
export const localTime = written(LOCAL, 'a local time: 2026-10-04 00:00', ([text = '']) => {
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T'));
  } catch {
    return undefined;
  }
});

/** Of two instants with the same local time the earlier one; where clocks skip it, the one after. */
export const instantOf = (local: Temporal.PlainDateTime, where: string): Instant =>
  instant(local.toZonedDateTime(where).epochMilliseconds);

export const localText = (at: Instant, where: string): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(where);
  return local
    .toPlainDateTime()
    .toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' })
    .replace('T', ' ');
};
