import { type Instant, MINUTE_MS, ROLLING_DAY_MS } from '../values/instant.ts';

/** One period of service in a carrier's record. Instants are absent until the carrier knows them. */
export interface RecordedPeriod {
  /** The carrier's own name of the period. */
  readonly reference: string;
  readonly status: 'processing' | 'queued' | 'active' | 'depleted' | 'expired' | 'revoked';
  readonly startsAt?: Instant;
  /** Exclusive. */
  readonly endsAt?: Instant;
  /** Our reference, where the carrier keeps it with the period. */
  readonly ours?: string;
}

/** What a carrier's record shows of one SIM. */
export interface RecordedService {
  /** Exclusive. When service ends, everything bought included; absent where the carrier does not say yet. */
  readonly endsAt?: Instant;
  /** Empty for carriers that know an end and no periods. */
  readonly periods: readonly RecordedPeriod[];
  readonly readAt: Instant;
}

/** Carriers keep seconds or minutes where we keep milliseconds. */
export const END_TOLERANCE_MS = MINUTE_MS;

export const isSameEnd = (a: Instant, b: Instant): boolean => Math.abs(a - b) < END_TOLERANCE_MS;

/**
 * Whether a period runs for all the days that were bought. Many carriers begin one with its first use, or at once when
 * the data before it is used up: by just that its end is another one than was promised, and nothing is missing.
 */
export const isServedInFull = (
  { startsAt, endsAt }: { readonly startsAt?: Instant | undefined; readonly endsAt?: Instant | undefined },
  days: number,
): boolean =>
  startsAt !== undefined && endsAt !== undefined && endsAt - startsAt > days * ROLLING_DAY_MS - END_TOLERANCE_MS;
