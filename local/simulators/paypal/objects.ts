import { amountObject } from './amount.ts';
import { type Capture, type Dispute, type Order, type Refund, refundedMinor } from './order.ts';

/** PayPal's objects as its API shows them (Orders v2, Payments v2, Disputes v1), with the fields that we fill. */
type PaypalObject = Readonly<Record<string, unknown>>;

/** The simulated merchant. */
export const MERCHANT_ID = 'S2MPQ2RSTUVWX';
const MERCHANT = { email_address: 'merchant@sim.example', merchant_id: MERCHANT_ID };

export const stamp = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

const link = (href: string, rel: string, method: 'GET' | 'POST'): PaypalObject => ({ href, rel, method });

export const pageUrl = ({ origin, id }: Order): string => `${origin}/checkoutnow?token=${id}`;

export const orderObject = (order: Order): PaypalObject => {
  const { id, origin, status, terms, capture, refunds } = order;
  const self = `${origin}/v2/checkout/orders/${id}`;
  return {
    id,
    intent: 'CAPTURE',
    status,
    payment_source: { paypal: status === 'PAYER_ACTION_REQUIRED' ? {} : { account_status: 'VERIFIED' } },
    purchase_units: [
      {
        reference_id: 'default',
        amount: amountObject(terms.amount),
        payee: MERCHANT,
        ...marks(order),
        ...(terms.description && { description: terms.description }),
        ...(capture && {
          payments: {
            captures: [captureObject(order, capture)],
            ...(refunds.length > 0 && { refunds: refunds.map((refund) => refundObject(order, capture, refund)) }),
          },
        }),
      },
    ],
    create_time: stamp(order.createdAt),
    update_time: stamp(order.updatedAt),
    links: [
      link(self, 'self', 'GET'),
      ...(status === 'PAYER_ACTION_REQUIRED' ? [link(pageUrl(order), 'payer-action', 'GET')] : []),
      ...(status === 'APPROVED' ? [link(`${self}/capture`, 'capture', 'POST')] : []),
    ],
  };
};

const marks = ({ terms }: Order): PaypalObject => ({
  ...(terms.customId && { custom_id: terms.customId }),
  ...(terms.invoiceId && { invoice_id: terms.invoiceId }),
});

const captureStatus = (order: Order, { status, amount }: Capture): string => {
  const back = refundedMinor(order);
  if (status !== 'COMPLETED' || back === 0) return status;
  return back >= amount.amountMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
};

export const captureObject = (order: Order, capture: Capture): PaypalObject => {
  const { id, amount, status } = capture;
  const self = `${order.origin}/v2/payments/captures/${id}`;
  return {
    id,
    status: captureStatus(order, capture),
    ...(status === 'PENDING' && { status_details: { reason: 'PENDING_REVIEW' } }),
    amount: amountObject(amount),
    final_capture: true,
    disbursement_mode: 'INSTANT',
    seller_protection: { status: 'NOT_ELIGIBLE' },
    ...(status === 'COMPLETED' && {
      seller_receivable_breakdown: {
        gross_amount: amountObject(amount),
        paypal_fee: amountObject({ ...amount, amountMinor: 0 }),
        net_amount: amountObject(amount),
      },
    }),
    ...marks(order),
    payee: MERCHANT,
    supplementary_data: { related_ids: { order_id: order.id } },
    create_time: stamp(capture.createdAt),
    update_time: stamp(capture.updatedAt),
    links: [
      link(self, 'self', 'GET'),
      link(`${self}/refund`, 'refund', 'POST'),
      link(`${order.origin}/v2/checkout/orders/${order.id}`, 'up', 'GET'),
    ],
  };
};

export const refundObject = (order: Order, capture: Capture, refund: Refund): PaypalObject => ({
  id: refund.id,
  status: refund.status,
  amount: amountObject(refund.amount),
  ...marks(order),
  ...(refund.reversal && { note_to_payer: 'Payment reversed' }),
  payer: MERCHANT,
  seller_payable_breakdown: {
    gross_amount: amountObject(refund.amount),
    paypal_fee: amountObject({ ...refund.amount, amountMinor: 0 }),
    net_amount: amountObject(refund.amount),
    total_refunded_amount: amountObject({ ...refund.amount, amountMinor: refundedUntil(order, refund) }),
  },
  create_time: stamp(refund.createdAt),
  update_time: stamp(refund.updatedAt),
  links: [
    link(`${order.origin}/v2/payments/refunds/${refund.id}`, 'self', 'GET'),
    link(`${order.origin}/v2/payments/captures/${capture.id}`, 'up', 'GET'),
  ],
});

/** The sum of this refund and all before it, as it stood then. */
const refundedUntil = (order: Order, refund: Refund): number => {
  const index = order.refunds.findIndex(({ id }) => id === refund.id);
  return refundedMinor({ ...order, refunds: order.refunds.slice(0, index + 1) });
};

export const disputeObject = (order: Order, capture: Capture, dispute: Dispute): PaypalObject => ({
  dispute_id: dispute.id,
  create_time: stamp(dispute.createdAt),
  update_time: stamp(dispute.updatedAt),
  disputed_transactions: [
    {
      seller_transaction_id: capture.id,
      gross_amount: amountObject(capture.amount),
      ...(order.terms.invoiceId && { invoice_number: order.terms.invoiceId }),
      ...(order.terms.customId && { custom: order.terms.customId }),
      seller: { email: MERCHANT.email_address, merchant_id: MERCHANT_ID, name: 'Simulated' },
    },
  ],
  reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  status: dispute.outcome ? 'RESOLVED' : 'OPEN',
  dispute_amount: amountObject(dispute.amount),
  ...(dispute.outcome && { dispute_outcome: outcomeObject(dispute) }),
  dispute_life_cycle_stage: 'INQUIRY',
  dispute_channel: 'INTERNAL',
});

const outcomeObject = ({ outcome, amount }: Dispute): PaypalObject =>
  outcome === 'lost'
    ? { outcome_code: 'RESOLVED_BUYER_FAVOUR', amount_refunded: amountObject(amount) }
    : { outcome_code: 'RESOLVED_SELLER_FAVOUR' };
