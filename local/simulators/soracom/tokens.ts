import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Records } from '../records.ts';
import { badCredentials, tokenInvalid, tokenMissing } from './api-error.ts';
import { OPERATOR_ID } from './sim.ts';

interface Token {
  readonly apiKey: string;
  readonly token: string;
  readonly endsAt: number;
}

export interface Tokens {
  /** @throws ApiError 401 */
  issue(authKeyId: string, authKey: string, timeoutSeconds: number): AuthReply;
  /** @throws ApiError 401 */
  check(apiKey: string | undefined, token: string | undefined): void;
}

export interface AuthReply {
  readonly apiKey: string;
  readonly token: string;
  readonly operatorId: string;
  readonly userName: string;
}

export const openTokens = (
  records: Records,
  now: () => number,
  account: { readonly authKeyId: string; readonly authKey: string },
): Tokens => {
  const forgetEnded = (): void => {
    for (const { token, endsAt } of records.list<Token>('token')) if (endsAt <= now()) records.remove('token', token);
  };
  return {
    issue(authKeyId, authKey, timeoutSeconds) {
      if (!same(authKeyId, account.authKeyId) || !same(authKey, account.authKey)) throw badCredentials();
      forgetEnded();
      const token: Token = {
        apiKey: `api-${randomBytes(16).toString('hex')}`,
        token: randomBytes(32).toString('base64url'),
        endsAt: now() + timeoutSeconds * 1_000,
      };
      records.put('token', token.token, token);
      return { apiKey: token.apiKey, token: token.token, operatorId: OPERATOR_ID, userName: 'keizoku' };
    },
    check(apiKey, token) {
      if (!apiKey || !token) throw tokenMissing();
      const known = records.get<Token>('token', token);
      if (!known || known.apiKey !== apiKey || now() >= known.endsAt) throw tokenInvalid();
    },
  };
};

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
