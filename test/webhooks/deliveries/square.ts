import { createHmac } from 'node:crypto';
import * as sender from '../senders/square.ts';
import {
  altered,
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

const of = (fields: Fields): Fields => ({ reference_id: ORDER_ID, ...fields });
const sent = (payment: Fields, fields: Fields = {}, options?: sender.SquareOptions): Delivery =>
  sender.notice(sender.paymentEvent(payment, fields), options);
const paid = (fields: Fields = {}, options?: sender.SquareOptions): Delivery =>
  sent(sender.payment(of(fields)), {}, options);
const again = (version: number): Delivery =>
  sent(sender.payment(of({ version })), { event_id: `00000000-0000-4000-8000-00000000000${version}` });
const refunded = (inAll: number): Delivery => sent(sender.refunded(inAll, of({})));
const checkout = (status: string, fields: Fields = {}): Delivery =>
  sender.notice(sender.checkoutEvent(status, of(fields)));

const HEADER = 'x-square-hmacsha256-signature';
const wasPaid = { order: { status: 'paid' } } as const;

export const squareFixtures: ProviderFixtures = {
  provider: 'square',
  cases: [
    valid('completed', 'payment.updated, COMPLETED', paid(), 'paid'),
    valid(
      'created',
      'payment.created, COMPLETED at once',
      sent(sender.payment(of({})), { type: 'payment.created' }),
      'paid',
    ),
    valid('approved', 'APPROVED: authorized, and not yet taken', paid({ status: 'APPROVED' }), 'awaiting'),
    valid('pending', 'PENDING', paid({ status: 'PENDING' }), 'awaiting'),
    valid('canceled', 'CANCELED', paid({ status: 'CANCELED' }), untouched('expired', 'failed')),
    valid('failed', 'FAILED', sent(sender.declined('INSUFFICIENT_FUNDS', of({}))), 'failed'),
    valid('refunded-full', 'refunded, all of it', refunded(YEN), untouched('refunded_full'), wasPaid),
    valid('refunded-part', 'refunded, a part', refunded(1_000), untouched('refunded_partial'), wasPaid),
    valid(
      'tip',
      'with a tip beside the price',
      paid({ tip_money: sender.yen(500), total_money: sender.yen(YEN + 500) }),
      'paid',
    ),
    valid(
      'amount',
      'less than the price',
      paid({ amount_money: sender.yen(1), total_money: sender.yen(1) }),
      untouched('review'),
    ),
    valid(
      'currency',
      'another currency',
      paid({ amount_money: { amount: YEN, currency: 'USD' } }),
      untouched('review'),
    ),
    valid('unmarked', 'a payment that carries nothing of ours', paid({ reference_id: undefined }), untouched('unpaid')),
    valid('checkout-done', 'the terminal is done', checkout('COMPLETED'), untouched('awaiting', 'unpaid')),
    valid(
      'checkout-timed-out',
      'nobody paid at the terminal',
      checkout('CANCELED', { cancel_reason: 'TIMED_OUT' }),
      'expired',
    ),
    valid(
      'refund-alone',
      'refund.updated, which its payment tells better',
      sender.notice(sender.refundEvent('COMPLETED')),
      untouched('paid', 'refunded_full'),
      wasPaid,
    ),
    valid(
      'dispute',
      'dispute.state.updated',
      sender.notice(sender.disputeEvent('EVIDENCE_REQUIRED')),
      untouched('paid', 'disputed'),
      wasPaid,
    ),
    valid(
      'unknown-type',
      'a type of tomorrow',
      sent(sender.payment(of({})), { type: 'payment.reflected' }),
      untouched('unpaid'),
    ),
    valid(
      'other-type',
      'inventory.count.updated',
      sender.notice(sender.eventOf('inventory.count.updated', 'inventory_counts', { id: '1' })),
      untouched('unpaid'),
    ),
    invalid('altered', 'the amount was altered', altered(paid(), `"amount":${YEN}`, '"amount":1')),
    invalid('space', 'a space was added', altered(paid(), '{', '{ ')),
    invalid('stranger', "a stranger's key", paid({}, { key: 'strangers' })),
    invalid('other-key', 'the key that is not here yet', paid({}, { key: 'next' })),
    invalid('other-url', 'signed for another address', {
      ...paid({}, { notificationUrl: 'https://pay.example.jp/webhooks/square/other' }),
      path: paid().path,
    }),
    invalid(
      'other-host',
      'signed for another host',
      paid({}, { notificationUrl: 'https://evil.example/webhooks/square' }),
    ),
    invalid(
      'body-alone',
      'only the body was signed',
      withHeader(paid(), HEADER, createHmac('sha256', sender.squareKeys.present).update(paid().body).digest('base64')),
    ),
    invalid(
      'hex',
      'in hex',
      changedHeader(paid(), HEADER, (value) => Buffer.from(value, 'base64').toString('hex')),
    ),
    invalid(
      'half',
      'half a signature',
      changedHeader(paid(), HEADER, (value) => value.slice(0, 22)),
    ),
    invalid('no-signature', 'no signature', withHeader(paid(), HEADER, undefined)),
    invalid('empty-signature', 'an empty signature', withHeader(paid(), HEADER, '')),
    invalid('empty-body', 'no body', { ...paid(), body: Buffer.alloc(0) }),
  ],
  sequences: [
    ...everywhere(paid(), again(4)),
    sequence(
      'versions',
      'told again with every change of the payment',
      [paid({ status: 'APPROVED', version: 1 }), again(3), again(4), again(5)],
      { order_after: 'paid' },
    ),
    sequence(
      'late-news',
      'what was true before the payment arrives after it',
      [paid(), paid({ status: 'APPROVED' }), sent(sender.declined('GENERIC_DECLINE', of({})))],
      { order_after: 'paid' },
    ),
    sequence(
      'second-card',
      'the second card is taken',
      [sent(sender.declined('CARD_EXPIRED', of({ id: 'declined', terminal_checkout_id: sender.CHECKOUT_ID }))), paid()],
      { order_after: 'paid' },
    ),
    sequence('refunds', 'refunded in parts, told out of order', [paid(), refunded(YEN), refunded(1_000), paid()], {
      order_after: 'refunded_full',
      refunded_amount: YEN,
    }),
    sequence('refund-part', 'one part, told twice', [paid(), refunded(1_000), refunded(1_000)], {
      order_after: 'refunded_partial',
      refunded_amount: 1_000,
    }),
    sequence('paid-twice', 'a second payment of the same order', [paid(), paid({ id: 'another-payment' })], {
      order_after: 'paid',
    }),
    sequence(
      'forged-first',
      'a forgery, then the payment',
      [altered(paid(), `"amount":${YEN}`, '"amount":1'), paid()],
      { acks: ['reject', 'ok'], order_after: 'paid' },
    ),
  ],
};
