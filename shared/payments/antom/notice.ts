import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { signedJson } from '../signed-json.ts';
import type { PaymentNotice } from '../webhook.ts';
import { amount } from './amount.ts';
import { readDispute } from './dispute.ts';
import { failure } from './result-code.ts';

const result = z.object({ resultStatus: z.enum(['S', 'F', 'U']), resultCode: z.nullish(z.string()) });

const envelope = z.object({
  notifyType: z.nullish(z.string()),
  disputeNotificationType: z.nullish(z.string()),
  paymentRequestId: z.nullish(z.string()),
  captureRequestId: z.nullish(z.string()),
  refundRequestId: z.nullish(z.string()),
});

const paymentNotice = z.object({
  result,
  paymentId: z.string().check(z.minLength(1)),
  paymentAmount: z.optional(z.unknown()),
});
const captureNotice = z.object({
  result,
  paymentId: z.string().check(z.minLength(1)),
  captureAmount: z.optional(z.unknown()),
});
const refundNotice = z.object({
  refundStatus: z.enum(['SUCCESS', 'FAIL']),
  refundRequestId: z.string().check(z.minLength(1)),
  refundAmount: amount,
  paymentId: z.nullish(z.string()),
});

/**
 * Reads a verified notice (docs.antom.com: notifyPayment, notifyCapture, notifyRefund, notifyDispute). A payment's own
 * notices name our `paymentRequestId`. Those of a capture or refund name only the request that asked for it, which then
 * is the reference: whose it is must follow from it.
 *
 * @throws ZodError, RangeError when a notice that concerns us cannot be read: it must not be acknowledged
 */
export const readNotice = (body: Buffer): readonly PaymentNotice[] => {
  const notice: unknown = signedJson(body);
  const { notifyType, disputeNotificationType, ...ids } = envelope.parse(notice);
  const { paymentRequestId: payment, captureRequestId, refundRequestId } = ids;
  if (disputeNotificationType) return about(payment, () => readDispute(disputeNotificationType, notice));
  switch (notifyType) {
    case 'PAYMENT_RESULT':
      return about(payment, () => paymentReport(notice));
    // The payer has done their part: S means here that it is being worked on, and the result is still to come.
    case 'PAYMENT_PENDING':
      return about(payment, () => ({ kind: 'processing' }));
    case 'CAPTURE_RESULT':
      return about(payment ?? captureRequestId, () => captureReport(notice));
    case 'REFUND_RESULT':
      return about(payment ?? refundRequestId, () => refundReport(notice));
    // Authorizations, subscriptions, vaulting and whatever comes later; the account may be subscribed to all of it.
    default:
      return [];
  }
};

const about = (
  reference: string | null | undefined,
  read: () => PaymentReport | undefined,
): readonly PaymentNotice[] => {
  const report = reference ? read() : undefined;
  return reference && report ? [{ reference, report }] : [];
};

const paymentReport = (notice: unknown): PaymentReport => {
  const { result, paymentId: captureId, paymentAmount } = paymentNotice.parse(notice);
  switch (result.resultStatus) {
    case 'S':
      return { kind: 'captured', captureId, amount: amount.parse(paymentAmount) };
    case 'F':
      return failure(result.resultCode ?? '');
    case 'U':
      return { kind: 'processing' };
  }
};

/** Cards that were authorized first. Their money can still be captured by another request after one has failed. */
const captureReport = (notice: unknown): PaymentReport | undefined => {
  const { result, paymentId: captureId, captureAmount } = captureNotice.parse(notice);
  switch (result.resultStatus) {
    case 'S':
      return { kind: 'captured', captureId, amount: amount.parse(captureAmount) };
    case 'F':
      return undefined;
    case 'U':
      return { kind: 'processing' };
  }
};

/** The request's id names one refund for good: asked again under it, Antom answers the same refund. */
const refundReport = (notice: unknown): PaymentReport => {
  const { refundStatus, refundRequestId: refundId, refundAmount, paymentId } = refundNotice.parse(notice);
  return {
    kind: 'refund_part',
    ...(paymentId && { captureId: paymentId }),
    refundId,
    amount: refundAmount,
    state: refundStatus === 'SUCCESS' ? 'made' : 'failed',
  };
};
