import { createCipheriv, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { formatInZone, type Instant, instant } from '../../../shared/domain/values/instant.ts';
import type { WechatpayAccount } from '../../../shared/payments/wechatpay/wechatpay-account.ts';

/** WeChat Pay's side of its notices: what it signs and encrypts, with throw-away keys that are new in every process. */

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const KEYS = { byPublicKey: keyPair(), byCertificate: keyPair(), strangers: keyPair() } as const;

/** By which of WeChat Pay's keys a notice is signed; `strangers` is nobody's that was configured. */
export type WechatpayKey = keyof typeof KEYS;

export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119891108842026100100112233000000';
export const CERTIFICATE_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
const SERIALS: Readonly<Record<WechatpayKey, string>> = {
  byPublicKey: PUBLIC_KEY_ID,
  byCertificate: CERTIFICATE_SERIAL,
  strangers: PUBLIC_KEY_ID,
};

export const wechatpayKeys: Readonly<Record<WechatpayKey, string>> = {
  byPublicKey: KEYS.byPublicKey.publicKey,
  byCertificate: KEYS.byCertificate.publicKey,
  strangers: KEYS.strangers.publicKey,
};

/** The receiver that fits. */
export const wechatpayReceiver: WechatpayAccount = {
  mchid: '1989110884',
  appids: ['wx230e70a255627436', 'wx5f1d9b64a8735924'],
  apiv3Keys: ['d16a69c3246d4540269e2e3d2bea08fd'],
  keys: { [PUBLIC_KEY_ID]: wechatpayKeys.byPublicKey, [CERTIFICATE_SERIAL]: wechatpayKeys.byCertificate },
};

export type Fields = Readonly<Record<string, unknown>>;

export interface WechatpayOptions {
  /** When it is signed and sent. */
  readonly at?: Instant;
  readonly key?: WechatpayKey;
  /** What the header says of the key, where that is not the truth. */
  readonly serial?: string;
  /** Encrypts what the notice carries. */
  readonly apiv3Key?: string;
  readonly associatedData?: string;
  /** Fields of the envelope. */
  readonly envelope?: Fields;
  /** Fields of the envelope's `resource`, put in after the encryption. */
  readonly resource?: Fields;
}

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/wechatpay';
export const TRANSACTION_ID = '4200002026100100' + '5556667778';

const beijingTime = (at: Instant): string => formatInZone(at, 'Asia/Shanghai');
const hex = (seed: string, length: number): string => createHash('sha256').update(seed).digest('hex').slice(0, length);

/** What a payment's notice carries: mainland China (direct merchant). */
export const payment = (fields: Fields = {}): Fields => ({
  mchid: wechatpayReceiver.mchid,
  appid: wechatpayReceiver.appids[0],
  out_trade_no: '0123456789AB0123456789ABCDEF01',
  transaction_id: TRANSACTION_ID,
  trade_type: 'NATIVE',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  attach: '',
  success_time: beijingTime(AT),
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 14_800, payer_total: 14_800, currency: 'CNY', payer_currency: 'CNY' },
  ...fields,
});

/** The same through `apihk`: another name for the transaction, and amounts in the order's currency. */
export const globalPayment = (fields: Fields = {}): Fields => {
  const { transaction_id, ...others } = payment();
  return {
    ...others,
    id: transaction_id,
    amount: {
      total: 2_980,
      currency: 'JPY',
      payer_total: 14_150,
      payer_currency: 'CNY',
      exchange_rate: { type: 'SETTLEMENT_RATE', rate: 4_748_322 },
    },
    ...fields,
  };
};

/** What a refund's notice carries: mainland China, where it names no currency. */
export const refund = (fields: Fields = {}): Fields => ({
  mchid: wechatpayReceiver.mchid,
  out_trade_no: '0123456789AB0123456789ABCDEF01',
  transaction_id: TRANSACTION_ID,
  out_refund_no: '0123456789AB0123456789ABCDEF01-1',
  refund_id: '50300000002026100112345678901',
  refund_status: 'SUCCESS',
  success_time: beijingTime(AT),
  user_received_account: '支付用户零钱',
  amount: { total: 14_800, refund: 14_800, payer_total: 14_800, payer_refund: 14_800 },
  ...fields,
});

export const globalRefund = (fields: Fields = {}): Fields => ({
  ...refund(),
  amount: {
    total: 2_980,
    refund: 2_980,
    currency: 'JPY',
    payer_total: 14_150,
    payer_refund: 14_150,
    payer_currency: 'CNY',
    exchange_rate: { type: 'SETTLEMENT_RATE', rate: 4_748_322 },
  },
  ...fields,
});

const sealed = (text: string, { apiv3Key, associatedData = 'transaction' }: WechatpayOptions): Fields => {
  const nonce = hex(`${text}${associatedData}`, 12);
  const cipher = createCipheriv('aes-256-gcm', apiv3Key ?? wechatpayReceiver.apiv3Keys[0] ?? '', nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: ciphertext.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
};

/** Any body at all, signed. */
export const signedBody = (body: Buffer, { at = AT, key = 'byPublicKey', serial }: WechatpayOptions = {}): Delivery => {
  const timestamp = String(Math.floor(at / 1_000));
  const nonce = hex(`${timestamp}${body.length}`, 32);
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return {
    path: PATH,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Mozilla/4.0',
      'Request-ID': `08${hex(nonce, 20).toUpperCase()}`,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': serial ?? SERIALS[key],
      'Wechatpay-Signature': sign('sha256', signed, KEYS[key].privateKey).toString('base64'),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      'Wechatpay-Timestamp': timestamp,
    },
    body,
  };
};

/** A notice of any type; `carried` is encrypted, as it stands when it is a text. */
export const notice = (eventType: string, carried: Fields | string, options: WechatpayOptions = {}): Delivery => {
  const text = typeof carried === 'string' ? carried : JSON.stringify(carried);
  const id = hex(`${eventType}${text}`, 32);
  const envelope = {
    id: `${id.slice(0, 8)}-${id.slice(8, 12)}-5${id.slice(13, 16)}-9${id.slice(17, 20)}-${id.slice(20)}`,
    create_time: beijingTime(options.at ?? AT),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: eventType.startsWith('REFUND') ? '退款成功' : '支付成功',
    resource: {
      original_type: eventType.startsWith('REFUND') ? 'refund' : 'transaction',
      ...sealed(text, options),
      ...options.resource,
    },
    ...options.envelope,
  };
  return signedBody(Buffer.from(JSON.stringify(envelope)), options);
};

export const paymentNotice = (fields: Fields = {}, options?: WechatpayOptions): Delivery =>
  notice('TRANSACTION.SUCCESS', payment(fields), options);

/** One refund; its status decides the type of the notice. */
export const refundNotice = (fields: Fields = {}, options?: WechatpayOptions): Delivery => {
  const carried = refund(fields);
  return notice(`REFUND.${String(carried['refund_status'])}`, carried, { associatedData: 'refund', ...options });
};
