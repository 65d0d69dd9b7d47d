import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import * as sender from '../senders/antom.ts';
import {
  altered,
  CLOCK,
  changedHeader,
  type Delivery,
  everywhere,
  invalid,
  ORDER_ID,
  type ProviderFixtures,
  sequence,
  untouched,
  valid,
  withHeader,
  YEN,
} from './fixture.ts';

type Fields = sender.Fields;

const of = (fields: Fields): Fields => ({ paymentRequestId: ORDER_ID, ...fields });
const sent = (content: Fields, options?: sender.AntomOptions): Delivery => sender.notice(of(content), options);
const paid = (fields: Fields = {}, options?: sender.AntomOptions): Delivery => sent(sender.payment(fields), options);
const failed = (code: string): Delivery => sent(sender.failedPayment(code));
const pending = sent(sender.payment({ notifyType: 'PAYMENT_PENDING', paymentTime: undefined }));
const refunded = (part: number, id: string, fields: Fields = {}): Delivery =>
  sent(sender.refund({ refundAmount: sender.yen(part), refundRequestId: id, paymentId: sender.PAYMENT_ID, ...fields }));
const disputed = (type: string, fields: Fields = {}): Delivery => sent(sender.dispute(type, fields));
const seconds = (offset: number): Instant => instant((CLOCK + offset) * 1_000);
const header = (write: (signature: string) => string): Delivery => paid({}, { header: write });

const wasPaid = { order: { status: 'paid' } } as const;
const wasDisputed = { order: { status: 'disputed' } } as const;

export const antomFixtures: ProviderFixtures = {
  provider: 'antom',
  cases: [
    valid('success', 'PAYMENT_RESULT, S', paid(), 'paid'),
    valid('failed', 'PAYMENT_RESULT, F', failed('USER_BALANCE_NOT_ENOUGH'), 'failed'),
    valid('unknown', 'PAYMENT_RESULT, U', paid({ result: sender.result('U') }), 'awaiting'),
    valid('pending', 'PAYMENT_PENDING', pending, 'awaiting'),
    valid('closed', 'not paid in time', failed('ORDER_IS_CLOSED'), untouched('expired', 'failed')),
    valid('cancelled', 'called off', failed('ORDER_IS_CANCELLED'), untouched('expired', 'failed')),
    valid('captured', 'a card that was authorized first', sent(sender.capture()), 'paid'),
    valid('refunded-full', 'refunded, all of it', refunded(YEN, 'r-1'), untouched('refunded_full'), wasPaid),
    valid('refunded-part', 'refunded, a part', refunded(1_000, 'r-1'), untouched('refunded_partial'), wasPaid),
    valid(
      'refund-failed',
      'a refund that failed',
      refunded(YEN, 'r-1', { refundStatus: 'FAIL' }),
      untouched('paid'),
      wasPaid,
    ),
    valid('disputed', 'a chargeback', disputed('DISPUTE_CREATED'), untouched('disputed'), wasPaid),
    valid(
      'dispute-won',
      'judged for us',
      disputed('DISPUTE_JUDGED', { disputeJudgedResult: 'ACCEPT_BY_CUSTOMER' }),
      untouched('paid'),
      wasDisputed,
    ),
    valid(
      'dispute-lost',
      'judged against us',
      disputed('DISPUTE_JUDGED', { disputeJudgedResult: 'ACCEPT_BY_MERCHANT' }),
      untouched('disputed', 'refunded_full'),
      wasDisputed,
    ),
    valid('amount', 'less than the price', paid({ paymentAmount: sender.yen(1) }), untouched('review')),
    valid(
      'currency',
      'another currency',
      paid({ paymentAmount: { value: String(YEN), currency: 'CNY' } }),
      untouched('review'),
    ),
    valid('unknown-type', 'a type of tomorrow', paid({ notifyType: 'PAYMENT_REFLECTED' }), untouched('unpaid')),
    valid('unmarked', 'a payment without our request', paid({ paymentRequestId: undefined }), untouched('unpaid')),
    valid('milliseconds', 'the time in milliseconds', paid({}, { timeAs: 'milliseconds' }), 'paid'),
    valid('offset', 'the time with an offset', paid({}, { time: '2026-10-01T08:00:00+08:00' }), 'paid'),
    valid('oldest', 'five minutes old', paid({}, { at: seconds(-300) }), 'paid'),
    valid('newest', 'five minutes ahead', paid({}, { at: seconds(300) }), 'paid'),
    valid(
      'spaces',
      'spaces after the commas',
      header((signature) => `algorithm=RSA256, keyVersion=1, signature=${signature}`),
      'paid',
    ),
    valid(
      'key-version',
      'another number of the key',
      header((signature) => `algorithm=RSA256,keyVersion=2,signature=${signature}`),
      'paid',
    ),
    valid(
      'parts',
      'the parts in another order',
      header((signature) => `signature=${signature},keyVersion=1,algorithm=RSA256`),
      'paid',
    ),
    valid(
      'not-escaped',
      'the signature not escaped',
      header((signature) => sender.antomHeader(decodeURIComponent(signature))),
      { ...untouched('paid', 'reject'), fulfil: 1 },
    ),
    valid('unicode', 'text beyond ASCII', paid({ pspCustomerInfo: { pspName: '支付宝' } }), 'paid'),
    invalid(
      'decimals',
      'yen with decimals, which Antom does not send',
      paid({ paymentAmount: { value: `${YEN}.00`, currency: 'JPY' } }),
      { ack: 'any', alt: 'paid' },
    ),
    invalid('altered', 'the amount was altered', altered(paid(), `"value":"${YEN}"`, '"value":"1"')),
    invalid('stranger', "a stranger's key", paid({}, { key: 'strangers' })),
    invalid('other-key', 'the key that is not here yet', paid({}, { key: 'next' })),
    invalid('client', 'for another client', paid({}, { clientId: 'SANDBOX_5Y0000000000000A' })),
    invalid(
      'client-header',
      'another client in the header',
      withHeader(paid(), 'Client-Id', 'SANDBOX_5Y0000000000000A'),
    ),
    invalid('path', 'signed for another path', {
      ...paid({}, { path: '/webhooks/antom/other' }),
      path: '/webhooks/antom',
    }),
    invalid('stage', 'signed for the path with a stage', {
      ...paid({}, { path: '/prod/webhooks/antom' }),
      path: '/webhooks/antom',
    }),
    invalid('time', 'another time than was signed', withHeader(paid(), 'Request-Time', '2026-09-30T23:59:58Z')),
    invalid('stale', 'more than five minutes old', paid({}, { at: seconds(-301) }), { alt: 'Antom names no limit' }),
    invalid('ahead', 'more than five minutes ahead', paid({}, { at: seconds(301) }), { alt: 'Antom names no limit' }),
    invalid('sha-1', 'signed with SHA-1', paid({}, { digest: 'RSA-SHA1' })),
    invalid(
      'algorithm',
      'another algorithm in the header',
      header((signature) => `algorithm=HS256,keyVersion=1,signature=${signature}`),
    ),
    invalid('no-signature', 'no signature', withHeader(paid(), 'Signature', undefined)),
    invalid('no-client', 'no client', withHeader(paid(), 'Client-Id', undefined)),
    invalid('no-time', 'no time', withHeader(paid(), 'Request-Time', undefined)),
    invalid(
      'half',
      'half a signature',
      changedHeader(paid(), 'Signature', (value) => value.slice(0, -100)),
    ),
    invalid('empty-body', 'no body', { ...paid(), body: Buffer.alloc(0) }),
  ],
  sequences: [
    ...everywhere(paid(), paid({}, { at: seconds(-10) })),
    sequence('pending-first', 'pending, then paid', [pending, paid()], { order_after: 'paid' }),
    sequence(
      'late-news',
      'what was true before the payment arrives after it',
      [paid(), pending, failed('PROCESS_FAIL'), failed('ORDER_IS_CLOSED')],
      { order_after: 'paid' },
    ),
    sequence('failed-first', 'paid after a failure', [failed('PROCESS_FAIL'), paid()], { order_after: 'paid' }),
    sequence(
      'refunds',
      'two refunds, one of them told twice',
      [paid(), refunded(1_000, 'r-1'), refunded(1_000, 'r-1'), refunded(500, 'r-2')],
      { order_after: 'refunded_partial', refunded_amount: 1_500 },
    ),
    sequence(
      'refund-fails',
      'a refund is told, and then its failure',
      [paid(), refunded(YEN, 'r-1'), refunded(YEN, 'r-1', { refundStatus: 'FAIL' })],
      { order_after: 'paid', refunded_amount: 0 },
    ),
    sequence(
      'paid-twice',
      'a second payment of the same order',
      [paid(), paid({ paymentId: '202610011940108001001884240347009' })],
      { order_after: 'paid' },
    ),
    sequence(
      'forged-first',
      'a forgery, then the payment',
      [altered(paid(), `"value":"${YEN}"`, '"value":"1"'), paid()],
      { acks: ['reject', 'ok'], order_after: 'paid' },
    ),
  ],
};
