import { setTimeout as wait } from 'node:timers/promises';
import { type Instant, plusMs, SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { exchange } from '../http/exchange.ts';
import type { KeptToken, TokenStore } from '../shared-state.ts';
import type { AiraloAccount } from './airalo-account.ts';
import { type TokenFailure, tokenReply } from './airalo-token.ts';

/** Renewed this long before its end, so that it does not end on the way. */
const RENEW_BEFORE_END_MS = 60 * SECOND_MS;
/** Another worker is fetching the token: it is there within a second or two, or that worker is lost. */
const MAX_TOKEN_READS = 6;
const BETWEEN_TOKEN_READS_MS = 400;

export interface Session {
  readonly apiUrl: string;
  readonly token: string;
  readonly endsAt: Instant;
}

export type SessionResult = { readonly ok: true; readonly session: Session } | ({ readonly ok: false } & TokenFailure);

export interface Sessions {
  /** The session in use, or a new one. `refused` is one that the API did not accept: it is not handed out again. */
  get(signal: AbortSignal, refused?: Session): Promise<SessionResult>;
}

/**
 * One token for all workers: in memory, else the one that they share, else a new one, fetched by whoever holds the
 * lease. Calls that come meanwhile wait for the same one.
 */
export const airaloSessions = (deps: {
  readonly account: Secret<AiraloAccount>;
  readonly clock: Clock;
  readonly send: typeof fetch;
  readonly tokens: TokenStore;
  /** Shorter in tests only. */
  readonly tokenWaitMs?: number | undefined;
}): Sessions => {
  const { account, clock, send, tokens, tokenWaitMs = BETWEEN_TOKEN_READS_MS } = deps;
  let kept: Session | undefined;
  let refusedToken: string | undefined;
  let underWay: Promise<SessionResult> | undefined;

  const isUsable = ({ token, endsAt }: KeptToken): boolean =>
    token !== refusedToken && clock() < endsAt - RENEW_BEFORE_END_MS;

  const fetchToken = async (secret: AiraloAccount, signal: AbortSignal): Promise<SessionResult> => {
    const { apiUrl, clientId, clientSecret } = secret;
    const askedAt = clock();
    const form = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
    });
    const answer = await exchange(send, { method: 'POST', url: `${apiUrl}/token`, body: { form } }, signal);
    const reply = tokenReply(answer, askedAt);
    if (!reply.ok) return reply;
    const { token, lifetimeMs } = reply;
    const fresh = { token, endsAt: plusMs(askedAt, lifetimeMs) };
    // One that could not be kept for the others is good for this worker all the same.
    await tokens.save(fresh).catch(() => undefined);
    return { ok: true, session: { apiUrl, ...fresh } };
  };

  /** The secret may just have been rotated: it is looked at once more, and another one is tried. */
  const fetchAnew = async (secret: AiraloAccount, signal: AbortSignal): Promise<SessionResult> => {
    const first = await fetchToken(secret, signal);
    if (first.ok || first.code !== 'auth_refused') return first;
    const fresh = await account({ refresh: true }).catch(() => secret);
    const isAnother = fresh.clientId !== secret.clientId || fresh.clientSecret !== secret.clientSecret;
    return isAnother ? fetchToken(fresh, signal) : first;
  };

  const obtain = async (signal: AbortSignal, refresh: boolean): Promise<SessionResult> => {
    let secret: AiraloAccount;
    try {
      secret = await account({ refresh });
    } catch {
      return { ok: false, code: 'account_unreadable' };
    }
    try {
      for (let reads = 1; reads <= MAX_TOKEN_READS; reads += 1) {
        const shared = await tokens.read();
        if (shared && isUsable(shared)) return { ok: true, session: { apiUrl: secret.apiUrl, ...shared } };
        if (await tokens.lease()) return await fetchAnew(secret, signal);
        if (reads < MAX_TOKEN_READS) await wait(tokenWaitMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
      }
      return { ok: false, code: 'token_busy' };
    } catch {
      return { ok: false, code: 'token_store' };
    }
  };

  const renew = async (signal: AbortSignal, refresh: boolean): Promise<SessionResult> => {
    const result = await obtain(signal, refresh);
    if (result.ok) refusedToken = undefined;
    kept = result.ok ? result.session : undefined;
    underWay = undefined;
    return result;
  };

  return {
    async get(signal, refused) {
      if (refused && refused.token === kept?.token) {
        refusedToken = refused.token;
        kept = undefined;
      }
      if (kept && isUsable(kept)) return { ok: true, session: kept };
      underWay ??= renew(signal, refusedToken !== undefined);
      return underWay;
    },
  };
};
