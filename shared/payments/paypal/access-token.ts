import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { PaypalAccount } from './paypal-account.ts';
import { type PaypalFetch, send, unavailable, understood } from './paypal-fetch.ts';

/** A token is not used in the last minute of its life: it would end on the way. */
const RENEW_BEFORE_END_MS = 60_000;

const tokenReply = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.number() });

export interface AccessTokens {
  /** `undefined` when PayPal knows none of the account's secrets. */
  readonly of: (account: PaypalAccount) => Promise<string | undefined>;
  /** After a 401: PayPal may end a token before its time. */
  readonly drop: (token: string) => void;
}

/** OAuth 2.0 client credentials (developer.paypal.com/api/rest/authentication): one token, kept until it ends. */
export const accessTokens = (fetch: PaypalFetch, clock: Clock): AccessTokens => {
  let kept: { readonly for: string; readonly token: string; readonly renewAt: number } | undefined;
  return {
    async of(account) {
      const key = keyOf(account);
      if (kept?.for === key && clock() < kept.renewAt) return kept.token;
      for (const secret of account.clientSecrets) {
        const granted = await grant(fetch, account, secret);
        if (!granted) continue;
        const { access_token: token, expires_in: lifeSeconds } = granted;
        kept = { for: key, token, renewAt: clock() + lifeSeconds * 1_000 - RENEW_BEFORE_END_MS };
        return token;
      }
      return undefined;
    },
    drop(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
};

const keyOf = ({ apiUrl, clientId, clientSecrets }: PaypalAccount): string =>
  [apiUrl, clientId, ...clientSecrets].join('\n');

const grant = async (fetch: PaypalFetch, { apiUrl, clientId }: PaypalAccount, secret: string) => {
  const answer = await send(fetch, `${apiUrl}/v1/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  if (answer.status === 401) return undefined;
  if (answer.status !== 200) throw unavailable(`no token: ${answer.status}`);
  return understood(tokenReply, answer.body);
};
