import { HOUR_MS, type Instant, plusMs, ROLLING_DAY_MS } from '../values/instant.ts';

/** A country that SMS are sent to. */
export interface SmsCountry {
  /** With the plus sign; the longest that a number begins with counts. */
  readonly callingCode: string;
  /** USD, in ten-thousandths, of one segment, carrier fees included: what the provider's list says, rounded up. */
  readonly segmentPriceE4: number;
  /** Only registered texts get through there, and the brand has registered ours. */
  readonly registeredTemplates?: boolean;
}

/** What SMS may cost, as the stage says. */
export interface SmsPolicy {
  /** Every other country gets none. */
  readonly countries: readonly SmsCountry[];
  readonly dailySegments: number;
  readonly dailyUsdCents: number;
  /** How many SMS an hour numbers that differ in their last four digits only get together. */
  readonly perPrefixAndHour: number;
}

/** Stable: shown beside the message that was not sent. */
export type SmsRefusal =
  | 'country_not_allowed'
  | 'templates_not_registered'
  | 'prefix_velocity'
  | 'daily_segments'
  | 'daily_spend';

/** Where only texts that the brand has registered are delivered. */
const TEMPLATES_ONLY: ReadonlySet<string> = new Set(['+86']);
/** Blocks of ten thousand numbers, as operators hand them out: a pump dials through one of them. */
const BLOCK_DIGITS = 4;
const E4_PER_CENT = 100;

export type CountryVerdict =
  | { readonly kind: 'allowed'; readonly country: SmsCountry }
  | { readonly kind: 'refused'; readonly reason: SmsRefusal };

export const smsCountryOf = (number: string, { countries }: Pick<SmsPolicy, 'countries'>): CountryVerdict => {
  const [country] = countries
    .filter(({ callingCode }) => number.startsWith(callingCode))
    .sort((a, b) => b.callingCode.length - a.callingCode.length);
  if (!country) return { kind: 'refused', reason: 'country_not_allowed' };
  if (TEMPLATES_ONLY.has(country.callingCode) && country.registeredTemplates !== true)
    return { kind: 'refused', reason: 'templates_not_registered' };
  return { kind: 'allowed', country };
};

/** One figure of a counter: what is to be added, and what it may come to. */
export interface Share {
  readonly add: number;
  readonly max: number;
}

/** Something that is counted within a window, and how full it may get. All figures are added, or none. */
export interface Count {
  readonly name: string;
  readonly figures: Readonly<Record<string, Share>>;
  /** When nobody needs it any more. */
  readonly endsAt: Instant;
}

/** The numbers of a block, in this hour of the epoch. */
export const velocityCount = (number: string, { perPrefixAndHour }: SmsPolicy, now: Instant): Count => {
  const hour = Math.floor(now / HOUR_MS);
  return {
    name: `SMS-PREFIX#${number.slice(0, -BLOCK_DIGITS)}#${hour}`,
    figures: { sms: { add: 1, max: perPrefixAndHour } },
    endsAt: plusMs(now, 2 * HOUR_MS),
  };
};

/** All SMS of this day (UTC). */
export const dayCount = (
  segments: number,
  { segmentPriceE4 }: SmsCountry,
  { dailySegments, dailyUsdCents }: SmsPolicy,
  now: Instant,
): Count => ({
  name: `SMS-DAY#${Math.floor(now / ROLLING_DAY_MS)}`,
  figures: {
    segments: { add: segments, max: dailySegments },
    usdE4: { add: segments * segmentPriceE4, max: dailyUsdCents * E4_PER_CENT },
  },
  endsAt: plusMs(now, 3 * ROLLING_DAY_MS),
});

/** How much of a day's cap is used, of whichever figure is nearer to it. In percent, rounded down. */
export const usedPercent = (
  { segments = 0, usdE4 = 0 }: Readonly<Record<string, number>>,
  { dailySegments, dailyUsdCents }: SmsPolicy,
): number => Math.floor(100 * Math.max(segments / dailySegments, usdE4 / (dailyUsdCents * E4_PER_CENT)));
