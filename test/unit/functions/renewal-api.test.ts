import { describe, expect, test } from '@jest/globals';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import type { Renewal, RenewalStatus } from '../../../shared/domain/renewal/renewal.ts';
import { lineId, personId } from '../../../shared/domain/values/ids.ts';
import { parseInstant } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { Refusal } from '../../../shared/errors.ts';
import { PROBLEM_TEXTS } from '../../../shared/http/problem-texts/problem-texts.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import {
  aCapture,
  aLine,
  anOpenPayment,
  aPlan,
  aRenewal,
  END,
  EXAMPLES,
  LINE_ID,
  later,
  NOW,
  RENEWAL_ID,
} from '../domain/given.ts';
import { aPromotion } from '../domain/promotion/given-promotion.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { A_SELLER, paying } from './paying.ts';

const PLAN = aPlan();

const world = async (...renewals: Renewal[]) => {
  const store = memoryStore();
  await store.addLine(aLine({ claims: { '3d.email': { state: 'claimed', at: later(-3_600_000) } } }));
  await store.addLine(aLine({ lineId: lineId('FFFFFFFFFFFF'), ownerId: personId('kenji') }));
  await store.addPlan(PLAN);
  await store.addPlan(aPlan({ planId: 'korea', family: 'korea' }));
  for (const renewal of renewals) await store.createRenewal(renewal, undefined);
  const log = memoryLog();
  const clock = () => NOW;
  const payments = fakePayments();
  const handler = renewalApi({
    store,
    async verify(authorization) {
      const [, sub] = /^Bearer (\w+)$/.exec(authorization ?? '') ?? [];
      if (sub === undefined) throw new Refusal('unauthenticated');
      return { person: personId(sub), roles: [] };
    },
    ...paying(store, clock, payments),
    clock,
    log,
  });
  const get = (
    routeKey: string,
    parameters: Record<string, string>,
    more: Parameters<typeof httpEvent>[1] = {},
    sub = 'mei',
  ) =>
    ask(
      handler,
      httpEvent(routeKey, { parameters, ...more, headers: { authorization: `Bearer ${sub}`, ...more.headers } }),
    );
  const post = (body: unknown, headers: Record<string, string> = { 'idempotency-key': 'key-0001' }) =>
    ask(
      handler,
      httpEvent('POST /v1/renewals', {
        headers: { authorization: 'Bearer mei', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const preview = (more = {}) =>
    get('GET /v1/lines/{lineId}/preview', { lineId: LINE_ID }, { query: { planId: PLAN.planId }, ...more });
  return { handler, store, log, get, post, preview, payments };
};

const ROUTES = [
  'GET /v1/lines/{lineId}',
  'GET /v1/lines/{lineId}/plans',
  'GET /v1/lines/{lineId}/preview',
  'POST /v1/renewals',
  'GET /v1/renewals/{renewalId}',
  'GET /v1/renewals/{renewalId}/receipt',
  'POST /v1/renewals/{renewalId}/payments',
  'POST /v1/renewals/{renewalId}/cancellation',
  'POST /v1/renewals/{renewalId}/look-up',
];

const SEVEN_DAYS = { unit: 'day', count: 7, day: { kind: 'rolling' } } as const;

describe('who may', () => {
  test.each(ROUTES)('%s wants a token', async (route) => {
    const { handler } = await world();
    expect(await ask(handler, httpEvent(route))).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test('an address that does not exist is told without one', async () => {
    const { handler } = await world();
    expect(await ask(handler, httpEvent('$default'))).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test("another person's line and renewal do not exist for anybody else", async () => {
    const { get } = await world(aRenewal('active'));
    for (const route of ROUTES.filter((key) => key.includes('{lineId}')))
      expect(await get(route, { lineId: LINE_ID }, { query: { planId: PLAN.planId } }, 'kenji')).toMatchObject({
        status: 404,
        body: { code: 'line_not_found' },
      });
    for (const route of ROUTES.filter((key) => key.includes('{renewalId}')))
      expect(
        await get(
          route,
          { renewalId: RENEWAL_ID },
          { headers: { 'idempotency-key': 'key-0001' }, body: '{"method":"card"}' },
          'kenji',
        ),
      ).toMatchObject({
        status: 404,
        body: { code: 'renewal_not_found' },
      });
  });

  test.each(['', 'x', 'lower-case-id', '../../etc', LINE_ID.toLowerCase()])(
    'an id like %j is one that does not exist',
    async (id) => {
      const { get } = await world();
      expect((await get('GET /v1/lines/{lineId}', { lineId: id })).body.code).toBe('line_not_found');
      expect((await get('GET /v1/renewals/{renewalId}', { renewalId: id })).body.code).toBe('renewal_not_found');
    },
  );
});

describe('lines, plans and previews', () => {
  test('a line: what is left, the end in both times, what was sent; nothing internal', async () => {
    const { get } = await world();
    const { status, body, headers } = await get('GET /v1/lines/{lineId}', { lineId: LINE_ID });
    expect([status, headers['cache-control']]).toEqual([200, 'private, no-cache']);
    expect(body).toEqual({
      lineId: LINE_ID,
      iccid: aLine().iccid,
      carrier: 'soracom',
      form: 'esim',
      endsAt: '2026-10-03T15:00:00Z',
      endsAtLocal: '2026-10-04T00:00:00+09:00',
      zone: 'Asia/Tokyo',
      renewable: true,
      usage: { remainingBytes: 500_000_000, totalBytes: 3_000_000_000, asOf: '2026-10-01T03:00:00Z' },
      messages: [{ message: '3d', channel: 'email', state: 'unknown', at: '2026-10-01T02:00:00Z' }],
    });
  });

  test('the plans of its family, with the price as people write it', async () => {
    const { get } = await world();
    const { body } = await get(
      'GET /v1/lines/{lineId}/plans',
      { lineId: LINE_ID },
      { headers: { 'accept-language': 'ja' } },
    );
    expect(body.plans).toEqual([
      expect.objectContaining({
        planId: PLAN.planId,
        prices: [{ ...PLAN.prices[0], text: expect.stringMatching(/^[¥￥]1,980$/) }],
        names: PLAN.names,
      }),
    ]);
  });

  test('shortest first, and of the same length the cheapest', async () => {
    const { get, store } = await world();
    const more = [aPlan({ planId: 'a7', length: SEVEN_DAYS }), aPlan({ planId: 'a3', prices: [money(2_500, 'JPY')] })];
    for (const plan of [...more, aPlan({ planId: 'z3', prices: [money(900, 'JPY')] })]) await store.addPlan(plan);
    const { body } = await get('GET /v1/lines/{lineId}/plans', { lineId: LINE_ID });
    expect(body.plans.map(({ planId }: { planId: string }) => planId)).toEqual(['z3', PLAN.planId, 'a3', 'a7']);
  });

  test('a line that has ended for good can take none', async () => {
    const { get, store } = await world();
    await store.addLine(aLine({ lineId: lineId('000000000000'), endsAt: NOW }));
    const { status, body } = await get('GET /v1/lines/{lineId}/plans', { lineId: '000000000000' });
    expect([status, body]).toEqual([200, { plans: [] }]);
  });

  test('a preview names plan and rule, and tells every instant in both times', async () => {
    const { preview } = await world();
    const { body } = await preview({ headers: { 'accept-language': 'zh-CN' } });
    expect(body).toMatchObject({
      planName: PLAN.names['zh-CN'],
      startsAt: '2026-10-03T15:00:00Z',
      startsAtLocal: '2026-10-04T00:00:00+09:00',
      ruleText: expect.stringContaining('延长'),
    });
  });

  test('a preview, with the body that orders just this', async () => {
    const { preview, post } = await world();
    const { status, body } = await preview();
    expect([status, body.rule, body.endBefore, body.endAfter, body.endAfterLocal]).toEqual([
      200,
      'extend_end',
      '2026-10-03T15:00:00Z',
      '2026-10-06T15:00:00Z',
      '2026-10-07T00:00:00+09:00',
    ]);
    expect((await post(body.order)).status).toBe(201);
  });

  test.each([
    [{ query: {} }, 400, 'bad_request'],
    [{ query: { planId: "x' OR 1=1" } }, 400, 'bad_request'],
    [{ query: { planId: 'nothing' } }, 404, 'plan_not_found'],
    [{ query: { planId: 'korea' } }, 422, 'plan_not_for_line'],
  ])('a preview of %j → %d %s', async (more, status, code) => {
    const { preview } = await world();
    expect(await preview(more)).toMatchObject({ status, body: { code } });
  });

  test.each([
    ['en', 'Renewals are normally not refundable'],
    ['ja', '返金'],
    ['zh-CN', '续期一般不可退款'],
    ['zh-TW', '原則上恕不退款'],
    ['ko', '환불'],
  ])('in %s the promise is told in that language', async (language, word) => {
    const { preview } = await world();
    const { body, headers } = await preview({ headers: { 'accept-language': language } });
    expect([body.promise, headers['content-language']]).toEqual([expect.stringContaining(word), language]);
  });
});

describe('a promotion', () => {
  const limited = aPromotion({ code: 'TOKYO', limit: 1 });

  test('is shown with its name, the price before and what to pay, and its order is taken as it is', async () => {
    const { preview, post, store } = await world();
    await store.addPromotion(limited);
    const { body } = await preview({
      query: { planId: PLAN.planId, code: 'tokyo' },
      headers: { 'accept-language': 'ja' },
    });
    expect(body).toMatchObject({
      price: { amountMinor: 1_782, currency: 'JPY' },
      promotion: {
        name: limited.names.ja,
        priceBefore: PLAN.prices[0],
        priceBeforeText: expect.stringMatching(/1,980$/),
        discount: { amountMinor: 198, currency: 'JPY' },
      },
      order: { price: { amountMinor: 1_782 }, promotion: { promotionId: 'autumn', version: 1, code: 'tokyo' } },
    });
    expect(await post(body.order)).toMatchObject({
      status: 201,
      body: {
        price: { amountMinor: 1_782 },
        promotion: { promotionId: 'autumn', priceBefore: PLAN.prices[0], discount: { amountMinor: 198 } },
        payment: { amount: { amountMinor: 1_782 } },
      },
    });
  });

  test('that cannot be used is told in words, beside the price without it', async () => {
    const { preview } = await world();
    const { status, body } = await preview({
      query: { planId: PLAN.planId, code: 'nothing' },
      headers: { 'accept-language': 'ko' },
    });
    expect([status, body.price, body.order.promotion]).toEqual([200, PLAN.prices[0], undefined]);
    expect(body.codeProblem).toEqual({ code: 'promotion_unknown', ...PROBLEM_TEXTS.ko.promotion_unknown });
  });

  test('that is gone by now is refused with what to do', async () => {
    const { preview, post, store } = await world();
    await store.addPromotion(limited);
    const { order } = (await preview({ query: { planId: PLAN.planId, code: 'TOKYO' } })).body;
    await store.addPromotion({ ...limited, version: 2 });
    expect(await post(order)).toMatchObject({ status: 409, body: { code: 'preview_outdated' } });
  });
});

describe('ordering', () => {
  test('a new order is a 201 with its address; the same again a 200 with the same body', async () => {
    const { preview, post } = await world();
    const { order } = (await preview()).body;
    const first = await post(order);
    const again = await post(order);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(first.headers['location']).toBe(`/v1/renewals/${first.body.renewalId}`);
    expect(first.body).toMatchObject({
      status: 'awaiting_payment',
      payBy: '2026-10-01T04:00:00Z',
      payment: { status: 'created', url: expect.stringContaining('https://pay.example/') },
    });
    const another = await post({ ...order, newEnd: '2026-10-05T15:00:00Z' });
    expect(another).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  test('what is outdated is refused with what holds now', async () => {
    const { preview, post } = await world();
    const { order } = (await preview()).body;
    expect(await post({ ...order, price: { amountMinor: 1, currency: 'JPY' } })).toMatchObject({
      status: 409,
      body: { code: 'preview_outdated', planVersion: 1, price: PLAN.prices[0], newEnd: order.newEnd },
    });
  });

  test("another person's line cannot be ordered for, and a line id of no shape is one that does not exist", async () => {
    const { preview, post } = await world();
    const { order } = (await preview()).body;
    for (const other of ['FFFFFFFFFFFF', 'nonsense', ''])
      expect(await post({ ...order, lineId: other })).toMatchObject({ status: 404, body: { code: 'line_not_found' } });
  });

  test('one key serves one order of a person, whatever SIM it is for', async () => {
    const { store, preview, post } = await world();
    const second = lineId('111111111111');
    await store.addLine(aLine({ lineId: second }));
    const { order } = (await preview()).body;
    const [first, other] = [await post(order), await post({ ...order, lineId: second })];
    expect([first.status, other.status, other.body.code]).toEqual([201, 409, 'idempotency_key_reused']);
  });

  test.each<[string, (order: Record<string, unknown>) => unknown]>([
    ['a field too many', (order) => ({ ...order, discount: 1 })],
    ['a field too few', ({ planId: _missing, ...order }) => order],
    ['a fraction of a yen', (order) => ({ ...order, price: { amountMinor: 0.5, currency: 'JPY' } })],
    ['a negative price', (order) => ({ ...order, price: { amountMinor: -1, currency: 'JPY' } })],
    ['a local time', (order) => ({ ...order, newEnd: '2026-10-07T00:00:00' })],
    ['no object', () => [1]],
    ['null', () => null],
    ['a deep one', () => '['.repeat(4_000) + ']'.repeat(4_000)],
  ])('%s → 400, and nothing is stored', async (_name, change) => {
    const { preview, post, store } = await world();
    const { order } = (await preview()).body;
    const { status, body } = await post(change(order));
    expect([status, body.code]).toEqual([400, 'bad_request']);
    expect((await store.dueRenewals(later(10 ** 9))).ids).toEqual([]);
  });

  test.each([undefined, 'short', 'x'.repeat(129), 'with space in it', 'tab\tin it-----'])(
    'an Idempotency-Key of %j → 400',
    async (key) => {
      const { preview, post } = await world();
      const { order } = (await preview()).body;
      const { status, body } = await post(order, key === undefined ? {} : { 'idempotency-key': key });
      expect([status, body.code]).toEqual([400, 'idempotency_key_missing']);
    },
  );
});

describe('a renewal in every status', () => {
  test.each(Object.keys(EXAMPLES) as RenewalStatus[])('%s: just the facts that are true in it', async (status) => {
    const { get, log } = await world(EXAMPLES[status]);
    const { status: code, body } = await get('GET /v1/renewals/{renewalId}', { renewalId: RENEWAL_ID });
    expect([code, body.status, body.statusText]).toEqual([200, status, expect.any(String)]);
    expect(Object.hasOwn(body, 'payBy')).toBe(status === 'awaiting_payment');
    expect(Object.hasOwn(body, 'deadline')).toBe(status === 'activating');
    expect(Object.hasOwn(body, 'endsAt')).toBe(status === 'active');
    expect(Object.hasOwn(body.payment, 'url')).toBe(status === 'awaiting_payment');
    expect(JSON.stringify(body)).not.toMatch(/requestHash|ownerId|sessionId|captureId|claims|"rev"/);
    expect(log.entries).toEqual([]);
  });

  test.each(Object.keys(EXAMPLES) as RenewalStatus[])('%s: its receipt', async (status) => {
    const { get } = await world(EXAMPLES[status]);
    const { status: code, body } = await get('GET /v1/renewals/{renewalId}/receipt', { renewalId: RENEWAL_ID });
    if (status !== 'active' && status !== 'refunded')
      return expect([code, body.code]).toEqual([409, 'receipt_not_ready']);
    expect([code, body.status, body.paid, body.endBefore]).toEqual([
      200,
      status,
      PLAN.prices[0],
      '2026-10-03T15:00:00Z',
    ]);
    if (status === 'active')
      expect([body.endAfter, body.carrierReference]).toEqual(['2026-10-06T15:00:00Z', 'sim-1@2']);
    else expect([body.refunded, body.refundReason]).toEqual([PLAN.prices[0], 'carrier_refused']);
  });

  describe('the tax on a receipt', () => {
    const receipt = async (renewal: Renewal, language = 'en') => {
      const { get, store } = await world(renewal);
      await store.addPromotion(aPromotion());
      const request = { headers: { 'accept-language': language } };
      return (await get('GET /v1/renewals/{renewalId}/receipt', { renewalId: RENEWAL_ID }, request)).body;
    };
    const included = (amountMinor: number, percent = 10) => ({
      percent,
      amount: { amountMinor, currency: 'JPY' },
      text: expect.any(String),
    });

    test('of an active renewal: who sold it under which number, and one amount for all of it', async () => {
      expect(await receipt(aRenewal('active'))).toMatchObject({
        kind: 'qualified_invoice',
        issuer: { name: A_SELLER.name, invoiceNumber: 'T9000000000000' },
        tax: included(180),
        allowanceBytes: PLAN.allowanceBytes,
      });
    });

    test('of a refunded one: what was sent back, and the tax in it', async () => {
      const body = await receipt(aRenewal('refunded'), 'ja');
      expect(body).toMatchObject({
        kind: 'qualified_return_invoice',
        refunded: PLAN.prices[0],
        refundedTax: included(180),
      });
      expect([body.kindText, body.refundedTax.text]).toEqual([
        '本書は適格返還請求書です。',
        expect.stringMatching(/消費税10%（[¥￥]180）を含みます。$/),
      ]);
    });

    test('of an active one of which a part went back: both', async () => {
      const payments = [aCapture({ refundedMinor: 500 })];
      expect(await receipt(aRenewal('active', { payments }))).toMatchObject({
        kind: 'qualified_invoice',
        tax: included(180),
        refunded: { amountMinor: 500 },
        refundedTax: included(45),
      });
    });

    test('is that of the day when it was paid', async () => {
      const paidAt = parseInstant('2019-09-30T23:59:59+09:00');
      expect(await receipt(aRenewal('active', { paidAt }))).toMatchObject({ tax: included(146, 8) });
    });

    test('is none where the sale is exempt, and it is a plain receipt then', async () => {
      const body = await receipt(aRenewal('active', { plan: { planId: 'korea', version: 1 } }));
      expect(body).toMatchObject({ kind: 'receipt', tax: included(0, 0) });
      expect(body.tax.text).toBe('No consumption tax is charged on this.');
    });

    test('of one with a promotion: its name, the price before, and the tax in what was paid', async () => {
      const paid = money(1_782, 'JPY');
      const renewal = aRenewal('active', {
        price: paid,
        promotion: { promotionId: 'autumn', version: 1, discountMinor: 198 },
        payments: [aCapture({ amount: paid, captured: paid })],
      });
      expect(await receipt(renewal, 'ko')).toMatchObject({
        paid,
        promotion: { name: '가을 할인', priceBefore: PLAN.prices[0], discount: { amountMinor: 198, currency: 'JPY' } },
        tax: included(162),
      });
    });
  });

  test('a decline is told in plain words', async () => {
    const trail = [
      { at: NOW, what: 'created' },
      { at: NOW, what: 'declined.1.expired_card' },
    ];
    const { get } = await world(aRenewal('awaiting_payment', { payments: [anOpenPayment()], trail }));
    const { body } = await get('GET /v1/renewals/{renewalId}', { renewalId: RENEWAL_ID });
    expect(body.payment.lastDecline).toEqual({
      reason: 'expired_card',
      text: expect.stringContaining('try another card'),
    });
  });

  test('what cannot be shown is a defect that is told to the log alone', async () => {
    const broken = aRenewal('awaiting_payment', { payments: [] });
    const { get, log } = await world(broken);
    const { status, body } = await get('GET /v1/renewals/{renewalId}', { renewalId: RENEWAL_ID });
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(log.entries[0]?.level).toBe('error');
  });

  test('the end that was promised stays readable after the line has moved on', async () => {
    const { get } = await world(aRenewal('active', { quote: { endBefore: END, endAfter: later(1) } }));
    const { body } = await get('GET /v1/renewals/{renewalId}', { renewalId: RENEWAL_ID });
    expect(body.promisedEnd).toBe('2026-10-01T03:00:00.001Z');
  });
});
