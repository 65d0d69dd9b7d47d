import type { Instant } from '../../domain/values/instant.ts';

/** A wait that somebody mistyped must not outlast every deadline. */
const LONGEST_MS = 15 * 60_000;

/**
 * How long `Retry-After` asks to wait: seconds or an HTTP date (RFC 9110, section 10.2.3). `undefined` when it is
 * missing, cannot be read, or has passed.
 */
export const retryAfterMs = (header: string | null, now: Instant): number | undefined => {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined;
};
