import { MINUTE_MS, SECOND_MS } from '../../../shared/domain/values/instant.ts';
import type { Records } from '../records.ts';
import { tooMany } from './api-error.ts';

/** So many requests a minute, for each key (page "Rate limits"). */
export const rateLimit = (records: Records, now: () => number, name: string, perMinute: number) => ({
  /** @throws ApiError 429, with the wait in seconds */
  take(key: string): void {
    const at = now();
    const past = (records.get<readonly number[]>(name, key) ?? []).filter(
      (time) => at - time < MINUTE_MS && time <= at,
    );
    const [oldest] = past;
    if (oldest !== undefined && past.length >= perMinute)
      throw tooMany(Math.max(1, Math.ceil((oldest + MINUTE_MS - at) / SECOND_MS)));
    records.put(name, key, [...past, at]);
  },
});
