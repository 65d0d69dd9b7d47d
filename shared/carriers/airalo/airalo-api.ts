import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Exchange, exchange } from '../http/exchange.ts';
import type { RateBudget, TokenStore } from '../shared-state.ts';
import type { AiraloAccount } from './airalo-account.ts';
import { type Reading, reading } from './airalo-reading.ts';
import { airaloSessions, type Session } from './airalo-session.ts';
import { iccidLimit } from './iccid-limit.ts';

export interface AiraloRequest {
  readonly method: 'GET' | 'POST';
  /** Below the API's address, each part of it encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: FormData;
}

/** What can be read of one SIM; each may be asked ten times a minute. */
export type SimView = 'packages' | 'topups' | 'usage';

export interface AiraloApi {
  /** `deadline` ends the whole operation; each request also has a time-out of its own. */
  call(request: AiraloRequest, deadline: AbortSignal): Promise<Reading>;
  readSim(carrierRef: string, view: SimView, deadline: AbortSignal): Promise<Reading>;
}

/** Airalo's Partner API (developers.partners.airalo.com): a token, the call, and once more after a 401. */
export const airaloApi = (deps: {
  readonly account: Secret<AiraloAccount>;
  readonly clock: Clock;
  readonly tokens: TokenStore;
  readonly budget?: RateBudget | undefined;
  readonly send: typeof fetch;
  readonly callTimeoutMs: number;
  readonly tokenWaitMs?: number | undefined;
}): AiraloApi => {
  const { clock, budget, send, callTimeoutMs } = deps;
  const sessions = airaloSessions(deps);
  const limit = iccidLimit(clock);

  const withTimeout = (deadline: AbortSignal): AbortSignal =>
    AbortSignal.any([deadline, AbortSignal.timeout(callTimeoutMs)]);

  const callOnce = async (request: AiraloRequest, session: Session, deadline: AbortSignal): Promise<Exchange> => {
    // The token took all the time: certainly nothing has been sent.
    if (deadline.aborted) return { kind: 'not_connected', code: 'no_time_left' };
    const { method, path, query, form } = request;
    const url = `${session.apiUrl}${path}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const headers = { authorization: `Bearer ${session.token}` };
    return exchange(send, { method, url, headers, budget, ...(form && { body: { form } }) }, withTimeout(deadline));
  };

  const call = async (request: AiraloRequest, deadline: AbortSignal): Promise<Reading> => {
    const first = await sessions.get(withTimeout(deadline));
    if (!first.ok) return notAuthenticated(first);
    const answer = await callOnce(request, first, deadline);
    if (answer.kind !== 'answered' || answer.status !== 401) return reading(answer, clock());
    const second = await sessions.get(withTimeout(deadline), first);
    if (!second.ok) return notAuthenticated(second);
    return reading(await callOnce(request, second, deadline), clock());
  };

  return {
    call,
    async readSim(carrierRef, view, deadline) {
      const path = `/sims/${encodeURIComponent(carrierRef)}/${view}`;
      const waitMs = limit.take(path);
      if (waitMs > 0) return { kind: 'not_sent', code: 'iccid_limit', retryAfterMs: waitMs };
      return call({ method: 'GET', path }, deadline);
    },
  };
};

const notAuthenticated = ({ ok: _ok, ...failure }: { readonly ok: false; readonly code: string }): Reading => ({
  ...failure,
  kind: 'not_sent',
});
