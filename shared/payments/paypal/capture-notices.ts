import type { PaymentNotice } from '../webhook.ts';
import { readOrder } from './capture-order.ts';
import type { PaypalCall } from './paypal-calls.ts';
import { readCaptureBack, referenceOf } from './read-back.ts';
import { type CaptureReply, orderIdOf } from './replies.ts';
import { captureReports, isForeign, refundsOf, sumOf } from './reports.ts';

/** What the API says of the capture now, whatever the event's type says of then. */
export const captureNotices = async (
  call: PaypalCall,
  told: CaptureReply,
  merchantId: string | undefined,
): Promise<readonly PaymentNotice[]> => {
  const capture = await readCaptureBack(call, told);
  const foreign = isForeign(capture.payee ?? told.payee, merchantId);
  const reports = captureReports(capture, { foreign, ...(await refundedSoFar(call, capture)) });
  const relevant = foreign ? reports.filter(({ kind }) => kind === 'captured') : reports;
  if (relevant.length === 0) return [];
  const reference = await referenceOf(call, capture);
  return reference ? relevant.map((report) => ({ reference, report })) : [];
};

const refundedSoFar = async (call: PaypalCall, capture: CaptureReply) => {
  const orderId = capture.status === 'PARTIALLY_REFUNDED' ? orderIdOf(capture) : undefined;
  const order = orderId === undefined ? undefined : await readOrder(call, orderId);
  return order && { refunded: sumOf(refundsOf(order, capture.id), capture.amount.currency_code) };
};
