import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { PaymentNotice } from '../webhook.ts';
import { moneyOf } from './amount.ts';
import { readOrder } from './capture-order.ts';
import type { PaypalCall } from './paypal-calls.ts';
import { unavailable } from './paypal-fetch.ts';
import { readCapture, readCaptureBack, readRefundBack, referenceOf } from './read-back.ts';
import {
  type CaptureReply,
  captureIdOf,
  isCaptureItself,
  orderIdOf,
  type RefundReply,
  referenceIn,
} from './replies.ts';
import { isForeign, isUnderWay, refundsOf, sumOf } from './reports.ts';

/**
 * What a refund, or money that PayPal took back, amounts to for its payment: always the sum. Each refund tells it as
 * it stood then (`total_refunded_amount`); where it does not, the capture and its order know.
 */
export const refundNotices = async (
  call: PaypalCall,
  told: RefundReply,
  merchantId: string | undefined,
): Promise<readonly PaymentNotice[]> => {
  if (isForeign(told.payer, merchantId)) return [];
  if (isCaptureItself(told)) return noticesOf(call, await readCaptureBack(call, told), undefined, merchantId);
  const captureId = captureIdOf(told);
  if (captureId === undefined) throw new Error('a refund that names no capture');
  const refund = await readRefundBack(call, told);
  const total = refund && isUnderWay(refund) ? refund.seller_payable_breakdown?.total_refunded_amount : undefined;
  const reference = refund && referenceIn(refund);
  if (total && reference) return [{ reference, report: { kind: 'refunded', captureId, refunded: moneyOf(total) } }];

  const capture = await readCapture(call, captureId);
  if (!capture) throw unavailable('does not know the capture whose refund it tells of');
  return noticesOf(call, capture, refund, merchantId);
};

const noticesOf = async (
  call: PaypalCall,
  capture: CaptureReply,
  refund: RefundReply | undefined,
  merchantId: string | undefined,
): Promise<readonly PaymentNotice[]> => {
  if (isForeign(capture.payee, merchantId)) return [];
  const reference = await referenceOf(call, capture);
  return reference ? [{ reference, report: await reportOn(call, capture, refund) }] : [];
};

const reportOn = async (
  call: PaypalCall,
  capture: CaptureReply,
  refund: RefundReply | undefined,
): Promise<PaymentReport> => {
  const { id: captureId } = capture;
  const total = refund && isUnderWay(refund) ? refund.seller_payable_breakdown?.total_refunded_amount : undefined;
  if (total) return { kind: 'refunded', captureId, refunded: moneyOf(total) };
  const { refunded, failures } = await refundedOf(call, capture);
  if (refund !== undefined && !isUnderWay(refund))
    return { kind: 'refund_failed', captureId, refunded, ...(failures > 0 && { failures }) };
  if (refunded.amountMinor === 0) throw unavailable('has not booked the refund that it tells of');
  return { kind: 'refunded', captureId, refunded };
};

/** What went back in all, and how many refunds failed as far as the order knows. */
const refundedOf = async (
  call: PaypalCall,
  capture: CaptureReply,
): Promise<{ readonly refunded: Money; readonly failures: number }> => {
  const captured = moneyOf(capture.amount);
  if (capture.status === 'REFUNDED' || capture.status === 'REVERSED') return { refunded: captured, failures: 0 };
  const orderId = orderIdOf(capture);
  const order = orderId === undefined ? undefined : await readOrder(call, orderId);
  if (order) {
    const refunds = refundsOf(order, capture.id);
    const failures = refunds.filter((each) => !isUnderWay(each)).length;
    return { refunded: sumOf(refunds, captured.currency), failures };
  }
  if (capture.status === 'COMPLETED') return { refunded: money(0, captured.currency), failures: 0 };
  throw unavailable('does not say how much went back');
};
