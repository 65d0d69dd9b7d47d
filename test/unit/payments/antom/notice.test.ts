import { describe, expect, test } from '@jest/globals';
import { antomWebhook } from '../../../../shared/payments/antom/antom-webhook.ts';
import * as antom from '../../../webhooks/senders/antom.ts';
import { arrived, REFERENCE, secretOf } from './arrived.ts';

const receive = (content: antom.Fields | string | Buffer) =>
  antomWebhook({ account: secretOf(antom.antomReceiver) }).receive(arrived(antom.notice(content)));
const about = (report: object) => [{ reference: REFERENCE, report }];
const money = (amountMinor: number, currency = 'JPY') => ({ amountMinor, currency });
const { PAYMENT_ID: captureId } = antom;

describe('given the result of a payment, when it is read, then it says', () => {
  test.each<[string, antom.Fields, object]>([
    ['S: captured', antom.payment(), { kind: 'captured', captureId, amount: money(2980) }],
    ['U: wait', antom.payment({ result: antom.result('U') }), { kind: 'processing' }],
    [
      'U with a code that sounds like an end: wait',
      antom.payment({ result: antom.result('U', { resultCode: 'ORDER_IS_CLOSED' }) }),
      { kind: 'processing' },
    ],
    ['pending: wait', antom.payment({ notifyType: 'PAYMENT_PENDING' }), { kind: 'processing' }],
    [
      'pending, whatever its status: wait',
      antom.payment({ notifyType: 'PAYMENT_PENDING', result: antom.result('F') }),
      { kind: 'processing' },
    ],
    [
      'another amount',
      antom.payment({ paymentAmount: antom.yen(1) }),
      { kind: 'captured', captureId, amount: money(1) },
    ],
    [
      'another currency, in its smallest unit',
      antom.payment({ paymentAmount: { value: '14800', currency: 'CNY' } }),
      { kind: 'captured', captureId, amount: money(14800, 'CNY') },
    ],
    [
      'nothing at all',
      antom.payment({ paymentAmount: antom.yen(0) }),
      { kind: 'captured', captureId, amount: money(0) },
    ],
    [
      'the largest amount',
      antom.payment({ paymentAmount: { value: '999999999999999', currency: 'JPY' } }),
      { kind: 'captured', captureId, amount: money(999_999_999_999_999) },
    ],
    [
      'what was asked for, not what is settled',
      antom.payment({ grossSettlementAmount: { value: '1990', currency: 'USD' } }),
      { kind: 'captured', captureId, amount: money(2980) },
    ],
    ['S of a capture', antom.capture(), { kind: 'captured', captureId, amount: money(2980) }],
    ['U of a capture', antom.capture({ result: antom.result('U') }), { kind: 'processing' }],
  ])('%s', async (_what, notice, report) => {
    expect(await receive(notice)).toEqual(about(report));
  });

  test('a capture that names the payment is told under that name', async () => {
    expect(await receive(antom.capture({ captureRequestId: 'C-1', paymentRequestId: REFERENCE }))).toEqual(
      about({ kind: 'captured', captureId, amount: money(2980) }),
    );
  });

  test('somebody else’s reference is passed on as it stands', async () => {
    expect(await receive(antom.payment({ paymentRequestId: 'R-2026 <1001>' }))).toEqual([
      { reference: 'R-2026 <1001>', report: expect.objectContaining({ kind: 'captured' }) },
    ]);
  });
});

describe('given a payment that failed, when it is read, then the payer learns', () => {
  test.each<[string, object]>([
    ['USER_BALANCE_NOT_ENOUGH', { kind: 'failed', reason: 'insufficient_funds' }],
    ['USER_AMOUNT_EXCEED_LIMIT', { kind: 'failed', reason: 'limit_exceeded' }],
    ['PAYMENT_AMOUNT_EXCEED_LIMIT', { kind: 'failed', reason: 'limit_exceeded' }],
    ['PAYMENT_COUNT_EXCEED_LIMIT', { kind: 'failed', reason: 'limit_exceeded' }],
    ['USER_PAYMENT_VERIFICATION_FAILED', { kind: 'failed', reason: 'authentication_failed' }],
    ['AUTHENTICATION_REQUIRED', { kind: 'failed', reason: 'authentication_failed' }],
    ['VERIFY_TIMES_EXCEED_LIMIT', { kind: 'failed', reason: 'authentication_failed' }],
    ['VERIFY_UNMATCHED', { kind: 'failed', reason: 'authentication_failed' }],
    ['CARD_EXPIRED', { kind: 'failed', reason: 'expired_card' }],
    ['INVALID_EXPIRATION_DATE', { kind: 'failed', reason: 'expired_card' }],
    ['RISK_REJECT', { kind: 'failed', reason: 'try_another_method' }],
    ['USER_STATUS_ABNORMAL', { kind: 'failed', reason: 'try_another_method' }],
    ['PROCESS_FAIL', { kind: 'failed', reason: 'try_another_method' }],
    ['SUCCESS', { kind: 'failed', reason: 'try_another_method' }],
    ['A_CODE_OF_TOMORROW', { kind: 'failed', reason: 'try_another_method' }],
    ['toString', { kind: 'failed', reason: 'try_another_method' }],
    ['ORDER_IS_CLOSED', { kind: 'expired' }],
    ['ORDER_IS_CANCELED', { kind: 'cancelled' }],
    ['ORDER_IS_CANCELLED', { kind: 'cancelled' }],
  ])('%s → %j', async (resultCode, report) => {
    expect(await receive(antom.failedPayment(resultCode))).toEqual(about(report));
  });

  test.each([
    { result: { resultStatus: 'F' } },
    { paymentAmount: undefined },
    { result: { resultStatus: 'F', resultCode: null } },
  ])('a failure without %j is told like any other', async (fields) => {
    expect(await receive(antom.failedPayment('PROCESS_FAIL', fields))).toEqual(
      about({ kind: 'failed', reason: 'try_another_method' }),
    );
  });
});

describe('given the result of a refund, when it is read, then it is one of perhaps several', () => {
  test.each<[string, antom.Fields, object]>([
    ['made', antom.refund(), { refundId: REFERENCE, amount: money(2980), state: 'made' }],
    [
      'failed',
      antom.refund({ refundStatus: 'FAIL', result: antom.result('F', { resultCode: 'REFUND_WINDOW_EXCEED' }) }),
      { refundId: REFERENCE, amount: money(2980), state: 'failed' },
    ],
    [
      'a part',
      antom.refund({ refundAmount: antom.yen(980) }),
      { refundId: REFERENCE, amount: money(980), state: 'made' },
    ],
    [
      'with the payment, where it is named',
      antom.refund({ paymentId: captureId }),
      { captureId, refundId: REFERENCE, amount: money(2980), state: 'made' },
    ],
    [
      'by its own status, where the result says otherwise',
      antom.refund({ refundStatus: 'FAIL' }),
      { refundId: REFERENCE, amount: money(2980), state: 'failed' },
    ],
  ])('%s', async (_what, notice, report) => {
    expect(await receive(notice)).toEqual(about({ kind: 'refund_part', ...report }));
  });

  test('two of one payment have ids of their own, and a repeated one the same again', async () => {
    const [first, second] = ['1', '2'].map((number) =>
      antom.refund({ paymentRequestId: REFERENCE, refundRequestId: `${REFERENCE}-${number}` }),
    );
    const ids = [];
    for (const each of [first, second, first]) ids.push((await receive(each ?? {}))[0]);
    expect(ids).toEqual(
      [`${REFERENCE}-1`, `${REFERENCE}-2`, `${REFERENCE}-1`].map((refundId) => ({
        reference: REFERENCE,
        report: { kind: 'refund_part', refundId, amount: money(2980), state: 'made' },
      })),
    );
  });
});

describe('given news of a dispute, when it is read, then it says', () => {
  const disputeId = String(antom.dispute('DISPUTE_CREATED')['disputeId']);
  const closed = (outcome: string, amount = money(2980)) => ({
    kind: 'dispute_closed',
    captureId,
    amount,
    outcome,
    disputeId,
  });

  test.each<[string, antom.Fields, object]>([
    [
      'DISPUTE_CREATED',
      antom.dispute('DISPUTE_CREATED'),
      { kind: 'disputed', captureId, amount: money(2980), disputeId },
    ],
    [
      'DISPUTE_CREATED of a part, of a kind that is not named',
      antom.dispute('DISPUTE_CREATED', { disputeAmount: antom.yen(980), disputeType: undefined }),
      { kind: 'disputed', captureId, amount: money(980), disputeId },
    ],
    ['won', antom.dispute('DISPUTE_JUDGED', { disputeJudgedResult: 'ACCEPT_BY_CUSTOMER' }), closed('won')],
    [
      'lost, by what was deducted',
      antom.dispute('DISPUTE_JUDGED', {
        disputeJudgedResult: 'ACCEPT_BY_MERCHANT',
        disputeJudgedAmount: antom.yen(2000),
      }),
      closed('lost', money(2000)),
    ],
    [
      'won, whatever was deducted',
      antom.dispute('DISPUTE_JUDGED', { disputeJudgedResult: 'ACCEPT_BY_CUSTOMER', disputeJudgedAmount: antom.yen(0) }),
      closed('won'),
    ],
    [
      'won, with the judged amount alone',
      antom.dispute('DISPUTE_JUDGED', {
        disputeJudgedResult: 'ACCEPT_BY_CUSTOMER',
        disputeAmount: undefined,
        disputeJudgedAmount: antom.yen(2980),
      }),
      closed('won'),
    ],
    ['called off by the buyer', antom.dispute('DISPUTE_CANCELLED'), closed('won')],
    ['accepted', antom.dispute('DISPUTE_ACCEPTED', { disputeAcceptReason: 'TIMEOUT' }), closed('lost')],
    ['resolved without asking', antom.dispute('RDR_RESOLVED'), closed('lost')],
  ])('%s', async (_what, notice, report) => {
    expect(await receive(notice)).toEqual(about(report));
  });

  test.each(['RETRIEVAL_REQUEST', 'COMPLIANCE_REQUEST'])('nothing of money, as for a %s', async (disputeType) => {
    expect(await receive(antom.dispute('DISPUTE_CREATED', { disputeType }))).toEqual([]);
    expect(
      await receive(antom.dispute('DISPUTE_JUDGED', { disputeType, disputeJudgedResult: 'VALIDATE_FAIL' })),
    ).toEqual([]);
  });
});

describe('given a notice that changes nothing, when it is read, then it is let pass', () => {
  test.each<[string, antom.Fields]>([
    ['a type of tomorrow', antom.payment({ notifyType: 'PAYMENT_BLESSED' })],
    ['no type', antom.payment({ notifyType: undefined })],
    ['a type that is null', antom.payment({ notifyType: null })],
    ['a type of every object', antom.payment({ notifyType: 'constructor' })],
    ['an authorization', { authorizationNotifyType: 'AUTHCODE_CREATED', authState: '1', result: antom.result('S') }],
    ['a code for the shop', antom.payment({ notifyType: 'OFFLINE_PAYMENT_CODE' })],
    ['a payment without our reference', antom.payment({ paymentRequestId: undefined })],
    ['a payment with an empty one', antom.payment({ paymentRequestId: '' })],
    [
      'a payment of a subscription',
      { notifyType: 'PAYMENT_RESULT', subscriptionRequestId: 'S-1', paymentStatus: 'SUCCESS' },
    ],
    ['a refund without its request', antom.refund({ refundRequestId: null })],
    ['a capture that failed', antom.capture({ result: antom.result('F') })],
    ['a dispute without our reference', antom.dispute('DISPUTE_CREATED', { paymentRequestId: undefined })],
    ['a defence that was sent in', antom.dispute('DEFENSE_SUPPLIED')],
    ['a defence that is due', antom.dispute('DEFENSE_DUE_ALERT')],
    ['a dispute of tomorrow', antom.dispute('DISPUTE_BLESSED')],
  ])('%s', async (_what, notice) => {
    expect(await receive(notice)).toEqual([]);
  });
});

describe('given a notice of ours that is malformed, when it is read, then it is not acknowledged', () => {
  test.each<[string, antom.Fields | string | Buffer]>([
    ['no JSON', 'notifyType=PAYMENT_RESULT'],
    ['nothing', ''],
    ['no object', '[]'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x7b])],
    ['no result', antom.payment({ result: undefined })],
    ['an unknown status', antom.payment({ result: { resultStatus: 'OK', resultCode: 'SUCCESS' } })],
    ['no payment id', antom.payment({ paymentId: undefined })],
    ['an empty payment id', antom.payment({ paymentId: '' })],
    ['no amount', antom.payment({ paymentAmount: undefined })],
    ['an amount that is a number', antom.payment({ paymentAmount: { value: 2980, currency: 'JPY' } })],
    ['no currency', antom.payment({ paymentAmount: { value: '2980' } })],
    ['a currency in small letters', antom.payment({ paymentAmount: { value: '2980', currency: 'jpy' } })],
    ...['29.80', '-2980', '+2980', '2,980', '2980 ', '', '0x10', '1e3', '02980', '9007199254740993', '２９８０'].map(
      (value): [string, antom.Fields] => [
        `the amount "${value}"`,
        antom.payment({ paymentAmount: { value, currency: 'JPY' } }),
      ],
    ),
    ['a reference that is no text', antom.payment({ paymentRequestId: 42 })],
    ['a refund without a status', antom.refund({ refundStatus: undefined })],
    ['a refund of unknown status', antom.refund({ refundStatus: 'PROCESSING' })],
    ['a refund without an amount', antom.refund({ refundAmount: undefined })],
    ['a capture without an amount', antom.capture({ captureAmount: undefined })],
    ['a dispute without an amount', antom.dispute('DISPUTE_CREATED', { disputeAmount: undefined })],
    ['a dispute without a payment', antom.dispute('DISPUTE_CREATED', { paymentId: undefined })],
    ['a verdict that is not said', antom.dispute('DISPUTE_JUDGED')],
    ['a verdict of tomorrow', antom.dispute('DISPUTE_JUDGED', { disputeJudgedResult: 'BOTH' })],
  ])('%s', async (_what, notice) => {
    await expect(receive(notice)).rejects.toThrow();
    await expect(receive(notice)).rejects.not.toMatchObject({ code: 'bad_signature' });
  });
});
