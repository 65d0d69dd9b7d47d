import * as sender from '../senders/alipay.ts';
import {
  altered,
  type Delivery,
  everywhere,
  invalid,
  ORDER_ID,
  type ProviderFixtures,
  sequence,
  untouched,
  valid,
} from './fixture.ts';

type Parameters = sender.Parameters;

const of = (parameters: Parameters = {}): Parameters => ({ out_trade_no: ORDER_ID, ...parameters });
const paid = (parameters: Parameters = {}, options?: sender.AlipayOptions): Delivery =>
  sender.notice(sender.trade(of(parameters)), options);
const refunded = (inAll: string, parameters: Parameters = {}): Delivery =>
  sender.notice(sender.refunded(inAll, of(parameters)));
const timedOut = sender.notice(sender.timedOut(of()));
const pairs = (change: NonNullable<sender.AlipayOptions['pairs']>) => paid({}, { pairs: change });
const text = ({ body }: Delivery): string => body.toString('latin1');

const wasPaid = { order: { status: 'paid' } } as const;
const wasRefunded = { order: { status: 'refunded_partial' } } as const;

export const alipayFixtures: ProviderFixtures = {
  provider: 'alipay',
  cases: [
    valid('success', 'TRADE_SUCCESS', paid(), 'paid'),
    valid(
      'finished',
      'TRADE_FINISHED, where nothing can be refunded',
      paid({ trade_status: 'TRADE_FINISHED' }),
      'paid',
    ),
    valid(
      'waiting',
      'WAIT_BUYER_PAY',
      paid({ trade_status: 'WAIT_BUYER_PAY', gmt_payment: undefined }),
      untouched('unpaid', 'awaiting'),
    ),
    valid('timed-out', 'TRADE_CLOSED, not paid in time', timedOut, 'expired'),
    valid('closed', 'TRADE_CLOSED that tells of no refund', paid({ trade_status: 'TRADE_CLOSED' }), 'expired'),
    valid(
      'closed-after',
      'the same, of a paid order',
      paid({ trade_status: 'TRADE_CLOSED' }),
      untouched('paid', 'refunded_full'),
      wasPaid,
    ),
    valid('refunded-full', 'TRADE_CLOSED, all of it refunded', refunded('148.00'), untouched('refunded_full'), wasPaid),
    valid(
      'refunded-part',
      'TRADE_SUCCESS with a refund_fee',
      refunded('48.00'),
      untouched('refunded_partial'),
      wasPaid,
    ),
    valid('refunded-rest', 'the rest is refunded', refunded('148.00'), untouched('refunded_full'), wasRefunded),
    valid('no-refund', 'a refund_fee of nothing', paid({ refund_fee: '0.00' }), 'paid'),
    valid(
      'coupon',
      'a coupon of Alipay paid a part',
      paid({ buyer_pay_amount: '138.00', receipt_amount: '148.00', invoice_amount: '138.00' }),
      'paid',
    ),
    valid('plus-and-percent', 'a subject with +, %, & and =', paid({ subject: '50%+10% & a=b %2B %E6 +' }), 'paid'),
    valid('percent-twenty', 'spaces as %20 instead of +', sender.formOf(text(paid()).replaceAll('+', '%20')), 'paid'),
    valid(
      'lower-case-hex',
      'escapes in lower case',
      sender.formOf(text(paid()).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
      'paid',
    ),
    valid(
      'shuffled',
      'the parameters in another order',
      pairs((all) => all.toReversed()),
      'paid',
    ),
    valid('empty-parameter', 'an empty parameter', paid({ passback_params: '' }), 'paid'),
    valid('new-parameter', 'a parameter of tomorrow', paid({ zone_of_tomorrow: '火星' }), 'paid'),
    valid('amount', 'less than the price', paid({ total_amount: '0.01' }), untouched('review')),
    valid('amount-more', 'more than the price', paid({ total_amount: '1480.00' }), untouched('review')),
    valid('app', 'paid to another app', paid({ app_id: '2021000000000000' }), untouched('review')),
    valid('seller', 'paid to another seller', paid({ seller_id: '2088000000000000' }), untouched('review')),
    valid(
      'status-of-tomorrow',
      'a trade status of tomorrow',
      paid({ trade_status: 'TRADE_REFLECTED' }),
      untouched('unpaid'),
    ),
    valid(
      'other-notice',
      'a notice that is about no trade',
      paid({ notify_type: 'dut_user_sign' }),
      untouched('unpaid'),
    ),
    invalid('altered', 'the amount was altered', altered(paid(), 'total_amount=148.00', 'total_amount=0.01')),
    invalid('added', 'a parameter was added', sender.formOf(`${text(paid())}&refund_fee=1.00`)),
    invalid(
      'removed',
      'a parameter was removed',
      pairs((all) => all.filter(([name]) => name !== 'buyer_id')),
    ),
    invalid('twice', 'one parameter twice', sender.formOf(`${text(paid())}&total_amount=148.00`)),
    invalid(
      'hidden',
      'two parameters moved into one',
      pairs((all) =>
        all
          .filter(([name]) => name !== 'trade_no' && name !== 'total_amount')
          .concat([['total_amount', `148.00&trade_no=${sender.TRADE_NO}`]]),
      ),
    ),
    invalid('stranger', "a stranger's key", paid({}, { key: 'strangers' })),
    invalid('other-key', 'the key that is not here yet', paid({}, { key: 'next' })),
    invalid('sha-1', 'sign_type RSA, signed with SHA-1', paid({}, { signType: 'RSA' })),
    invalid(
      'called-rsa',
      'sign_type RSA beside a signature with SHA-256',
      pairs((all) => all.map(([name, value]) => [name, name === 'sign_type' ? 'RSA' : value])),
      { alt: 'sign_type counts for nothing' },
    ),
    invalid(
      'called-rsa2',
      'sign_type RSA2 beside a signature with SHA-1',
      paid(
        {},
        { signType: 'RSA', pairs: (all) => all.map(([name, value]) => [name, name === 'sign_type' ? 'RSA2' : value]) },
      ),
    ),
    invalid(
      'no-sign',
      'no signature',
      pairs((all) => all.filter(([name]) => name !== 'sign')),
    ),
    invalid(
      'empty-sign',
      'an empty signature',
      pairs((all) => all.map(([name, value]) => [name, name === 'sign' ? '' : value])),
    ),
    invalid(
      'decoded-twice',
      'signed as it looks when it is decoded twice',
      altered(paid({ subject: '50+10' }), 'subject=50%2B10', 'subject=50%252B10'),
    ),
    invalid(
      'plus-lost',
      'a + of the signature sent as it is',
      sender.formOf(text(paid()).replace(/sign=[^&]+/, (sign) => sign.replaceAll('%2B', '+').replaceAll('%2F', ' '))),
      { alt: 'another reading of the form' },
    ),
    invalid('empty-body', 'no body', sender.formOf('')),
    invalid('json', 'JSON in the place of a form', sender.formOf('{"trade_status":"TRADE_SUCCESS"}')),
  ],
  sequences: [
    ...everywhere(paid(), paid({ notify_id: '2026100100222599850052459774035316' })),
    sequence('finished-later', 'a year later it is finished', [paid(), paid({ trade_status: 'TRADE_FINISHED' })], {
      order_after: 'paid',
    }),
    sequence(
      'closed-late',
      'news of the time before the payment',
      [paid(), paid({ trade_status: 'WAIT_BUYER_PAY' }), timedOut],
      { order_after: 'paid' },
    ),
    sequence('paid-after-closing', 'paid after the trade was closed', [timedOut, paid()], { order_after: 'paid' }),
    sequence(
      'refunds',
      'refunded in parts, told out of order and twice',
      [paid(), refunded('48.00'), refunded('148.00'), refunded('48.00'), paid()],
      { order_after: 'refunded_full', refunded_amount: 14_800 },
    ),
    sequence(
      'refund-part',
      'one part, told twice',
      [paid(), refunded('48.00'), refunded('48.00', { notify_id: 'again' })],
      { order_after: 'refunded_partial', refunded_amount: 4_800 },
    ),
    sequence('refund-alone', 'the notice of the payment never arrived', [refunded('148.00')], {
      fulfil: 0,
      order_after: 'refunded_full',
    }),
    sequence(
      'paid-twice',
      'a second trade of the same order',
      [paid(), paid({ trade_no: '2026100122001445787900889999' })],
      { order_after: 'paid' },
    ),
    sequence('forged-first', 'a forgery, then the payment', [altered(paid(), '148.00', '0.01'), paid()], {
      acks: ['reject', 'ok'],
      order_after: 'paid',
    }),
  ],
};
