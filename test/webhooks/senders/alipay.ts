import { generateKeyPairSync, sign } from 'node:crypto';
import { formatInZone, type Instant, instant } from '../../../shared/domain/values/instant.ts';
import type { AlipayAccount } from '../../../shared/payments/alipay/alipay-account.ts';

/** Alipay's side of its notices: the form it posts and signs, with throw-away keys that are new in every process. */

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const KEYS = { present: keyPair(), next: keyPair(), strangers: keyPair() } as const;

/** By which key a notice is signed: the one of now, the one that will replace it, or nobody's. */
export type AlipayKey = keyof typeof KEYS;

export const alipayKeys: Readonly<Record<AlipayKey, string>> = {
  present: KEYS.present.publicKey,
  next: KEYS.next.publicKey,
  strangers: KEYS.strangers.publicKey,
};

/** The receiver that fits. */
export const alipayReceiver: AlipayAccount = {
  appId: '2021061086643273',
  sellerId: '2088640102930427',
  publicKeys: [alipayKeys.present],
};

/** `undefined` leaves a parameter out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

export interface AlipayOptions {
  readonly at?: Instant;
  readonly key?: AlipayKey;
  /** `RSA` signs with SHA-1. */
  readonly signType?: 'RSA2' | 'RSA';
  /** Changes the signed pairs before they are encoded. */
  readonly pairs?: (pairs: readonly Pair[]) => readonly Pair[];
}

export type Pair = readonly [name: string, value: string];

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/alipay';
export const TRADE_NO = '2026100122001445787900884655';

export const beijingTime = (at: Instant): string =>
  formatInZone(at, 'Asia/Shanghai').slice(0, '2026-10-01T08:00:00'.length).replace('T', ' ');

/** A paid trade, as its first notice tells of it. */
export const trade = (parameters: Parameters = {}, at: Instant = AT): Parameters => ({
  gmt_create: beijingTime(at),
  charset: 'utf-8',
  seller_email: 'sim@example.com',
  subject: '日本旅行SIM 10GB/30天 + 续费',
  buyer_id: '2088557743142596',
  invoice_amount: '148.00',
  notify_id: '2026100100222599850052459774035315',
  fund_bill_list: '[{"amount":"148.00","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  trade_status: 'TRADE_SUCCESS',
  receipt_amount: '148.00',
  buyer_pay_amount: '148.00',
  app_id: alipayReceiver.appId,
  seller_id: alipayReceiver.sellerId,
  gmt_payment: beijingTime(at),
  notify_time: beijingTime(at),
  version: '1.0',
  out_trade_no: '0123456789AB0123456789ABCDEF01',
  total_amount: '148.00',
  trade_no: TRADE_NO,
  auth_app_id: alipayReceiver.appId,
  buyer_logon_id: 'xin***@example.com',
  point_amount: '0.00',
  ...parameters,
});

/** What was refunded in all so far; the trade stays open until it is all. */
export const refunded = (inAll: string, parameters: Parameters = {}): Parameters =>
  trade({
    refund_fee: inAll,
    gmt_refund: `${beijingTime(AT)}.417`,
    out_biz_no: '0123456789AB0123456789ABCDEF01-1',
    ...(inAll === '148.00' && { trade_status: 'TRADE_CLOSED', gmt_close: beijingTime(AT) }),
    ...parameters,
  });

/** Nobody paid in time. */
export const timedOut = (parameters: Parameters = {}): Parameters =>
  trade({
    trade_status: 'TRADE_CLOSED',
    gmt_close: beijingTime(AT),
    gmt_payment: undefined,
    fund_bill_list: undefined,
    receipt_amount: undefined,
    buyer_pay_amount: undefined,
    invoice_amount: undefined,
    point_amount: undefined,
    ...parameters,
  });

export const signedContent = (pairs: readonly Pair[]): string =>
  pairs
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

export const encoded = (pairs: readonly Pair[]): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

/** The form as it is posted. */
export const notice = (parameters: Parameters = trade(), options: AlipayOptions = {}): Delivery => {
  const { key = 'present', signType = 'RSA2', pairs = (same) => same } = options;
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const signature = sign(
    signType === 'RSA2' ? 'sha256' : 'sha1',
    Buffer.from(signedContent(given)),
    KEYS[key].privateKey,
  );
  const all = pairs([...given, ['sign_type', signType], ['sign', signature.toString('base64')]]);
  return formOf(encoded(all));
};

/** A form as it stands. */
export const formOf = (form: string): Delivery => ({
  path: PATH,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8', 'User-Agent': 'Mozilla/4.0' },
  body: Buffer.from(form, 'latin1'),
});

export const paymentNotice = (parameters: Parameters = {}, options: AlipayOptions = {}): Delivery =>
  notice(trade(parameters, options.at), options);
