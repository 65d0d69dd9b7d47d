import { describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { alipayWebhook } from '../../../../shared/payments/alipay/alipay-webhook.ts';
import {
  alipayReceiver,
  notice,
  type Parameters,
  refunded,
  TRADE_NO,
  timedOut,
  trade,
} from '../../../webhooks/senders/alipay.ts';
import { REFERENCE, received, secretOf } from '../wechatpay/received.ts';

const receiver = alipayWebhook({ account: secretOf(alipayReceiver) });
const receive = (parameters: Parameters) => receiver.receive(received(notice(parameters)));
const told = (...reports: PaymentReport[]) => reports.map((report) => ({ reference: REFERENCE, report }));
const yuan = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const captured: PaymentReport = { kind: 'captured', captureId: TRADE_NO, amount: yuan(14_800) };
const back = (amountMinor: number): PaymentReport => ({
  kind: 'refunded',
  captureId: TRADE_NO,
  refunded: yuan(amountMinor),
});

describe('given a trade of ours that was paid, when its notice is received, then it is captured', () => {
  test.each(['TRADE_SUCCESS', 'TRADE_FINISHED'])('%s', async (trade_status) => {
    expect(await receive(trade({ trade_status }))).toEqual(told(captured));
  });

  test('with what we asked for, not what was left after coupons', async () => {
    const parameters = trade({ receipt_amount: '140.00', buyer_pay_amount: '100.00', invoice_amount: '99.99' });
    expect(await receive(parameters)).toEqual(told(captured));
  });

  test.each([
    ['0.01', 1],
    ['0.10', 10],
    ['1.15', 115],
    ['8.29', 829],
    ['19.99', 1_999],
    ['148.00', 14_800],
    ['0148.00', 14_800],
    ['1234567.89', 123_456_789],
    ['99999999999.99', 9_999_999_999_999],
  ])('to the fen: %s', async (total_amount, fen) => {
    expect(await receive(trade({ total_amount }))).toEqual(
      told({ kind: 'captured', captureId: TRADE_NO, amount: yuan(fen) }),
    );
  });

  test('under any text for a reference', async () => {
    expect(await receive(trade({ out_trade_no: 'R-20261001-0042' }))).toEqual([
      { reference: 'R-20261001-0042', report: captured },
    ]);
  });

  test.each(['0.00', ''])('and nothing went back where refund_fee is %j', async (refund_fee) => {
    expect(await receive(trade({ refund_fee }))).toEqual(told(captured));
  });

  test.each([{ auth_app_id: undefined }, { auth_app_id: '' }, { notify_type: undefined }])(
    'without what older notices lack: %j',
    async (parameters) => {
      expect(await receive(trade(parameters))).toEqual(told(captured));
    },
  );

  test('twice, when it is delivered twice', async () => {
    expect(await receive(trade())).toEqual(await receive(trade()));
  });
});

describe('given a trade of ours that is refunded, when its notices are received, then each tells what went back in all', () => {
  test.each([
    ['10.00', 1_000],
    ['48.00', 4_800],
    ['147.99', 14_799],
  ])('in parts, %s so far', async (inAll, fen) => {
    expect(await receive(refunded(inAll))).toEqual(told(captured, back(fen)));
  });

  test('in parts, after the time for refunds', async () => {
    expect(await receive(refunded('48.00', { trade_status: 'TRADE_FINISHED' }))).toEqual(told(captured, back(4_800)));
  });

  test('all of it', async () => {
    expect(await receive(refunded('148.00'))).toEqual(told(captured, back(14_800)));
  });

  test.each([{ refund_fee: undefined }, { refund_fee: '', gmt_payment: undefined }])(
    'all of it, as far as %j tells',
    async (parameters) => {
      expect(await receive(refunded('148.00', parameters))).toEqual(told(captured, back(14_800)));
    },
  );

  test('closed with less than all of it', async () => {
    expect(await receive(refunded('100.00', { trade_status: 'TRADE_CLOSED' }))).toEqual(told(captured, back(10_000)));
  });
});

describe('given a trade of ours that nobody paid, when its notice is received, then it says', () => {
  test.each([
    {},
    { refund_fee: '0.00' },
    { gmt_payment: '', refund_fee: '' },
    { gmt_payment: '2026-10-01 07:59:50' },
    { trade_no: undefined, total_amount: undefined },
  ])('expired: %j', async (parameters) => {
    expect(await receive(timedOut(parameters))).toEqual(told({ kind: 'expired' }));
  });

  test.each(['WAIT_BUYER_PAY', 'TRADE_PENDING', 'A_STATUS_OF_TOMORROW', 'trade_success'])(
    'nothing: %s',
    async (trade_status) => {
      expect(await receive(timedOut({ trade_status }))).toEqual([]);
    },
  );
});

const OTHERS: readonly Parameters[] = [
  { app_id: '2021000000000000', auth_app_id: '2021000000000000' },
  { app_id: '2021000000000000' },
  { app_id: undefined },
  { auth_app_id: '2021000000000000' },
  { seller_id: '2088000000000000' },
  { seller_id: undefined },
  { seller_id: '' },
];

describe('given a validly signed trade of somebody else, when its notice is received', () => {
  test.each(OTHERS)('then the money is told with the doubt: %j', async (parameters) => {
    const doubted: PaymentReport = { ...captured, merchant: 'unexpected' } as PaymentReport;
    expect(await receive(trade(parameters))).toEqual(told(doubted));
    expect(await receive(trade({ trade_status: 'TRADE_FINISHED', ...parameters }))).toEqual(told(doubted));
    expect(await receive(refunded('48.00', parameters))).toEqual(told(doubted));
  });

  test.each(OTHERS)('then nothing but money is told: %j', async (parameters) => {
    expect(await receive(timedOut(parameters))).toEqual([]);
    expect(await receive(refunded('148.00', parameters))).toEqual([]);
  });
});

describe('given a signed notice that is not about a payment of ours, when it is received, then it is let pass', () => {
  test.each([
    'dut_user_sign',
    'dut_user_unsign',
    'open_app_auth_notify',
    'batch_refund_notify',
    'servicemarket_order_notify',
  ])('%s', async (notify_type) => {
    expect(await receive(trade({ notify_type }))).toEqual([]);
  });

  test.each([undefined, ''])('a trade without a reference: %j', async (out_trade_no) => {
    expect(await receive(trade({ out_trade_no }))).toEqual([]);
  });

  test('a message of the newer kind', async () => {
    const message = {
      app_id: alipayReceiver.appId,
      msg_method: 'alipay.merchant.tradecomplain.changed',
      biz_content: '{}',
    };
    expect(await receive({ ...message, charset: 'UTF-8', notify_id: '1', version: '1.1' })).toEqual([]);
  });
});

describe('given a signed notice that lacks what we need, when it is received, then it is not acknowledged', () => {
  const defect = (parameters: Parameters) =>
    receive(parameters).then(
      () => 'taken',
      (error: { code?: string }) => error.code ?? 'defect',
    );

  test.each(['trade_status', 'trade_no', 'total_amount'])('no %s', async (name) => {
    expect(await defect(trade({ [name]: undefined }))).toBe('defect');
    expect(await defect(trade({ [name]: '' }))).toBe('defect');
  });

  test.each([
    '148',
    '148.0',
    '148.000',
    '148,00',
    '1e2',
    '1,148.00',
    '-148.00',
    '+148.00',
    '.50',
    '148.',
    ' 148.00',
    '148.00 ',
    '0x94.00',
    '１.00',
    'NaN',
  ])('an amount of %j', async (amount) => {
    expect(await defect(trade({ total_amount: amount }))).toBe('defect');
    expect(await defect(refunded(amount))).toBe('defect');
  });

  test('an amount beyond what is counted exactly', async () => {
    expect(await defect(trade({ total_amount: '99999999999999.99' }))).toBe('defect');
  });

  test('a full refund without the amount of the trade', async () => {
    expect(await defect(refunded('148.00', { total_amount: undefined }))).toBe('defect');
  });
});

describe('given what became of a notice, when Alipay is answered, then it understands', () => {
  test('taken: exactly the seven bytes', () => {
    expect(receiver.accepted).toEqual({ statusCode: 200, contentType: 'text/plain', body: 'success' });
  });

  test.each([
    [401, 'bad_signature'],
    [404, 'unknown_payment'],
    [500, 'internal'],
  ])('refused with %i %s', (statusCode, code) => {
    expect(receiver.refused(statusCode, code)).toEqual({ statusCode, contentType: 'text/plain', body: 'fail' });
  });
});
