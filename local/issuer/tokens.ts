import { SignJWT } from 'jose';
import type { Login } from '../seed/people.ts';
import type { SigningKey } from './signing-key.ts';

export const TOKEN_LIFETIME_SECONDS = 3_600;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

/** An access token (RFC 9068 without the claims that nobody here reads). `now` is in milliseconds since the epoch. */
export const tokenFor = (
  { sub, roles }: Pick<Login, 'sub' | 'roles'>,
  { kid, privateKey }: SigningKey,
  { issuer, audience }: TokenRules,
  now: number,
): Promise<string> => {
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT(roles.length > 0 ? { roles: [...roles] } : {})
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .sign(privateKey);
};
