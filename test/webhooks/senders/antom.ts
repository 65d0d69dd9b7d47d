import { generateKeyPairSync, sign } from 'node:crypto';
import { formatInstant, formatInZone, type Instant, instant, plusMs } from '../../../shared/domain/values/instant.ts';
import type { AntomAccount } from '../../../shared/payments/antom/antom-account.ts';

/** Antom's side of its notices: what it writes and signs, with throw-away keys that are new in every process. */

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const KEYS = { present: keyPair(), next: keyPair(), strangers: keyPair() } as const;

/** By which key a notice is signed: the one of now, the one that will replace it, or nobody's. */
export type AntomKey = keyof typeof KEYS;

export const antomKeys: Readonly<Record<AntomKey, string>> = {
  present: KEYS.present.publicKey,
  next: KEYS.next.publicKey,
  strangers: KEYS.strangers.publicKey,
};

/** The receiver that fits. */
export const antomReceiver: AntomAccount = {
  clientId: 'SANDBOX_5Y220ADA41BE809B',
  publicKeys: [antomKeys.present],
};

export type Fields = Readonly<Record<string, unknown>>;

export interface AntomOptions {
  /** When it is signed and sent. */
  readonly at?: Instant;
  readonly key?: AntomKey;
  readonly clientId?: string;
  /** Path of the notification URL. */
  readonly path?: string;
  /** How the time is written: the documentation shows both. */
  readonly timeAs?: 'iso' | 'milliseconds';
  /** What is written where the time should stand. */
  readonly time?: string;
  /** `RSA-SHA1` is what a sender may try whose algorithm is believed. */
  readonly digest?: 'RSA-SHA256' | 'RSA-SHA1';
  /** Writes the header around the URL-encoded signature. */
  readonly header?: (signature: string) => string;
}

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/antom';
const REFERENCE = '0123456789AB0123456789ABCDEF01';
export const PAYMENT_ID = '202610011940108001001884240347001';
export const DISPUTE_ID = '2026100329013101740904829052';

const china = (at: Instant): string => formatInZone(at, 'Asia/Shanghai');
export const yen = (amount: number): Fields => ({ value: String(amount), currency: 'JPY' });

const RESULTS = {
  S: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
  F: { resultCode: 'PROCESS_FAIL', resultStatus: 'F', resultMessage: 'A general business failure occurred.' },
  U: { resultCode: 'UNKNOWN_EXCEPTION', resultStatus: 'U', resultMessage: 'Unknown exception.' },
} as const;

/** The result part of a notice. */
export const result = (status: keyof typeof RESULTS, fields: Fields = {}): Fields => ({
  ...RESULTS[status],
  ...fields,
});

/** notifyPayment: it was paid. */
export const payment = (fields: Fields = {}): Fields => ({
  notifyType: 'PAYMENT_RESULT',
  result: result('S'),
  paymentRequestId: REFERENCE,
  paymentId: PAYMENT_ID,
  paymentAmount: yen(2980),
  paymentCreateTime: china(plusMs(AT, -30_000)),
  paymentTime: china(plusMs(AT, -5_000)),
  pspCustomerInfo: { pspName: 'ALIPAY_CN', pspCustomerId: '2088557743142596' },
  ...fields,
});

/** notifyPayment: it was not, and will not be. */
export const failedPayment = (resultCode: string, fields: Fields = {}): Fields => {
  const { paymentTime: _paymentTime, ...rest } = payment({ result: result('F', { resultCode }) });
  return { ...rest, ...fields };
};

/** notifyCapture, of a card that was authorized first. */
export const capture = (fields: Fields = {}): Fields => ({
  notifyType: 'CAPTURE_RESULT',
  result: result('S'),
  captureRequestId: REFERENCE,
  paymentId: PAYMENT_ID,
  captureId: '202610011940108001001884240347002',
  captureAmount: yen(2980),
  captureTime: china(AT),
  ...fields,
});

/** notifyRefund. It names neither the payment nor its request. */
export const refund = (fields: Fields = {}): Fields => ({
  notifyType: 'REFUND_RESULT',
  result: result('S'),
  refundStatus: 'SUCCESS',
  refundRequestId: REFERENCE,
  refundId: '202610021940108013001886602009201',
  refundAmount: yen(2980),
  refundTime: china(AT),
  ...fields,
});

/** notifyDispute, which has no `notifyType`. */
export const dispute = (disputeNotificationType: string, fields: Fields = {}): Fields => ({
  disputeNotificationType,
  disputeType: 'CHARGEBACK',
  paymentRequestId: REFERENCE,
  paymentId: PAYMENT_ID,
  disputeId: DISPUTE_ID,
  disputeAmount: yen(2980),
  disputeTime: china(AT),
  disputeReasonCode: '2006',
  disputeReasonMsg: 'Other Fraud',
  disputeSource: 'ALIPAY',
  defendable: true,
  ...fields,
});

export const antomHeader = (signature: string): string => `algorithm=RSA256,keyVersion=1,signature=${signature}`;

/** The request as it is posted. */
export const notice = (content: Fields | string | Buffer = payment(), options: AntomOptions = {}): Delivery => {
  const { at = AT, key = 'present', clientId = antomReceiver.clientId, path = PATH } = options;
  const { timeAs = 'iso', digest = 'RSA-SHA256', header = antomHeader } = options;
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
  const body = Buffer.from(text);
  const { time = timeAs === 'iso' ? formatInstant(at) : String(at) } = options;
  const signed = Buffer.concat([Buffer.from(`POST ${path}\n${clientId}.${time}.`), body]);
  const signature = encodeURIComponent(sign(digest, signed, KEYS[key].privateKey).toString('base64'));
  return {
    path,
    headers: {
      'Content-Type': 'application/json; charset=UTF-8',
      'Client-Id': clientId,
      'Request-Time': time,
      Signature: header(signature),
    },
    body,
  };
};
