import { createHmac } from 'node:crypto';
import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import * as sender from '../senders/stripe.ts';
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

type Fields = Readonly<Record<string, unknown>>;

const pi = (more: Fields = {}) => sender.paymentIntent(ORDER_ID, { amount: YEN, amount_received: YEN, ...more });
const cs = (more: Fields = {}) =>
  sender.checkoutSession(ORDER_ID, { amount_subtotal: YEN, amount_total: YEN, ...more });
const ch = (more: Fields = {}) => sender.charge(ORDER_ID, { amount: YEN, amount_captured: YEN, ...more });
const re = (more: Fields = {}) => sender.refund(ORDER_ID, { amount: YEN, ...more });
const dp = (more: Fields = {}) => sender.dispute({ amount: YEN, ...more });

const event = (type: string, object: Fields, more: Fields = {}): string => sender.stripeEvent(type, object, more);
const sent = (type: string, object: Fields, options: sender.StripeOptions = {}): Delivery =>
  sender.stripeDelivery(event(type, object), options);
const seconds = (offset: number): Instant => instant((CLOCK + offset) * 1_000);

const succeeded = sent('payment_intent.succeeded', pi());
const completed = sent('checkout.session.completed', cs());
const voucher = cs({ payment_method_types: ['konbini'] });
const issued = sent('checkout.session.completed', { ...voucher, payment_status: 'unpaid' });
const paidAtTill = sent('checkout.session.async_payment_succeeded', voucher);
const refunded = (inAll: number) => sent('charge.refunded', ch({ amount_refunded: inAll, refunded: inAll === YEN }));
const refundIs = (id: string, amount: number, status: string, type = 'refund.updated') =>
  sent(type, re({ id, amount, status }));
const disputeIs = (type: string, status: string) => sent(`charge.dispute.${type}`, dp({ status }));

const HEADER = 'Stripe-Signature';
const { present, other } = sender.stripeSecrets;
const BODY = event('payment_intent.succeeded', pi());
const v1 = (body: string | Buffer = BODY, secret: string = present, at = CLOCK) =>
  sender.stripeSignature(body, secret, at);
const signed = (header: string, body: string | Buffer = BODY): Delivery =>
  withHeader(sender.stripeDelivery(body), HEADER, header);
const plainly = (body: string | Buffer): Delivery => sender.stripeDelivery(body);

const wasPaid = { order: { status: 'paid' } } as const;
const wasDisputed = { order: { status: 'disputed' } } as const;
const wasRefunded = { order: { status: 'refunded_full' } } as const;
const bothSecrets = { config: 'stripe-two-secrets' } as const;

export const stripeFixtures: ProviderFixtures = {
  provider: 'stripe',
  cases: [
    valid('intent-succeeded', 'payment_intent.succeeded', succeeded, 'paid'),
    valid('session-paid', 'checkout.session.completed, paid', completed, 'paid'),
    valid('session-voucher', 'checkout.session.completed, unpaid: a konbini voucher', issued, 'awaiting'),
    valid('async-succeeded', 'the voucher is paid at the till', paidAtTill, 'paid', { order: { status: 'awaiting' } }),
    valid(
      'async-failed',
      'the voucher ran out',
      sent('checkout.session.async_payment_failed', { ...voucher, payment_status: 'unpaid' }),
      'failed',
      { order: { status: 'awaiting' } },
    ),
    valid(
      'session-expired',
      'nobody paid in time',
      sent('checkout.session.expired', cs({ status: 'expired', payment_status: 'unpaid', payment_intent: null })),
      'expired',
    ),
    valid(
      'intent-failed',
      'a card was declined',
      sent(
        'payment_intent.payment_failed',
        pi({
          status: 'requires_payment_method',
          amount_received: 0,
          last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
        }),
      ),
      'failed',
    ),
    valid(
      'intent-processing',
      'a bank takes its time',
      sent('payment_intent.processing', pi({ status: 'processing', amount_received: 0 })),
      'awaiting',
    ),
    valid(
      'intent-requires-action',
      'the payer has to confirm',
      sent('payment_intent.requires_action', pi({ status: 'requires_action', amount_received: 0 })),
      'awaiting',
    ),
    valid(
      'intent-canceled',
      'the payment was called off',
      sent('payment_intent.canceled', pi({ status: 'canceled', amount_received: 0, cancellation_reason: 'abandoned' })),
      untouched('expired', 'failed'),
    ),
    valid(
      'no-payment-required',
      'a session that was free of charge',
      sent(
        'checkout.session.completed',
        cs({ amount_total: 0, payment_status: 'no_payment_required', payment_intent: null }),
      ),
      untouched('unpaid', 'review: nothing was paid for a priced order'),
    ),
    valid('refunded-full', 'charge.refunded, all of it', refunded(YEN), untouched('refunded_full'), wasPaid),
    valid('refunded-part', 'charge.refunded, a part', refunded(1_000), untouched('refunded_partial'), wasPaid),
    valid(
      'refund-created',
      'refund.created, a part',
      refundIs('re_1', 1_000, 'succeeded', 'refund.created'),
      untouched('refunded_partial'),
      wasPaid,
    ),
    valid(
      'refund-updated',
      'refund.updated, all of it',
      refundIs('re_1', YEN, 'succeeded'),
      untouched('refunded_full'),
      wasPaid,
    ),
    valid(
      'refund-pending',
      'refund.created, still pending',
      refundIs('re_1', YEN, 'pending', 'refund.created'),
      untouched('refunded_full', 'paid, until it has succeeded'),
      wasPaid,
    ),
    valid(
      'refund-failed',
      'a refund comes back',
      refundIs('re_1', YEN, 'failed', 'refund.failed'),
      untouched('paid'),
      wasRefunded,
    ),
    valid(
      'refund-unmarked',
      'charge.refunded of a charge without our mark',
      sent('charge.refunded', ch({ amount_refunded: YEN, metadata: {} })),
      untouched('refunded_full'),
      wasPaid,
    ),
    valid(
      'dispute-created',
      'the payer disputes it',
      disputeIs('created', 'needs_response'),
      untouched('disputed'),
      wasPaid,
    ),
    valid('dispute-won', 'the dispute was won', disputeIs('closed', 'won'), untouched('paid'), wasDisputed),
    valid(
      'dispute-lost',
      'the dispute was lost',
      disputeIs('closed', 'lost'),
      untouched('disputed', 'refunded_full'),
      wasDisputed,
    ),
    valid(
      'dispute-inquiry',
      'the bank merely asks',
      disputeIs('created', 'warning_needs_response'),
      untouched('paid', 'disputed'),
      wasPaid,
    ),
    valid(
      'dispute-foreign',
      'a dispute about a payment that nobody marked',
      disputeIs('created', 'needs_response'),
      untouched('unpaid'),
    ),
    valid(
      'unknown-type',
      'a type that Stripe has just invented',
      sent('payment_intent.reflected', pi()),
      untouched('unpaid'),
    ),
    valid(
      'other-type',
      'customer.created',
      sent('customer.created', { id: 'cus_1', object: 'customer', metadata: { order_id: ORDER_ID } }),
      untouched('unpaid'),
    ),
    valid('thin', 'a thin event', plainly(sender.thinEvent()), untouched('unpaid')),
    valid(
      'thin-payment',
      'a thin event with the name of a payment',
      plainly(
        sender.thinEvent('payment_intent.succeeded', {
          related_object: { id: sender.INTENT_ID, type: 'payment_intent' },
        }),
      ),
      untouched('unpaid'),
    ),
    valid(
      'unmarked',
      'a payment that carries nothing of ours',
      sent('payment_intent.succeeded', pi({ metadata: {} })),
      untouched('unpaid'),
    ),
    valid(
      'live',
      'live money at a test endpoint',
      plainly(event('payment_intent.succeeded', pi({ livemode: true }), { livemode: true })),
      { ack: 'any', fulfil: 0, order_after: 'unpaid' },
    ),
    valid(
      'other-order',
      'an order of ours that is not stored (yet)',
      sent('payment_intent.succeeded', pi({ metadata: { order_id: ORDER_ID.replace(/^\d/, '9') } })),
      { ack: 'reject-any', fulfil: 0, order_after: 'unpaid' },
    ),
    valid(
      'other-system',
      "another system's order at the same account",
      sent('payment_intent.succeeded', pi({ metadata: { order_id: 'INV-7' } })),
      untouched('unpaid'),
    ),
    valid(
      'amount',
      'less than the price',
      sent('payment_intent.succeeded', pi({ amount: 1, amount_received: 1 })),
      untouched('review'),
    ),
    valid(
      'amount-more',
      'more than the price',
      sent('checkout.session.completed', cs({ amount_total: YEN + 1 })),
      untouched('review'),
    ),
    valid(
      'currency',
      'the right number of the wrong money',
      sent('payment_intent.succeeded', pi({ currency: 'usd' })),
      untouched('review'),
    ),
    valid('two-v1', 'two v1, the second one fits', signed(`t=${CLOCK},v1=${v1(BODY, other)},v1=${v1()}`), 'paid'),
    valid('v0-beside', 'a v0 beside the v1', signed(`t=${CLOCK},v1=${v1()},v0=${v1(BODY, other)}`), 'paid'),
    valid(
      'rotation-old',
      'the old secret while both count',
      sent('payment_intent.succeeded', pi(), { secret: 'other' }),
      'paid',
      bothSecrets,
    ),
    valid('rotation-new', 'the new secret while both count', succeeded, 'paid', bothSecrets),
    valid(
      'rotation-both',
      'signed by both, as Stripe does in between',
      signed(`t=${CLOCK},v1=${v1(BODY, other)},v1=${v1()}`),
      'paid',
      bothSecrets,
    ),
    valid('oldest', 'five minutes old', sent('payment_intent.succeeded', pi(), { at: seconds(-300) }), 'paid'),
    valid('whitespace', 'white space around the event', plainly(`\r\n  ${BODY}\n\n`), 'paid'),
    valid('one-line', 'the event on one line', plainly(JSON.stringify(JSON.parse(BODY))), 'paid'),
    valid(
      'unicode',
      'text beyond ASCII, escaped and not',
      plainly(event('payment_intent.succeeded', pi({ description: '旅行SIM 10GB 😀' })).replace('旅', '\\u65c5')),
      'paid',
    ),
    invalid(
      'altered',
      'the amount was altered',
      altered(succeeded, `"amount_received": ${YEN}`, '"amount_received": 1'),
    ),
    invalid('space-added', 'a space was added', altered(succeeded, '{', '{ ')),
    invalid('reserialized', 'the same event on one line', {
      ...succeeded,
      body: Buffer.from(JSON.stringify(JSON.parse(BODY))),
    }),
    invalid('stranger', "a stranger's secret", sent('payment_intent.succeeded', pi(), { secret: 'strangers' })),
    invalid(
      'old-secret',
      'the old secret after the rotation',
      sent('payment_intent.succeeded', pi(), { secret: 'other' }),
    ),
    invalid(
      'without-prefix',
      'the secret without its prefix',
      signed(`t=${CLOCK},v1=${v1(BODY, present.slice('whsec_'.length))}`),
    ),
    invalid(
      'v0-alone',
      'a v0 alone',
      changedHeader(succeeded, HEADER, (value) => value.replace('v1=', 'v0=')),
    ),
    invalid('no-header', 'no signature', withHeader(succeeded, HEADER, undefined)),
    invalid('empty-header', 'an empty signature', signed('')),
    invalid('no-time', 'no time', signed(`v1=${v1()}`)),
    invalid('time-changed', 'another time than was signed', signed(`t=${CLOCK - 1},v1=${v1()}`)),
    invalid('two-times', 'two times', signed(`t=${CLOCK - 999},t=${CLOCK},v1=${v1()}`)),
    invalid('stale', 'more than five minutes old', sent('payment_intent.succeeded', pi(), { at: seconds(-301) })),
    invalid('ahead', 'an hour ahead', sent('payment_intent.succeeded', pi(), { at: seconds(3_600) }), {
      alt: "Stripe's SDK takes it",
    }),
    invalid(
      'short',
      'half a signature',
      changedHeader(succeeded, HEADER, (value) => value.slice(0, -32)),
    ),
    invalid(
      'long',
      'a signature and more',
      changedHeader(succeeded, HEADER, (value) => `${value}00`),
    ),
    invalid('upper-case', 'hex in upper case', signed(`t=${CLOCK},v1=${v1().toUpperCase()}`), {
      alt: 'the same number',
    }),
    invalid(
      'time-unsigned',
      'only the body was signed',
      signed(`t=${CLOCK},v1=${createHmac('sha256', present).update(BODY).digest('hex')}`),
    ),
    invalid('empty-body', 'no body', { ...succeeded, body: Buffer.alloc(0) }),
  ],
  sequences: [
    ...everywhere(succeeded, completed),
    sequence('voucher', 'a voucher is issued, and paid at the till', [issued, paidAtTill, paidAtTill], {
      order_after: 'paid',
    }),
    sequence(
      'late-news',
      'what was true before the payment arrives after it',
      [
        succeeded,
        sent('payment_intent.processing', pi({ status: 'processing' })),
        sent('payment_intent.payment_failed', pi({ status: 'requires_payment_method' })),
        sent('payment_intent.canceled', pi({ status: 'canceled' })),
        sent('checkout.session.expired', cs({ status: 'expired', payment_status: 'unpaid' })),
        issued,
      ],
      { order_after: 'paid' },
    ),
    sequence(
      'second-card',
      'the second card is taken',
      [sent('payment_intent.payment_failed', pi({ status: 'requires_payment_method' })), succeeded],
      { order_after: 'paid' },
    ),
    sequence(
      'paid-after-expiry',
      'the payment arrives after the end of its session',
      [sent('checkout.session.expired', cs({ status: 'expired', payment_status: 'unpaid' })), succeeded],
      { order_after: 'paid' },
    ),
    sequence(
      'paid-twice',
      'a second payment of the same order',
      [succeeded, sent('payment_intent.succeeded', pi({ id: 'pi_2' }))],
      { order_after: 'paid' },
    ),
    sequence('refunds', 'refunded in two parts, told out of order', [succeeded, refunded(YEN), refunded(1_000)], {
      order_after: 'refunded_full',
      refunded_amount: YEN,
    }),
    sequence(
      'refund-told-twice',
      'one refund, told in four ways',
      [
        succeeded,
        refundIs('re_1', 1_000, 'pending', 'refund.created'),
        refunded(1_000),
        refundIs('re_1', 1_000, 'succeeded'),
        refunded(1_000),
      ],
      { order_after: 'refunded_partial', refunded_amount: 1_000 },
    ),
    sequence(
      'refund-fails',
      'a refund fails after it was told',
      [
        succeeded,
        refunded(YEN),
        refundIs('re_1', YEN, 'failed', 'refund.failed'),
        refundIs('re_1', YEN, 'pending', 'refund.created'),
      ],
      { order_after: 'paid', refunded_amount: 0 },
    ),
    sequence(
      'one-of-two-fails',
      'one of two refunds fails',
      [succeeded, refunded(YEN), refundIs('re_2', YEN - 1_000, 'failed', 'refund.failed')],
      { order_after: 'refunded_partial', refunded_amount: 1_000 },
    ),
    sequence(
      'paid-after-refund',
      'the payment is told again after its refund',
      [succeeded, refunded(YEN), succeeded, completed],
      { order_after: 'refunded_full' },
    ),
    sequence(
      'dispute-won',
      'disputed, and won',
      [
        succeeded,
        disputeIs('created', 'needs_response'),
        disputeIs('closed', 'won'),
        disputeIs('created', 'needs_response'),
      ],
      { order_after: 'paid' },
    ),
    sequence(
      'dispute-lost',
      'disputed, and lost',
      [succeeded, disputeIs('created', 'needs_response'), disputeIs('closed', 'lost')],
      { order_after: 'disputed', alt: 'refunded_full' },
    ),
    sequence('refund-first', 'a refund overtakes its payment', [refunded(YEN), succeeded, refunded(YEN)], {
      acks: ['any', 'ok', 'ok'],
      order_after: 'refunded_full',
      alt: 'fulfil 0',
    }),
    sequence(
      'forged-refund',
      'what a forgery says of refunds is not believed later either',
      [succeeded, altered(refunded(YEN), 'evt_', 'evt__'), refunded(1_000)],
      { acks: ['ok', 'reject', 'ok'], order_after: 'refunded_partial', refunded_amount: 1_000 },
    ),
    sequence(
      'forged-first',
      'a forgery, then the payment',
      [altered(succeeded, `"amount_received": ${YEN}`, '"amount_received": 1'), succeeded],
      { acks: ['reject', 'ok'], order_after: 'paid' },
    ),
  ],
};
