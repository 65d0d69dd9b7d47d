import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { renewalAnswer } from '../../../functions/renewal-api/answers.ts';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import { WORDS } from '../../../functions/renewal-api/words/words.ts';
import type { Payment } from '../../../shared/domain/payment/payment.ts';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { paymentReference, personId, type RenewalId } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import {
  aCapture,
  aClosedPayment,
  aHeld,
  aLine,
  anOpenPayment,
  aPlan,
  aRenewal,
  LINE_ID,
  later,
  NOW,
  PRICE,
  RENEWAL_ID,
} from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { paying } from './paying.ts';

const PAYMENTS = 'POST /v1/renewals/{renewalId}/payments';
const CANCELLATION = 'POST /v1/renewals/{renewalId}/cancellation';
const LOOK_UP = 'POST /v1/renewals/{renewalId}/look-up';
const READ = 'GET /v1/renewals/{renewalId}';

const world = async (...renewals: readonly Renewal[]) => {
  const store = memoryStore();
  await store.addLine(aLine());
  await store.addPlan(aPlan());
  for (const renewal of renewals) await store.createRenewal(renewal, undefined);
  const log = memoryLog();
  const payments = fakePayments();
  const clock = () => NOW;
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
  const call = async (
    route: string,
    {
      id = RENEWAL_ID as string,
      sub = 'mei',
      key = 'key-0002',
      body,
      language = 'en',
    }: {
      id?: string;
      sub?: string;
      key?: string | undefined;
      body?: unknown;
      language?: string;
    } = {},
  ) => {
    const answer = await ask(
      handler,
      httpEvent(route, {
        parameters: { renewalId: id },
        headers: {
          authorization: `Bearer ${sub}`,
          'accept-language': language,
          ...(key !== '' && { 'Idempotency-Key': key }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    if (answer.status === 200) expect(() => z.parse(renewalAnswer, answer.body)).not.toThrow();
    return answer;
  };
  const ordered = async (method = 'card'): Promise<RenewalId> => {
    const { body } = await ask(
      handler,
      httpEvent('POST /v1/renewals', {
        headers: { authorization: 'Bearer mei', 'idempotency-key': 'key-0001' },
        body: JSON.stringify({
          lineId: LINE_ID,
          planId: 'japan-3d',
          planVersion: 1,
          price: PRICE,
          newEnd: '2026-10-06T15:00:00Z',
          method,
        }),
      }),
    );
    return body.renewalId;
  };
  return { store, payments, log, call, ordered };
};

describe('whose renewal it is', () => {
  test.each([PAYMENTS, CANCELLATION, LOOK_UP])(
    "%s: another person's does not exist, and nothing is done",
    async (route) => {
      const { call, ordered, payments, store } = await world();
      const id = await ordered();
      const before = await store.renewal(id);
      expect(await call(route, { id, sub: 'kenji', body: { method: 'card' } })).toMatchObject({
        status: 404,
        body: { code: 'renewal_not_found' },
      });
      expect([payments.isClosed(`cs_${id}01`), await store.renewal(id)]).toEqual([false, before]);
    },
  );

  test.each([PAYMENTS, CANCELLATION, LOOK_UP])('%s: an id of another shape does not exist', async (route) => {
    const { call } = await world();
    for (const id of ['', 'nonsense', RENEWAL_ID.toLowerCase(), RENEWAL_ID])
      expect(await call(route, { id, body: { method: 'card' } })).toMatchObject({
        status: 404,
        body: { code: 'renewal_not_found' },
      });
  });
});

describe('another try to pay', () => {
  test('shows the new page, both payments, and how long there is', async () => {
    const { call, ordered } = await world();
    const id = await ordered();
    const { status, body, headers } = await call(PAYMENTS, { id, body: { method: 'paypal' } });
    expect([status, headers['cache-control'], headers['content-language']]).toEqual([200, 'no-store', 'en']);
    expect(body).toMatchObject({
      status: 'awaiting_payment',
      payBy: '2026-10-01T04:00:00Z',
      methods: ['card', 'paypal', 'konbini'],
      payment: { reference: paymentReference(id, 2), method: 'paypal', status: 'created', url: expect.any(String) },
    });
    expect(body.payments).toMatchObject([{ method: 'card', status: 'expired' }, body.payment]);
    expect(body.payments[0]).not.toHaveProperty('url');
    expect(JSON.stringify(body)).not.toMatch(/sessionId|"key"|"account"/);
  });

  test('comes once for one key', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    const first = await call(PAYMENTS, { id, body: { method: 'paypal' } });
    expect(await call(PAYMENTS, { id, body: { method: 'paypal' } })).toEqual(first);
    expect(payments.opened).toHaveLength(2);
    expect(await call(PAYMENTS, { id, body: { method: 'card' } })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_key_reused' },
    });
  });

  test.each(['', 'short', 'x'.repeat(129), 'with space in it'])(
    'a key of %j → 400, and nothing is done',
    async (key) => {
      const { call, ordered, payments } = await world();
      const id = await ordered();
      expect(await call(PAYMENTS, { id, key, body: { method: 'card' } })).toMatchObject({
        status: 400,
        body: { code: 'idempotency_key_missing' },
      });
      expect([payments.opened.length, payments.isClosed(`cs_${id}01`)]).toEqual([1, false]);
    },
  );

  test.each<[string, unknown]>([
    ['a method that nobody knows', { method: 'barter' }],
    ['no method', {}],
    ['a field too many', { method: 'card', amount: 1 }],
    ['no object', ['card']],
    ['null', null],
  ])('%s → 400', async (_what, body) => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    expect(await call(PAYMENTS, { id, body })).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(payments.opened).toHaveLength(1);
  });

  test('no JSON → 400', async () => {
    const { call, ordered } = await world();
    expect(await call(PAYMENTS, { id: await ordered(), body: 'method=card' })).toMatchObject({
      status: 400,
      body: { code: 'body_not_json' },
    });
  });

  test('a method that is not offered for this price → 422', async () => {
    const { call, ordered } = await world();
    expect(await call(PAYMENTS, { id: await ordered(), body: { method: 'alipay' } })).toMatchObject({
      status: 422,
      body: { code: 'method_not_offered', method: 'alipay', currency: 'JPY' },
    });
  });

  test.each(['activating', 'active', 'expired', 'cancelled', 'refunded', 'needs_review', 'closed'] as const)(
    'of one that is %s → 409 with how it stands',
    async (status) => {
      const { call } = await world(aRenewal(status));
      expect(await call(PAYMENTS, { body: { method: 'card' } })).toMatchObject({
        status: 409,
        body: { code: 'renewal_not_payable', status: 409, renewalStatus: status },
      });
    },
  );

  test('while another one is under way → 409', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    payments.process(`cs_${id}01`);
    expect(await call(PAYMENTS, { id, body: { method: 'card' } })).toMatchObject({
      status: 409,
      body: { code: 'payment_under_way' },
    });
    const { body } = await call(READ, { id });
    expect(body).toMatchObject({ status: 'awaiting_payment', statusText: WORDS.en.statuses.payment_under_way });
  });

  test('too often → 409', async () => {
    const payments = Array.from({ length: 10 }, (_, index) => aClosedPayment({ number: index + 1 }));
    const { call } = await world(aRenewal('awaiting_payment', { payments }));
    expect(await call(PAYMENTS, { body: { method: 'card' } })).toMatchObject({
      status: 409,
      body: { code: 'too_many_payments' },
    });
  });

  test('while the provider is down → 503, and later it works with the same key', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    payments.setDown('paypal', true);
    const refused = await call(PAYMENTS, { id, body: { method: 'paypal' } });
    expect(refused).toMatchObject({ status: 503, body: { code: 'payment_provider_unavailable' } });
    expect(refused.headers['retry-after']).toBe('5');
    payments.setDown('paypal', false);
    expect(await call(PAYMENTS, { id, body: { method: 'paypal' } })).toMatchObject({ status: 200 });
  });
});

describe('calling it off', () => {
  test('needs no key, and twice is once', async () => {
    const { call, ordered } = await world();
    const id = await ordered();
    const first = await call(CANCELLATION, { id, key: '' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        status: 'cancelled',
        cancelledAt: '2026-10-01T03:00:00Z',
        statusText: WORDS.en.statuses.cancelled,
        payment: { status: 'expired' },
      },
    });
    expect(first.body).not.toHaveProperty('methods');
    expect(await call(CANCELLATION, { id, key: '' })).toEqual(first);
  });

  test.each(['activating', 'active', 'expired', 'refunding', 'refunded', 'needs_review', 'closed'] as const)(
    'one that is %s → 409',
    async (status) => {
      const { call, store } = await world(aRenewal(status));
      expect(await call(CANCELLATION)).toMatchObject({
        status: 409,
        body: { code: 'renewal_not_cancellable', status: 409, renewalStatus: status },
      });
      expect((await store.renewal(RENEWAL_ID))?.renewal).toEqual(aRenewal(status));
    },
  );

  test('while a payment is under way → 409; while the provider is down → 503', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    payments.setDown('stripe', true);
    expect(await call(CANCELLATION, { id })).toMatchObject({
      status: 503,
      body: { code: 'payment_outcome_unknown' },
    });
    payments.setDown('stripe', false);
    payments.process(`cs_${id}01`);
    expect(await call(CANCELLATION, { id })).toMatchObject({ status: 409, body: { code: 'payment_under_way' } });
  });

  test('one that was paid a moment ago → 409, and it is renewed', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    payments.pay(`cs_${id}01`, PRICE);
    expect(await call(CANCELLATION, { id })).toMatchObject({ status: 409, body: { code: 'renewal_not_cancellable' } });
    expect((await call(READ, { id })).body.status).toBe('activating');
  });
});

describe('looking again', () => {
  test('finds what was paid, without a key', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    expect((await call(LOOK_UP, { id, key: '' })).body.status).toBe('awaiting_payment');
    payments.pay(`cs_${id}01`, PRICE);
    expect((await call(LOOK_UP, { id, key: '' })).body).toMatchObject({
      status: 'activating',
      payment: { status: 'captured', captured: PRICE },
    });
  });

  test('takes what the payer agreed to', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered('paypal');
    payments.approve(`cs_${id}01`);
    expect((await call(LOOK_UP, { id })).body.status).toBe('activating');
    expect(payments.captures(`cs_${id}01`)).toBe(1);
  });

  test('while the provider is down → 503', async () => {
    const { call, ordered, payments } = await world();
    const id = await ordered();
    payments.setDown('stripe', true);
    expect(await call(LOOK_UP, { id })).toMatchObject({ status: 503, body: { code: 'payment_outcome_unknown' } });
  });

  test.each(['active', 'cancelled', 'closed', 'refund_needs_details'] as const)(
    'of one that is %s shows it',
    async (status) => {
      const { call } = await world(aRenewal(status));
      expect(await call(LOOK_UP)).toMatchObject({ status: 200, body: { status } });
    },
  );
});

describe('what a traveller is told', () => {
  const declined = [
    'insufficient_funds',
    'limit_exceeded',
    'authentication_failed',
    'expired_card',
    'network',
    'try_another_method',
  ] as const;
  test.each(LANGUAGES.flatMap((language) => declined.map((reason) => [language, reason] as const)))(
    'in %s of a payment declined because of %s: why, and that nothing was charged',
    async (language, reason) => {
      const trail = [
        { at: NOW, what: 'created' },
        { at: later(1), what: `declined.1.${reason}` },
      ];
      const { call } = await world(aRenewal('awaiting_payment', { trail }));
      const { body, headers } = await call(READ, { language });
      const text = WORDS[language].declines[reason];
      expect(body.payment.lastDecline).toEqual({ reason, text });
      expect(headers['content-language']).toBe(language);
      for (const other of LANGUAGES.filter((each) => each !== language))
        expect(WORDS[other].declines[reason]).not.toBe(text);
    },
  );

  test('the last reason is told, of the payment that it belongs to, also when it ended it', async () => {
    const trail = [
      'created',
      'declined.1.network',
      'failed.1.expired_card',
      'opened.2.card',
      'declined.2.limit_exceeded',
    ].map((what) => ({ at: NOW, what }));
    const payments = [aClosedPayment({ status: 'failed' } as Partial<Payment>), anOpenPayment({ number: 2 })];
    const { call } = await world(aRenewal('awaiting_payment', { payments, trail }));
    const { body } = await call(READ);
    expect(body.payments.map((payment: { lastDecline?: { reason: string } }) => payment.lastDecline?.reason)).toEqual([
      'expired_card',
      'limit_exceeded',
    ]);
  });

  test('a reason that this version has no words for is not told', async () => {
    const trail = [{ at: NOW, what: 'declined.1.constructor' }];
    const { call } = await world(aRenewal('awaiting_payment', { trail }));
    expect((await call(READ)).body.payment).not.toHaveProperty('lastDecline');
  });

  test.each(['cancelled', 'refund_needs_details', 'closed'] as const)(
    '%s: its own facts, in five languages',
    async (status) => {
      const { call } = await world(aRenewal(status));
      const texts = new Set<string>();
      for (const language of LANGUAGES) {
        const { body } = await call(READ, { language });
        expect(body).toMatchObject({ status, statusText: WORDS[language].statuses[status] });
        texts.add(body.statusText);
      }
      expect(texts.size).toBe(LANGUAGES.length);
      const { body } = await call(READ);
      expect([Object.hasOwn(body, 'cancelledAt'), Object.hasOwn(body, 'closedAt')]).toEqual([
        status === 'cancelled',
        status === 'closed',
      ]);
      if (status === 'refund_needs_details')
        expect(body).toMatchObject({
          since: '2026-10-01T03:03:00Z',
          reason: 'carrier_refused',
          paidAt: '2026-10-01T03:01:00Z',
          payment: { method: 'konbini', goesBack: PRICE },
        });
    },
  );

  test.each(['requires_action', 'processing', 'capturing', 'failed', 'cancelled'] as const)(
    'a payment that is %s is shown as that',
    async (status) => {
      const payment =
        status === 'failed' || status === 'cancelled'
          ? aClosedPayment({ status } as Partial<Payment>)
          : anOpenPayment({ status } as Partial<Payment>);
      const { call } = await world(aRenewal('awaiting_payment', { payments: [payment] }));
      const { body } = await call(READ);
      expect([body.payment.status, Object.hasOwn(body.payment, 'url')]).toEqual([status, 'url' in payment]);
    },
  );

  test('of a dispute: that it is one, until it is won', async () => {
    for (const [state, shown] of [
      ['open', 'disputed'],
      ['lost', 'disputed'],
      ['won', 'captured'],
    ] as const) {
      const { call } = await world(
        aRenewal('active', { payments: [aCapture({ disputes: { dp_1: { state, amountMinor: 1_980 } } })] }),
      );
      expect((await call(READ)).body.payment.status).toBe(shown);
    }
  });

  test('of a part that went back: how much', async () => {
    const { call } = await world(aRenewal('active', { payments: [aCapture({ refundedMinor: 500 })] }));
    expect((await call(READ)).body.payment).toMatchObject({
      status: 'partially_refunded',
      refunded: { amountMinor: 500, currency: 'JPY' },
    });
  });

  test('of a refund that failed afterwards: not that the money was sent back', async () => {
    const { call } = await world(aRenewal('refunded', { payments: [aHeld('refund_failed')] }));
    const { body } = await call(READ);
    expect([body.status, body.statusText]).toEqual(['refunded', WORDS.en.statuses.needs_review]);
  });

  test('of late money that a person has settled by other means: not that it goes back by itself', async () => {
    for (const status of ['expired', 'cancelled', 'refunded'] as const) {
      const { call } = await world(aRenewal(status, { payments: [aCapture()] }));
      expect((await call(READ)).body.statusText).toBe(WORDS.en.statuses.closed);
    }
  });

  test('of late money that goes back, or went back: that it does', async () => {
    for (const refundedMinor of [0, 1_980]) {
      const payments = [aCapture({ verdict: 'send_back', refundedMinor })];
      const { call } = await world(aRenewal('cancelled', { payments }));
      expect((await call(READ)).body.statusText).toBe(WORDS.en.statuses.expired_paid_late);
    }
  });
});

test('given a renewal whose time to pay is nearly over, then paying again gives the time that the method has', async () => {
  const { call } = await world(aRenewal('awaiting_payment', { payBy: later(MINUTE_MS) }));
  expect((await call(PAYMENTS, { body: { method: 'konbini' } })).body.payBy).toBe('2026-10-04T04:00:00Z');
});
