import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { signedJson } from '../signed-json.ts';
import type { PaymentNotice } from '../webhook.ts';
import { captureNotices } from './capture-notices.ts';
import { disputeNotices, disputeResource } from './disputes.ts';
import type { PaypalCall } from './paypal-calls.ts';
import { referenceOnOrder } from './read-back.ts';
import { refundNotices } from './refund-notices.ts';
import { captureReply, id, orderOwnerReply, referenceIn, refundReply } from './replies.ts';
import { isForeign } from './reports.ts';

const event = z.object({ event_type: z.string(), resource: z.unknown() });

/** Payments API v1 had the same names for events: its captures write amounts otherwise and are none of ours. */
const versionOne = z.object({ amount: z.object({ total: z.string() }) });

/** An order, or what is left of one: `CHECKOUT.PAYMENT-APPROVAL.REVERSED` calls its id `order_id`. */
const orderResource = z.extend(orderOwnerReply, {
  order_id: z.optional(id),
  purchase_units: z.optional(orderOwnerReply.shape.purchase_units),
});

/**
 * Reads an event whose signature was verified (developer.paypal.com/api/rest/webhooks/event-names).
 *
 * @throws Refusal as in `WebhookReceiver`; Error when an event that concerns us has not the shape it should have
 */
export const readEvent = async (
  call: PaypalCall,
  body: Buffer,
  merchantId: string | undefined,
): Promise<readonly PaymentNotice[]> => {
  const { event_type: type, resource } = event.parse(signedJson(body));
  switch (type) {
    case 'PAYMENT.CAPTURE.COMPLETED':
    case 'PAYMENT.CAPTURE.PENDING':
    case 'PAYMENT.CAPTURE.DENIED':
    case 'PAYMENT.CAPTURE.DECLINED':
      if (versionOne.safeParse(resource).success) return [];
      return captureNotices(call, captureReply.parse(resource), merchantId);
    // The resource is the refund that the reversal is booked as.
    case 'PAYMENT.CAPTURE.REVERSED':
    case 'PAYMENT.CAPTURE.REFUNDED':
    case 'PAYMENT.REFUND.PENDING':
    case 'PAYMENT.REFUND.FAILED':
      if (versionOne.safeParse(resource).success) return [];
      return refundNotices(call, refundReply.parse(resource), merchantId);
    // The payer has agreed; no money has moved.
    case 'CHECKOUT.ORDER.APPROVED':
      return orderNotices(call, resource, merchantId, { kind: 'approved' });
    // Approved and not captured in time: PayPal has cancelled the order.
    case 'CHECKOUT.PAYMENT-APPROVAL.REVERSED':
      return orderNotices(call, resource, merchantId, { kind: 'cancelled' });
    case 'CUSTOMER.DISPUTE.CREATED':
    case 'CUSTOMER.DISPUTE.UPDATED':
    case 'CUSTOMER.DISPUTE.RESOLVED':
      return disputeNotices(call, disputeResource.parse(resource), merchantId);
    // A webhook may be subscribed to more than we use; `CHECKOUT.ORDER.COMPLETED` says less than its capture's event.
    default:
      return [];
  }
};

const orderNotices = async (
  call: PaypalCall,
  resource: unknown,
  merchantId: string | undefined,
  report: PaymentReport,
): Promise<readonly PaymentNotice[]> => {
  const { id: ownId, order_id: orderId = ownId, purchase_units: units = [] } = orderResource.parse(resource);
  if (units.some(({ payee }) => isForeign(payee, merchantId))) return [];
  const told = units.map(referenceIn).find((reference) => reference !== undefined);
  const reference = told ?? (orderId && (await referenceOnOrder(call, orderId)));
  return reference ? [{ reference, report }] : [];
};
