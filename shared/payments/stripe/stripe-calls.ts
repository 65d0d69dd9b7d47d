import { setTimeout as wait } from 'node:timers/promises';
import { Stripe } from 'stripe';
import type * as z from 'zod/mini';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { StripeAccount } from './stripe-account.ts';
import { type StripeHttpClient, stripeClient } from './stripe-client.ts';

/** One request to Stripe. */
export type StripeCall = <T>(request: (stripe: Stripe) => Promise<T>) => Promise<T>;

/** Stripe answers 409 while another request with the same key is still running; that one is done within moments. */
const CONFLICT_WAITS_MS = [100, 200, 400, 800] as const;

/**
 * Runs requests with the account's present key. A key that is refused is read again once: it may have been rotated.
 *
 * @throws Refusal `payment_provider_unavailable` when the outcome could not be learned; StripeError for what Stripe refused
 */
export const stripeCalls = (account: Secret<StripeAccount>, httpClient?: StripeHttpClient): StripeCall => {
  const clients = keptClient(httpClient);
  return async (request) => {
    const present = await account();
    try {
      return await patiently(() => request(clients(present)));
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeAuthenticationError)) throw unavailable(error);
    }
    const fresh = await account({ refresh: true });
    return patiently(() => request(clients(fresh))).catch((error: unknown) => {
      throw unavailable(error);
    });
  };
};

/** One client, so that its connections are kept; another one when key or address change. */
const keptClient = (httpClient?: StripeHttpClient) => {
  let kept: { readonly account: StripeAccount; readonly client: Stripe } | undefined;
  return (account: StripeAccount): Stripe => {
    if (kept?.account.secretKey !== account.secretKey || kept.account.apiUrl !== account.apiUrl)
      kept = { account, client: stripeClient(account, httpClient) };
    return kept.client;
  };
};

const patiently = async <T>(request: () => Promise<T>): Promise<T> => {
  for (const pauseMs of CONFLICT_WAITS_MS) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError) || error.statusCode !== 409) throw error;
      await wait(pauseMs);
    }
  }
  return request();
};

/**
 * What leaves the outcome open becomes one refusal. Stripe's message stays behind: it may name people and cards.
 * A key that is refused twice is counted here too, so that work waits for the right one instead of being dropped.
 */
const unavailable = (error: unknown): unknown => {
  if (!(error instanceof Stripe.errors.StripeError) || !leavesOpen(error)) return error;
  return new StripeUnavailable(error.statusCode, error.requestId, isReplay(error));
};

const leavesOpen = ({ statusCode }: Stripe.errors.StripeError): boolean =>
  statusCode === undefined || statusCode >= 500 || statusCode === 401 || statusCode === 409 || statusCode === 429;

/** Set on an answer that was stored under the idempotency key (docs.stripe.com, "Idempotent requests"). */
const isReplay = ({ headers }: Stripe.errors.StripeError): boolean => headers?.['idempotent-replayed'] === 'true';

/** `replayed`: this failure is stored under its idempotency key and will be the answer as long as the key lives. */
export class StripeUnavailable extends Refusal {
  readonly replayed: boolean;

  constructor(statusCode: number | undefined, requestId: string | undefined, replayed: boolean) {
    super(
      'payment_provider_unavailable',
      {},
      { cause: new Error(`stripe ${statusCode ?? 'unreachable'} ${requestId ?? ''}`) },
    );
    this.replayed = replayed;
  }
}

/** @throws Refusal `payment_provider_unavailable` when a reply has not the shape that the pinned version promises */
export const understood = <T extends z.ZodMiniType>(schema: T, reply: unknown): z.output<T> => {
  const result = schema.safeParse(reply);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Refusal('payment_provider_unavailable', {}, { cause: new Error(`unexpected reply of stripe: ${fields}`) });
};
