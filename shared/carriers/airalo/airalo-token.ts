import * as z from 'zod/mini';
import { HOUR_MS, type Instant, plusMs, SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { CannotAsk } from '../carrier.ts';
import { type Exchange, exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { KeptToken } from '../shared-state.ts';
import type { AiraloAccount } from './airalo-account.ts';

/** A token ends after 24 hours, whatever `expires_in` says: the documented example says a year (page "Request access token"). */
const LIFETIME_MS = 24 * HOUR_MS;

export type TokenFailure = Omit<CannotAsk, 'kind'>;

/** The token, and the address that it is for. */
export type FetchedToken =
  | ({ readonly ok: true; readonly apiUrl: string } & KeptToken)
  | ({ readonly ok: false } & TokenFailure);

interface Fetching {
  readonly account: Secret<AiraloAccount>;
  readonly clock: Clock;
  readonly send: typeof fetch;
}

/** The secret may just have been rotated: after a refusal it is looked at once more, and another one is tried. */
export const fetchToken = async (deps: Fetching, secret: AiraloAccount, signal: AbortSignal): Promise<FetchedToken> => {
  const first = await fetchOnce(deps, secret, signal);
  if (first.ok || first.code !== 'auth_refused') return first;
  const fresh = await deps.account({ refresh: true }).catch(() => secret);
  const isAnother = fresh.clientId !== secret.clientId || fresh.clientSecret !== secret.clientSecret;
  return isAnother ? fetchOnce(deps, fresh, signal) : first;
};

const fetchOnce = async (
  { clock, send }: Fetching,
  { apiUrl, clientId, clientSecret }: AiraloAccount,
  signal: AbortSignal,
): Promise<FetchedToken> => {
  const askedAt = clock();
  const form = new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
  });
  const answer = await exchange(send, { method: 'POST', url: `${apiUrl}/token`, body: { form } }, signal);
  const reply = readReply(answer, askedAt);
  if (!reply.ok) return reply;
  return { ok: true, apiUrl, token: reply.token, endsAt: plusMs(askedAt, reply.lifetimeMs) };
};

type TokenReply =
  | { readonly ok: true; readonly token: string; readonly lifetimeMs: number }
  | ({ readonly ok: false } & TokenFailure);

const tokenReply = z.object({
  data: z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.number().check(z.positive()) }),
});

/** Statuses of credentials that are not accepted, or not from here. */
const REFUSALS = new Set([400, 401, 403, 422]);

/** Whatever goes wrong here, the call itself was never made. */
const readReply = (answer: Exchange, now: Instant): TokenReply => {
  if (answer.kind !== 'answered') return { ok: false, code: `auth_${answer.code}`, trouble: 'unreachable' };
  const { status, body } = answer;
  if (REFUSALS.has(status)) return { ok: false, code: 'auth_refused' };
  if (status === 429) {
    const wait = retryAfterMs(answer.retryAfter, now);
    return { ok: false, code: 'auth_http_429', ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  if (status !== 200) return { ok: false, code: `auth_http_${status}`, trouble: 'unreachable' };
  const read = tokenReply.safeParse(body);
  if (!read.success) return { ok: false, code: 'auth_malformed', trouble: 'unreachable' };
  const { access_token: token, expires_in: seconds } = read.data.data;
  return { ok: true, token, lifetimeMs: Math.min(Math.floor(seconds * SECOND_MS), LIFETIME_MS) };
};
