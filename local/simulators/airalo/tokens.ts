import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HOUR_MS } from '../../../shared/domain/values/instant.ts';
import type { Records } from '../records.ts';
import { badCredentials, unauthorized, wrongParameters } from './api-error.ts';
import { rateLimit } from './rate-limit.ts';

interface Token {
  readonly token: string;
  readonly endsAt: number;
}

export interface Tokens {
  /** @throws ApiError 401, 422, 429 */
  issue(form: Readonly<Record<string, unknown>>): object;
  /** @throws ApiError 401 */
  check(authorization: string | undefined): void;
}

const PER_MINUTE = 3;
const LIFETIME_MS = 24 * HOUR_MS;
/** As documented; whoever believes it is turned away after a day. */
const EXPIRES_IN = 31_622_400;
const FIELDS = ['client_id', 'client_secret', 'grant_type'] as const;

/** Page "Request access token". Older tokens stay good until their end. */
export const openTokens = (
  records: Records,
  now: () => number,
  account: { readonly clientId: string; readonly clientSecret: string },
): Tokens => {
  const limit = rateLimit(records, now, 'token-request', PER_MINUTE);

  const forgetEnded = (): void => {
    for (const { token, endsAt } of records.list<Token>('token')) if (endsAt <= now()) records.remove('token', token);
  };

  return {
    issue(form) {
      limit.take('all');
      const missing = FIELDS.filter((name) => typeof form[name] !== 'string' || form[name] === '');
      if (missing.length > 0)
        throw wrongParameters(
          Object.fromEntries(missing.map((name) => [name, `The ${name.replace('_', ' ')} field is required.`])),
        );
      if (form['grant_type'] !== 'client_credentials')
        throw wrongParameters({ grant_type: 'The selected grant type is invalid.' });
      if (form['client_id'] !== account.clientId)
        throw wrongParameters({ client_id: 'The selected client id is invalid.' });
      if (!same(String(form['client_secret']), account.clientSecret)) throw badCredentials();
      forgetEnded();
      const token: Token = { token: randomBytes(40).toString('base64url'), endsAt: now() + LIFETIME_MS };
      records.put('token', token.token, token);
      return {
        data: { token_type: 'Bearer', expires_in: EXPIRES_IN, access_token: token.token },
        meta: { message: 'success' },
      };
    },
    check(authorization) {
      const [, token = ''] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
      const known = records.get<Token>('token', token);
      if (!known || now() >= known.endsAt) throw unauthorized();
    },
  };
};

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
