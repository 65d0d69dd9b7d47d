import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type PersonId, personId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** Pinned: what the token's header asks for decides nothing. */
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const KEY_SET_TIMEOUT_MS = 3_000;
const KEY_SET_MAX_AGE_MS = 10 * 60_000;

/** Fetched once and kept; a token signed with an unknown key asks again, at most every half minute. */
export const remoteKeys = (keySetUrl: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(keySetUrl), { timeoutDuration: KEY_SET_TIMEOUT_MS, cacheMaxAge: KEY_SET_MAX_AGE_MS });

/**
 * Who is calling, from a bearer token (RFC 6750) whose signature, issuer, audience and age hold.
 *
 * @throws Refusal `unauthenticated`; `issuer_unavailable` when the issuer's keys cannot be had: never let in unchecked
 */
export const verifyToken =
  ({ issuer, audience, keys }: TokenRules, clock: Clock) =>
  async (authorization: string | undefined): Promise<PersonId> => {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new Refusal('unauthenticated');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(clock()),
        requiredClaims: ['sub', 'exp'],
      });
      return personId(payload.sub ?? '');
    } catch (error) {
      throw new Refusal(isRefused(error) ? 'unauthenticated' : 'issuer_unavailable', {}, { cause: error });
    }
  };

/** The token's own fault; anything else (time-out, wrong answer, no connection) is the issuer's. */
const isRefused = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC');
