import type { Amount } from './amount.ts';
import { unprocessable } from './api-error.ts';
import { randomId, tellCapture, tellDispute, tellOrder, tellRefund } from './events.ts';
import type { Faults } from './faults.ts';
import { pageUrl } from './objects.ts';
import { type Capture, type Dispute, type Instrument, type Order, type Refund, refundedMinor } from './order.ts';

/** What a payer, a merchant or PayPal does to an order. Pure but for new ids: the next state holds the events. */

interface Occasion {
  readonly at: number;
  readonly requestId?: string | undefined;
  readonly faults: Faults;
}

const marked = ({ requestId }: Occasion): { readonly requestId?: string } => (requestId ? { requestId } : {});

/** `undefined` when the page lets nobody agree any more. */
export const approve = (order: Order, instrument: Instrument, at: number): Order | undefined => {
  const open = order.status === 'PAYER_ACTION_REQUIRED' || (order.status === 'APPROVED' && order.awaitsNewApproval);
  if (!open) return undefined;
  const approved: Order = {
    ...order,
    status: 'APPROVED',
    instrument,
    declines: [],
    awaitsNewApproval: false,
    updatedAt: at,
  };
  return tellOrder(approved, 'CHECKOUT.ORDER.APPROVED', at);
};

/** The payer's money does not come: the same order may be approved anew with something else. */
export const declineCapture = (order: Order, { requestId }: Occasion): Order => ({
  ...order,
  awaitsNewApproval: true,
  declines: requestId ? [...order.declines, requestId] : order.declines,
});

export const declined = (order: Order) =>
  unprocessable('INSTRUMENT_DECLINED', [{ href: pageUrl(order), rel: 'redirect', method: 'GET' }]);

export const isDeclined = ({ instrument, awaitsNewApproval }: Order, { faults }: Occasion): boolean =>
  awaitsNewApproval || instrument === 'declined_card' || faults.captureDeclined;

export const capture = (order: Order, occasion: Occasion): Order => {
  const { at, faults } = occasion;
  const { currency } = order.terms.amount;
  const taken: Capture = {
    id: randomId(),
    ...marked(occasion),
    createdAt: at,
    updatedAt: at,
    status: faults.capturePending ? 'PENDING' : 'COMPLETED',
    amount: faults.wrongAmountMinor === null ? order.terms.amount : { amountMinor: faults.wrongAmountMinor, currency },
  };
  const next: Order = { ...order, status: 'COMPLETED', capture: taken, updatedAt: at };
  if (taken.status === 'PENDING') return tellCapture(next, taken, 'PAYMENT.CAPTURE.PENDING', at);
  return tellOrder(tellCapture(next, taken, 'PAYMENT.CAPTURE.COMPLETED', at), 'CHECKOUT.ORDER.COMPLETED', at);
};

/** `undefined` when nothing is pending. */
export const settleCapture = (order: Order, end: 'complete' | 'deny', at: number): Order | undefined => {
  if (order.capture?.status !== 'PENDING') return undefined;
  const settled: Capture = {
    ...order.capture,
    status: end === 'complete' ? 'COMPLETED' : 'DECLINED',
    updatedAt: at,
  };
  const type = end === 'complete' ? 'PAYMENT.CAPTURE.COMPLETED' : 'PAYMENT.CAPTURE.DENIED';
  return tellCapture({ ...order, capture: settled, updatedAt: at }, settled, type, at);
};

/** @throws ApiError when less is left than is asked for, or a case is open */
export const refund = (order: Order, taken: Capture, asked: Amount | undefined, occasion: Occasion): Order => {
  const left = taken.amount.amountMinor - refundedMinor(order);
  if (taken.status === 'PENDING') throw unprocessable('PENDING_CAPTURE');
  if (taken.status === 'DECLINED') throw unprocessable('REFUND_NOT_ALLOWED');
  if (left <= 0) throw unprocessable('CAPTURE_FULLY_REFUNDED');
  const amount = asked ?? { ...taken.amount, amountMinor: left };
  if (amount.currency !== taken.amount.currency) throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH');
  if (amount.amountMinor > left) throw unprocessable('REFUND_AMOUNT_EXCEEDED');
  const isOpen = order.disputes.some(({ outcome }) => outcome === undefined);
  if (isOpen && amount.amountMinor < left) throw unprocessable('TRANSACTION_DISPUTED');
  const { at, faults } = occasion;
  const made: Refund = {
    id: randomId(),
    ...marked(occasion),
    createdAt: at,
    updatedAt: at,
    status: faults.refundPending || faults.refundFails ? 'PENDING' : 'COMPLETED',
    amount,
    reversal: false,
  };
  const type = made.status === 'PENDING' ? 'PAYMENT.REFUND.PENDING' : 'PAYMENT.CAPTURE.REFUNDED';
  const next = tellRefund({ ...order, refunds: [...order.refunds, made], updatedAt: at }, taken, made, type, at);
  return faults.refundFails ? (settleRefund(next, 'fail', at) ?? next) : next;
};

/** `undefined` when no refund is pending. */
export const settleRefund = (order: Order, end: 'complete' | 'fail', at: number): Order | undefined => {
  const pending = order.refunds.find(({ status }) => status === 'PENDING');
  if (!pending || !order.capture) return undefined;
  const settled: Refund = { ...pending, status: end === 'complete' ? 'COMPLETED' : 'FAILED', updatedAt: at };
  const refunds = order.refunds.map((each) => (each.id === pending.id ? settled : each));
  const type = end === 'complete' ? 'PAYMENT.CAPTURE.REFUNDED' : 'PAYMENT.REFUND.FAILED';
  return tellRefund({ ...order, refunds, updatedAt: at }, order.capture, settled, type, at);
};

/** PayPal takes back what is left. `undefined` when there is nothing. */
export const reverse = (order: Order, at: number): Order | undefined => {
  const { capture: taken } = order;
  const left = (taken?.amount.amountMinor ?? 0) - refundedMinor(order);
  if (taken?.status !== 'COMPLETED' || left <= 0) return undefined;
  const amount = { ...taken.amount, amountMinor: left };
  const back: Refund = { id: randomId(), createdAt: at, updatedAt: at, status: 'COMPLETED', amount, reversal: true };
  const next = { ...order, refunds: [...order.refunds, back], updatedAt: at };
  return tellRefund(next, taken, back, 'PAYMENT.CAPTURE.REVERSED', at);
};

/** `undefined` when nothing was captured or a case is open already. */
export const openDispute = (order: Order, amountMinor: number | undefined, at: number): Order | undefined => {
  const { capture: taken } = order;
  const isOpen = order.disputes.some(({ outcome }) => outcome === undefined);
  if (taken?.status !== 'COMPLETED' || isOpen) return undefined;
  const opened: Dispute = {
    id: `PP-R-${randomId(3)}-${randomId(9)}`,
    createdAt: at,
    updatedAt: at,
    amount: { ...taken.amount, amountMinor: amountMinor ?? taken.amount.amountMinor },
  };
  const next = { ...order, disputes: [...order.disputes, opened] };
  return tellDispute(next, taken, opened, 'CUSTOMER.DISPUTE.CREATED', at);
};

/** `undefined` when no case is open. */
export const closeDispute = (order: Order, outcome: 'won' | 'lost', at: number): Order | undefined => {
  const open = order.disputes.find((dispute) => dispute.outcome === undefined);
  if (!open || !order.capture) return undefined;
  const closed: Dispute = { ...open, outcome, updatedAt: at };
  const next = { ...order, disputes: order.disputes.map((each) => (each.id === open.id ? closed : each)) };
  return tellDispute(next, order.capture, closed, 'CUSTOMER.DISPUTE.RESOLVED', at);
};
