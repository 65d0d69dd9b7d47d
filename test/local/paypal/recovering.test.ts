import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../payments/eventually.ts';
import { anOrder, CLIENT, type PaypalWorld, paypalWorld } from './paypal-world.ts';

const unavailable = { code: 'payment_provider_unavailable' };

let world: PaypalWorld;
beforeEach(async () => {
  world = await paypalWorld();
});
afterEach(() => world.close());

const approved = async (order = anOrder()) => {
  const { sessionId } = await world.provider.open(order);
  await world.pay(sessionId);
  return { order, session: { sessionId, reference: order.reference } };
};

describe('given an API that fails', () => {
  test.each([500, 429] as const)(
    'when it answers %i before it does anything, then asking again does it',
    async (status) => {
      const { session } = await approved();
      await world.faults({ apiFailures: { status, times: 1 } });
      await expect(world.provider.capture(session)).rejects.toMatchObject(unavailable);
      expect(await world.provider.capture(session)).toMatchObject([{ kind: 'captured' }]);
    },
  );

  test('when it answers 500 after it did, then asking again finds what it did', async () => {
    const order = anOrder();
    await world.faults({ apiFailures: { status: 500, times: 1, afterCommit: true } });
    await expect(world.provider.open(order)).rejects.toMatchObject(unavailable);
    const { session } = await approved(order);
    await world.faults({ apiFailures: { status: 500, times: 1, afterCommit: true } });
    await expect(world.provider.capture(session)).rejects.toMatchObject(unavailable);
    const [captured] = await world.provider.capture(session);
    if (captured?.kind !== 'captured') throw new Error('not captured');
    const refund = { reference: order.reference, captureId: captured.captureId, amount: order.amount };
    await world.faults({ apiFailures: { status: 500, times: 1, afterCommit: true } });
    await expect(world.provider.refund(refund)).rejects.toMatchObject(unavailable);
    expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refunded', refunded: order.amount });
    expect(await world.payments()).toMatchObject([{ receivedMinor: 1980, refundedMinor: 1980, refunds: [{}] }]);
  });
});

describe('given a simulator that was stopped', () => {
  test('when it starts again, then it knows everything and delivers what was not taken', async () => {
    await world.faults({});
    world.endpoint.answerWith(503);
    const { session } = await approved();
    await eventually(world.deliveries, (seen) => seen.some(({ tries }) => tries.length > 0));
    const before = await world.payments();
    await world.stop();
    await expect(world.provider.lookUp(session)).rejects.toMatchObject(unavailable);

    world.endpoint.answerWith(200);
    await world.start();
    expect(await world.payments()).toEqual(before);
    await eventually(world.deliveries, (seen) => seen.every(({ state }) => state === 'delivered'));
    expect(await world.provider.capture(session)).toMatchObject([{ kind: 'captured' }]);
  });

  test('when its deliveries were not written yet, then they are made from what happened', async () => {
    await world.faults({ lost: true });
    const { session } = await approved();
    await world.stop();
    world.forget('delivery');
    world.forget('faults');
    world.forget('token');
    await world.start();
    await eventually(world.deliveries, (seen) => seen.length === 1 && seen.every(({ state }) => state === 'delivered'));
    expect(await world.notices()).toMatchObject([{ reference: session.reference, report: { kind: 'approved' } }]);
  });

  test('when it starts again, then a key still leads to its first order', async () => {
    const order = anOrder();
    const first = await world.provider.open(order);
    await world.stop();
    await world.start();
    expect(await world.provider.open(order)).toEqual(first);
  });
});

describe('given the API as any client sees it', () => {
  const token = async (secret: string = CLIENT.clientSecret) => {
    const basic = Buffer.from(`${CLIENT.clientId}:${secret}`).toString('base64');
    return fetch(`${world.url}/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
  };
  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const { access_token } = (await (await token()).json()) as { access_token: string };
    const answer = await fetch(`${world.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return [answer.status, await answer.json()] as const;
  };
  const unit = { amount: { currency_code: 'JPY', value: '1980' }, custom_id: 'R-1' };
  const context = { return_url: 'https://sim.example/', cancel_url: 'https://sim.example/' };
  const order = (more: object = {}, purchase: object = unit) => ({
    intent: 'CAPTURE',
    purchase_units: [purchase],
    payment_source: { paypal: { experience_context: context } },
    ...more,
  });

  test('a wrong secret and a missing token are refused in PayPal’s words', async () => {
    const denied = await token('wrong');
    expect([denied.status, await denied.json()]).toMatchObject([401, { error: 'invalid_client' }]);
    const bare = await fetch(`${world.url}/v2/checkout/orders/X`);
    expect([bare.status, await bare.json()]).toMatchObject([401, { name: 'AUTHENTICATION_FAILURE' }]);
  });

  test('a known request id answers with 200 and the first order, whatever is asked', async () => {
    const key = { 'paypal-request-id': 'k' };
    const [created, first] = await request('POST', '/v2/checkout/orders', order(), key);
    const [again, second] = await request('POST', '/v2/checkout/orders', order({}, { ...unit, custom_id: 'R-2' }), key);
    expect([created, again]).toEqual([201, 200]);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ status: 'PAYER_ACTION_REQUIRED', links: [{ rel: 'self' }, { rel: 'payer-action' }] });
  });

  test.each<[string, object, number, string]>([
    [
      'yen with decimals',
      order({}, { amount: { currency_code: 'JPY', value: '1980.00' } }),
      422,
      'DECIMALS_NOT_SUPPORTED',
    ],
    ['no amount', order({}, {}), 400, 'INVALID_PARAMETER_VALUE'],
    ['an unknown parameter', order({ colour: 'blue' }), 400, 'INVALID_PARAMETER_VALUE'],
    ['nothing', order({}, { amount: { currency_code: 'JPY', value: '0' } }), 422, 'DECIMALS_NOT_SUPPORTED'],
  ])('%s is refused', async (_what, body, status, issue) => {
    expect(await request('POST', '/v2/checkout/orders', body)).toMatchObject([status, { details: [{ issue }] }]);
  });

  test('what is not approved, not there or refunded already is refused', async () => {
    const [, { id }] = (await request('POST', '/v2/checkout/orders', order())) as readonly [number, { id: string }];
    const capture = () => request('POST', `/v2/checkout/orders/${id}/capture`, {});
    expect(await capture()).toMatchObject([422, { details: [{ issue: 'ORDER_NOT_APPROVED' }] }]);
    await world.pay(id);
    const [status, captured] = (await capture()) as readonly [
      number,
      { purchase_units: { payments: { captures: { id: string }[] } }[] },
    ];
    expect(status).toBe(201);
    expect(await capture()).toMatchObject([422, { details: [{ issue: 'ORDER_ALREADY_CAPTURED' }] }]);
    const captureId = captured.purchase_units[0]?.payments.captures[0]?.id;
    const refund = (body: object) => request('POST', `/v2/payments/captures/${captureId}/refund`, body);
    const tooMuch = { amount: { currency_code: 'JPY', value: '1981' } };
    expect(await refund(tooMuch)).toMatchObject([422, { details: [{ issue: 'REFUND_AMOUNT_EXCEEDED' }] }]);
    expect(await refund({})).toMatchObject([201, { status: 'COMPLETED', amount: { value: '1980' } }]);
    expect(await refund({})).toMatchObject([422, { details: [{ issue: 'CAPTURE_FULLY_REFUNDED' }] }]);
    expect(await request('GET', '/v2/checkout/orders/NONE')).toMatchObject([404, { name: 'RESOURCE_NOT_FOUND' }]);
    expect(await request('GET', '/v2/nowhere')).toMatchObject([404, { name: 'RESOURCE_NOT_FOUND' }]);
  });

  test('a window of the statement has 31 days at most', async () => {
    const ask = (from: string, until: string) =>
      request('GET', `/v1/reporting/transactions?start_date=${from}T00:00:00Z&end_date=${until}T00:00:00Z`);
    expect((await ask('2026-09-01', '2026-10-02'))[0]).toBe(200);
    expect((await ask('2026-09-01', '2026-10-03'))[0]).toBe(400);
  });
});
