import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { PaymentNotice } from '../webhook.ts';
import type { AlipayAccount } from './alipay-account.ts';

type Parameters = ReadonlyMap<string, string>;

/**
 * Reads the parameters of a verified notice (opendocs.alipay.com, "异步通知参数说明"). `refund_fee` is what was refunded
 * in all (总退款金额); such notices also tell of the capture, for either may be the first to arrive.
 *
 * @throws Error when a parameter that we need is missing or unreadable: it must not be acknowledged
 */
export const readTrade = (parameters: Parameters, account: AlipayAccount): readonly PaymentNotice[] => {
  // Other types tell of agreements and of apps, in parameters of their own.
  if ((parameters.get('notify_type') ?? TRADE) !== TRADE) return [];
  const reference = parameters.get('out_trade_no');
  if (!reference) return [];
  return reportsOf(parameters, isOurs(parameters, account)).map((report) => ({ reference, report }));
};

const TRADE = 'trade_status_sync';

/** Another app that was authorized to act for ours, or ours for another, is not what was configured. */
const isOurs = (parameters: Parameters, { appId, sellerId }: AlipayAccount): boolean =>
  parameters.get('app_id') === appId &&
  (parameters.get('auth_app_id') || appId) === appId &&
  parameters.get('seller_id') === sellerId;

const reportsOf = (parameters: Parameters, ours: boolean): readonly PaymentReport[] => {
  switch (needed(parameters, 'trade_status')) {
    case 'TRADE_SUCCESS':
    // It can no longer be refunded; also sent where refunds were never possible, instead of TRADE_SUCCESS.
    case 'TRADE_FINISHED': {
      if (!ours) return [{ ...captured(parameters), merchant: 'unexpected' }];
      const refunded = refundedInAll(parameters);
      return refunded.amountMinor > 0 ? moneyBack(parameters, refunded) : [captured(parameters)];
    }
    case 'TRADE_CLOSED':
      return ours ? closed(parameters) : [];
    // Opened, and nothing paid: no news. What else there may be tomorrow is none either.
    case 'WAIT_BUYER_PAY':
      return [];
    default:
      return [];
  }
};

/**
 * Closed without a payment in time, or because all of it went back: only then it tells what and when
 * (opendocs.alipay.com, "异步通知如何区分全额退款和订单超时导致的交易关闭").
 */
const closed = (parameters: Parameters): readonly PaymentReport[] => {
  const refunded = refundedInAll(parameters);
  if (refunded.amountMinor > 0) return moneyBack(parameters, refunded);
  return parameters.get('gmt_refund') ? moneyBack(parameters, totalAmount(parameters)) : [{ kind: 'expired' }];
};

const moneyBack = (parameters: Parameters, refunded: Money): readonly PaymentReport[] => {
  const capture = captured(parameters);
  return [capture, { kind: 'refunded', captureId: capture.captureId, refunded }];
};

const captured = (parameters: Parameters): Extract<PaymentReport, { kind: 'captured' }> => ({
  kind: 'captured',
  captureId: needed(parameters, 'trade_no'),
  amount: totalAmount(parameters),
});

/** What we asked for; `receipt_amount` and `buyer_pay_amount` are less by coupons. */
const totalAmount = (parameters: Parameters): Money => yuan('total_amount', needed(parameters, 'total_amount'));

const refundedInAll = (parameters: Parameters): Money => yuan('refund_fee', parameters.get('refund_fee') || '0.00');

const needed = (parameters: Parameters, name: string): string => {
  const value = parameters.get(name);
  if (!value) throw new Error(`a trade without ${name}`);
  return value;
};

const YUAN = /^(\d{1,13})\.(\d{2})$/;

const yuan = (name: string, text: string): Money => {
  const [, whole, hundredths] = YUAN.exec(text) ?? [];
  if (whole === undefined || hundredths === undefined) throw new Error(`${name} is no amount in yuan`);
  return money(Number(whole + hundredths), 'CNY');
};
