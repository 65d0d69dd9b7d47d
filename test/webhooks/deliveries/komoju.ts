import { createHmac } from 'node:crypto';
import * as sender from '../senders/komoju.ts';
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

const of = (fields: Fields): Fields => ({ external_order_num: ORDER_ID, metadata: { order_id: ORDER_ID }, ...fields });
const sent = (type: string, payment: Fields, options?: sender.KomojuOptions): Delivery =>
  sender.notice(sender.eventOf(type, payment), options);
const captured = (fields: Fields = {}, options?: sender.KomojuOptions): Delivery =>
  sent('payment.captured', sender.payment(of(fields)), options);
const ended = (status: 'expired' | 'cancelled' | 'failed'): Delivery =>
  sent(`payment.${status}`, sender.ended(status, of({})));
const issued = sent('payment.authorized', sender.issued(of({})));
const refunded = (...amounts: readonly number[]): Delivery =>
  sent('payment.refunded', sender.refunded(amounts, of({})));

const HEADER = 'X-Komoju-Signature';
const wasPaid = { order: { status: 'paid' } } as const;
const wasIssued = { order: { status: 'awaiting' } } as const;

export const komojuFixtures: ProviderFixtures = {
  provider: 'komoju',
  cases: [
    valid('captured', 'payment.captured', captured(), 'paid'),
    valid('captured-after', 'the voucher is paid at the till', captured(), 'paid', wasIssued),
    valid('authorized', 'payment.authorized: the voucher is issued', issued, 'awaiting'),
    valid('expired', 'payment.expired', ended('expired'), 'expired', wasIssued),
    valid('cancelled', 'payment.cancelled', ended('cancelled'), untouched('expired', 'failed')),
    valid('failed', 'payment.failed', ended('failed'), 'failed'),
    valid('refunded-full', 'payment.refunded', refunded(YEN), untouched('refunded_full'), wasPaid),
    valid('refunded-part', 'payment.refunded, a part', refunded(1_000), untouched('refunded_partial'), wasPaid),
    valid(
      'refunded-parts',
      'payment.refunded, in two parts',
      refunded(1_000, YEN - 1_000),
      untouched('refunded_full'),
      wasPaid,
    ),
    valid(
      'refunded-by-status',
      'refunded, and no sum told',
      sent('payment.refunded', sender.payment(of({ status: 'refunded' }))),
      untouched('refunded_full'),
      wasPaid,
    ),
    valid('updated', 'payment.updated of a captured payment', sent('payment.updated', sender.payment(of({}))), 'paid'),
    valid(
      'fee',
      'the payer bears the fee of the store',
      captured({ payment_method_fee: 190, total: YEN + 190 }),
      'paid',
    ),
    valid('metadata-alone', 'only the metadata names the order', captured({ external_order_num: null }), 'paid'),
    valid(
      'unmarked',
      'a payment that carries nothing of ours',
      captured({ external_order_num: null, metadata: {} }),
      untouched('unpaid'),
    ),
    valid('amount', 'less than the price', captured({ amount: 1, tax: 0, total: 1 }), untouched('review')),
    valid('currency', 'another currency', captured({ currency: 'USD' }), untouched('review')),
    valid('ping', 'ping', sender.notice(sender.eventOf('ping', { message: 'ping' })), untouched('unpaid')),
    valid(
      'refund-request',
      'a request for a bank account',
      sender.notice(sender.eventOf('refund_request.updated', sender.refundRequest('pending'))),
      untouched('paid'),
      wasPaid,
    ),
    valid(
      'unknown-type',
      'a type of tomorrow',
      sender.notice(sender.eventOf('voucher.reflected', sender.payment(of({})))),
      untouched('unpaid'),
    ),
    valid(
      'header-type',
      'the header says another type than the body',
      captured({}, { type: 'payment.refunded' }),
      'paid',
    ),
    invalid('altered', 'the total was altered', altered(captured(), `"total":${YEN}`, '"total":1')),
    invalid('space', 'a space was added', altered(captured(), '{', '{ ')),
    invalid('stranger', "a stranger's secret", captured({}, { key: 'strangers' })),
    invalid('other-secret', 'the secret that is not here yet', captured({}, { key: 'next' })),
    invalid(
      'upper-case',
      'hex in upper case',
      changedHeader(captured(), HEADER, (value) => value.toUpperCase()),
      { alt: 'the same number' },
    ),
    invalid(
      'half',
      'half a signature',
      changedHeader(captured(), HEADER, (value) => value.slice(0, 32)),
    ),
    invalid(
      'long',
      'a signature and more',
      changedHeader(captured(), HEADER, (value) => `${value}00`),
    ),
    invalid(
      'base64',
      'in base64',
      changedHeader(captured(), HEADER, (value) => Buffer.from(value, 'hex').toString('base64')),
    ),
    invalid(
      'sha-1',
      'with SHA-1',
      withHeader(
        captured(),
        HEADER,
        createHmac('sha1', sender.komojuKeys.present).update(captured().body).digest('hex'),
      ),
    ),
    invalid('no-signature', 'no signature', withHeader(captured(), HEADER, undefined)),
    invalid('empty-signature', 'an empty signature', withHeader(captured(), HEADER, '')),
    invalid('empty-body', 'no body', { ...captured(), body: Buffer.alloc(0) }),
  ],
  sequences: [
    ...everywhere(captured(), sent('payment.updated', sender.payment(of({})))),
    sequence('voucher', 'issued, then paid', [issued, captured()], { order_after: 'paid' }),
    sequence(
      'late-news',
      'what was true before the payment arrives after it',
      [captured(), issued, ended('expired'), ended('failed')],
      { order_after: 'paid' },
    ),
    sequence('paid-after-expiry', 'paid in the last minute, told after the expiry', [ended('expired'), captured()], {
      order_after: 'paid',
    }),
    sequence(
      'refunds',
      'refunded in parts, told out of order',
      [captured(), refunded(1_000, YEN - 1_000), refunded(1_000), captured()],
      { order_after: 'refunded_full', refunded_amount: YEN },
    ),
    sequence('refund-part', 'one part, told twice', [captured(), refunded(1_000), refunded(1_000)], {
      order_after: 'refunded_partial',
      refunded_amount: 1_000,
    }),
    sequence('paid-twice', 'a second payment of the same order', [captured(), captured({ id: 'f'.repeat(25) })], {
      order_after: 'paid',
    }),
    sequence(
      'forged-first',
      'a forgery, then the payment',
      [altered(captured(), `"total":${YEN}`, '"total":1'), captured()],
      { acks: ['reject', 'ok'], order_after: 'paid' },
    ),
  ],
};
