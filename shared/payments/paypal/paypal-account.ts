import { X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const API_URLS = { live: 'https://api-m.paypal.com', sandbox: 'https://api-m.sandbox.paypal.com' } as const;
/** What answers at PayPal's own addresses of the other environment would be believed. */
const OTHER_ENVIRONMENT = {
  live: /(^|\.)sandbox\.paypal\.com$/,
  sandbox: /^api(-m)?\.paypal\.com$/,
} as const;

/** The secret and the payer's data travel in the clear over http: only to this machine. */
const isApiUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || isLoopback(text);
};

/** A stage on this machine, which PayPal's simulator serves. */
export const isLoopback = (apiUrl: string): boolean => {
  const url = URL.parse(apiUrl);
  return url?.protocol === 'http:' && LOOPBACK.has(url.hostname);
};

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
};

const certificates = z.optional(z.array(z.string().check(z.refine(isCertificate))).check(z.minLength(1)));

const fields = z.object({
  clientId: z.string().check(z.regex(/^[\x21-\x39\x3b-\x7e]+$/)),
  /** PayPal lets an app have two, so that one can replace the other. */
  clientSecrets: z.array(z.string().check(z.regex(/^[\x21-\x7e]+$/))).check(z.minLength(1), z.maxLength(2)),
  /**
   * Ids of the webhook, two while one replaces the other. Everybody can have PayPal sign events for the literal
   * `WEBHOOK_ID` (its webhook simulator), so that one is no id: letters and digits only.
   */
  webhookIds: z.array(z.string().check(z.regex(/^[A-Za-z0-9]{1,50}$/))).check(z.minLength(1), z.maxLength(2)),
  environment: z.enum(['live', 'sandbox']),
  /** Default: PayPal's own of the environment. */
  apiUrl: z.optional(z.string().check(z.refine(isApiUrl))),
  /** PayPal's id of the merchant (13 characters): money for another one is held. Unchecked when absent. */
  merchantId: z.optional(z.string().check(z.regex(/^[2-9A-HJ-NP-Z]{13}$/))),
  /** What the certificates of webhooks must lead to; default: the roots that Node trusts. */
  trustRootsPem: certificates,
  /** Intermediate certificates that PayPal does not send along. */
  intermediatesPem: certificates,
});

/** What the secret holds. */
export const paypalAccount = z.pipe(
  fields.check(z.refine(({ environment, apiUrl }) => apiUrl === undefined || fitsEnvironment(environment, apiUrl))),
  z.transform((account: z.output<typeof fields>) => ({
    ...account,
    apiUrl: new URL(account.apiUrl ?? API_URLS[account.environment]).origin,
  })),
);

export type PaypalAccount = z.output<typeof paypalAccount>;

const fitsEnvironment = (environment: 'live' | 'sandbox', apiUrl: string): boolean =>
  !OTHER_ENVIRONMENT[environment].test(new URL(apiUrl).hostname) && !(environment === 'live' && isLoopback(apiUrl));
