import { randomUUID } from 'node:crypto';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type ApiRequest, type Exchange, exchange } from '../http/exchange.ts';
import type { RateBudget } from '../shared-state.ts';
import type { EsimAccessAccount } from './esim-access-account.ts';
import { isSignatureRefused } from './esim-access-reply.ts';
import { signedHeaders } from './esim-access-signature.ts';

/** The part of the API that renewing needs (docs.esimaccess.com, "Partner API"). Every one of them is a POST. */
export type EsimAccessPath =
  | '/balance/query'
  | '/esim/query'
  | '/esim/suspend'
  | '/esim/topup'
  | '/esim/unsuspend'
  | '/esim/usage/query'
  | '/package/list';

export interface EsimAccessApi {
  /** `deadline` ends the whole operation; each request also has a time-out of its own. */
  call(path: EsimAccessPath, body: object, deadline: AbortSignal): Promise<Exchange>;
}

/** Signs each request, within the account's budget of 8 requests a second ("Rate Limit"). */
export const esimAccessApi = (deps: {
  readonly account: Secret<EsimAccessAccount>;
  readonly clock: Clock;
  readonly budget?: RateBudget | undefined;
  readonly send: typeof fetch;
  readonly callTimeoutMs: number;
}): EsimAccessApi => {
  const { account, clock, budget, send, callTimeoutMs } = deps;

  const accountOf = async (refresh: boolean): Promise<EsimAccessAccount | undefined> => {
    try {
      return await account({ refresh });
    } catch {
      return undefined;
    }
  };

  const callWith = async (
    keys: EsimAccessAccount | undefined,
    path: EsimAccessPath,
    body: object,
    deadline: AbortSignal,
  ): Promise<Exchange> => {
    if (!keys) return { kind: 'not_connected', code: 'account_unreadable' };
    if (deadline.aborted) return { kind: 'not_connected', code: 'no_time_left' };
    const signedJson = JSON.stringify(body);
    const request: ApiRequest = {
      method: 'POST',
      url: `${keys.apiUrl}${path}`,
      headers: signedHeaders(keys, { body: signedJson, sentAt: clock(), requestId: randomUUID() }),
      body: { signedJson },
      budget,
    };
    return exchange(send, request, AbortSignal.any([deadline, AbortSignal.timeout(callTimeoutMs)]));
  };

  return {
    async call(path, body, deadline) {
      const first = await callWith(await accountOf(false), path, body, deadline);
      // The key may just have been rotated: look at the secret once more.
      return isSignatureRefused(first) ? callWith(await accountOf(true), path, body, deadline) : first;
    },
  };
};
