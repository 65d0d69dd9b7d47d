import { createHmac, randomBytes } from 'node:crypto';
import { formatInstant, type Instant, instant, plusMs } from '../../../shared/domain/values/instant.ts';
import type { KomojuAccount } from '../../../shared/payments/komoju/komoju-account.ts';

/** KOMOJU's side of its events: what it writes and signs, with throw-away secrets that are new in every process. */

/** By which secret an event is signed: the one of now, the one that will replace it, or nobody's. */
export type KomojuKey = 'present' | 'next' | 'strangers';

export const komojuKeys: Readonly<Record<KomojuKey, string>> = {
  present: randomBytes(20).toString('hex'),
  next: randomBytes(20).toString('hex'),
  strangers: randomBytes(20).toString('hex'),
};

/** The receiver that fits. */
export const komojuReceiver: KomojuAccount = { webhookSecrets: [komojuKeys.present] };

export type Fields = Readonly<Record<string, unknown>>;

export interface KomojuOptions {
  readonly key?: KomojuKey;
  /** What the header says happened, where that is not what the body says. */
  readonly type?: string;
}

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

const AT = instant(1_790_812_800_000);
const PATH = '/webhooks/komoju';
const REFERENCE = '0123456789AB0123456789ABCDEF01';
export const PAYMENT_ID = '39382df87cb6523b6cb397c27';
const HOUR_MS = 3_600_000;

const after = (hours: number): Instant => plusMs(AT, hours * HOUR_MS);
const time = (hours: number): string => formatInstant(after(hours));

/** A voucher for the convenience store that was paid there. */
export const payment = (fields: Fields = {}): Fields => ({
  id: PAYMENT_ID,
  resource: 'payment',
  status: 'captured',
  amount: 2710,
  tax: 270,
  customer: null,
  payment_deadline: time(72),
  payment_details: {
    type: 'konbini',
    store: 'lawson',
    email: 'guest@example.com',
    confirmation_code: '1234567',
    receipt: '12345678901',
    instructions_url: `https://komoju.com/ja/instructions/${PAYMENT_ID}`,
  },
  payment_method_fee: 0,
  total: 2980,
  currency: 'JPY',
  description: null,
  captured_at: time(0),
  external_order_num: REFERENCE,
  metadata: { order_id: REFERENCE },
  created_at: time(-2),
  amount_refunded: 0,
  locale: 'ja',
  refunds: [],
  refund_requests: [],
  ...fields,
});

const UNPAID = { captured_at: null } as const;

/** The voucher was issued. */
export const issued = (fields: Fields = {}): Fields => payment({ status: 'authorized', ...UNPAID, ...fields });

/** It came to nothing. */
export const ended = (status: 'expired' | 'cancelled' | 'failed', fields: Fields = {}): Fields =>
  payment({ status, ...UNPAID, ...fields });

/** What was refunded in all so far, by refunds of these amounts. */
export const refunded = (amounts: readonly number[], fields: Fields = {}): Fields => {
  const inAll = amounts.reduce((sum, amount) => sum + amount, 0);
  return payment({
    status: inAll >= 2980 ? 'refunded' : 'captured',
    amount_refunded: inAll,
    refunds: amounts.map((amount, index) => ({
      id: `5f0c1d7e9a4b4c3d8e2f10${String(index).padStart(3, '0')}`,
      resource: 'refund',
      amount,
      currency: 'JPY',
      payment: PAYMENT_ID,
      description: null,
      created_at: time(24 + index),
      chargeback: false,
    })),
    ...fields,
  });
};

/** A refund to the payer's bank account, which KOMOJU carries out by hand. */
export const refundRequest = (status: 'pending' | 'rejected' | 'completed', fields: Fields = {}): Fields => ({
  id: '8c1f0a5d7b3e4f6a9d2c10000',
  payment: PAYMENT_ID,
  customer_name: 'ｻﾄｳ ﾊﾅｺ',
  bank_name: 'みずほ銀行',
  bank_code: '0001',
  branch_name: '渋谷支店',
  branch_number: '210',
  account_number: '1234567',
  status,
  created_at: time(24),
  ...fields,
});

/** The event around what it is about. */
export const eventOf = (type: string, data: unknown, fields: Fields = {}): Fields => ({
  id: 'd54a8b17c15b473e6a1b01307',
  type,
  resource: 'event',
  data,
  created_at: time(0),
  reason: null,
  ...fields,
});

/** The request as it is posted. */
export const notice = (
  content: Fields | string | Buffer = eventOf('payment.captured', payment()),
  options: KomojuOptions = {},
): Delivery => {
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
  const body = Buffer.from(text);
  const { key = 'present', type = typeOf(content) } = options;
  return {
    path: PATH,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Komoju-Webhook',
      'X-Komoju-ID': 'fff7df935754380ec9779deaf',
      'X-Komoju-Signature': createHmac('sha256', komojuKeys[key]).update(body).digest('hex'),
      'X-Komoju-Event': type,
    },
    body,
  };
};

const typeOf = (content: Fields | string | Buffer): string =>
  typeof content !== 'string' && !Buffer.isBuffer(content) && typeof content['type'] === 'string'
    ? content['type']
    : 'payment.captured';
