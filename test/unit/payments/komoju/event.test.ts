import { describe, expect, test } from '@jest/globals';
import { komojuWebhook } from '../../../../shared/payments/komoju/komoju-webhook.ts';
import * as komoju from '../../../webhooks/senders/komoju.ts';
import { arrived, REFERENCE, secretOf } from '../antom/arrived.ts';

const receive = (content: komoju.Fields | string | Buffer) =>
  komojuWebhook({ account: secretOf(komoju.komojuReceiver) }).receive(arrived(komoju.notice(content)));
const read = (type: string, data: unknown) => receive(komoju.eventOf(type, data));
const about = (...reports: readonly object[]) => reports.map((report) => ({ reference: REFERENCE, report }));

const { PAYMENT_ID: captureId } = komoju;
const money = (amountMinor: number, currency = 'JPY') => ({ amountMinor, currency });
const captured = (amountMinor = 2980) => ({ kind: 'captured', captureId, amount: money(amountMinor) });
const refunded = (amountMinor: number) => ({ kind: 'refunded', captureId, refunded: money(amountMinor) });

describe('given an event about a payment, when it is read, then it says', () => {
  test.each<[string, unknown, readonly object[]]>([
    ['payment.authorized', komoju.issued(), [{ kind: 'requires_action' }]],
    ['payment.captured', komoju.payment(), [captured()]],
    ['payment.updated', komoju.issued(), [{ kind: 'requires_action' }]],
    ['payment.updated', komoju.payment(), [captured()]],
    ['payment.updated', komoju.payment({ status: 'pending' }), [{ kind: 'requires_action' }]],
    ['payment.expired', komoju.ended('expired'), [{ kind: 'expired' }]],
    ['payment.cancelled', komoju.ended('cancelled'), [{ kind: 'cancelled' }]],
    ['payment.failed', komoju.ended('failed'), [{ kind: 'failed', reason: 'try_another_method' }]],
    ['payment.failed', komoju.payment({ status: 'pending' }), [{ kind: 'declined', reason: 'try_another_method' }]],
    ['payment.refund.created', komoju.refunded([980]), [captured(), refunded(980)]],
    ['payment.refund.created', komoju.refunded([980, 1000]), [captured(), refunded(1980)]],
    ['payment.refund.created', komoju.refunded([2980]), [captured(), refunded(2980)]],
    ['payment.refunded', komoju.refunded([2980]), [captured(), refunded(2980)]],
    ['payment.refunded', komoju.refunded([980, 2000]), [captured(), refunded(2980)]],
    ['payment.marked.as.fraud', komoju.payment(), [captured()]],
  ])('%s', async (type, data, reports) => {
    expect(await read(type, data)).toEqual(about(...reports));
  });
});

describe('given a type and a status that disagree, when the event is read, then the status counts', () => {
  test.each<[string, unknown, readonly object[]]>([
    ['payment.captured', komoju.issued(), [{ kind: 'requires_action' }]],
    ['payment.captured', komoju.ended('expired'), [{ kind: 'expired' }]],
    ['payment.captured', komoju.refunded([2980]), [captured(), refunded(2980)]],
    ['payment.refunded', komoju.payment({ status: 'refunded' }), [captured(), refunded(2980)]],
    ['payment.authorized', komoju.payment(), [captured()]],
    ['payment.expired', komoju.payment(), [captured()]],
    ['payment.cancelled', komoju.payment(), [captured()]],
    ['payment.failed', komoju.payment(), [captured()]],
    ['payment.failed', komoju.issued(), [{ kind: 'requires_action' }]],
    ['payment.refunded', komoju.payment(), [captured()]],
    ['payment.of.tomorrow', komoju.payment(), [captured()]],
  ])('%s of %j', async (type, data, reports) => {
    expect(await read(type, data)).toEqual(about(...reports));
  });
});

describe('given an amount, when a payment is captured, then it is told', () => {
  test.each<[string, komoju.Fields, object]>([
    ['with tax, as it was asked for', {}, captured()],
    ['without the fee that the payer bears', { payment_method_fee: 190, total: 3170 }, captured()],
    ['as it was paid', { amount: 1, tax: 0, total: 1 }, captured(1)],
    ['without tax', { amount: 2980, tax: 0 }, captured()],
    ['as nothing', { amount: 0, tax: 0, total: 0 }, captured(0)],
    ['in its currency', { currency: 'USD' }, { ...captured(), amount: money(2980, 'USD') }],
  ])('%s', async (_how, fields, report) => {
    expect(await read('payment.captured', komoju.payment(fields))).toEqual(about(report));
  });

  test('a refund with the fee is told as the sum that it is', async () => {
    const data = komoju.refunded([3170], { payment_method_fee: 190, total: 3170 });
    expect(await read('payment.refunded', data)).toEqual(about(captured(), refunded(3170)));
  });

  test('a payment that says nothing of refunds has none', async () => {
    expect(await read('payment.captured', komoju.payment({ amount_refunded: undefined, refunds: undefined }))).toEqual(
      about(captured()),
    );
  });

  test('a chargeback counts with the refunds', async () => {
    const [refund] = komoju.refunded([2980])['refunds'] as komoju.Fields[];
    const data = komoju.refunded([2980], { refunds: [{ ...refund, chargeback: true }] });
    expect(await read('payment.refunded', data)).toEqual(about(captured(), refunded(2980)));
  });
});

describe('given what KOMOJU knows of our order, when an event is read, then the reference is', () => {
  test.each<[string, komoju.Fields, string]>([
    ['the number of the order', { metadata: {} }, REFERENCE],
    ['the number of the order, before what was attached', { metadata: { order_id: 'other' } }, REFERENCE],
    ['what was attached, where there is no number', { external_order_num: null }, REFERENCE],
    ['what was attached, where the number is empty', { external_order_num: '' }, REFERENCE],
    ['what was attached, where the number is missing', { external_order_num: undefined }, REFERENCE],
    ['the number, where nothing can be attached', { metadata: null }, REFERENCE],
    ['any text', { external_order_num: 'R-2026 <1001>' }, 'R-2026 <1001>'],
  ])('%s', async (_what, fields, reference) => {
    expect(await read('payment.captured', komoju.payment(fields))).toEqual([{ reference, report: captured() }]);
  });
});

describe('given an event that changes nothing, when it is read, then it is let pass', () => {
  const nameless = { external_order_num: null, metadata: {} };

  test.each<[string, unknown]>([
    ['ping', { id: 'webhook' }],
    ['ping', undefined],
    ['refund_request.updated', komoju.refundRequest('pending')],
    ['refund_request.updated', komoju.refundRequest('rejected')],
    ['refund_request.updated', komoju.refundRequest('completed')],
    ['customer.created', { id: 'customer' }],
    ['subscription.captured', komoju.payment()],
    ['subscription.failed', komoju.payment()],
    ['settlement.created', { id: 'settlement' }],
    ['submerchant.payment.captured', komoju.payment()],
    ['submerchant.payment.refunded', komoju.refunded([2980])],
    ['payment', komoju.payment()],
    ['payments.captured', komoju.payment()],
    ['PAYMENT.CAPTURED', komoju.payment()],
    ['a.type.of.tomorrow', null],
    ['constructor', komoju.payment()],
    ['payment.captured', komoju.payment(nameless)],
    ['payment.captured', komoju.payment({ ...nameless, metadata: null })],
    ['payment.captured', komoju.payment({ ...nameless, metadata: { order_id: 42 } })],
    ['payment.captured', komoju.payment({ ...nameless, metadata: { order_id: '' } })],
    ['payment.captured', komoju.payment({ ...nameless, status: 'unheard of' })],
  ])('%s of %j', async (type, data) => {
    expect(await read(type, data)).toEqual([]);
  });
});

describe('given an event of ours that is malformed, when it is read, then it is not acknowledged', () => {
  test.each<[string, komoju.Fields | string | Buffer]>([
    ['no JSON', 'type=payment.captured'],
    ['nothing', ''],
    ['no object', 'null'],
    ['no type', komoju.eventOf('payment.captured', komoju.payment(), { type: undefined })],
    ['a type that is no text', komoju.eventOf('payment.captured', komoju.payment(), { type: 1 })],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x7b])],
    ...Object.entries({
      'no id': { id: undefined },
      'an empty id': { id: '' },
      'no status': { status: undefined },
      'a status of tomorrow': { status: 'chargeback' },
      'a status of every object': { status: 'constructor' },
      'no total': { total: undefined },
      'a total that is text': { total: '2980' },
      'a fraction of a yen': { total: 2980.5 },
      'a negative total': { total: -2980 },
      'a total beyond all counting': { total: 1e300 },
      'no fee': { payment_method_fee: undefined },
      'a fee above the total': { payment_method_fee: 2981 },
      'a negative fee': { payment_method_fee: -1 },
      'no currency': { currency: undefined },
      'a currency in small letters': { currency: 'jpy' },
      'a refund that is text': { amount_refunded: '980' },
      'a negative refund': { amount_refunded: -1 },
      'an order number that is no text': { external_order_num: 42 },
    }).map(([what, fields]): [string, komoju.Fields] => [
      what,
      komoju.eventOf('payment.captured', komoju.payment(fields)),
    ]),
    ['no payment', komoju.eventOf('payment.captured', null)],
  ])('%s', async (_what, content) => {
    await expect(receive(content)).rejects.toThrow();
    await expect(receive(content)).rejects.not.toMatchObject({ code: 'bad_signature' });
  });
});
