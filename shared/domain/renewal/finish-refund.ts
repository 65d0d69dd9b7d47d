import type { CapturedPayment } from '../payment/payment.ts';
import { isCaptured } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Renewal } from './renewal.ts';

/** A refund in progress is over once nothing of the payment is left with us, however it went back. */
export const finishRefund = (renewal: Renewal, number: number, at: Instant): Renewal => {
  if (renewal.status !== 'refunding' && renewal.status !== 'refund_needs_details') return renewal;
  const payment = renewal.payments.filter(isCaptured).find((each) => each.number === number);
  if (renewal.paidBy !== number || payment === undefined || !isGone(payment)) return renewal;
  if (renewal.status === 'refunding') {
    const { retryAt: _retryAt, ...terms } = renewal;
    return { ...terms, status: 'refunded', refundedAt: at };
  }
  const { since: _since, ...terms } = renewal;
  return { ...terms, status: 'refunded', refundedAt: at };
};

/** A dispute that is open may still be won: its money is not gone. */
const isGone = ({ captured, refundedMinor, dispute }: CapturedPayment): boolean =>
  refundedMinor + (dispute?.state === 'lost' ? dispute.amountMinor : 0) >= captured.amountMinor;
