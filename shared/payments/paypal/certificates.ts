import { X509Certificate } from 'node:crypto';
import { HOUR_MS, type Instant } from '../../domain/values/instant.ts';
import { isLoopback, type PaypalAccount } from './paypal-account.ts';
import { type PaypalFetch, sendForText, unavailable } from './paypal-fetch.ts';

/** A message certificate and what PayPal sends along with it. */
export interface MessageCertificate {
  readonly leaf: X509Certificate;
  readonly sent: readonly X509Certificate[];
}

/** PayPal signs with one or two at a time, for years. */
const MAX_KEPT = 8;
const MAX_AGE_MS = 24 * HOUR_MS;
const MAX_LENGTH = 65_536;
const MAX_CERTIFICATES = 6;

const PEM = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g;
const PATH = '/v1/notifications/certs/';
const ADDRESSES = {
  live: /^https:\/\/api(?:-m)?\.paypal\.com\/v1\/notifications\/certs\/[\w-]{1,100}$/,
  sandbox: /^https:\/\/api(?:-m)?\.sandbox\.paypal\.com\/v1\/notifications\/certs\/[\w-]{1,100}$/,
} as const;

/**
 * Whether a certificate may be fetched from there. The text itself must fit: no parser's view of it counts, and what
 * is sent to a live account with the sandbox's certificate is none of PayPal's. On this machine, its simulator.
 */
export const isCertificateUrl = (url: string, { environment, apiUrl }: PaypalAccount): boolean =>
  ADDRESSES[environment].test(url) ||
  (isLoopback(apiUrl) &&
    url.startsWith(`${apiUrl}${PATH}`) &&
    /^[\w-]{1,100}$/.test(url.slice(apiUrl.length + PATH.length)));

export type Certificates = (url: string, at: Instant) => Promise<MessageCertificate>;

/**
 * Fetches certificates and keeps the latest few; deliveries that come at once share one fetch.
 *
 * @throws Refusal `payment_provider_unavailable` when there is none to be had: the delivery must come again
 */
export const certificates = (fetch: PaypalFetch): Certificates => {
  const kept = new Map<string, { readonly since: Instant; readonly certificate: Promise<MessageCertificate> }>();
  return (url, at) => {
    const known = kept.get(url);
    if (known && Math.abs(at - known.since) < MAX_AGE_MS) return known.certificate;
    kept.delete(url);
    const certificate = fetchCertificate(fetch, url);
    kept.set(url, { since: at, certificate });
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MAX_KEPT))) kept.delete(oldest);
    certificate.catch(() => {
      if (kept.get(url)?.certificate === certificate) kept.delete(url);
    });
    return certificate;
  };
};

const fetchCertificate = async (fetch: PaypalFetch, url: string): Promise<MessageCertificate> => {
  const { status, text } = await sendForText(fetch, url, { method: 'GET', headers: {} });
  const blocks = status === 200 && text.length <= MAX_LENGTH ? (text.match(PEM) ?? []) : [];
  const [leaf, ...sent] = blocks.slice(0, MAX_CERTIFICATES).map(read);
  if (!leaf) throw unavailable(`sent no certificate: ${status}`);
  return { leaf, sent };
};

const read = (pem: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw unavailable('sent an unreadable certificate', error);
  }
};
