import { createHmac, randomBytes } from 'node:crypto';
import { formatInstant, type Instant, instant } from '../../../shared/domain/values/instant.ts';
import type { SquareAccount } from '../../../shared/payments/square/square-account.ts';

/** Square's side of its events: what it writes and signs, with throw-away keys that are new in every process. */

/** By which key an event is signed: the one of now, the one that will replace it, or nobody's. */
export type SquareKey = 'present' | 'next' | 'strangers';

export const squareKeys: Readonly<Record<SquareKey, string>> = {
  present: randomBytes(16).toString('base64url'),
  next: randomBytes(16).toString('base64url'),
  strangers: randomBytes(16).toString('base64url'),
};

/** The receiver that fits, as strict as it can be. */
export const squareReceiver = {
  signatureKeys: [squareKeys.present],
  notificationUrl: 'https://pay.example.jp/webhooks/square',
  merchantId: 'ML15AWDFLYYU5',
  locationId: 'LDD9LEV9EP0HF',
  environment: 'sandbox',
} as const satisfies SquareAccount;

export type Fields = Readonly<Record<string, unknown>>;

export interface SquareOptions {
  /** When it is sent for the first time. */
  readonly at?: Instant;
  readonly key?: SquareKey;
  /** Where Square believes that it sends it. */
  readonly notificationUrl?: string;
  readonly environment?: 'Production' | 'Sandbox';
}

export interface Delivery {
  /** Names as the provider writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

const AT = instant(1_790_812_800_000);
const REFERENCE = '0123456789AB0123456789ABCDEF01';
export const PAYMENT_ID = 'KkAkhdMsgzn59SM8A89WgKwekxLZY';
export const CHECKOUT_ID = 'dhgENdnFOPXqO';
const NOW = formatInstant(AT);

export const yen = (amount: number): Fields => ({ amount, currency: 'JPY' });

/** A card that was taken. */
export const payment = (fields: Fields = {}): Fields => ({
  id: PAYMENT_ID,
  created_at: NOW,
  updated_at: NOW,
  amount_money: yen(2980),
  total_money: yen(2980),
  approved_money: yen(2980),
  status: 'COMPLETED',
  delay_duration: 'PT36H',
  delay_action: 'CANCEL',
  source_type: 'CARD',
  card_details: { status: 'CAPTURED', entry_method: 'EMV', card: { card_brand: 'JCB', last_4: '0000' } },
  location_id: squareReceiver.locationId,
  order_id: 'haOyDuHiqtAXMk0d8pDKXpL7Jg4F',
  reference_id: REFERENCE,
  receipt_number: 'KkAk',
  application_details: { square_product: 'TERMINAL_API', application_id: 'sq0idp-734Md5EcFjFmwpaR0Snm6g' },
  version_token: 'fVU6AnkBSVIKXbGFhMWkZvXWNUTLCPfGJPs8NU9ySGt6o',
  ...fields,
});

/** A card that was not, for this reason. */
export const declined = (code: string, fields: Fields = {}): Fields =>
  payment({
    status: 'FAILED',
    approved_money: yen(0),
    card_details: {
      status: 'FAILED',
      entry_method: 'EMV',
      errors: [
        { category: 'PAYMENT_METHOD_ERROR', code: 'GENERIC_DECLINE', detail: "Authorization error: 'GENERIC_DECLINE'" },
        { category: 'PAYMENT_METHOD_ERROR', code, detail: `Authorization error: '${code}'` },
      ],
    },
    ...fields,
  });

/** What was refunded in all so far. */
export const refunded = (inAll: number, fields: Fields = {}): Fields =>
  payment({ refunded_money: yen(inAll), refund_ids: [`${PAYMENT_ID}_ptNBVqHYxt5gAdfcobBe4u1A`], ...fields });

export const paymentEvent = (object: Fields = payment(), fields: Fields = {}): Fields =>
  eventOf('payment.updated', 'payment', object, fields);

/** What the terminal was asked for; `payment_ids` comes when it was paid. */
export const checkoutEvent = (status: string, object: Fields = {}, fields: Fields = {}): Fields =>
  eventOf(
    'terminal.checkout.updated',
    'checkout',
    {
      id: CHECKOUT_ID,
      amount_money: yen(2980),
      app_id: 'sq0idp-734Md5EcFjFmwpaR0Snm6g',
      created_at: NOW,
      updated_at: NOW,
      deadline_duration: 'PT5M',
      device_options: { device_id: '907CS13101300122', tip_settings: { allow_tipping: false } },
      location_id: squareReceiver.locationId,
      payment_type: 'CARD_PRESENT',
      reference_id: REFERENCE,
      status,
      ...(status === 'COMPLETED' && { payment_ids: [PAYMENT_ID] }),
      ...object,
    },
    fields,
  );

/** It knows the payment by Square's id alone. */
export const refundEvent = (status: string, object: Fields = {}, fields: Fields = {}): Fields =>
  eventOf(
    'refund.updated',
    'refund',
    {
      id: `${PAYMENT_ID}_ptNBVqHYxt5gAdfcobBe4u1A`,
      created_at: NOW,
      updated_at: NOW,
      amount_money: yen(2980),
      status,
      location_id: squareReceiver.locationId,
      order_id: 'haOyDuHiqtAXMk0d8pDKXpL7Jg4F',
      payment_id: PAYMENT_ID,
      ...object,
    },
    fields,
  );

/** It, too, knows the payment by Square's id alone. */
export const disputeEvent = (state: string, object: Fields = {}, fields: Fields = {}): Fields =>
  eventOf(
    'dispute.state.updated',
    'dispute',
    {
      id: 'bVTprrwk0gygTLZ96VX1oB',
      amount_money: yen(2980),
      reason: 'NO_KNOWLEDGE',
      state,
      card_brand: 'JCB',
      disputed_payment: { payment_id: PAYMENT_ID },
      location_id: squareReceiver.locationId,
      ...object,
    },
    fields,
  );

/** The event around what it is about. */
export const eventOf = (type: string, name: string, object: Fields, fields: Fields = {}): Fields => ({
  merchant_id: squareReceiver.merchantId,
  type,
  event_id: '330c7212-4f1e-4a5b-8c9d-5c884e7a1e3d',
  created_at: NOW,
  data: { type: name, id: object['id'], object: { [name]: object } },
  ...fields,
});

/** The request as it is posted. */
export const notice = (content: Fields | string | Buffer = paymentEvent(), options: SquareOptions = {}): Delivery => {
  const { at = AT, key = 'present', environment = 'Sandbox' } = options;
  const { notificationUrl = squareReceiver.notificationUrl } = options;
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
  const body = Buffer.from(text);
  const signature = createHmac('sha256', squareKeys[key]).update(notificationUrl).update(body).digest('base64');
  return {
    path: new URL(notificationUrl).pathname,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Square Connect v2',
      'square-environment': environment,
      'square-initial-delivery-timestamp': formatInstant(at),
      'x-square-hmacsha256-signature': signature,
    },
    body,
  };
};
