import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../runtime/deps.ts';

const TIMEOUT_MS = 3_000;
/** How long a withdrawn key may still be taken. */
const MAX_AGE_MS = 10 * 60_000;
/** The same while the issuer cannot be asked: an outage there must not at once be one here. */
const MAX_AGE_IN_OUTAGE_MS = 60 * 60_000;
/** A flood of tokens with made-up keys must not become a flood of requests. */
const MIN_INTERVAL_MS = 30_000;

type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/**
 * The issuer's key set (RFC 7517): fetched once and kept, asked again for an unknown key. jose's own cache takes a time
 * stamp in the future for fresh, so after a clock that was set back it would refuse new keys; here age is judged by
 * our clock, and a negative one is old.
 *
 * @throws from the returned function: jose's `JWKSNoMatchingKey` for a key that is unknown, anything else when the
 *   issuer's keys cannot be had
 */
export const remoteKeys = (keySetUrl: string, clock: Clock, fetchKeys: Fetch = fetch): JWTVerifyGetKey => {
  const keys = createRemoteJWKSet(new URL(keySetUrl), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
    [customFetch]: fetchKeys,
  });
  let loadedAt: number | undefined;
  let askedAt: number | undefined;
  let failure: unknown;
  const isWithin = (since: number | undefined, ms: number): boolean =>
    since !== undefined && clock() >= since && clock() - since < ms;
  /** Who comes while it is being fetched waits for the same answer. */
  const mayAsk = (): boolean => keys.reloading || !isWithin(askedAt, MIN_INTERVAL_MS);

  const reload = async (): Promise<void> => {
    if (!keys.reloading) askedAt = clock();
    try {
      await keys.reload();
      loadedAt = clock();
      failure = undefined;
    } catch (error) {
      failure = error;
      throw error;
    }
  };

  const ensureFresh = async (): Promise<void> => {
    if (isWithin(loadedAt, MAX_AGE_MS)) return;
    if (!isWithin(loadedAt, MAX_AGE_IN_OUTAGE_MS)) await reload();
    else if (mayAsk()) await reload().catch(() => undefined);
  };

  return async (header, token) => {
    await ensureFresh();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!mayAsk()) throw failure ?? error;
    }
    await reload();
    return keys(header, token);
  };
};
