import { type Instant, MINUTE_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';

/** Page "Rate limits": for each ICCID and each of its views. */
const PER_MINUTE = 10;
/** Older ones are forgotten; one function serves far fewer SIMs in a minute. */
const MAX_KEPT = 1_000;

/**
 * What one process asks of one SIM in a minute. Workers are many, so this is a courtesy that keeps a loop of ours from
 * using up what the others need; Airalo's own 429 is what counts.
 */
export const iccidLimit = (clock: Clock) => {
  const recent = new Map<string, readonly Instant[]>();
  return {
    /** Takes one request; otherwise how long to wait for the next, in milliseconds. */
    take(key: string): number {
      const now = clock();
      const past = (recent.get(key) ?? []).filter((at) => at <= now && now - at < MINUTE_MS);
      const [oldest] = past;
      if (oldest !== undefined && past.length >= PER_MINUTE) return oldest + MINUTE_MS - now;
      // Last used, last forgotten.
      recent.delete(key);
      recent.set(key, [...past, now]);
      for (const old of recent.keys()) {
        if (recent.size <= MAX_KEPT) break;
        recent.delete(old);
      }
      return 0;
    },
  };
};
