import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { PaymentNotice } from '../webhook.ts';
import { isOurs, merchantFields } from './merchant.ts';
import type { WechatpayAccount } from './wechatpay-account.ts';

/** Only orders have our reference: the notice of a split settlement has the same event type and names none. */
const trade = z.object({
  ...merchantFields,
  out_trade_no: z.optional(z.string()),
  trade_state: z.optional(z.string()),
});

const paid = z.object({
  /** Mainland China. */
  transaction_id: z.optional(z.string().check(z.minLength(1))),
  /** The same of payments through `apihk` (`/v3/global/transactions`). */
  id: z.optional(z.string().check(z.minLength(1))),
  amount: z.object({
    /** What we asked for; `payer_total` is less by WeChat's own coupons, and in the payer's currency. */
    total: z.int(),
    currency: z.optional(z.string()),
    payer_currency: z.optional(z.string()),
  }),
});

/**
 * Reads what a `TRANSACTION.SUCCESS` carries (pay.weixin.qq.com, "支付成功通知", and "Payment Notification" of
 * `api_external`). WeChat Pay notifies only of success; the other states are those of the same object elsewhere.
 *
 * @throws Error when a field that we need is missing or unreadable: it must not be acknowledged
 */
export const readTransaction = (resource: unknown, account: WechatpayAccount): readonly PaymentNotice[] => {
  const { out_trade_no: reference, trade_state: state, ...merchant } = trade.parse(resource);
  if (!reference) return [];
  if (!state) throw new Error('a transaction without its state');
  const ours = isOurs(merchant, account);
  if (state === 'SUCCESS') {
    const report = captured(resource);
    return [{ reference, report: ours ? report : { ...report, merchant: 'unexpected' } }];
  }
  const report = ours ? reportOf(state) : undefined;
  return report ? [{ reference, report }] : [];
};

const captured = (resource: unknown): Extract<PaymentReport, { kind: 'captured' }> => {
  const { transaction_id, id, amount } = paid.parse(resource);
  const captureId = transaction_id ?? id;
  if (captureId === undefined) throw new Error('a paid transaction without its id');
  return { kind: 'captured', captureId, amount: moneyOf(amount.total, amount) };
};

/** What the payer has not done yet (`NOTPAY`, `USERPAYING`) is no news; neither is what this code does not know. */
const reportOf = (state: string): PaymentReport | undefined => {
  switch (state) {
    // Accepted, and the money is still to be taken.
    case 'ACCEPT':
      return { kind: 'processing' };
    case 'CLOSED':
      return { kind: 'expired' };
    case 'REVOKED':
      return { kind: 'cancelled' };
    case 'PAYERROR':
    case 'PAY_FAIL':
      return { kind: 'failed', reason: 'try_another_method' };
    // Paid once, and somebody gives it back: how much of it, only the refunds' own notices tell.
    case 'REFUND':
      return undefined;
    default:
      return undefined;
  }
};

/**
 * In the currency's minor unit. Mainland notices may leave the currency out, for there is but one; those of `apihk`
 * also name the payer's.
 */
export const moneyOf = (
  amountMinor: number,
  {
    currency,
    payer_currency,
  }: { readonly currency?: string | undefined; readonly payer_currency?: string | undefined },
): Money => {
  if (currency) return money(amountMinor, currency);
  if (payer_currency) throw new Error('an amount without its currency');
  return money(amountMinor, 'CNY');
};
