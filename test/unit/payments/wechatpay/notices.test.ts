import { describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import type { WechatpayAccount } from '../../../../shared/payments/wechatpay/wechatpay-account.ts';
import { wechatpayWebhook } from '../../../../shared/payments/wechatpay/wechatpay-webhook.ts';
import {
  type Delivery,
  type Fields,
  globalPayment,
  globalRefund,
  notice,
  payment,
  paymentNotice,
  refund,
  refundNotice,
  signedBody,
  TRANSACTION_ID,
  wechatpayReceiver,
} from '../../../webhooks/senders/wechatpay.ts';
import { REFERENCE, received, secretOf } from './received.ts';

const receive = (delivery: Delivery, ...accounts: WechatpayAccount[]) =>
  wechatpayWebhook({ account: secretOf(accounts[0] ?? wechatpayReceiver, ...accounts.slice(1)) }).receive(
    received(delivery),
  );
const told = (report: PaymentReport) => [{ reference: REFERENCE, report }];
const yuan = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const captured: PaymentReport = { kind: 'captured', captureId: TRANSACTION_ID, amount: yuan(14_800) };
const part = (fields: Partial<Extract<PaymentReport, { kind: 'refund_part' }>> = {}): PaymentReport => ({
  kind: 'refund_part',
  captureId: TRANSACTION_ID,
  refundId: String(refund()['refund_id']),
  amount: yuan(14_800),
  state: 'made',
  ...fields,
});
const amount = (fields: Fields) => ({ amount: fields });

describe('given a payment of ours that succeeded, when its notice is received, then it is captured', () => {
  test('with what we asked for, not what the payer paid after coupons', async () => {
    const fields = amount({ total: 14_800, payer_total: 9_800, currency: 'CNY', payer_currency: 'CNY' });
    expect(await receive(paymentNotice(fields))).toEqual(told(captured));
  });

  test('through any of our apps', async () => {
    for (const appid of wechatpayReceiver.appids)
      expect(await receive(paymentNotice({ appid }))).toEqual(told(captured));
  });

  test.each(['JSAPI', 'NATIVE', 'APP', 'MWEB', 'MICROPAY', 'FACEPAY'])('as %s', async (trade_type) => {
    expect(await receive(paymentNotice({ trade_type }))).toEqual(told(captured));
  });

  test('through apihk, where the transaction has another name and yen have no minor unit', async () => {
    expect(await receive(notice('TRANSACTION.SUCCESS', globalPayment()))).toEqual(
      told({ ...captured, amount: { amountMinor: 2_980, currency: 'JPY' } }),
    );
  });

  test('in yuan where it names no currency at all', async () => {
    expect(await receive(paymentNotice(amount({ total: 1, payer_total: 1 })))).toEqual(
      told({ ...captured, amount: yuan(1) }),
    );
  });

  test('in another currency or amount than was asked for, which is not for the adapter to judge', async () => {
    expect(await receive(paymentNotice(amount({ total: 1, payer_total: 1, currency: 'HKD' })))).toEqual(
      told({ ...captured, amount: { amountMinor: 1, currency: 'HKD' } }),
    );
  });

  test('under any text for a reference', async () => {
    const notices = await receive(paymentNotice({ out_trade_no: 'R-20261001-0042' }));
    expect(notices).toEqual([{ reference: 'R-20261001-0042', report: captured }]);
  });

  test('twice, when it is delivered twice', async () => {
    const delivery = paymentNotice();
    expect(await receive(delivery)).toEqual(await receive(delivery));
  });

  test.each([
    ['the usual', 'transaction'],
    ['empty', ''],
    ['Chinese', '支付'],
  ])('with %s associated data', async (_what, associatedData) => {
    expect(await receive(paymentNotice({}, { associatedData }))).toEqual(told(captured));
  });

  test.each([{ associated_data: undefined }, { associated_data: null }])(
    'without associated data: %j',
    async (resource) => {
      expect(await receive(paymentNotice({}, { associatedData: '', resource }))).toEqual(told(captured));
    },
  );
});

describe('given a payment of ours in another state, when its notice is received, then it says', () => {
  test.each<[string, PaymentReport]>([
    ['ACCEPT', { kind: 'processing' }],
    ['CLOSED', { kind: 'expired' }],
    ['REVOKED', { kind: 'cancelled' }],
    ['PAYERROR', { kind: 'failed', reason: 'try_another_method' }],
    ['PAY_FAIL', { kind: 'failed', reason: 'try_another_method' }],
  ])('%s', async (trade_state, report) => {
    expect(await receive(paymentNotice({ trade_state }))).toEqual(told(report));
  });

  test.each(['NOTPAY', 'USERPAYING', 'REFUND', 'SUCCESS_OF_TOMORROW', 'success'])(
    '%s: nothing',
    async (trade_state) => {
      expect(await receive(paymentNotice({ trade_state }))).toEqual([]);
    },
  );

  test('without the amounts and ids that only payments have', async () => {
    const fields = { trade_state: 'CLOSED', amount: undefined, transaction_id: undefined };
    expect(await receive(paymentNotice(fields))).toEqual(told({ kind: 'expired' }));
  });
});

const OTHERS: readonly [string, Fields][] = [
  ['another merchant', { mchid: '1900000109' }],
  ['another app', { appid: 'wx8888888888888888' }],
  ['no merchant', { mchid: undefined }],
  ['no app', { appid: undefined }],
  ['a service provider for us', { sp_mchid: '1900000100', sub_mchid: wechatpayReceiver.mchid }],
  ['us for somebody else', { sp_mchid: wechatpayReceiver.mchid, sub_mchid: '1900000109' }],
  [
    'a partner',
    { mchid: undefined, appid: undefined, sp_mchid: '1900000100', sp_appid: 'wx8', sub_mchid: '1900000109' },
  ],
];

describe('given a validly signed payment to somebody else, when its notice is received', () => {
  test.each(OTHERS)('then the money is told with the doubt: %s', async (_who, fields) => {
    expect(await receive(paymentNotice(fields))).toEqual(told({ ...captured, merchant: 'unexpected' }));
  });

  test.each(OTHERS)('then nothing but money is told: %s', async (_who, fields) => {
    expect(await receive(paymentNotice({ ...fields, trade_state: 'CLOSED' }))).toEqual([]);
  });
});

describe('given a refund, when its notice is received, then this part of the money is told', () => {
  test.each<[string, 'made' | 'failed']>([
    ['SUCCESS', 'made'],
    ['ABNORMAL', 'failed'],
    ['CLOSED', 'failed'],
  ])('REFUND.%s', async (refund_status, state) => {
    expect(await receive(refundNotice({ refund_status }))).toEqual(told(part({ state })));
  });

  test('one by one, each under its own id and amount', async () => {
    const ids = ['50300000001', '50300000002', '50300000003'];
    for (const [index, refund_id] of ids.entries()) {
      const fields = {
        refund_id,
        ...amount({ total: 14_800, refund: 100 + index, payer_total: 14_800, payer_refund: 1 }),
      };
      expect(await receive(refundNotice(fields))).toEqual(
        told(part({ refundId: refund_id, amount: yuan(100 + index) })),
      );
    }
  });

  test('by the status inside, not by the name outside', async () => {
    expect(await receive(notice('REFUND.SUCCESS', refund({ refund_status: 'ABNORMAL' })))).toEqual(
      told(part({ state: 'failed' })),
    );
  });

  test('through apihk, in its currency', async () => {
    expect(await receive(notice('REFUND.SUCCESS', globalRefund()))).toEqual(
      told(part({ amount: { amountMinor: 2_980, currency: 'JPY' } })),
    );
  });

  test.each([
    ['SUCCESS', 'made'],
    ['REFUNDCLOSE', 'failed'],
  ] as const)('under the names that refunds have elsewhere at apihk: %s', async (status, state) => {
    const fields = globalRefund({
      mchid: undefined,
      refund_id: undefined,
      refund_status: undefined,
      id: '503',
      status,
    });
    expect(await receive(notice('REFUND.SUCCESS', fields))).toEqual(
      told(part({ refundId: '503', state, amount: { amountMinor: 2_980, currency: 'JPY' } })),
    );
  });

  test('without the id of the payment, where it names none', async () => {
    const { captureId: _captureId, ...others } = part() as Extract<PaymentReport, { kind: 'refund_part' }>;
    expect(await receive(refundNotice({ transaction_id: undefined }))).toEqual(told(others));
  });

  test.each(['PROCESSING', 'CHANGE'])('but nothing while it is %s', async (refund_status) => {
    expect(await receive(notice('REFUND.SUCCESS', refund({ refund_status })))).toEqual([]);
  });

  test.each<[string, Fields]>([
    ['another merchant', { mchid: '1900000109' }],
    ['another app', { appid: 'wx8888888888888888' }],
    ['a partner', { sp_mchid: '1900000100', sub_mchid: '1900000109' }],
  ])('but nothing of %s', async (_who, fields) => {
    expect(await receive(refundNotice(fields))).toEqual([]);
  });
});

describe('given a signed notice that is not about a payment of ours, when it is received, then it is let pass', () => {
  test.each([
    'PAYSCORE.USER_PAID',
    'PAYSCORE.USER_OPEN_SERVICE',
    'COMPLAINT.CREATE',
    'TRANSACTION.FAIL',
    'TRANSACTION.PAY_BACK',
    'MALL_REFUND.SUCCESS',
    'MCHTRANSFER.BILL.FINISHED',
    'SECURITY_ECHO.SUCCESS',
    'refund.success',
    'constructor',
    '',
  ])('%s', async (eventType) => {
    expect(await receive(notice(eventType, payment()))).toEqual([]);
  });

  test('even when nobody can open it', async () => {
    expect(await receive(notice('PAYSCORE.USER_PAID', '{}', { apiv3Key: '0'.repeat(32) }))).toEqual([]);
    expect(await receive(notice('PAYSCORE.USER_PAID', '{}', { envelope: { resource: undefined } }))).toEqual([]);
  });

  test('the split of a settlement, which has the type of a payment', async () => {
    const split = {
      mchid: wechatpayReceiver.mchid,
      transaction_id: TRANSACTION_ID,
      order_id: '1217752501201407033233368018',
      out_order_no: 'P20150806125346',
      receiver: { type: 'MERCHANT_ID', account: '1900000100', amount: 888, description: '运费' },
      success_time: '2026-10-01T08:00:00+08:00',
    };
    expect(await receive(notice('TRANSACTION.SUCCESS', split))).toEqual([]);
  });

  test('an order of several merchants', async () => {
    const combined = { combine_mchid: wechatpayReceiver.mchid, combine_out_trade_no: 'C1', sub_orders: [payment()] };
    expect(await receive(notice('TRANSACTION.SUCCESS', combined))).toEqual([]);
  });

  test.each([{ out_trade_no: undefined }, { out_trade_no: '' }])('without a reference: %j', async (fields) => {
    expect(await receive(paymentNotice(fields))).toEqual([]);
    expect(await receive(refundNotice(fields))).toEqual([]);
  });
});

const verdictOf = (delivery: Delivery) =>
  receive(delivery).then(
    () => 'taken',
    (error: { code?: string }) => error.code ?? 'defect',
  );

describe('given a signed notice whose resource does not open, when it is received', () => {
  const NEXT = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
  const both = { ...wechatpayReceiver, apiv3Keys: [...wechatpayReceiver.apiv3Keys, NEXT] };
  const next = { ...wechatpayReceiver, apiv3Keys: [NEXT] };

  test('then each of two keys is tried', async () => {
    expect(await receive(paymentNotice({}, { apiv3Key: NEXT }), both)).toEqual(told(captured));
    expect(await receive(paymentNotice(), both)).toEqual(told(captured));
  });

  test('then a key that was set since the secret was read is found', async () => {
    const account = secretOf(wechatpayReceiver, next);
    const delivery = received(paymentNotice({}, { apiv3Key: NEXT }));
    expect(await wechatpayWebhook({ account }).receive(delivery)).toEqual(told(captured));
    expect(account.refreshes).toBe(1);
  });

  test('then the account that opened it judges whose it is', async () => {
    const moved = { ...next, appids: ['wx8888888888888888'] };
    const delivery = paymentNotice({ appid: 'wx8888888888888888' }, { apiv3Key: NEXT });
    expect(await receive(delivery, wechatpayReceiver, moved)).toEqual(told(captured));
  });

  test.each<[string, Delivery]>([
    ['an unknown key', paymentNotice({}, { apiv3Key: NEXT })],
    ['other associated data', paymentNotice({}, { resource: { associated_data: 'refund' } })],
    ['no associated data', paymentNotice({}, { resource: { associated_data: '' } })],
    ['another nonce', paymentNotice({}, { resource: { nonce: '000000000000' } })],
    ['a nonce of another length', paymentNotice({}, { resource: { nonce: '0' } })],
    ['a text of tags alone', paymentNotice({}, { resource: { ciphertext: Buffer.alloc(16).toString('base64') } })],
    ['less than a tag', paymentNotice({}, { resource: { ciphertext: Buffer.alloc(15).toString('base64') } })],
    ['nothing', paymentNotice({}, { resource: { ciphertext: '' } })],
  ])('then it is to come again: %s', async (_what, delivery) => {
    expect(await verdictOf(delivery)).toBe('notice_unreadable');
  });

  test('then one changed byte of it is enough', async () => {
    const { resource } = JSON.parse(paymentNotice().body.toString()) as { resource: { ciphertext: string } };
    const sealed = Buffer.from(resource.ciphertext, 'base64');
    for (const index of [0, 1, sealed.length - 17, sealed.length - 16, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const delivery = paymentNotice({}, { resource: { ciphertext: changed.toString('base64') } });
      expect(await verdictOf(delivery)).toBe('notice_unreadable');
    }
  });

  test('then the secret is read again once', async () => {
    const account = secretOf(wechatpayReceiver);
    const delivery = received(paymentNotice({}, { apiv3Key: NEXT }));
    await expect(wechatpayWebhook({ account }).receive(delivery)).rejects.toThrow();
    expect(account.refreshes).toBe(1);
  });
});

describe('given a signed notice that lacks what we need, when it is received, then it is not acknowledged', () => {
  test.each<[string, Delivery]>([
    ['no object', signedBody(Buffer.from('null'))],
    ['no type', notice('X', payment(), { envelope: { event_type: undefined } })],
    ['no resource', paymentNotice({}, { envelope: { resource: undefined } })],
    ['another cipher', paymentNotice({}, { resource: { algorithm: 'AEAD_SM4_GCM' } })],
    ['no base64', paymentNotice({}, { resource: { ciphertext: '***' } })],
    ['a resource that is no object', notice('TRANSACTION.SUCCESS', '"SUCCESS"')],
    ['a payment without state', paymentNotice({ trade_state: undefined })],
    ['a payment without id', paymentNotice({ transaction_id: undefined })],
    ['a payment with an empty id', paymentNotice({ transaction_id: '' })],
    ['a payment without amount', paymentNotice({ amount: undefined })],
    ['a payment without total', paymentNotice(amount({ payer_total: 14_800, currency: 'CNY' }))],
    ['an amount in words', paymentNotice(amount({ total: '14800', currency: 'CNY' }))],
    ['a fraction', paymentNotice(amount({ total: 148.5, currency: 'CNY' }))],
    ['less than nothing', paymentNotice(amount({ total: -1, currency: 'CNY' }))],
    ['a currency in lower case', paymentNotice(amount({ total: 14_800, currency: 'cny' }))],
    ['an order of apihk without its currency', paymentNotice(amount({ total: 2_980, payer_currency: 'CNY' }))],
    ['a refund without id', refundNotice({ refund_id: undefined })],
    ['a refund without status', notice('REFUND.SUCCESS', refund({ refund_status: undefined }))],
    ['a refund without its amount', refundNotice(amount({ total: 14_800 }))],
    ['a refund of apihk without its currency', refundNotice(amount({ refund: 2_980, payer_currency: 'CNY' }))],
  ])('%s', async (_what, delivery) => {
    expect(await verdictOf(delivery)).toBe('defect');
  });

  test.each<[string, Delivery]>([
    ['no JSON', signedBody(Buffer.from('<xml/>'))],
    ['a resource that is no JSON', notice('TRANSACTION.SUCCESS', '{"out_trade_no":')],
  ])('%s cannot be read at all', async (_what, delivery) => {
    expect(await verdictOf(delivery)).toBe('notice_unreadable');
  });

  test('and the error quotes nothing of it', async () => {
    const text = '{"payer":{"openid":"oUpF8uMuAJO"}, broken';
    const error = await receive(notice('TRANSACTION.SUCCESS', text)).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain('oUpF8');
  });
});

describe('given what became of a notice, when WeChat Pay is answered, then it understands', () => {
  const { accepted, refused } = wechatpayWebhook({ account: secretOf(wechatpayReceiver) });

  test('taken', () => {
    expect(accepted.statusCode).toBe(200);
    expect(JSON.parse(accepted.body)).toEqual({ code: 'SUCCESS', message: 'OK' });
  });

  test.each([
    [401, 'bad_signature'],
    [404, 'unknown_payment'],
    [500, 'internal'],
    [503, 'payment_provider_unavailable'],
  ])('refused with %i %s', (statusCode, code) => {
    expect(refused(statusCode, code)).toEqual({
      statusCode,
      contentType: 'application/json',
      body: `{"code":"FAIL","message":"${code}"}`,
    });
  });
});
