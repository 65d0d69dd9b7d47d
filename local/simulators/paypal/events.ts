import { randomBytes } from 'node:crypto';
import { captureObject, disputeObject, orderObject, refundObject } from './objects.ts';
import type { Capture, Dispute, EventRecord, Order, Refund } from './order.ts';

/** The types that the webhook is subscribed to, as they would be in PayPal's dashboard. */
export type EventType =
  | 'CHECKOUT.ORDER.APPROVED'
  | 'CHECKOUT.ORDER.COMPLETED'
  | 'CHECKOUT.PAYMENT-APPROVAL.REVERSED'
  | `PAYMENT.CAPTURE.${'COMPLETED' | 'PENDING' | 'DENIED' | 'REFUNDED' | 'REVERSED'}`
  | `PAYMENT.REFUND.${'PENDING' | 'FAILED'}`
  | `CUSTOMER.DISPUTE.${'CREATED' | 'RESOLVED'}`;

/** An order with its event in the outbox. */
const told = (order: Order, type: EventType, resourceType: string, resource: unknown, at: number): Order => {
  const id = `WH-${randomId(17)}-${randomId(17)}`;
  const self = `${order.origin}/v1/notifications/webhooks-events/${id}`;
  const event = {
    id,
    event_version: '1.0',
    create_time: new Date(at).toISOString(),
    resource_type: resourceType,
    resource_version: '2.0',
    event_type: type,
    summary: type,
    resource,
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/resend`, rel: 'resend', method: 'POST' },
    ],
  };
  const record: EventRecord = { id, type, createdAt: at, body: JSON.stringify(event) };
  return { ...order, events: [...order.events, record] };
};

export const tellOrder = (
  order: Order,
  type: 'CHECKOUT.ORDER.APPROVED' | 'CHECKOUT.ORDER.COMPLETED',
  at: number,
): Order => told(order, type, 'checkout-order', orderObject(order), at);

export const tellApprovalReversed = (order: Order, at: number): Order => {
  const { purchase_units } = orderObject(order);
  const resource = { order_id: order.id, purchase_units, payment_source: { paypal: {} } };
  return told(order, 'CHECKOUT.PAYMENT-APPROVAL.REVERSED', 'checkout-order', resource, at);
};

export const tellCapture = (
  order: Order,
  capture: Capture,
  type: `PAYMENT.CAPTURE.${'COMPLETED' | 'PENDING' | 'DENIED'}`,
  at: number,
): Order => told(order, type, 'capture', captureObject(order, capture), at);

export const tellRefund = (
  order: Order,
  capture: Capture,
  refund: Refund,
  type: `PAYMENT.CAPTURE.${'REFUNDED' | 'REVERSED'}` | `PAYMENT.REFUND.${'PENDING' | 'FAILED'}`,
  at: number,
): Order => told(order, type, 'refund', refundObject(order, capture, refund), at);

export const tellDispute = (
  order: Order,
  capture: Capture,
  dispute: Dispute,
  type: `CUSTOMER.DISPUTE.${'CREATED' | 'RESOLVED'}`,
  at: number,
): Order => told(order, type, 'dispute', disputeObject(order, capture, dispute), at);

const ALPHABET = 'ABCDEFGHJKLMNPRSTUVWXY0123456789';

/** PayPal's ids look like this: 17 capitals and digits. */
export const randomId = (length = 17): string =>
  Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
