import { describe, expect, test } from '@jest/globals';
import {
  type ApiAnswer,
  CAPTURE_ID,
  captureResource,
  disputeResource,
  ORDER_ID,
  orderResource,
  paypalDelivery,
  paypalEvent,
  REFUND_ID,
  refundResource,
  yen,
} from '../../../webhooks/senders/paypal.ts';
import { AMOUNT, arrived, REFERENCE, receiving } from './receiving.ts';

const unavailable = { code: 'payment_provider_unavailable' };
const captureId = CAPTURE_ID;
const CAPTURE = `GET /v2/payments/captures/${CAPTURE_ID}`;
const REFUND = `GET /v2/payments/refunds/${REFUND_ID}`;
const ORDER = `GET /v2/checkout/orders/${ORDER_ID}`;
const STRANGER = { merchant_id: 'ZZZZZZZZZZZZZ' };

type Api = Readonly<Record<string, ApiAnswer>>;
const found = (json: unknown): ApiAnswer => ({ status: 200, json });

/** What a delivery says, PayPal's API agreeing with what it carries unless it is told otherwise. */
const read = (type: string, resource: unknown, api: Api = {}) => {
  const delivery = paypalDelivery(paypalEvent(type, resource));
  return receiving({ agreed: delivery.body, api }).receiver.receive(arrived(delivery));
};
const notice = (report: object) => [{ reference: REFERENCE, report }];
const captured = { kind: 'captured', captureId, amount: AMOUNT };
const refunded = (amountMinor = 1980) => ({ kind: 'refunded', captureId, refunded: { amountMinor, currency: 'JPY' } });

describe('given an event about a capture, when it is read, then it says', () => {
  test.each<[string, object, object]>([
    ['COMPLETED', {}, captured],
    ['COMPLETED', { custom_id: undefined }, captured],
    ['COMPLETED', { invoice_id: undefined }, captured],
    [
      'COMPLETED',
      { amount: { currency_code: 'USD', value: '14.80' } },
      { ...captured, amount: { amountMinor: 1480, currency: 'USD' } },
    ],
    ['COMPLETED', { amount: yen(1) }, { ...captured, amount: { amountMinor: 1, currency: 'JPY' } }],
    ['PENDING', { status: 'PENDING' }, { kind: 'processing' }],
    ['DENIED', { status: 'DECLINED' }, { kind: 'failed', reason: 'try_another_method' }],
    ['DECLINED', { status: 'DECLINED' }, { kind: 'failed', reason: 'try_another_method' }],
    ['DENIED', { status: 'FAILED' }, { kind: 'failed', reason: 'try_another_method' }],
  ])('PAYMENT.CAPTURE.%s %j', async (type, more, report) => {
    expect(await read(`PAYMENT.CAPTURE.${type}`, captureResource(REFERENCE, { ...more }))).toEqual(notice(report));
  });

  test('what PayPal says of it now, whatever the event says of then', async () => {
    const now = (status: string) => ({ [CAPTURE]: found(captureResource(REFERENCE, { status })) });
    const told = captureResource(REFERENCE, { status: 'PENDING' });
    expect(await read('PAYMENT.CAPTURE.PENDING', told, now('COMPLETED'))).toEqual(notice(captured));
    expect(await read('PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE), now('PENDING'))).toEqual(
      notice({ kind: 'processing' }),
    );
    expect(await read('PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE), now('REFUNDED'))).toEqual([
      ...notice(captured),
      ...notice(refunded()),
    ]);
  });

  test('how much went back meanwhile, where only the order knows', async () => {
    const capture = captureResource(REFERENCE, { status: 'PARTIALLY_REFUNDED' });
    const payments = { captures: [capture], refunds: [refundResource(REFERENCE, { amount: yen(500) })] };
    const order = orderResource(REFERENCE, { status: 'COMPLETED' }, { payments });
    expect(await read('PAYMENT.CAPTURE.COMPLETED', capture, { [ORDER]: found(order) })).toEqual([
      ...notice(captured),
      ...notice(refunded(500)),
    ]);
  });

  test('whose it is, where only the order knows', async () => {
    const unmarked = captureResource(REFERENCE, { custom_id: undefined, invoice_id: undefined });
    const owner = found({ purchase_units: [{ custom_id: REFERENCE }] });
    expect(await read('PAYMENT.CAPTURE.COMPLETED', unmarked, { [ORDER]: owner })).toEqual(notice(captured));
    const byLink = { ...unmarked, supplementary_data: undefined };
    expect(await read('PAYMENT.CAPTURE.COMPLETED', byLink, { [ORDER]: owner })).toEqual(notice(captured));
  });

  test('any reference as it stands: whether it is ours is not for PayPal to say', async () => {
    expect(await read('PAYMENT.CAPTURE.COMPLETED', captureResource('R-2026-0042'))).toEqual([
      { reference: 'R-2026-0042', report: captured },
    ]);
  });

  test('nothing, when nobody marked it', async () => {
    const unmarked = captureResource(REFERENCE, { custom_id: null, invoice_id: '' });
    const owner = found({ purchase_units: [{}] });
    expect(await read('PAYMENT.CAPTURE.COMPLETED', unmarked, { [ORDER]: owner })).toEqual([]);
    const alone = { ...unmarked, supplementary_data: undefined, links: undefined };
    expect(await read('PAYMENT.CAPTURE.COMPLETED', alone)).toEqual([]);
  });

  test('that it comes again, when whose it is cannot be asked', async () => {
    const unmarked = captureResource(REFERENCE, { custom_id: undefined, invoice_id: undefined });
    await expect(read('PAYMENT.CAPTURE.COMPLETED', unmarked)).rejects.toMatchObject(unavailable);
  });

  test.each<[string, ApiAnswer]>([
    ['unknown to PayPal', { status: 404, json: { name: 'RESOURCE_NOT_FOUND' } }],
    ['not for us to see', { status: 403, json: { name: 'NOT_AUTHORIZED' } }],
    ['behind an error', { status: 500 }],
    ['out of reach', new Error('reset')],
    ['without an amount', found({ ...captureResource(REFERENCE), amount: undefined })],
  ])('that it comes again, when the capture is %s', async (_what, answer) => {
    const told = read('PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE), { [CAPTURE]: answer });
    await expect(told).rejects.toMatchObject(unavailable);
  });

  test.each<[string, object]>([
    ['amount', { amount: yen(1) }],
    ['currency', { amount: { currency_code: 'USD', value: '1980.00' } }],
    ['reference', { custom_id: 'another', invoice_id: 'another' }],
    ['id', { id: 'ANOTHER' }],
    ['owner', { custom_id: undefined, invoice_id: undefined }],
  ])('that it is forged, when PayPal knows another %s', async (_what, more) => {
    const api = { [CAPTURE]: found(captureResource(REFERENCE, { ...more })) };
    await expect(read('PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE), api)).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });
});

describe('given an event about another merchant, when it is read', () => {
  test('then its money is held for a person, and nothing else of it counts', async () => {
    const foreign = captureResource(REFERENCE, { payee: STRANGER });
    expect(await read('PAYMENT.CAPTURE.COMPLETED', foreign)).toEqual(notice({ ...captured, merchant: 'unexpected' }));
    const pending = captureResource(REFERENCE, { payee: STRANGER, status: 'PENDING' });
    expect(await read('PAYMENT.CAPTURE.PENDING', pending)).toEqual([]);
    expect(await read('PAYMENT.CAPTURE.REFUNDED', refundResource(REFERENCE, { payer: STRANGER }))).toEqual([]);
    expect(await read('CHECKOUT.ORDER.APPROVED', orderResource(REFERENCE, {}, { payee: STRANGER }))).toEqual([]);
    const disputed = [{ seller_transaction_id: CAPTURE_ID, seller: STRANGER, custom: REFERENCE }];
    const dispute = disputeResource(REFERENCE, { disputed_transactions: disputed });
    expect(await read('CUSTOMER.DISPUTE.CREATED', dispute)).toEqual([]);
  });

  test('then the event’s merchant counts where PayPal’s answer names none', async () => {
    const foreign = captureResource(REFERENCE, { payee: STRANGER });
    const api = { [CAPTURE]: found(captureResource(REFERENCE, { payee: undefined })) };
    expect(await read('PAYMENT.CAPTURE.COMPLETED', foreign, api)).toMatchObject([
      { report: { merchant: 'unexpected' } },
    ]);
  });
});

describe('given an event about an order, when it is read, then it says', () => {
  test('that the payer agreed, and never that anything was captured', async () => {
    const order = orderResource(REFERENCE);
    expect(await read('CHECKOUT.ORDER.APPROVED', order)).toEqual(notice({ kind: 'approved' }));
    const late = orderResource(
      REFERENCE,
      { status: 'COMPLETED' },
      { payments: { captures: [captureResource(REFERENCE)] } },
    );
    expect(await read('CHECKOUT.ORDER.APPROVED', late)).toEqual(notice({ kind: 'approved' }));
  });

  test('whose it is, by custom id, invoice id, or the order in PayPal’s API', async () => {
    const byInvoice = orderResource(REFERENCE, {}, { custom_id: undefined });
    expect(await read('CHECKOUT.ORDER.APPROVED', byInvoice)).toEqual(notice({ kind: 'approved' }));
    const unmarked = orderResource(REFERENCE, {}, { custom_id: undefined, invoice_id: undefined });
    const api = { [ORDER]: found({ purchase_units: [{ custom_id: REFERENCE }] }) };
    expect(await read('CHECKOUT.ORDER.APPROVED', unmarked, api)).toEqual(notice({ kind: 'approved' }));
    expect(await read('CHECKOUT.ORDER.APPROVED', unmarked)).toEqual([]);
  });

  test('that PayPal called it off, when it was not captured in time', async () => {
    const { id: order_id, purchase_units } = orderResource(REFERENCE);
    expect(await read('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { order_id, purchase_units })).toEqual(
      notice({ kind: 'cancelled' }),
    );
    const api = { [ORDER]: found({ purchase_units: [{ invoice_id: REFERENCE }] }) };
    expect(await read('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { order_id }, api)).toEqual(notice({ kind: 'cancelled' }));
  });
});

describe('given an event about money that goes back, when it is read, then it says', () => {
  test.each(['PAYMENT.CAPTURE.REFUNDED', 'PAYMENT.CAPTURE.REVERSED', 'PAYMENT.REFUND.PENDING'])(
    '%s: the sum, and for which capture',
    async (type) => {
      const second = refundResource(REFERENCE, {
        amount: yen(480),
        seller_payable_breakdown: { total_refunded_amount: yen(980) },
      });
      expect(await read(type, second)).toEqual(notice(refunded(980)));
    },
  );

  const unsummed = refundResource(REFERENCE, { amount: yen(480), seller_payable_breakdown: undefined });
  const refunds = [
    refundResource(REFERENCE, { id: 'R1', amount: yen(500) }),
    refundResource(REFERENCE, { amount: yen(480) }),
    refundResource(REFERENCE, { id: 'R3', amount: yen(1000), status: 'FAILED' }),
  ];
  const partly = captureResource(REFERENCE, { status: 'PARTIALLY_REFUNDED' });
  const order = orderResource(REFERENCE, { status: 'COMPLETED' }, { payments: { captures: [partly], refunds } });

  test('the sum of what has not failed, where only the order knows it', async () => {
    const api = { [CAPTURE]: found(partly), [ORDER]: found(order) };
    expect(await read('PAYMENT.CAPTURE.REFUNDED', unsummed, api)).toEqual(notice(refunded(980)));
  });

  test('all of it, where the capture says so', async () => {
    const api = { [CAPTURE]: found(captureResource(REFERENCE, { status: 'REFUNDED' })) };
    expect(await read('PAYMENT.CAPTURE.REFUNDED', unsummed, api)).toEqual(notice(refunded()));
  });

  test('whose it is, where only the capture knows', async () => {
    const unmarked = refundResource(REFERENCE, { custom_id: undefined, invoice_id: undefined });
    const api = { [CAPTURE]: found(captureResource(REFERENCE, { status: 'REFUNDED' })) };
    expect(await read('PAYMENT.CAPTURE.REFUNDED', unmarked, api)).toEqual(notice(refunded()));
  });

  test('what the capture says, when the reversal is no refund to PayPal’s API', async () => {
    const gone = { [REFUND]: { status: 404 } };
    const api = { ...gone, [CAPTURE]: found(captureResource(REFERENCE, { status: 'REFUNDED' })) };
    expect(await read('PAYMENT.CAPTURE.REVERSED', refundResource(REFERENCE), api)).toEqual(notice(refunded()));
    await expect(read('PAYMENT.CAPTURE.REVERSED', refundResource(REFERENCE), gone)).rejects.toMatchObject(unavailable);
    const unbooked = {
      ...gone,
      [CAPTURE]: found(captureResource(REFERENCE, { supplementary_data: undefined, links: [] })),
    };
    await expect(read('PAYMENT.CAPTURE.REVERSED', refundResource(REFERENCE), unbooked)).rejects.toMatchObject(
      unavailable,
    );
  });

  test('the same, when the resource is the capture itself', async () => {
    const reversed = captureResource(REFERENCE, { status: 'REFUNDED' });
    expect(await read('PAYMENT.CAPTURE.REVERSED', reversed)).toEqual(notice(refunded()));
  });

  test('that a refund failed, and what is left of the sum', async () => {
    const failed = refundResource(REFERENCE, { status: 'FAILED' });
    const api = { [CAPTURE]: found(partly), [ORDER]: found(order) };
    const left = { ...refunded(980), kind: 'refund_failed' };
    expect(await read('PAYMENT.REFUND.FAILED', failed, api)).toEqual(notice({ ...left, failures: 1 }));
    const nothing = { [CAPTURE]: found(captureResource(REFERENCE, { supplementary_data: undefined, links: [] })) };
    expect(await read('PAYMENT.REFUND.FAILED', failed, nothing)).toEqual(
      notice({ ...left, refunded: { amountMinor: 0, currency: 'JPY' } }),
    );
  });

  test('that it is forged, when PayPal knows another amount', async () => {
    const api = { [REFUND]: found(refundResource(REFERENCE, { amount: yen(1) })) };
    await expect(read('PAYMENT.CAPTURE.REFUNDED', refundResource(REFERENCE), api)).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });
});

describe('given an event about a dispute, when it is read, then it says', () => {
  const disputeId = 'PP-R-OLV-10102740';
  const disputed = { kind: 'disputed', captureId, amount: AMOUNT, disputeId };
  const closed = (outcome: string, amountMinor = 1980) => ({
    kind: 'dispute_closed',
    captureId,
    amount: { amountMinor, currency: 'JPY' },
    outcome,
    disputeId,
  });
  const resolved = (outcome_code: string | undefined, more: object = {}) =>
    disputeResource(REFERENCE, { status: 'RESOLVED', dispute_outcome: { outcome_code, ...more } });

  test.each([
    ['CREATED', 'OPEN'],
    ['CREATED', 'WAITING_FOR_SELLER_RESPONSE'],
    ['UPDATED', 'UNDER_REVIEW'],
    ['UPDATED', 'WAITING_FOR_BUYER_RESPONSE'],
  ])('CUSTOMER.DISPUTE.%s in state %s: how much is held', async (type, status) => {
    expect(await read(`CUSTOMER.DISPUTE.${type}`, disputeResource(REFERENCE, { status }))).toEqual(notice(disputed));
  });

  test.each([
    ['RESOLVED_BUYER_FAVOUR', 'lost'],
    ['ACCEPTED', 'lost'],
    ['RESOLVED_SELLER_FAVOUR', 'won'],
    ['RESOLVED_WITH_PAYOUT', 'won'],
    ['CANCELED_BY_BUYER', 'won'],
    ['DENIED', 'won'],
  ])('%s: it was %s', async (code, outcome) => {
    expect(await read('CUSTOMER.DISPUTE.RESOLVED', resolved(code))).toEqual(notice(closed(outcome)));
  });

  test.each(['NONE', undefined])('nothing, when it ended without a decision (%s)', async (code) => {
    expect(await read('CUSTOMER.DISPUTE.RESOLVED', resolved(code))).toEqual([]);
  });

  test('how much of it was lost', async () => {
    const partly = resolved('RESOLVED_BUYER_FAVOUR', { amount_refunded: yen(900) });
    expect(await read('CUSTOMER.DISPUTE.RESOLVED', partly)).toEqual(notice(closed('lost', 900)));
  });

  test('whose it is, where only the capture knows', async () => {
    const api = { [CAPTURE]: found(captureResource(REFERENCE)) };
    expect(await read('CUSTOMER.DISPUTE.CREATED', disputeResource(undefined), api)).toEqual(notice(disputed));
    expect(await read('CUSTOMER.DISPUTE.CREATED', disputeResource(undefined))).toEqual([]);
  });

  test('each of several transactions with its own amount', async () => {
    const both = disputeResource(REFERENCE, {
      dispute_amount: yen(2980),
      disputed_transactions: [
        { seller_transaction_id: 'C1', custom: 'one', gross_amount: yen(1980) },
        { seller_transaction_id: 'C2', invoice_number: 'two', gross_amount: yen(1000) },
        { custom: 'three' },
      ],
    });
    expect(await read('CUSTOMER.DISPUTE.CREATED', both)).toEqual([
      { reference: 'one', report: { kind: 'disputed', captureId: 'C1', amount: AMOUNT, disputeId } },
      {
        reference: 'two',
        report: { kind: 'disputed', captureId: 'C2', amount: { amountMinor: 1000, currency: 'JPY' }, disputeId },
      },
    ]);
  });

  test('nothing that could be acknowledged, when amount or outcome cannot be read', async () => {
    await expect(read('CUSTOMER.DISPUTE.RESOLVED', resolved('SOMETHING_NEW'))).rejects.toThrow('unknown outcome');
    const unpriced = disputeResource(REFERENCE, { dispute_amount: undefined });
    await expect(read('CUSTOMER.DISPUTE.CREATED', unpriced)).rejects.toThrow('without an amount');
  });
});

describe('given an event that changes nothing, when it is read, then it is let pass', () => {
  const v1 = { id: CAPTURE_ID, state: 'completed', amount: { total: '20.00', currency: 'USD' } };
  test.each<[string, unknown]>([
    ['CHECKOUT.ORDER.COMPLETED', orderResource(REFERENCE)],
    ['CHECKOUT.ORDER.SAVED', orderResource(REFERENCE)],
    ['PAYMENT.SALE.COMPLETED', v1],
    ['PAYMENT.AUTHORIZATION.CREATED', captureResource(REFERENCE)],
    ['PAYMENT.CAPTURE.COMPLETED', v1],
    ['PAYMENT.CAPTURE.REFUNDED', v1],
    ['BILLING.SUBSCRIPTION.CREATED', null],
    ['A.TYPE.OF.TOMORROW', 'text'],
  ])('%s', async (type, resource) => {
    expect(await read(type, resource)).toEqual([]);
  });
});

describe('given an event of ours that is malformed, when it is read, then it is not acknowledged', () => {
  test.each<[string, unknown]>([
    ['PAYMENT.CAPTURE.COMPLETED', null],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: undefined })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: { currency_code: 'JPY', value: '19.80' } })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: { currency_code: 'JPY', value: '1e3' } })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: { currency_code: 'JPY', value: '-1980' } })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: { currency_code: 'XXX', value: '1980' } })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { amount: { currency_code: 'JPY', value: 1980 } })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { status: 'SOMETHING_NEW' })],
    ['PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE, { id: undefined })],
    ['PAYMENT.CAPTURE.REFUNDED', refundResource(REFERENCE, { links: [] })],
    ['PAYMENT.CAPTURE.REFUNDED', refundResource(REFERENCE, { amount: undefined })],
    ['CHECKOUT.ORDER.APPROVED', null],
    ['CUSTOMER.DISPUTE.CREATED', { dispute_id: 'PP-1' }],
  ])('%s %#', async (type, resource) => {
    await expect(read(type, resource)).rejects.toThrow();
  });

  test.each(['{}', '[]', 'null', 'text'])('%s', async (body) => {
    const delivery = paypalDelivery(body);
    await expect(receiving().receiver.receive(arrived(delivery))).rejects.toThrow();
  });
});
