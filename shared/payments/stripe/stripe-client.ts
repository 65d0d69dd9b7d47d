import { Stripe } from 'stripe';
import type { StripeAccount } from './stripe-account.ts';

/** Pinned, as on the webhook endpoint: replies and events change their shape with it, never by themselves. */
const API_VERSION = '2026-10-28.endive';
/** Of one request. The SDK's own default is 80 s, longer than API Gateway waits for a function. */
const REQUEST_TIMEOUT_MS = 8_000;

export type StripeHttpClient = NonNullable<Stripe.StripeConfig['httpClient']>;

/**
 * The official client, aimed at the account's address. It sends a request again by itself only when a kept connection
 * turns out to be closed; every POST of ours whose repetition could cost money carries a key of ours.
 */
export const stripeClient = ({ secretKey, apiUrl }: StripeAccount, httpClient?: StripeHttpClient): Stripe => {
  const { hostname, port, protocol } = new URL(apiUrl);
  const secure = protocol === 'https:';
  return new Stripe(secretKey, {
    apiVersion: API_VERSION,
    host: hostname,
    port: port || (secure ? 443 : 80),
    protocol: secure ? 'https' : 'http',
    timeout: REQUEST_TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(httpClient && { httpClient }),
  });
};
