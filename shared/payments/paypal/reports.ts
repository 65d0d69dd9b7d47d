import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import { moneyOf } from './amount.ts';
import { type CaptureReply, captureIdOf, type OrderReply, type RefundReply } from './replies.ts';

/** Pending ones count: their money is on its way. */
export const isUnderWay = ({ status }: Pick<RefundReply, 'status'>): boolean =>
  status !== 'FAILED' && status !== 'CANCELLED';

/** The sum of what goes back of one capture, in its currency. */
export const sumOf = (refunds: readonly RefundReply[], currency: string): Money => {
  const amounts = refunds.filter(isUnderWay).map(({ amount }) => moneyOf(amount));
  if (amounts.some((amount) => amount.currency !== currency)) throw new Error('a refund in another currency');
  return money(
    amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    currency,
  );
};

/** A refund that failed is made up for once as much as it was to send back is under way by others. */
export const openFailures = (refunds: readonly RefundReply[], currency: string): number => {
  const failed = refunds.filter((refund) => !isUnderWay(refund)).map(({ amount }) => moneyOf(amount).amountMinor);
  return sumOf(refunds, currency).amountMinor < Math.max(0, ...failed) ? failed.length : 0;
};

/** Of an order's refunds, those of one capture; a refund that names none belongs to the only one. */
export const refundsOf = (order: OrderReply, captureId: string): readonly RefundReply[] =>
  order.purchase_units
    .flatMap(({ payments }) => payments?.refunds ?? [])
    .filter((refund) => (captureIdOf(refund) ?? captureId) === captureId);

/** Whether money or news are for another merchant than the configured one; unknown as long as one of both is. */
export const isForeign = (
  payee: { readonly merchant_id?: string | null | undefined } | null | undefined,
  merchantId: string | undefined,
): boolean => merchantId !== undefined && typeof payee?.merchant_id === 'string' && payee.merchant_id !== merchantId;

/**
 * What a capture's status says (developer.paypal.com/docs/api/payments/v2/#captures_get). `refunded` is what went back
 * of it where that is known; a status tells only none, some or all.
 */
export const captureReports = (
  { id: captureId, status, amount }: CaptureReply,
  {
    refunded,
    failures = 0,
    foreign,
  }: {
    readonly refunded?: Money;
    /** Refunds that failed and were not made up for. */
    readonly failures?: number;
    readonly foreign: boolean;
  },
): readonly PaymentReport[] => {
  switch (status) {
    case 'COMPLETED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED': {
      const captured = moneyOf(amount);
      const back = refunded ?? (status === 'REFUNDED' ? captured : money(0, captured.currency));
      return [
        { kind: 'captured', captureId, amount: captured, ...(foreign && { merchant: 'unexpected' }) },
        ...(failures > 0 ? [{ kind: 'refund_failed', captureId, refunded: back, failures } as const] : []),
        ...(failures === 0 && back.amountMinor > 0 ? [{ kind: 'refunded', captureId, refunded: back } as const] : []),
      ];
    }
    case 'PENDING':
      return [{ kind: 'processing' }];
    // Events call it denied. The order is complete then, and nobody can pay it again.
    case 'DECLINED':
    case 'DENIED':
    case 'FAILED':
      return [{ kind: 'failed', reason: 'try_another_method' }];
    default:
      throw new Error('a capture in an unknown state');
  }
};

/**
 * What an order amounts to (developer.paypal.com/docs/api/orders/v2/#orders_get). Disputes do not show on it: only
 * their events and the account's statement tell them.
 */
export const orderReports = (order: OrderReply, merchantId: string | undefined): readonly PaymentReport[] => {
  switch (order.status) {
    // A page that waits for its payer. `PAYER_ACTION_REQUIRED` is the first state of every order that names PayPal.
    case 'CREATED':
    case 'SAVED':
    case 'PAYER_ACTION_REQUIRED':
      return [];
    case 'APPROVED':
      return [{ kind: 'approved' }];
    case 'VOIDED':
      return [{ kind: 'expired' }];
    case 'COMPLETED':
      return order.purchase_units.flatMap(({ payee, payments }) =>
        (payments?.captures ?? []).flatMap((capture) => {
          const refunds = refundsOf(order, capture.id);
          return captureReports(capture, {
            foreign: isForeign(capture.payee ?? payee, merchantId),
            ...(refunds.length > 0 && {
              refunded: sumOf(refunds, capture.amount.currency_code),
              failures: openFailures(refunds, capture.amount.currency_code),
            }),
          });
        }),
      );
    default:
      throw new Error('an order in an unknown state');
  }
};
