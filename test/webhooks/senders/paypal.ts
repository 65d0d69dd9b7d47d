import { createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  type CertificateOrder,
  certificatePem,
  newParty,
  type Party,
} from '../../../local/simulators/paypal/certificate.ts';
import { SANDBOX_HOST } from '../../../local/simulators/paypal/signing-chain.ts';
import { formatInstant, type Instant, instant, plusMs } from '../../../shared/domain/values/instant.ts';
import type { PaypalAccount } from '../../../shared/payments/paypal/paypal-account.ts';
import type { PaypalFetch } from '../../../shared/payments/paypal/paypal-fetch.ts';

/** PayPal's side of its webhooks: certificates, signatures, objects, and the API that it is asked at. */

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

type Fields = Readonly<Record<string, unknown>>;

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/paypal';
export const CERT_URL = 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270';
export const MERCHANT_ID = 'S2MPQ2RSTUVWX';
export const CAPTURE_ID = '4L335234718889942';
export const REFUND_ID = '09E71677NS257044M';
export const ORDER_ID = '8AB12345CD678901E';

export const webhookIds = {
  present: '5GP028458E2496506',
  /** The one that will replace it, or that it has replaced. */
  other: '8PT597110X687430L',
  strangers: '1AB23456CD789012E',
  /** For which PayPal's webhook simulator signs anything. */
  literal: 'WEBHOOK_ID',
} as const;

const PARTIES = {
  root: newParty('Test Root CA'),
  intermediate: newParty('Test EV Server CA'),
  leaf: newParty(SANDBOX_HOST),
  live: newParty('messageverificationcerts.paypal.com'),
  stranger: newParty('Stranger Root CA'),
};
const { root, intermediate, leaf, live, stranger } = PARTIES;
/** Another authority under the name of ours. */
const namesake: Party = { ...stranger, commonName: intermediate.commonName };
/** Somebody else's key under PayPal's name. */
const impostor: Party = { ...stranger, commonName: SANDBOX_HOST };

const Y = (year: number): number => Date.UTC(year, 0, 1);
const valid = { notBefore: Y(2024), notAfter: Y(2040) };
const rootPem = certificatePem({ subject: root, issuer: root, ca: true, ...valid });
const strangerRootPem = certificatePem({ subject: stranger, issuer: stranger, ca: true, ...valid });
const intermediatePem = certificatePem({ subject: intermediate, issuer: root, ca: true, ...valid });
const leafOf = (issuer: Party, more: Partial<CertificateOrder> = {}) =>
  certificatePem({ subject: leaf, issuer, ca: false, dnsName: SANDBOX_HOST, ...valid, ...more });
const leafPem = leafOf(intermediate);

/** What may stand at the address of a certificate, and whose key then signs. */
export const certificates = {
  genuine: { pem: leafPem + intermediatePem, key: leaf },
  leafOnly: { pem: leafPem, key: leaf },
  selfSigned: { pem: leafOf(impostor, { subject: impostor }), key: stranger },
  expired: { pem: leafOf(intermediate, { notBefore: Y(2024), notAfter: Y(2025) }) + intermediatePem, key: leaf },
  notYetValid: { pem: leafOf(intermediate, { notBefore: Y(2030) }) + intermediatePem, key: leaf },
  issuerIsNoAuthority: {
    pem: leafOf(intermediate) + certificatePem({ subject: intermediate, issuer: root, ca: false, ...valid }),
    key: leaf,
  },
  issuerIsNoAuthorityButMaySign: {
    pem:
      leafPem + certificatePem({ subject: intermediate, issuer: root, ca: false, keyUsage: 'certificates', ...valid }),
    key: leaf,
  },
  issuerMayNotSign: {
    pem: leafPem + certificatePem({ subject: intermediate, issuer: root, ca: true, keyUsage: 'messages', ...valid }),
    key: leaf,
  },
  issuerExpired: {
    pem: leafPem + certificatePem({ subject: intermediate, issuer: root, ca: true, ...valid, notAfter: Y(2025) }),
    key: leaf,
  },
  otherName: { pem: leafOf(intermediate, { dnsName: 'www.paypal.com' }) + intermediatePem, key: leaf },
  lookalikeName: {
    pem: leafOf(intermediate, { dnsName: `${SANDBOX_HOST}.example.org` }) + intermediatePem,
    key: leaf,
  },
  wildcardName: { pem: leafOf(intermediate, { dnsName: '*.sandbox.paypal.com' }) + intermediatePem, key: leaf },
  live: {
    pem: leafOf(intermediate, { subject: live, dnsName: live.commonName }) + intermediatePem,
    key: live,
  },
  strangersRoot: { pem: leafOf(stranger, { subject: impostor }) + strangerRootPem, key: stranger },
  /** Names the right issuer, and another one has signed it. */
  forgedIssuer: { pem: leafOf(namesake, { subject: impostor }) + intermediatePem, key: stranger },
  /** The same, and claims the right issuer's key as well. */
  forgedIssuerAndKey: {
    pem: leafOf(namesake, { subject: impostor, authorityKeyOf: intermediate }) + intermediatePem,
    key: stranger,
  },
  otherKey: { pem: leafPem + intermediatePem, key: stranger },
} as const;
export type CertificateName = keyof typeof certificates;

/** The receiver that fits. */
export const paypalReceiver: PaypalAccount = {
  clientId: 'client-one',
  clientSecrets: ['secret-one'],
  webhookIds: [webhookIds.present],
  environment: 'sandbox',
  apiUrl: 'https://api-m.sandbox.paypal.com',
  merchantId: MERCHANT_ID,
  trustRootsPem: [rootPem],
};
/** The same root and key, long out of date. */
export const expiredRootsPem: readonly string[] = [
  certificatePem({ subject: root, issuer: root, ca: true, ...valid, notAfter: Y(2025) }),
];
/** For a receiver to which the issuer is not sent along. */
export const intermediatesPem: readonly string[] = [intermediatePem];

export interface PaypalOptions {
  /** When PayPal signs it: a repetition keeps it for days. */
  readonly at?: Instant;
  readonly certificate?: CertificateName;
  readonly webhookId?: keyof typeof webhookIds;
  readonly certUrl?: string;
  readonly transmissionId?: string;
  readonly path?: string;
}

/** A body as it is, signed and addressed. */
export const paypalDelivery = (body: string | Buffer | Fields, options: PaypalOptions = {}): Delivery => {
  const { at = plusMs(AT, -5_000), certificate = 'genuine', webhookId = 'present', certUrl = CERT_URL } = options;
  const { transmissionId = 'dfb3be50-fd74-11e4-8bf3-77339302725b', path = PATH } = options;
  const bytes = Buffer.from(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  const time = formatInstant(at);
  const signature = createSign('RSA-SHA256')
    .update(`${transmissionId}|${time}|${webhookIds[webhookId]}|${crc32(bytes)}`)
    .sign(certificates[certificate].key.privateKey, 'base64');
  return {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'PayPal/AUHR-214.0-58843279',
      'PAYPAL-AUTH-ALGO': 'SHA256withRSA',
      'PAYPAL-AUTH-VERSION': 'v2',
      'PAYPAL-CERT-URL': certUrl,
      'PAYPAL-TRANSMISSION-ID': transmissionId,
      'PAYPAL-TRANSMISSION-SIG': signature,
      'PAYPAL-TRANSMISSION-TIME': time,
      'CORRELATION-ID': '887558c4fdd43',
    },
    body: bytes,
    path,
  };
};

export const paypalEvent = (type: string, resource: unknown, more: Fields = {}): Fields => ({
  id: 'WH-58D329510W468432D-8HN650336L201105X',
  event_version: '1.0',
  create_time: formatInstant(plusMs(AT, -9_000)),
  resource_type: 'capture',
  resource_version: '2.0',
  event_type: type,
  summary: type,
  resource,
  links: [],
  ...more,
});

export const yen = (amount: number): Fields => ({ currency_code: 'JPY', value: String(amount) });

const SITE = 'https://api.sandbox.paypal.com';

export const captureResource = (reference: string, more: Fields = {}): Fields => ({
  id: CAPTURE_ID,
  status: 'COMPLETED',
  amount: yen(1980),
  final_capture: true,
  seller_receivable_breakdown: { gross_amount: yen(1980), paypal_fee: yen(111), net_amount: yen(1869) },
  invoice_id: reference,
  custom_id: reference,
  payee: { email_address: 'shop@example.jp', merchant_id: MERCHANT_ID },
  supplementary_data: { related_ids: { order_id: ORDER_ID } },
  create_time: formatInstant(plusMs(AT, -15_000)),
  links: [
    { href: `${SITE}/v2/payments/captures/${CAPTURE_ID}`, rel: 'self', method: 'GET' },
    { href: `${SITE}/v2/checkout/orders/${ORDER_ID}`, rel: 'up', method: 'GET' },
  ],
  ...more,
});

export const refundResource = (reference: string, more: Fields = {}): Fields => ({
  id: REFUND_ID,
  status: 'COMPLETED',
  amount: yen(1980),
  invoice_id: reference,
  custom_id: reference,
  payer: { email_address: 'shop@example.jp', merchant_id: MERCHANT_ID },
  seller_payable_breakdown: { gross_amount: yen(1980), net_amount: yen(1980), total_refunded_amount: yen(1980) },
  create_time: '2018-08-15T14:30:10-07:00',
  links: [
    { href: `${SITE}/v2/payments/refunds/${REFUND_ID}`, rel: 'self', method: 'GET' },
    { href: `${SITE}/v2/payments/captures/${CAPTURE_ID}`, rel: 'up', method: 'GET' },
  ],
  ...more,
});

export const orderResource = (reference: string, more: Fields = {}, unit: Fields = {}): Fields => ({
  id: ORDER_ID,
  intent: 'CAPTURE',
  status: 'APPROVED',
  update_time: formatInstant(plusMs(AT, -20_000)),
  purchase_units: [
    {
      reference_id: 'default',
      amount: yen(1980),
      payee: { merchant_id: MERCHANT_ID },
      custom_id: reference,
      invoice_id: reference,
      ...unit,
    },
  ],
  links: [{ href: `${SITE}/v2/checkout/orders/${ORDER_ID}`, rel: 'self', method: 'GET' }],
  ...more,
});

export const disputeResource = (reference: string | undefined, more: Fields = {}): Fields => ({
  dispute_id: 'PP-R-OLV-10102740',
  disputed_transactions: [
    {
      seller_transaction_id: CAPTURE_ID,
      seller: { merchant_id: MERCHANT_ID, name: 'Shop' },
      ...(reference !== undefined && { custom: reference, invoice_number: reference }),
    },
  ],
  reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  status: 'OPEN',
  dispute_amount: yen(1980),
  dispute_life_cycle_stage: 'INQUIRY',
  dispute_channel: 'INTERNAL',
  ...more,
});

/** An answer of PayPal's API, or nothing of the kind. */
export type ApiAnswer = { readonly status: number; readonly json?: unknown } | Error;

export interface PaypalSide {
  /** What its API says, by `METHOD /path`; what is not described is 404. */
  readonly api?: Readonly<Record<string, ApiAnswer>>;
  /** What stands at the address of a certificate; 404 when `undefined`. */
  readonly certificateAt?: (url: string) => string | { readonly status: number; readonly text: string } | undefined;
}

/**
 * PayPal as the receiver asks it, for tests: tokens, certificates, and what `side` describes. Everything that was asked
 * is remembered.
 */
export const paypalSide = ({ api = {}, certificateAt }: PaypalSide) => {
  const asked: { readonly line: string; readonly url: string; readonly body: string | undefined }[] = [];
  const fetch: PaypalFetch = async (url, { method, body }) => {
    const { pathname } = new URL(url);
    asked.push({ line: `${method} ${pathname}`, url, body });
    if (pathname === '/v1/oauth2/token') return json(200, { access_token: 'A21AA', expires_in: 32_400 });
    if (pathname.startsWith('/v1/notifications/certs/')) {
      const found = certificateAt?.(url);
      return typeof found === 'object' ? text(found.status, found.text) : text(found ? 200 : 404, found ?? '');
    }
    const answer = api[`${method} ${pathname}`] ?? { status: 404, json: { name: 'RESOURCE_NOT_FOUND' } };
    if (answer instanceof Error) throw answer;
    return json(answer.status, answer.json ?? {});
  };
  const count = (part: string): number => asked.filter(({ url }) => url.includes(part)).length;
  return { fetch, asked, certificateFetches: () => count('/v1/notifications/certs/') };
};

/** What PayPal's API says when it agrees with a delivery: of the object that the delivery carries, the same. */
export const agreeing = (body: string | Buffer): Readonly<Record<string, ApiAnswer>> => {
  const { resource } = JSON.parse(body.toString()) as { resource?: { id?: string } };
  if (resource?.id === undefined) return {};
  const same = { status: 200, json: resource };
  return { [`GET /v2/payments/captures/${resource.id}`]: same, [`GET /v2/payments/refunds/${resource.id}`]: same };
};

const text = (status: number, content: string) => ({ status, text: async () => content });
const json = (status: number, content: unknown) => text(status, JSON.stringify(content));
