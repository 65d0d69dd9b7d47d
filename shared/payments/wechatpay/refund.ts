import * as z from 'zod/mini';
import type { PaymentNotice } from '../webhook.ts';
import { isOursAsFarAsNamed, merchantFields } from './merchant.ts';
import { moneyOf } from './transaction.ts';
import type { WechatpayAccount } from './wechatpay-account.ts';

const reference = z.object({ ...merchantFields, out_trade_no: z.optional(z.string()) });

const name = z.optional(z.string().check(z.minLength(1)));

/** `refund_id` and `refund_status` are called `id` and `status` in other replies about refunds through `apihk`. */
const refund = z.object({
  transaction_id: name,
  refund_id: name,
  id: name,
  refund_status: name,
  status: name,
  amount: z.object({
    /** Of this one refund, in the currency of the order; `payer_refund` is less by WeChat's own coupons. */
    refund: z.int(),
    currency: z.optional(z.string()),
    payer_currency: z.optional(z.string()),
  }),
});

/**
 * Reads what a `REFUND.…` carries (pay.weixin.qq.com, "退款结果通知", and "Refund Notification" of `api_external`). Each
 * refund has notices of its own; none tells what was refunded in all.
 *
 * @throws Error when a field that we need is missing or unreadable: it must not be acknowledged
 */
export const readRefund = (resource: unknown, account: WechatpayAccount): readonly PaymentNotice[] => {
  const { out_trade_no, ...merchant } = reference.parse(resource);
  if (!out_trade_no || !isOursAsFarAsNamed(merchant, account)) return [];
  const { transaction_id: captureId, refund_id, id, refund_status, status, amount } = refund.parse(resource);
  const refundId = refund_id ?? id;
  if (refundId === undefined) throw new Error('a refund without its id');
  const state = stateOf(refund_status ?? status);
  if (state === undefined) return [];
  return [
    {
      reference: out_trade_no,
      report: {
        kind: 'refund_part',
        ...(captureId && { captureId }),
        refundId,
        amount: moneyOf(amount.refund, amount),
        state,
      },
    },
  ];
};

/** Abnormal: the payer's card is closed or frozen, and a person has to send the money elsewhere. */
const stateOf = (status: string | undefined): 'made' | 'failed' | undefined => {
  switch (status) {
    case undefined:
      throw new Error('a refund without its status');
    case 'SUCCESS':
      return 'made';
    case 'ABNORMAL':
    case 'CLOSED':
    case 'REFUNDCLOSE':
      return 'failed';
    // Under way, or a word of tomorrow.
    default:
      return undefined;
  }
};
