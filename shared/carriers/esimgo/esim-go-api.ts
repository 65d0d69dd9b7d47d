import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Exchange, exchange } from '../http/exchange.ts';
import type { RateBudget } from '../shared-state.ts';
import type { EsimGoAccount } from './esim-go-account.ts';

export type ApiResult =
  | Exchange
  /** The key could not be read, so the call was not made. */
  | { readonly kind: 'no_account' };

export interface EsimGoRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the API's address, begins with `/`; whatever is not constant in it is encoded. */
  readonly path: string;
  readonly body?: unknown;
}

export interface EsimGoApi {
  /** `deadline` ends the whole operation; each request also has a time-out of its own. */
  call(request: EsimGoRequest, deadline: AbortSignal): Promise<ApiResult>;
}

/** The calls that one question of ours takes, within one deadline. */
export interface Operation {
  readonly api: EsimGoApi;
  readonly clock: Clock;
  readonly deadline: AbortSignal;
}

/**
 * eSIM Go's API (docs.esim-go.com/api/v2_5): one key in `X-API-Key`, at most ten requests a second for one address. A
 * request that is turned away for its key is made once more if the secret has another key by now: nothing was done.
 */
export const esimGoApi = (deps: {
  readonly account: Secret<EsimGoAccount>;
  readonly budget?: RateBudget | undefined;
  readonly send: typeof fetch;
  readonly callTimeoutMs: number;
}): EsimGoApi => {
  const { account, budget, send, callTimeoutMs } = deps;

  const read = (refresh: boolean): Promise<EsimGoAccount | undefined> => account({ refresh }).catch(() => undefined);

  const callOnce = async (
    { method, path, body }: EsimGoRequest,
    { apiUrl, apiKeys: [apiKey = ''] }: EsimGoAccount,
    deadline: AbortSignal,
  ): Promise<Exchange> => {
    // What came before took all the time: certainly nothing has been sent.
    if (deadline.aborted) return { kind: 'not_connected', code: 'no_time_left' };
    return exchange(
      send,
      {
        method,
        url: `${apiUrl}${path}`,
        headers: { 'x-api-key': apiKey },
        budget,
        ...(body !== undefined && { body: { json: body } }),
      },
      AbortSignal.any([deadline, AbortSignal.timeout(callTimeoutMs)]),
    );
  };

  return {
    async call(request, deadline) {
      const kept = await read(false);
      if (!kept) return { kind: 'no_account' };
      const answer = await callOnce(request, kept, deadline);
      if (answer.kind !== 'answered' || (answer.status !== 401 && answer.status !== 403)) return answer;
      const fresh = await read(true);
      return fresh && fresh.apiKeys[0] !== kept.apiKeys[0] ? callOnce(request, fresh, deadline) : answer;
    },
  };
};
