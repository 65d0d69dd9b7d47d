import * as z from 'zod/mini';
import { HOUR_MS, type Instant, SECOND_MS } from '../../domain/values/instant.ts';
import type { CannotAsk } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** A token ends after 24 hours, whatever `expires_in` says: the documented example says a year (page "Request access token"). */
const LIFETIME_MS = 24 * HOUR_MS;

export type TokenFailure = Omit<CannotAsk, 'kind'>;

export type TokenReply =
  | { readonly ok: true; readonly token: string; readonly lifetimeMs: number }
  | ({ readonly ok: false } & TokenFailure);

const reply = z.object({
  data: z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.number().check(z.positive()) }),
});

/** Statuses of credentials that are not accepted, or not from here. */
const REFUSALS = new Set([400, 401, 403, 422]);

/** What came of asking for a token. Whatever goes wrong here, the call itself was never made. */
export const tokenReply = (answer: Exchange, now: Instant): TokenReply => {
  if (answer.kind !== 'answered') return { ok: false, code: `auth_${answer.code}`, trouble: 'unreachable' };
  const { status, body } = answer;
  if (REFUSALS.has(status)) return { ok: false, code: 'auth_refused' };
  if (status === 429) {
    const wait = retryAfterMs(answer.retryAfter, now);
    return { ok: false, code: 'auth_http_429', ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  if (status !== 200) return { ok: false, code: `auth_http_${status}`, trouble: 'unreachable' };
  const read = reply.safeParse(body);
  if (!read.success) return { ok: false, code: 'auth_malformed', trouble: 'unreachable' };
  const { access_token: token, expires_in: seconds } = read.data.data;
  return { ok: true, token, lifetimeMs: Math.min(Math.floor(seconds * SECOND_MS), LIFETIME_MS) };
};
