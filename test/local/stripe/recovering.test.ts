import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PaymentNotice } from '../../../shared/payments/webhook.ts';
import { eventually } from '../payments/eventually.ts';
import { anOrder, CARDS, SECRET_KEY, type StripeWorld, stripeWorld } from './stripe-world.ts';

let world: StripeWorld;
beforeEach(async () => {
  world = await stripeWorld();
});
afterEach(() => world.close());

const unavailable = { code: 'payment_provider_unavailable' };

const paid = async () => {
  const order = anOrder();
  const { sessionId } = await world.provider.open(order);
  const asked = { sessionId, reference: order.reference };
  await world.pay(sessionId, CARDS.good);
  const [report] = await world.provider.lookUp(asked);
  if (report?.kind !== 'captured') throw new Error('not captured');
  const { reference, amount } = order;
  return { asked, refund: { reference, captureId: report.captureId, amount } };
};

describe('given a paid session, when its money is sent back', () => {
  const all = { kind: 'refunded', refunded: { amountMinor: 1980, currency: 'JPY' } };

  test('then it goes back once, even when ten ask at once and one comes later', async () => {
    const { refund } = await paid();
    const reports = await Promise.all(Array.from({ length: 10 }, () => world.provider.refund(refund)));
    reports.push(await world.provider.refund(refund));
    for (const report of reports) expect(report).toMatchObject(all);
    const [state] = await world.payments();
    expect(state?.refunds).toEqual([expect.objectContaining({ amountMinor: 1980, status: 'succeeded' })]);
  });

  test('then the events tell the sum, and a look-up too', async () => {
    const { asked, refund } = await paid();
    await world.provider.refund(refund);
    await eventually(
      () => world.endpoint.received.length,
      (seen) => seen >= 4,
    );
    const told = (await world.notices()).filter(({ report }) => report.kind === 'refunded');
    expect(told.map(({ report }) => report)).toMatchObject([all, all]);
    expect(await world.provider.lookUp(asked)).toMatchObject([{ kind: 'captured' }, all]);
  });

  test('then a refund made by hand is counted, and only the rest is asked for', async () => {
    const { refund } = await paid();
    const byHand = await fetch(`${world.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET_KEY}` },
      body: new URLSearchParams({ payment_intent: refund.captureId, amount: '980' }),
    });
    expect(byHand.status).toBe(200);
    await eventually(
      () => world.endpoint.received.length,
      (seen) => seen >= 4,
    );
    const notices: readonly PaymentNotice[] = await world.notices();
    expect(notices.at(-1)).toMatchObject({ reference: refund.reference, report: { refunded: { amountMinor: 980 } } });
    expect(await world.provider.refund(refund)).toMatchObject(all);
    expect((await world.payments())[0]?.refunds.map(({ amountMinor }) => amountMinor)).toEqual([980, 1000]);
  });

  test('then one that fails later is told, and can be asked for again', async () => {
    const { refund } = await paid();
    await world.faults({ refundFails: true });
    expect(await world.provider.refund(refund)).toMatchObject({ refunded: { amountMinor: 0 } });
    await eventually(
      () => world.endpoint.received.length,
      (seen) => seen >= 6,
    );
    expect((await world.notices()).at(-1)?.report).toMatchObject({
      kind: 'refund_failed',
      refunded: { amountMinor: 0 },
    });
    await world.faults({});
    expect(await world.provider.refund(refund)).toMatchObject(all);
    expect((await world.payments())[0]?.refunds.map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  test('then an answer that was lost after the refund does not lead to a second one', async () => {
    const { refund } = await paid();
    await world.faults({ apiFailures: { status: 500, times: 1, afterCommit: true } });
    await expect(world.provider.refund(refund)).rejects.toMatchObject(unavailable);
    expect(await world.provider.refund(refund)).toMatchObject(all);
    expect((await world.payments())[0]?.refunds).toHaveLength(1);
  });

  test('then a 500 before the refund, kept under its key, does not keep the money', async () => {
    const { refund } = await paid();
    await world.faults({ apiFailures: { status: 500, times: 2 } });
    await expect(world.provider.refund(refund)).rejects.toMatchObject(unavailable);
    await expect(world.provider.refund(refund)).rejects.toMatchObject(unavailable);
    expect(await world.provider.refund(refund)).toMatchObject(all);
    expect((await world.payments())[0]?.refundedMinor).toBe(1980);
  });
});

describe('given an answer that was lost after the page was opened', () => {
  test('when it is opened again, then there is a page to pay on, and again the same one', async () => {
    const order = anOrder();
    await world.faults({ apiFailures: { status: 500, times: 1, afterCommit: true } });
    await expect(world.provider.open(order)).rejects.toMatchObject(unavailable);
    const opened = await world.provider.open(order);
    expect(await world.provider.open(order)).toEqual(opened);
    expect(await world.pay(opened.sessionId, CARDS.good)).toMatchObject({ status: 'paid' });
  });

  test('when Stripe asks for patience, then nothing is kept and the next request goes through', async () => {
    await world.faults({ apiFailures: { status: 429, times: 1 } });
    const order = anOrder();
    await expect(world.provider.open(order)).rejects.toMatchObject(unavailable);
    expect(await world.provider.open(order)).toMatchObject({ sessionId: expect.stringMatching(/^cs_test_/) });
    expect(await world.payments()).toHaveLength(1);
  });
});

describe('given a simulator that was stopped', () => {
  test('when it starts again, then it knows everything and delivers what was not taken', async () => {
    await world.faults({});
    world.endpoint.answerWith(503);
    const { asked, refund } = await paid();
    await eventually(world.deliveries, (seen) => seen.every(({ tries }) => tries.length > 0));
    const before = await world.payments();
    await world.stop();
    await expect(world.provider.lookUp(asked)).rejects.toMatchObject(unavailable);

    const taken = world.endpoint.received.length;
    world.endpoint.answerWith(200);
    await world.start();
    expect(await world.payments()).toEqual(before);
    await eventually(world.deliveries, (seen) => seen.every(({ state }) => state === 'delivered'));
    expect(world.endpoint.received.length).toBeGreaterThanOrEqual(taken + 2);
    expect((await world.notices()).at(-1)).toMatchObject({ reference: refund.reference, report: { kind: 'captured' } });
  });

  test('when it starts again, then a key still leads to its first answer', async () => {
    const order = anOrder();
    const first = await world.provider.open(order);
    await world.stop();
    await world.start();
    expect(await world.provider.open(order)).toEqual(first);
    expect(await world.payments()).toHaveLength(1);
  });
});

describe('given a simulator that was killed between two writes', () => {
  test('when the deliveries were not written yet, then they are made from what happened', async () => {
    await world.faults({ lost: true });
    await paid();
    await world.stop();
    world.forget('delivery');
    world.forget('faults');
    await world.start();
    await eventually(world.deliveries, (seen) => seen.length === 2 && seen.every(({ state }) => state === 'delivered'));
    expect(await world.notices()).toHaveLength(2);
  });

  test('when the answer was not kept yet, then the same key finds the same session', async () => {
    const order = anOrder();
    const first = await world.provider.open(order);
    await world.stop();
    world.forget('idempotency');
    await world.start();
    expect(await world.provider.open(order)).toEqual(first);
    expect(await world.payments()).toHaveLength(1);
  });
});

describe('given the API as any client sees it', () => {
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${world.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET_KEY}`, ...headers },
      body: new URLSearchParams(form),
    });
  const SESSION = {
    mode: 'payment',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'jpy',
    'line_items[0][price_data][unit_amount]': '1980',
    'line_items[0][price_data][product_data][name]': '5 days',
    success_url: 'https://sim.example/',
  };

  test('a repeated key replays the answer to the letter and says so', async () => {
    const [first, second] = [
      await post('/v1/checkout/sessions', SESSION, { 'idempotency-key': 'k' }),
      await post('/v1/checkout/sessions', SESSION, { 'idempotency-key': 'k' }),
    ];
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('request-id')).toMatch(/^req_/);
    expect(await second.text()).toBe(await first.text());
  });

  test('a repeated key with other parameters is an idempotency error', async () => {
    await post('/v1/checkout/sessions', SESSION, { 'idempotency-key': 'k' });
    const other = await post('/v1/checkout/sessions', { ...SESSION, locale: 'ja' }, { 'idempotency-key': 'k' });
    expect([other.status, await other.json()]).toMatchObject([400, { error: { type: 'idempotency_error' } }]);
  });

  test.each<[string, Record<string, string>, object]>([
    [
      'payment_method_types',
      { 'payment_method_types[0]': 'card' },
      { code: 'payment_method_types_no_longer_supported' },
    ],
    ['an unknown parameter', { colour: 'blue' }, { code: 'parameter_unknown', param: 'colour' }],
    ['a nested unknown one', { 'line_items[0][price_data][tint]': 'x' }, { param: 'line_items[0][price_data][tint]' }],
    ['too little money', { 'line_items[0][price_data][unit_amount]': '49' }, { code: 'amount_too_small' }],
    ['an address that is none', { success_url: 'javascript:alert(1)' }, { param: 'success_url' }],
  ])('%s is refused as Stripe refuses it', async (_what, more, error) => {
    const answer = await post('/v1/checkout/sessions', { ...SESSION, ...more });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error }]);
  });

  test('a wrong key, an unknown object and an unknown address are errors in Stripe’s shape', async () => {
    const denied = await post('/v1/refunds', {}, { authorization: 'Bearer sk_test_wrong' });
    const told = await denied.text();
    expect([denied.status, JSON.parse(told)]).toMatchObject([401, { error: { type: 'invalid_request_error' } }]);
    expect(told).not.toContain('sk_test_wrong');
    const none = await post('/v1/refunds', { payment_intent: 'pi_none' });
    expect([none.status, await none.json()]).toMatchObject([404, { error: { code: 'resource_missing' } }]);
    const nowhere = await post('/v1/nowhere', {});
    expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { error: { type: 'invalid_request_error' } }]);
  });

  test('more than is left cannot go back', async () => {
    const { refund } = await paid();
    const tooMuch = await post('/v1/refunds', { payment_intent: refund.captureId, amount: '1981' });
    expect(tooMuch.status).toBe(400);
    await world.provider.refund(refund);
    const again = await post('/v1/refunds', { payment_intent: refund.captureId });
    expect(await again.json()).toMatchObject({ error: { code: 'charge_already_refunded' } });
  });
});
