import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Exchange, exchange } from '../http/exchange.ts';
import type { SoracomAccount } from './soracom-account.ts';
import type { CallFailure } from './soracom-failure.ts';
import { type Session, soracomSessions } from './soracom-session.ts';

export type ApiResult =
  | Exchange
  /** Not authenticated, so the call was not made. */
  | ({ readonly kind: 'not_authenticated' } & CallFailure);

export interface SimRequest {
  readonly method: 'GET' | 'POST';
  readonly simId: string;
  /** Below the SIM; nothing for the SIM itself. */
  readonly action?: 'set_expiry_time' | 'activate' | 'deactivate';
  readonly body?: unknown;
}

export interface SoracomApi {
  /** `deadline` ends the whole operation; each request also has a time-out of its own. */
  call(request: SimRequest, deadline: AbortSignal): Promise<ApiResult>;
}

/** Soracom's API for SIMs (developers.soracom.io, "API reference"): a session, the call, and once more after a 401. */
export const soracomApi = (deps: {
  readonly account: Secret<SoracomAccount>;
  readonly clock: Clock;
  readonly send: typeof fetch;
  readonly callTimeoutMs: number;
}): SoracomApi => {
  const { send, callTimeoutMs } = deps;
  const sessions = soracomSessions(deps);

  const withTimeout = (deadline: AbortSignal): AbortSignal =>
    AbortSignal.any([deadline, AbortSignal.timeout(callTimeoutMs)]);

  const callOnce = async (
    request: SimRequest,
    { apiUrl, headers }: Session,
    deadline: AbortSignal,
  ): Promise<Exchange> => {
    // Authentication took all the time: certainly nothing has been sent.
    if (deadline.aborted) return { kind: 'not_connected', code: 'no_time_left' };
    const { method, simId, action, body } = request;
    const url = `${apiUrl}/sims/${encodeURIComponent(simId)}${action ? `/${action}` : ''}`;
    return exchange(
      send,
      { method, url, headers, ...(body !== undefined && { body: { json: body } }) },
      withTimeout(deadline),
    );
  };

  return {
    async call(request, deadline) {
      const first = await sessions.get(withTimeout(deadline));
      if (!first.ok) return { kind: 'not_authenticated', ...first.failure };
      const answer = await callOnce(request, first.session, deadline);
      if (answer.kind !== 'answered' || answer.status !== 401) return answer;
      const second = await sessions.get(withTimeout(deadline), first.session);
      return second.ok ? callOnce(request, second.session, deadline) : { kind: 'not_authenticated', ...second.failure };
    },
  };
};
