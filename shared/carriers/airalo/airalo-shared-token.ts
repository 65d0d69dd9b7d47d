import { setTimeout as wait } from 'node:timers/promises';
import { SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { KeptToken, TokenStore } from '../shared-state.ts';
import type { AiraloAccount } from './airalo-account.ts';
import { type FetchedToken, fetchToken } from './airalo-token.ts';

/** Renewed this long before its end, so that it does not end on the way. */
const RENEW_BEFORE_END_MS = 60 * SECOND_MS;
/** Another worker is fetching the token: it is there within a second or two, or that worker is lost. */
const MAX_TOKEN_READS = 6;
const BETWEEN_TOKEN_READS_MS = 400;

export interface SharingDeps {
  readonly account: Secret<AiraloAccount>;
  readonly clock: Clock;
  readonly send: typeof fetch;
  readonly tokens: TokenStore;
  /** Shorter in tests only. */
  readonly tokenWaitMs?: number | undefined;
}

export const isCurrent = ({ endsAt }: Pick<KeptToken, 'endsAt'>, clock: Clock): boolean =>
  clock() < endsAt - RENEW_BEFORE_END_MS;

/**
 * The token that all workers share, or a new one, fetched by whoever holds the lease. `refused` is one that the API did
 * not accept: it is not taken again, and the secret is read anew.
 */
export const obtainToken = async (
  deps: SharingDeps,
  signal: AbortSignal,
  refused: string | undefined,
): Promise<FetchedToken> => {
  const { account, clock, tokens, tokenWaitMs = BETWEEN_TOKEN_READS_MS } = deps;
  let secret: AiraloAccount;
  try {
    secret = await account({ refresh: refused !== undefined });
  } catch {
    return { ok: false, code: 'account_unreadable' };
  }
  const shared = async (): Promise<FetchedToken | undefined> => {
    const kept = await tokens.read();
    const isUsable = kept && kept.token !== refused && isCurrent(kept, clock);
    return isUsable ? { ok: true, apiUrl: secret.apiUrl, ...kept } : undefined;
  };
  try {
    for (let reads = 1; reads <= MAX_TOKEN_READS; reads += 1) {
      const kept = await shared();
      if (kept) return kept;
      // Between the reading and the lease another worker may have fetched it.
      if (await tokens.lease()) return (await shared()) ?? (await fetchAndShare(deps, secret, signal));
      if (reads < MAX_TOKEN_READS) await wait(tokenWaitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
    }
    return { ok: false, code: 'token_busy' };
  } catch {
    return { ok: false, code: 'token_store' };
  }
};

const fetchAndShare = async (deps: SharingDeps, secret: AiraloAccount, signal: AbortSignal): Promise<FetchedToken> => {
  const fetched = await fetchToken(deps, secret, signal);
  // One that cannot be kept for the others is good for this worker all the same.
  if (fetched.ok) await deps.tokens.save({ token: fetched.token, endsAt: fetched.endsAt }).catch(() => undefined);
  return fetched;
};
