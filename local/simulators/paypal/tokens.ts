import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Records } from '../records.ts';

export interface Tokens {
  /** `undefined` when id or secret are wrong. */
  grant(authorization: string | undefined): { readonly token: string; readonly lifeSeconds: number } | undefined;
  isValid(authorization: string | undefined): boolean;
  /** As when PayPal ends tokens before their time. */
  revokeAll(): void;
}

/** PayPal's tokens live nine hours. */
const LIFE_SECONDS = 32_400;

export const createTokens = (
  records: Records,
  now: () => number,
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
): Tokens => {
  const expected = Buffer.from(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`);
  return {
    grant(authorization = '') {
      const given = Buffer.from(authorization);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const token = `A21AA${randomBytes(48).toString('base64url')}`;
      records.put('token', token, { token, until: now() + LIFE_SECONDS * 1_000 });
      return { token, lifeSeconds: LIFE_SECONDS };
    },
    isValid(authorization = '') {
      const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
      return (records.get<{ readonly until: number }>('token', token)?.until ?? 0) > now();
    },
    revokeAll() {
      for (const { token } of records.list<{ readonly token: string }>('token')) records.remove('token', token);
    },
  };
};
