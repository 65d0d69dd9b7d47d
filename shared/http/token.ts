import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isPersonId, type PersonId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';

/** Whom a token speaks for. */
export interface Caller {
  readonly person: PersonId;
  /** What the issuer lets them do (RFC 9068, 2.2.3.1). */
  readonly roles: readonly string[];
}

/** Whoever the issuer gives this role works for the brand. */
export const STAFF_ROLE = 'staff';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** Pinned: what the token's header asks for decides nothing. */
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const ISSUER_FAULTS = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JWKInvalid.code,
  // No 200 from the key set, or no JSON.
  errors.JOSEError.code,
]);

/**
 * Who is calling, from a bearer token (RFC 6750) whose signature, issuer, audience and age hold.
 *
 * @throws Refusal `unauthenticated`; `issuer_unavailable` when the issuer's keys cannot be had: never let in unchecked
 */
export const verifyToken = ({ issuer, audience, keys }: TokenRules, clock: Clock) => {
  /** What the claims hold is whatever the issuer wrote there: only its signature has been checked. */
  const claimsOf = async (token: string): Promise<JWTPayload> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(clock()),
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      throw new Refusal(isRefused(error) ? 'unauthenticated' : 'issuer_unavailable', {}, { cause: error });
    }
  };
  return async (authorization: string | undefined): Promise<Caller> => {
    const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new Refusal('unauthenticated');
    const { sub: person, roles } = await claimsOf(token);
    if (typeof person !== 'string' || !isPersonId(person)) throw new Refusal('unauthenticated');
    return { person, roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [] };
  };
};

/**
 * Whose fault it is, from the codes that jose documents. What is no error of jose (a time-out, no connection, a key
 * that cannot be used) comes from the issuer's side as well.
 */
const isRefused = (error: unknown): boolean => error instanceof errors.JOSEError && !ISSUER_FAULTS.has(error.code);
