import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { CAPTURE_ID, ORDER_ID, paypalReceiver, refundResource, yen } from '../../../webhooks/senders/paypal.ts';
import { against, answers, capture, ORDER, order, problem, type Reply, SESSION } from './paypal-api.ts';
import { secretOf } from './receiving.ts';

const unavailable = { code: 'payment_provider_unavailable' };
const OPEN = 'POST /v2/checkout/orders';
const GET = `GET /v2/checkout/orders/${ORDER_ID}`;
const CAPTURE = `POST /v2/checkout/orders/${ORDER_ID}/capture`;
const PAGE = `https://www.sandbox.paypal.com/checkoutnow?token=${ORDER_ID}`;
const opened = order('PAYER_ACTION_REQUIRED', undefined, {
  links: [{ href: PAGE, rel: 'payer-action', method: 'GET' }],
});
const captured = { kind: 'captured', captureId: CAPTURE_ID, amount: ORDER.amount };

describe('given an order, when its page is opened', () => {
  test('then PayPal is asked for exactly that, under our key', async () => {
    const { asked, provider } = against(() => opened);
    expect(await provider.open(ORDER)).toEqual({ sessionId: ORDER_ID, url: PAGE });
    expect(asked.map(({ line }) => line)).toEqual([OPEN]);
    expect(asked[0]?.headers).toEqual({
      authorization: 'Bearer A21AA',
      'content-type': 'application/json',
      prefer: 'return=representation',
      'paypal-request-id': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      intent: 'CAPTURE',
      purchase_units: [
        {
          custom_id: ORDER.reference,
          invoice_id: ORDER.reference,
          amount: { currency_code: 'JPY', value: '1980' },
          description: '日本 5 天',
        },
      ],
      payment_source: {
        paypal: {
          experience_context: {
            return_url: ORDER.returnUrl,
            cancel_url: ORDER.returnUrl,
            locale: 'zh-CN',
            user_action: 'PAY_NOW',
            shipping_preference: 'NO_SHIPPING',
            payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
          },
        },
      },
    });
  });

  test('then a repetition asks for exactly the same under the same id, and another key under another one', async () => {
    const { asked, provider } = against(() => opened);
    await provider.open(ORDER);
    await provider.open({ ...ORDER });
    await provider.open({ ...ORDER, key: 'key-2' });
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]?.headers['paypal-request-id']).not.toBe(asked[0]?.headers['paypal-request-id']);
  });

  test.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-HK'],
    ['ja', 'ja-JP'],
    ['en', 'en-US'],
    ['en-GB', 'en-GB'],
    ['fil', undefined],
  ])('then %s reads it in %s', async (language, locale) => {
    const { asked, provider } = against(() => opened);
    await provider.open({ ...ORDER, language });
    expect(JSON.parse(asked[0]?.body ?? '').payment_source.paypal.experience_context.locale).toBe(locale);
  });

  test('then a description is cut between characters where PayPal takes no more', async () => {
    const { asked, provider } = against(() => opened);
    await provider.open({ ...ORDER, description: '🗾'.repeat(200) });
    expect(JSON.parse(asked[0]?.body ?? '').purchase_units[0].description).toBe('🗾'.repeat(127));
  });

  test('then the page is found under its older name, and without any link', async () => {
    const links = [{ href: 'https://www.paypal.com/checkoutnow?token=1', rel: 'approve' }];
    const older = against(() => order('CREATED', undefined, { links }));
    expect(await older.provider.open(ORDER)).toMatchObject({ url: 'https://www.paypal.com/checkoutnow?token=1' });
    const approved = against(() => order('APPROVED', undefined, { links: [] }));
    expect(await approved.provider.open(ORDER)).toEqual({ sessionId: ORDER_ID, url: PAGE });
  });

  test.each<[string, object]>([
    ['amount', { amount: yen(980) }],
    ['currency', { amount: { currency_code: 'USD', value: '19.80' } }],
    ['reference', { custom_id: '0123456789AB0123456789ABCDEF02' }],
  ])('then an answer with another %s is the order of a key that was used before', async (_what, unit) => {
    const first = {
      ...(opened.body as object),
      purchase_units: [{ amount: yen(1980), custom_id: ORDER.reference, ...unit }],
    };
    const { provider } = against(() => ({ body: first }));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test.each([
    ['no amount', [{ custom_id: ORDER.reference }]],
    ['nothing', []],
  ])('then an answer that says %s of what it opened leaves it open', async (_what, units) => {
    const { provider } = against(() => ({ body: { ...(opened.body as object), purchase_units: units } }));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
  });

  test('then a refused request id is one that was used before', async () => {
    const { provider } = against(() => problem(400, 'DUPLICATE_REQUEST_ID'));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('then an amount that PayPal cannot express is not rounded', async () => {
    const { asked, provider } = against(() => opened);
    await expect(provider.open({ ...ORDER, amount: money(198_050, 'TWD') })).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });
});

describe('given an answer that leaves the outcome open, when anything is asked, then it is a refusal', () => {
  test.each<[string, Reply | Error]>([
    ['no answer', new Error('timed out')],
    ['500', { status: 500, body: { name: 'INTERNAL_SERVER_ERROR' } }],
    ['503 without JSON', { status: 503, body: '<html>' }],
    ['429', { status: 429 }],
    ['a reply of another shape', { body: { id: 1 } }],
    ['200 without JSON', { body: '<html>' }],
  ])('%s', async (_what, reply) => {
    const { provider } = against(() => reply);
    await expect(provider.open(ORDER)).rejects.toMatchObject(unavailable);
    await expect(provider.lookUp(SESSION)).rejects.toMatchObject(unavailable);
    await expect(provider.capture(SESSION)).rejects.toMatchObject(unavailable);
  });

  test('and a connection that breaks is tried once more, with the same request', async () => {
    const broken = against((_asked, number) => (number === 1 ? new Error('other side closed') : opened));
    expect(await broken.provider.open(ORDER)).toMatchObject({ sessionId: ORDER_ID });
    expect(broken.asked[1]).toEqual(broken.asked[0]);
    const gone = against(() => new Error('other side closed'));
    await expect(gone.provider.open(ORDER)).rejects.toMatchObject(unavailable);
    expect(gone.asked).toHaveLength(2);
  });

  test('and what was refused for good is an error that names the reason and nobody', async () => {
    const { provider } = against(() => problem(422, 'PAYEE_ACCOUNT_RESTRICTED'));
    await expect(provider.open(ORDER)).rejects.toThrow(
      'paypal refused: 422 PAYEE_ACCOUNT_RESTRICTED, UNPROCESSABLE_ENTITY',
    );
  });

  test('and a request that is still under way is waited for', async () => {
    const busy = problem(409, 'PREVIOUS_REQUEST_IN_PROGRESS', 'RESOURCE_CONFLICT');
    const { asked, provider } = against((_asked, number) => (number <= 2 ? busy : opened));
    expect(await provider.open(ORDER)).toMatchObject({ sessionId: ORDER_ID });
    expect(asked).toHaveLength(3);
  });
});

describe('given a token', () => {
  const isFor = (secret: string) => `Basic ${Buffer.from(`client-one:${secret}`).toString('base64')}`;

  test('when it is good, then it is used until shortly before its end', async () => {
    const { tokensAsked, time, provider } = against(() => opened);
    await provider.open(ORDER);
    await provider.open(ORDER);
    expect(tokensAsked).toHaveLength(1);
    expect(tokensAsked[0]).toMatchObject({
      headers: { authorization: isFor('secret-one'), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    time.now = instant(time.now + 32_400_000 - 61_000);
    await provider.open(ORDER);
    expect(tokensAsked).toHaveLength(1);
    time.now = instant(time.now + 2_000);
    await provider.open(ORDER);
    expect(tokensAsked).toHaveLength(2);
  });

  test('when PayPal ends it before its time, then it is renewed once', async () => {
    const tokens = ['one', 'two'];
    const token = (_asked: unknown, number: number) => ({
      body: { access_token: tokens[number - 1] ?? 'x', expires_in: 900 },
    });
    const { asked, provider } = against((_asked, number) => (number === 1 ? { status: 401 } : opened), { token });
    expect(await provider.open(ORDER)).toMatchObject({ sessionId: ORDER_ID });
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual(['Bearer one', 'Bearer two']);
    expect(asked[1]?.headers['paypal-request-id']).toBe(asked[0]?.headers['paypal-request-id']);
  });

  test('when only the second secret is good, then it is used', async () => {
    const account = secretOf({ ...paypalReceiver, clientSecrets: ['old', 'new'] });
    const { tokensAsked, provider } = against(() => opened, {
      account,
      token: ({ headers }) =>
        headers['authorization'] === isFor('new') ? { body: { access_token: 'A', expires_in: 900 } } : { status: 401 },
    });
    expect(await provider.open(ORDER)).toMatchObject({ sessionId: ORDER_ID });
    expect(tokensAsked).toHaveLength(2);
  });

  test('when no secret is good, then they are read again once', async () => {
    const token = ({ headers }: { readonly headers: Readonly<Record<string, string>> }): Reply =>
      headers['authorization'] === isFor('rotated')
        ? { body: { access_token: 'A', expires_in: 900 } }
        : { status: 401 };
    const account = secretOf(paypalReceiver, { ...paypalReceiver, clientSecrets: ['rotated'] });
    const rotated = against(() => opened, { account, token });
    expect(await rotated.provider.open(ORDER)).toMatchObject({ sessionId: ORDER_ID });
    expect(account.refreshes).toBe(1);

    const wrong = secretOf(paypalReceiver);
    await expect(against(() => opened, { account: wrong, token }).provider.open(ORDER)).rejects.toMatchObject(
      unavailable,
    );
    expect(wrong.refreshes).toBe(1);
  });

  test.each<[string, Reply | Error]>([
    ['fails', { status: 500 }],
    ['is out of reach', new Error('reset')],
    ['answers something else', { body: {} }],
  ])('when its server %s, then nothing is asked', async (_what, reply) => {
    const { asked, provider } = against(() => opened, { token: () => reply });
    await expect(provider.open(ORDER)).rejects.toMatchObject(unavailable);
    expect(asked).toEqual([]);
  });
});

describe('given an order at PayPal, when it is looked up, then it says', () => {
  const refund = (id: string, amount: number, status = 'COMPLETED') =>
    refundResource(ORDER.reference, { id, amount: yen(amount), status });
  const refunded = (amountMinor: number) => ({
    kind: 'refunded',
    captureId: CAPTURE_ID,
    refunded: { amountMinor, currency: 'JPY' },
  });

  test.each<[string, Reply, readonly object[]]>([
    ['waits', order('CREATED'), []],
    ['waits for its payer', order('PAYER_ACTION_REQUIRED'), []],
    ['was saved', order('SAVED'), []],
    ['approved', order('APPROVED'), [{ kind: 'approved' }]],
    ['voided', order('VOIDED'), [{ kind: 'expired' }]],
    ['forgotten', problem(404, 'INVALID_RESOURCE_ID', 'RESOURCE_NOT_FOUND'), [{ kind: 'expired' }]],
    ['captured', order('COMPLETED', { captures: [capture()] }), [captured]],
    ['under review', order('COMPLETED', { captures: [capture({ status: 'PENDING' })] }), [{ kind: 'processing' }]],
    [
      'declined after the review',
      order('COMPLETED', { captures: [capture({ status: 'DECLINED' })] }),
      [{ kind: 'failed', reason: 'try_another_method' }],
    ],
    [
      'failed',
      order('COMPLETED', { captures: [capture({ status: 'FAILED' })] }),
      [{ kind: 'failed', reason: 'try_another_method' }],
    ],
    ['sent back', order('COMPLETED', { captures: [capture({ status: 'REFUNDED' })] }), [captured, refunded(1980)]],
    [
      'sent back in part',
      order('COMPLETED', {
        captures: [capture({ status: 'PARTIALLY_REFUNDED' })],
        refunds: [
          refund('R1', 500),
          refund('R2', 300, 'PENDING'),
          refund('R3', 700, 'FAILED'),
          refund('R4', 7, 'CANCELLED'),
        ],
      }),
      [captured, refunded(800)],
    ],
    [
      'sent back less than a refund that failed',
      order('COMPLETED', {
        captures: [capture({ status: 'PARTIALLY_REFUNDED' })],
        refunds: [refund('R1', 500), refund('R2', 900, 'FAILED')],
      }),
      [captured, { ...refunded(500), kind: 'refund_failed', failures: 1 }],
    ],
    ['not yet listed', order('COMPLETED'), []],
  ])('%s', async (_what, reply, reports) => {
    expect(await against(answers({ [GET]: reply })).provider.lookUp(SESSION)).toEqual(reports);
  });

  test('what was received, not what was asked for, and for whom', async () => {
    const more = order('COMPLETED', { captures: [capture({ amount: yen(1) })] });
    expect(await against(answers({ [GET]: more })).provider.lookUp(SESSION)).toEqual([
      { ...captured, amount: { amountMinor: 1, currency: 'JPY' } },
    ]);
    const foreign = order('COMPLETED', { captures: [capture({ payee: { merchant_id: 'ZZZZZZZZZZZZZ' } })] });
    expect(await against(answers({ [GET]: foreign })).provider.lookUp(SESSION)).toEqual([
      { ...captured, merchant: 'unexpected' },
    ]);
  });

  test('nothing that could be taken for an answer, in a state of tomorrow', async () => {
    await expect(against(() => order('SOMETHING_NEW')).provider.lookUp(SESSION)).rejects.toThrow('unknown state');
  });
});

describe('given an approved order, when it is captured', () => {
  const paid = order('COMPLETED', { captures: [capture()] });

  test('then the money is there', async () => {
    const { asked, provider } = against(answers({ [GET]: order('APPROVED'), [CAPTURE]: { status: 201, ...paid } }));
    expect(await provider.capture(SESSION)).toEqual([captured]);
    expect(asked.map(({ line }) => line)).toEqual([GET, CAPTURE]);
    expect(asked[1]?.headers['paypal-request-id']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('then a reply that tells of the capture alone is enough', async () => {
    const body = { id: ORDER_ID, status: 'COMPLETED', purchase_units: [{ payments: { captures: [capture()] } }] };
    const { provider } = against(answers({ [GET]: order('APPROVED'), [CAPTURE]: { status: 201, body } }));
    expect(await provider.capture(SESSION)).toEqual([captured]);
  });

  test('then all who ask at once share a request id, and those after a new approval or a while do not', async () => {
    const again = order('APPROVED', undefined, { update_time: '2026-10-01T00:10:00Z' });
    const table = {
      [GET]: [order('APPROVED'), order('APPROVED'), again],
      [CAPTURE]: problem(422, 'INSTRUMENT_DECLINED'),
    };
    const { asked, time, provider } = against(answers(table));
    for (let count = 0; count < 3; count += 1) await provider.capture(SESSION);
    time.now = instant(time.now + 60_000);
    await provider.capture(SESSION);
    const ids = asked.filter(({ line }) => line === CAPTURE).map(({ headers }) => headers['paypal-request-id']);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  test.each<[string, Reply, readonly object[]]>([
    ['not approved', order('PAYER_ACTION_REQUIRED'), [{ kind: 'requires_action' }]],
    ['captured already', paid, [captured]],
    ['forgotten', problem(404, 'INVALID_RESOURCE_ID'), [{ kind: 'expired' }]],
  ])('then one that is %s is not asked for its money', async (_what, reply, reports) => {
    const { asked, provider } = against(answers({ [GET]: reply }));
    expect(await provider.capture(SESSION)).toEqual(reports);
    expect(asked.map(({ line }) => line)).toEqual([GET]);
  });

  test('then one that somebody captures meanwhile is looked up', async () => {
    const table = { [GET]: [order('APPROVED'), paid], [CAPTURE]: problem(422, 'ORDER_ALREADY_CAPTURED') };
    expect(await against(answers(table)).provider.capture(SESSION)).toEqual([captured]);
  });

  test.each<[string, object]>([
    ['INSTRUMENT_DECLINED', { kind: 'declined', reason: 'try_another_method' }],
    ['PAYER_CANNOT_PAY', { kind: 'declined', reason: 'try_another_method' }],
    ['TRANSACTION_REFUSED', { kind: 'declined', reason: 'try_another_method' }],
    ['PAYER_ACCOUNT_RESTRICTED', { kind: 'declined', reason: 'try_another_method' }],
    ['CARD_EXPIRED', { kind: 'declined', reason: 'expired_card' }],
    ['TRANSACTION_LIMIT_EXCEEDED', { kind: 'declined', reason: 'limit_exceeded' }],
    ['PAYER_ACTION_REQUIRED', { kind: 'requires_action' }],
    ['MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED', { kind: 'failed', reason: 'limit_exceeded' }],
    ['DUPLICATE_INVOICE_ID', { kind: 'failed', reason: 'try_another_method' }],
    ['COMPLIANCE_VIOLATION', { kind: 'failed', reason: 'try_another_method' }],
  ])('then %s is %j', async (issue, report) => {
    const table = { [GET]: order('APPROVED'), [CAPTURE]: problem(422, issue) };
    expect(await against(answers(table)).provider.capture(SESSION)).toEqual([report]);
  });

  test.each(['PAYEE_ACCOUNT_RESTRICTED', 'SOMETHING_NEW'])('then %s is not the payer’s fault', async (issue) => {
    const table = { [GET]: order('APPROVED'), [CAPTURE]: problem(422, issue) };
    await expect(against(answers(table)).provider.capture(SESSION)).rejects.toMatchObject(unavailable);
  });

  test('then a capture under review is not money', async () => {
    const pending = order('COMPLETED', { captures: [capture({ status: 'PENDING' })] });
    const table = { [GET]: order('APPROVED'), [CAPTURE]: { status: 201, ...pending } };
    expect(await against(answers(table)).provider.capture(SESSION)).toEqual([{ kind: 'processing' }]);
  });
});

describe('given an order that is no longer wanted', () => {
  test('when it is closed, then nothing is asked, for PayPal voids none', async () => {
    const { asked, provider } = against(() => opened);
    await provider.close(SESSION);
    expect(asked).toEqual([]);
  });
});
