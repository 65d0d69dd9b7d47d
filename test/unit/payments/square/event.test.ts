import { describe, expect, test } from '@jest/globals';
import type { SquareAccount } from '../../../../shared/payments/square/square-account.ts';
import { squareWebhook } from '../../../../shared/payments/square/square-webhook.ts';
import * as square from '../../../webhooks/senders/square.ts';
import { arrived, REFERENCE, secretOf } from '../antom/arrived.ts';

const { PAYMENT_ID: captureId, squareReceiver } = square;
const { merchantId: _merchant, locationId: _location, environment: _environment, ...open } = squareReceiver;

const receive = (
  content: square.Fields | string | Buffer,
  account: SquareAccount = squareReceiver,
  options: square.SquareOptions = {},
) => squareWebhook({ account: secretOf(account) }).receive(arrived(square.notice(content, options)));
const about = (...reports: readonly object[]) => reports.map((report) => ({ reference: REFERENCE, report }));

const money = (amountMinor: number, currency = 'JPY') => ({ amountMinor, currency });
const captured = (amount = money(2980)) => ({ kind: 'captured', captureId, amount });
const refunded = (amountMinor: number) => ({ kind: 'refunded', captureId, refunded: money(amountMinor) });

describe('given an event about a payment, when it is read, then it says', () => {
  test.each<[string, square.Fields, readonly object[]]>([
    ['completed', square.payment(), [captured()]],
    ['authorized, not yet taken', square.payment({ status: 'APPROVED' }), [{ kind: 'processing' }]],
    ['pending', square.payment({ status: 'PENDING' }), [{ kind: 'processing' }]],
    ['called off', square.payment({ status: 'CANCELED' }), [{ kind: 'cancelled' }]],
    ['failed', square.declined('GENERIC_DECLINE'), [{ kind: 'failed', reason: 'try_another_method' }]],
    [
      'completed, without the tip',
      square.payment({ tip_money: square.yen(300), total_money: square.yen(3280), approved_money: square.yen(3280) }),
      [captured()],
    ],
    ['completed with another amount', square.payment({ amount_money: square.yen(1) }), [captured(money(1))]],
    [
      'completed in another currency',
      square.payment({ amount_money: { amount: 2980, currency: 'USD' } }),
      [captured(money(2980, 'USD'))],
    ],
    ['refunded in part', square.refunded(980), [captured(), refunded(980)]],
    ['refunded in full', square.refunded(2980), [captured(), refunded(2980)]],
    ['refunded with the tip', square.refunded(3280), [captured(), refunded(3280)]],
    ['not refunded after all', square.refunded(0), [captured()]],
    ['not refunded, in so many words', square.payment({ refunded_money: null }), [captured()]],
  ])('%s', async (_what, object, reports) => {
    expect(await receive(square.paymentEvent(object))).toEqual(about(...reports));
    expect(await receive(square.paymentEvent(object, { type: 'payment.created' }))).toEqual(about(...reports));
  });

  test('the same, when nothing is known of the seller', async () => {
    expect(await receive(square.paymentEvent(), open)).toEqual(about(captured()));
  });

  test('the same, when it is told twice', async () => {
    for (const _time of [1, 2]) expect(await receive(square.paymentEvent())).toEqual(about(captured()));
  });

  test('somebody else’s reference as it stands', async () => {
    expect(await receive(square.paymentEvent(square.payment({ reference_id: 'Table 7 <b>' })))).toEqual([
      { reference: 'Table 7 <b>', report: captured() },
    ]);
  });
});

describe('given a payment that failed, when it is read, then the payer learns', () => {
  test.each([
    ['INSUFFICIENT_FUNDS', 'insufficient_funds'],
    ['TRANSACTION_LIMIT', 'limit_exceeded'],
    ['CARD_DECLINED_VERIFICATION_REQUIRED', 'authentication_failed'],
    ['CVV_FAILURE', 'authentication_failed'],
    ['INVALID_PIN', 'authentication_failed'],
    ['CARD_EXPIRED', 'expired_card'],
    ['INVALID_EXPIRATION', 'expired_card'],
    ['CARD_DECLINED', 'try_another_method'],
    ['A_CODE_OF_TOMORROW', 'try_another_method'],
    ['toString', 'try_another_method'],
  ])('%s → %s', async (code, reason) => {
    expect(await receive(square.paymentEvent(square.declined(code)))).toEqual(about({ kind: 'failed', reason }));
  });

  test.each([
    { card_details: undefined },
    { card_details: null },
    { card_details: {} },
    { card_details: { errors: [{}] } },
  ])('nothing in particular, when all that is said is %j', async (fields) => {
    expect(await receive(square.paymentEvent(square.declined('CARD_EXPIRED', fields)))).toEqual(
      about({ kind: 'failed', reason: 'try_another_method' }),
    );
  });
});

describe('given an attempt at a terminal, when it is read, then its end is not the end of the checkout', () => {
  const attempt = { terminal_checkout_id: square.CHECKOUT_ID };

  test.each<[string, square.Fields, readonly object[]]>([
    ['failed', square.declined('INSUFFICIENT_FUNDS', attempt), [{ kind: 'declined', reason: 'insufficient_funds' }]],
    ['called off', square.payment({ ...attempt, status: 'CANCELED' }), []],
    ['authorized', square.payment({ ...attempt, status: 'APPROVED' }), [{ kind: 'processing' }]],
    ['completed', square.payment(attempt), [captured()]],
  ])('%s', async (_what, object, reports) => {
    expect(await receive(square.paymentEvent(object))).toEqual(about(...reports));
  });
});

describe('given news of a terminal’s checkout, when it is read, then it says', () => {
  test.each<[string, square.Fields, readonly object[]]>([
    ['PENDING', {}, []],
    ['IN_PROGRESS', {}, []],
    ['CANCEL_REQUESTED', {}, []],
    ['COMPLETED', {}, [{ kind: 'processing' }]],
    ['CANCELED', { cancel_reason: 'BUYER_CANCELED' }, [{ kind: 'cancelled' }]],
    ['CANCELED', { cancel_reason: 'SELLER_CANCELED' }, [{ kind: 'cancelled' }]],
    ['CANCELED', { cancel_reason: 'TIMED_OUT' }, [{ kind: 'expired' }]],
    ['CANCELED', { cancel_reason: 'A_REASON_OF_TOMORROW' }, [{ kind: 'cancelled' }]],
    ['CANCELED', {}, [{ kind: 'cancelled' }]],
  ])('%s %j', async (status, object, reports) => {
    expect(await receive(square.checkoutEvent(status, object))).toEqual(about(...reports));
    const created = square.checkoutEvent(status, object, { type: 'terminal.checkout.created' });
    expect(await receive(created)).toEqual(about(...reports));
  });
});

describe('given our reference on what another seller or shop took, when it is read', () => {
  const elsewhere: readonly [string, square.Fields, square.Fields][] = [
    ['another seller', {}, { merchant_id: 'MLOTHER' }],
    ['a seller who is not named', {}, { merchant_id: undefined }],
    ['another shop', { location_id: 'LOTHER' }, {}],
    ['a shop that is not named', { location_id: undefined }, {}],
  ];

  test.each(elsewhere)(
    '%s, then money is marked and a refund of it is not ours to note',
    async (_who, object, event) => {
      const unexpected = about({ ...captured(), merchant: 'unexpected' });
      expect(await receive(square.paymentEvent(square.payment(object), event))).toEqual(unexpected);
      expect(await receive(square.paymentEvent(square.refunded(2980, object), event))).toEqual(unexpected);
    },
  );

  test.each(elsewhere)('%s, then all else is let pass', async (_who, object, event) => {
    for (const status of ['APPROVED', 'PENDING', 'CANCELED', 'FAILED'])
      expect(await receive(square.paymentEvent(square.payment({ ...object, status }), event))).toEqual([]);
    for (const status of ['COMPLETED', 'CANCELED'])
      expect(await receive(square.checkoutEvent(status, object, event))).toEqual([]);
  });

  test('when only the seller is known, then the shop is not asked for, and the reverse', async () => {
    const notTheShop = square.paymentEvent(square.payment({ location_id: 'LOTHER' }));
    const notTheSeller = square.paymentEvent(square.payment(), { merchant_id: 'MLOTHER' });
    const { merchantId, locationId } = squareReceiver;
    expect(await receive(notTheShop, { ...open, merchantId })).toEqual(about(captured()));
    expect(await receive(notTheSeller, { ...open, locationId })).toEqual(about(captured()));
  });
});

describe('given an environment, when an event of the other one arrives, then it is let pass', () => {
  test.each(['production', 'sandbox'] as const)('%s', async (environment) => {
    const account = { ...squareReceiver, environment };
    const own = await receive(square.paymentEvent(), account, {
      environment: environment === 'production' ? 'Production' : 'Sandbox',
    });
    const others = await receive(square.paymentEvent(), account, {
      environment: environment === 'production' ? 'Sandbox' : 'Production',
    });
    expect([own, others]).toEqual([about(captured()), []]);
  });

  test('unless none was configured', async () => {
    expect(await receive(square.paymentEvent(), open, { environment: 'Production' })).toEqual(about(captured()));
  });
});

describe('given an event that changes nothing, when it is read, then it is let pass', () => {
  test.each<[string, square.Fields]>([
    ...['PENDING', 'COMPLETED', 'REJECTED', 'FAILED'].map((status): [string, square.Fields] => [
      `refund.updated ${status}`,
      square.refundEvent(status),
    ]),
    ['refund.created', square.refundEvent('PENDING', {}, { type: 'refund.created' })],
    ...['INQUIRY_EVIDENCE_REQUIRED', 'EVIDENCE_REQUIRED', 'WON', 'LOST', 'ACCEPTED'].map(
      (state): [string, square.Fields] => [`dispute.state.updated ${state}`, square.disputeEvent(state)],
    ),
    ['dispute.created', square.disputeEvent('EVIDENCE_REQUIRED', {}, { type: 'dispute.created' })],
    ['order.updated', square.eventOf('order.updated', 'order_updated', { order_id: 'haOyDuHiqtAXMk0d8pDKXpL7Jg4F' })],
    ['device.code.paired', square.eventOf('device.code.paired', 'device_code', { id: 'B3Z6NAMYQSMTM' })],
    ['a type of tomorrow', square.paymentEvent(square.payment(), { type: 'payment.blessed' })],
    ['a type of every object', square.paymentEvent(square.payment(), { type: 'constructor' })],
    ['a test of the subscription', { type: 'test', merchant_id: squareReceiver.merchantId }],
    ['a payment without a reference', square.paymentEvent(square.payment({ reference_id: undefined }))],
    ['a payment with a null one', square.paymentEvent(square.payment({ reference_id: null }))],
    ['a payment with an empty one', square.paymentEvent(square.payment({ reference_id: '' }))],
    ['a payment without one that is malformed, too', square.paymentEvent({ id: captureId })],
    ['a checkout without a reference', square.checkoutEvent('CANCELED', { reference_id: undefined })],
  ])('%s', async (_what, content) => {
    expect(await receive(content)).toEqual([]);
  });
});

describe('given an event of ours that is malformed, when it is read, then it is not acknowledged', () => {
  test.each<[string, square.Fields | string | Buffer]>([
    ['no JSON', 'type=payment.updated'],
    ['nothing', ''],
    ['no object', '"payment.updated"'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x7b])],
    ['no type', square.paymentEvent(square.payment(), { type: undefined })],
    ['no data', square.paymentEvent(square.payment(), { data: undefined })],
    ['no payment in the data', square.eventOf('payment.updated', 'order', square.payment())],
    ['no checkout in the data', square.eventOf('terminal.checkout.updated', 'payment', square.payment())],
    ['a checkout of unknown status', square.checkoutEvent('PAID')],
    ...Object.entries({
      'no id': { id: undefined },
      'an empty id': { id: '' },
      'no status': { status: undefined },
      'a status of tomorrow': { status: 'CAPTURED' },
      'a status in small letters': { status: 'completed' },
      'no amount': { amount_money: undefined },
      'an amount that is text': { amount_money: { amount: '2980', currency: 'JPY' } },
      'a fraction of a yen': { amount_money: { amount: 2980.5, currency: 'JPY' } },
      'a negative amount': { amount_money: square.yen(-1) },
      'an amount beyond all counting': { amount_money: square.yen(1e300) },
      'no currency': { amount_money: { amount: 2980 } },
      'a currency in small letters': { amount_money: { amount: 2980, currency: 'jpy' } },
      'a refund without an amount': { refunded_money: { currency: 'JPY' } },
      'a reference that is no text': { reference_id: 42 },
    }).map(([what, fields]): [string, square.Fields] => [what, square.paymentEvent(square.payment(fields))]),
  ])('%s', async (_what, content) => {
    await expect(receive(content)).rejects.toThrow();
    await expect(receive(content)).rejects.not.toMatchObject({ code: 'bad_signature' });
  });
});
