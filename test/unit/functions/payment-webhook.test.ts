import { describe, expect, test } from '@jest/globals';
import { paymentWebhook } from '../../../functions/payment-webhook/handler.ts';
import { takePaymentNotices } from '../../../shared/app/take-payment-notices.ts';
import { paymentReference } from '../../../shared/domain/values/ids.ts';
import { Refusal } from '../../../shared/errors.ts';
import type { PaymentNotice, SignedRequest } from '../../../shared/payments/webhook.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aRenewal, NOW, OTHER_RENEWAL_ID, PRICE, RENEWAL_ID } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';

const ROUTE = 'POST /v1/webhooks/stripe';

const captured = (id = RENEWAL_ID): PaymentNotice => ({
  reference: paymentReference(id, 1),
  report: { kind: 'captured', captureId: 'pi_1', amount: PRICE },
});

const world = async (notices: readonly PaymentNotice[] | Refusal) => {
  const store = memoryStore();
  await store.createRenewal(aRenewal('awaiting_payment'), undefined);
  const verified: SignedRequest[] = [];
  const log = memoryLog();
  const clock = () => NOW;
  const handler = paymentWebhook({
    receiver: {
      async receive(request) {
        verified.push(request);
        if (notices instanceof Refusal) throw notices;
        return notices;
      },
      accepted: { statusCode: 200, contentType: 'application/json', body: '{"received":true}' },
      refused: (statusCode, code) => ({ statusCode, contentType: 'application/json', body: JSON.stringify({ code }) }),
    },
    takeNotices: takePaymentNotices({ store, payments: fakePayments(), account: 'stripe', clock }),
    clock,
    log,
  });
  const statusOf = async (id = RENEWAL_ID) => (await store.renewal(id))?.renewal.status;
  return { store, handler, verified, log, statusOf };
};

describe('the webhook of the payment provider', () => {
  test.each([
    ['text', false],
    ['base64', true],
  ])('given a body as %s, then the bytes that were signed are verified', async (_name, base64) => {
    const { handler, verified } = await world([]);
    const bytes = Buffer.from('{ "name" : "日本" }\r\n');
    const body = bytes.toString(base64 ? 'base64' : 'utf8');
    const answer = await ask(handler, httpEvent(ROUTE, { headers: { 'Stripe-Signature': 's' }, body, base64 }));
    expect([answer.status, answer.body]).toEqual([200, { received: true }]);
    expect(verified).toEqual([
      { headers: { 'stripe-signature': 's' }, body: bytes, path: '/v1/webhooks/stripe', receivedAt: NOW },
    ]);
  });

  test('given bytes that are no text, then just those are verified', async () => {
    const { handler, verified } = await world([]);
    const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x80]);
    await ask(handler, httpEvent(ROUTE, { body: bytes.toString('base64'), base64: true }));
    expect(verified[0]?.body).toEqual(bytes);
  });

  test('given no body, then an empty one is verified', async () => {
    const { handler, verified } = await world(new Refusal('bad_signature'));
    expect((await ask(handler, httpEvent(ROUTE))).status).toBe(400);
    expect(verified[0]?.body).toEqual(Buffer.alloc(0));
  });

  test('given a body of more than 256 KB, then it is not even verified', async () => {
    const { handler, verified } = await world([]);
    const body = Buffer.alloc(256 * 1_024 + 1).toString('base64');
    expect((await ask(handler, httpEvent(ROUTE, { body, base64: true }))).status).toBe(413);
    expect(verified).toEqual([]);
  });

  test('given a capture, then it is stored before it is acknowledged; told again, it changes nothing', async () => {
    const { handler, statusOf } = await world([captured()]);
    expect((await ask(handler, httpEvent(ROUTE))).status).toBe(200);
    expect(await statusOf()).toBe('activating');
    expect((await ask(handler, httpEvent(ROUTE))).status).toBe(200);
  });

  test.each([
    ['bad_signature', 400],
    ['payment_provider_unavailable', 503],
  ] as const)('given %s, then the answer is a %d', async (code, status) => {
    const { handler, statusOf } = await world(new Refusal(code));
    expect(await ask(handler, httpEvent(ROUTE))).toMatchObject({ status, body: { code } });
    expect(await statusOf()).toBe('awaiting_payment');
  });

  test('given a renewal that is not stored (yet), then a 404 makes the provider deliver it again', async () => {
    const { handler } = await world([captured(OTHER_RENEWAL_ID)]);
    expect(await ask(handler, httpEvent(ROUTE))).toMatchObject({ status: 404, body: { code: 'unknown_payment' } });
  });

  test('given a store that fails, then a 500 without a word of our insides', async () => {
    const { handler, store, log } = await world([captured()]);
    store.beforeWrite = () => {
      throw new Error('table-1234 is throttled');
    };
    const { status, body } = await ask(handler, httpEvent(ROUTE));
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toContain('table-1234');
    expect(log.entries[0]?.level).toBe('error');
  });

  test('given a notice that fails among others, then the others are stored, and it is delivered again', async () => {
    const { handler, statusOf } = await world([captured(OTHER_RENEWAL_ID), captured()]);
    expect((await ask(handler, httpEvent(ROUTE))).status).toBe(404);
    expect(await statusOf()).toBe('activating');
  });

  test('given an unknown payment and an outage, then the outage is what is told', async () => {
    const { handler, store } = await world([captured(OTHER_RENEWAL_ID), captured()]);
    store.beforeWrite = () => {
      throw new Error('outage');
    };
    expect((await ask(handler, httpEvent(ROUTE))).status).toBe(500);
  });
});
