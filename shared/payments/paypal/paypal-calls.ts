import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { accessTokens } from './access-token.ts';
import type { PaypalAccount } from './paypal-account.ts';
import { type PaypalFetch, send, unavailable } from './paypal-fetch.ts';

export interface PaypalRequest {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  /** JSON. */
  readonly body?: string;
  /** Our idempotency key: whoever repeats it meets the first answer. */
  readonly requestId?: string;
}

/**
 * One request to PayPal's API; answers the body of its reply.
 *
 * @throws Refusal `payment_provider_unavailable` when the outcome could not be learned; PaypalRefused for PayPal's "no"
 */
export type PaypalCall = (request: PaypalRequest) => Promise<unknown>;

/** PayPal has refused: nothing was done. */
export class PaypalRefused extends Error {
  override readonly name = 'PaypalRefused';
  readonly status: number;
  /** Codes of what is wrong (`details[].issue`, and the error's own name). */
  readonly issues: readonly string[];

  constructor(status: number, issues: readonly string[]) {
    super(`paypal refused: ${status} ${issues.join(', ')}`);
    this.status = status;
    this.issues = issues;
  }
}

/** PayPal may fail a request while another one with the same key is still running; that one is done within moments. */
const CONFLICT_WAITS_MS = [100, 200, 400, 800] as const;
const IN_PROGRESS = 'PREVIOUS_REQUEST_IN_PROGRESS';

const CODE = /^[A-Z0-9_]{1,64}$/;
const errorReply = z.object({
  name: z.optional(z.string()),
  details: z.optional(z.array(z.object({ issue: z.optional(z.string()) }))),
});

/** A token that PayPal no longer takes is renewed once; secrets that it does not know are read again once. */
export const paypalCalls = ({
  account,
  fetch,
  clock,
}: {
  readonly account: Secret<PaypalAccount>;
  readonly fetch: PaypalFetch;
  readonly clock: Clock;
}): PaypalCall => {
  const tokens = accessTokens(fetch, clock);

  /** `undefined` when the account's secrets, or all tokens had for them, are refused. */
  const authorized = async (present: PaypalAccount, request: PaypalRequest) => {
    for (let renewals = 0; renewals <= 1; renewals += 1) {
      const token = await tokens.of(present);
      if (token === undefined) return undefined;
      const answer = await sendWith(fetch, present, token, request);
      if (answer.status !== 401) return answer;
      tokens.drop(token);
    }
    return undefined;
  };

  const once: PaypalCall = async (request) => {
    const answer =
      (await authorized(await account(), request)) ?? (await authorized(await account({ refresh: true }), request));
    if (answer === undefined) throw unavailable('knows none of our secrets');
    return outcome(answer);
  };

  return async (request) => {
    for (const pauseMs of CONFLICT_WAITS_MS) {
      try {
        return await once(request);
      } catch (error) {
        if (!isInProgress(error)) throw error;
        await wait(pauseMs);
      }
    }
    return once(request).catch((error: unknown) => {
      throw isInProgress(error) ? unavailable('is still busy with the same request', error) : error;
    });
  };
};

const sendWith = (
  fetch: PaypalFetch,
  { apiUrl }: PaypalAccount,
  token: string,
  { method, path, body, requestId }: PaypalRequest,
) =>
  send(fetch, `${apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      // The whole object: a minimal reply does not say what was bought for how much.
      prefer: 'return=representation',
      ...(requestId && { 'paypal-request-id': requestId }),
    },
    ...(body !== undefined && { body }),
  });

const isInProgress = (error: unknown): boolean =>
  error instanceof PaypalRefused && (error.status === 409 || error.issues.includes(IN_PROGRESS));

const outcome = ({ status, body }: { readonly status: number; readonly body: unknown }): unknown => {
  if (status >= 200 && status < 300) {
    if (body === undefined) throw unavailable('answered without JSON');
    return body;
  }
  if (status >= 500 || status === 429 || status < 400) throw unavailable(`answered ${status}`);
  throw new PaypalRefused(status, issuesIn(body));
};

const issuesIn = (body: unknown): readonly string[] => {
  const { data } = errorReply.safeParse(body);
  const codes = [...(data?.details?.map(({ issue }) => issue) ?? []), data?.name];
  return codes.filter((code): code is string => code !== undefined && CODE.test(code));
};

/** `undefined` for what PayPal does not know (404). */
export const orMissing = async (reply: Promise<unknown>): Promise<unknown> => {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof PaypalRefused && error.status === 404) return undefined;
    throw error;
  }
};
