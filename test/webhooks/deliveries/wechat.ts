import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import * as sender from '../senders/wechatpay.ts';
import {
  altered,
  CLOCK,
  changedHeader,
  type Delivery,
  everywhere,
  FEN,
  invalid,
  ORDER_ID,
  type ProviderFixtures,
  sequence,
  untouched,
  valid,
  withHeader,
} from './fixture.ts';

type Fields = sender.Fields;
type Options = sender.WechatpayOptions;

const of = (fields: Fields): Fields => ({ out_trade_no: ORDER_ID, ...fields });
const paid = (fields: Fields = {}, options?: Options): Delivery => sender.paymentNotice(of(fields), options);
const state = (trade_state: string): Delivery => paid({ trade_state });
const amount = (more: Fields): Fields => ({
  amount: { total: FEN, payer_total: FEN, currency: 'CNY', payer_currency: 'CNY', ...more },
});
const refund = (part: number, fields: Fields = {}, options?: Options): Delivery =>
  sender.refundNotice(
    of({ amount: { total: FEN, refund: part, payer_total: FEN, payer_refund: part }, ...fields }),
    options,
  );
const failedRefund = (refund_status: 'ABNORMAL' | 'CLOSED', part = FEN) => refund(part, { refund_status });
const seconds = (offset: number): Instant => instant((CLOCK + offset) * 1_000);

const SIGNATURE = 'Wechatpay-Signature';
const wasPaid = { order: { status: 'paid' } } as const;
const wasRefunded = { order: { status: 'refunded_full' } } as const;

export const wechatFixtures: ProviderFixtures = {
  provider: 'wechat',
  cases: [
    valid('public-key', 'signed by the public key', paid(), 'paid'),
    valid('certificate', 'signed by the platform certificate', paid({}, { key: 'byCertificate' }), 'paid'),
    valid('no-aad', 'nothing authenticated beside the text', paid({}, { associatedData: '' }), 'paid'),
    valid(
      'aad-missing',
      'nothing authenticated, and no field for it',
      paid({}, { associatedData: '', resource: { associated_data: undefined } }),
      'paid',
    ),
    valid('coupon', 'a coupon of WeChat paid a part', paid(amount({ payer_total: FEN - 1_000 })), 'paid'),
    valid('no-currency', 'no currency named', paid(amount({ currency: undefined, payer_currency: undefined })), 'paid'),
    valid('not-paid', 'NOTPAY', state('NOTPAY'), untouched('unpaid')),
    valid('paying', 'USERPAYING', state('USERPAYING'), untouched('unpaid', 'awaiting')),
    valid('accepted', 'ACCEPT', state('ACCEPT'), 'awaiting'),
    valid('closed', 'CLOSED', state('CLOSED'), 'expired'),
    valid('revoked', 'REVOKED', state('REVOKED'), untouched('expired', 'failed')),
    valid('failed', 'PAYERROR', state('PAYERROR'), 'failed'),
    valid('amount', 'less than the price', paid(amount({ total: 1, payer_total: 1 })), untouched('review')),
    valid(
      'amount-payer',
      'the right payer_total of a wrong total',
      paid(amount({ total: FEN + 1_000, payer_total: FEN })),
      untouched('review'),
    ),
    valid('currency', 'Hong Kong dollars', paid(amount({ currency: 'HKD' })), untouched('review')),
    valid(
      'global',
      'through apihk, in yen',
      sender.notice('TRANSACTION.SUCCESS', of(sender.globalPayment(of({})))),
      untouched('review'),
    ),
    valid('merchant', 'paid to another merchant', paid({ mchid: '1900000001' }), untouched('review')),
    valid('app', 'paid to another app', paid({ appid: 'wx0000000000000000' }), untouched('review')),
    valid(
      'provider',
      'taken by a service provider for others',
      paid({ sp_mchid: '1900000001', sub_mchid: sender.wechatpayReceiver.mchid }),
      untouched('review'),
    ),
    valid('refund-full', 'REFUND.SUCCESS, all of it', refund(FEN), untouched('refunded_full'), wasPaid),
    valid('refund-part', 'REFUND.SUCCESS, a part', refund(4_800), untouched('refunded_partial'), wasPaid),
    valid(
      'refund-certificate',
      'the same, signed by the certificate',
      refund(FEN, {}, { key: 'byCertificate' }),
      untouched('refunded_full'),
      wasPaid,
    ),
    valid(
      'refund-abnormal',
      'REFUND.ABNORMAL: it could not be paid out',
      failedRefund('ABNORMAL'),
      untouched('paid'),
      wasRefunded,
    ),
    valid('refund-closed', 'REFUND.CLOSED', failedRefund('CLOSED'), untouched('paid'), wasPaid),
    valid(
      'unknown-type',
      'a type of tomorrow',
      sender.notice('TRANSACTION.REFLECTED', sender.payment(of({}))),
      untouched('unpaid'),
    ),
    valid('oldest', 'five minutes old', paid({}, { at: seconds(-300) }), 'paid'),
    valid('newest', 'five minutes ahead', paid({}, { at: seconds(300) }), 'paid'),
    invalid('altered', 'the body was altered', altered(paid(), '支付成功', '支付失败')),
    invalid(
      'ciphertext',
      'the encrypted text was altered, and all of it signed',
      paid({}, { resource: { ciphertext: Buffer.alloc(64).toString('base64') } }),
      { ack: 'reject-any' },
    ),
    invalid('aad', 'other data was authenticated', paid({}, { resource: { associated_data: 'refund' } }), {
      ack: 'reject-any',
    }),
    invalid('api-key', 'encrypted with another key', paid({}, { apiv3Key: 'f'.repeat(32) }), { ack: 'reject-any' }),
    invalid('stranger', "a stranger's key under a known number", paid({}, { key: 'strangers' })),
    invalid(
      'unknown-serial',
      'an unknown number of the key',
      withHeader(paid(), 'Wechatpay-Serial', 'PUB_KEY_ID_0000000000000000000000000000000000'),
      { ack: 'reject-any' },
    ),
    invalid(
      'other-serial',
      'the number of the other key',
      withHeader(paid(), 'Wechatpay-Serial', sender.CERTIFICATE_SERIAL),
    ),
    invalid('proto', '__proto__ for a number', withHeader(paid(), 'Wechatpay-Serial', '__proto__')),
    invalid('constructor', 'constructor for a number', withHeader(paid(), 'Wechatpay-Serial', 'constructor')),
    invalid(
      'probe',
      'a probe of WeChat Pay',
      changedHeader(paid(), SIGNATURE, (value) => `WECHATPAY/SIGNTEST/${value}`),
      { ack: 'reject-any' },
    ),
    invalid('stale', 'more than five minutes old', paid({}, { at: seconds(-301) })),
    invalid('ahead', 'more than five minutes ahead', paid({}, { at: seconds(301) })),
    invalid('time', 'another time than was signed', withHeader(paid(), 'Wechatpay-Timestamp', String(CLOCK - 1))),
    invalid('nonce', 'another nonce than was signed', withHeader(paid(), 'Wechatpay-Nonce', 'f'.repeat(32))),
    invalid(
      'half',
      'half a signature',
      changedHeader(paid(), SIGNATURE, (value) => value.slice(0, 100)),
    ),
    invalid('no-signature', 'no signature', withHeader(paid(), SIGNATURE, undefined)),
    invalid('no-serial', 'no number of the key', withHeader(paid(), 'Wechatpay-Serial', undefined)),
    invalid('no-time', 'no time', withHeader(paid(), 'Wechatpay-Timestamp', undefined)),
    invalid('empty-body', 'no body', { ...paid(), body: Buffer.alloc(0) }),
  ],
  sequences: [
    ...everywhere(paid(), paid({}, { key: 'byCertificate', at: seconds(-15) })),
    sequence(
      'late-news',
      'what was true before the payment arrives after it',
      [paid(), state('NOTPAY'), state('CLOSED'), state('PAYERROR')],
      { order_after: 'paid' },
    ),
    sequence('paid-after-closing', 'paid after the order was closed', [state('CLOSED'), paid()], {
      order_after: 'paid',
    }),
    sequence(
      'refunds',
      'two refunds, one of them told twice',
      [
        paid(),
        refund(4_800),
        refund(4_800, {}, { key: 'byCertificate' }),
        refund(10_000, { refund_id: '50300000002026100112345678902' }),
      ],
      { order_after: 'refunded_full', refunded_amount: FEN },
    ),
    sequence('refund-part', 'one refund, told twice', [paid(), refund(4_800), refund(4_800)], {
      order_after: 'refunded_partial',
      refunded_amount: 4_800,
    }),
    sequence(
      'refund-fails',
      'a refund is told, and then its failure',
      [paid(), refund(FEN), failedRefund('ABNORMAL'), refund(FEN)],
      { order_after: 'paid', refunded_amount: 0 },
    ),
    sequence(
      'paid-twice',
      'a second transaction of the same order',
      [paid(), paid({ transaction_id: '4200002026100100556667779' })],
      { order_after: 'paid' },
    ),
    sequence('forged-first', 'a forgery, then the payment', [altered(paid(), '支付成功', '支付失败'), paid()], {
      acks: ['reject', 'ok'],
      order_after: 'paid',
    }),
  ],
};
