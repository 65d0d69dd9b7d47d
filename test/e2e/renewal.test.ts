import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { eventually } from '../../local/eventually.ts';
import { MEI, STRANGER } from '../../local/seed/people.ts';
import { accountsOf, productForTests } from './instance.ts';
import { call, WITHIN_MS } from './world.ts';

const DAY_MS = 86_400_000;
const PLAN = 'jp-1gb-3d';
const DECLINED = '4000000000009995';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a renewal, from choosing a plan to the receipt', () => {
  const { product, around } = productForTests();
  const mei = around.as('mei');

  const freshLine = () => around.addLine({ owner: 'mei', endsInMs: 5 * DAY_MS });

  test('the plans that a line can take: 3, 5, 7 days, named in five languages, priced in yen', async () => {
    const { status, body } = await mei.get(`/lines/${MEI.lineId}/plans`, { 'accept-language': 'ja' });
    expect(status).toBe(200);
    expect(body.plans.map(({ length }: { length: { count: number } }) => length.count)).toEqual([3, 5, 7]);
    for (const { names, prices, terms } of body.plans) {
      const [price] = prices;
      expect(Object.keys(terms)).toHaveLength(5);
      expect(Object.keys(names).sort()).toEqual(['en', 'ja', 'ko', 'zh-CN', 'zh-TW']);
      expect(price.currency).toBe('JPY');
      expect(price.text).toMatch(/^[¥￥][\d,]+$/);
    }
  });

  test('the line: what is left and when that was true, the exact end in Japan time', async () => {
    const { status, body, headers } = await mei.get(`/lines/${MEI.lineId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ lineId: MEI.lineId, zone: 'Asia/Tokyo', renewable: true });
    expect(body.endsAtLocal).toMatch(/T00:00:00\+09:00$/);
    expect(Date.parse(body.endsAtLocal)).toBe(Date.parse(body.endsAt));
    expect(body.usage.remainingBytes).toBeLessThanOrEqual(body.usage.totalBytes);
    expect(Date.parse(body.usage.asOf)).not.toBeNaN();
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const again = await mei.get(`/lines/${MEI.lineId}`, { 'if-none-match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('previewed, ordered, paid by card, activated at the carrier, proven by a receipt', async () => {
    const line = await freshLine();
    const { promised, renewal } = await around.order(mei, line.lineId, PLAN);
    expect(promised).toMatchObject({ rule: 'extend_end', warnings: [], endBefore: line.endsAt });
    expect(renewal).toMatchObject({ status: 'awaiting_payment', promisedEnd: promised.endAfter });
    expect((await mei.get(`/renewals/${renewal.renewalId}/receipt`)).body.code).toBe('receipt_not_ready');

    const page = await call(renewal.payment.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    await around.pay(renewal);
    const active = await around.until(mei, renewal.renewalId, 'active');

    expect(active.endsAt).toBe(promised.endAfter);
    await eventually('the line shows the new end', WITHIN_MS, async () =>
      expect((await mei.get(`/lines/${line.lineId}`)).body.endsAt).toBe(promised.endAfter),
    );
    expect((await around.sim(line.iccid)).expiryTime).toBe(Date.parse(promised.endAfter));
    const { body: receipt } = await mei.get(`/renewals/${renewal.renewalId}/receipt`);
    expect(receipt).toMatchObject({
      status: 'active',
      paid: promised.price,
      endBefore: line.endsAt,
      endAfter: promised.endAfter,
      carrier: 'soracom',
      carrierReference: expect.stringContaining(line.iccid.slice(0, 4)),
      kind: 'qualified_invoice',
      issuer: { invoiceNumber: expect.stringMatching(/^T\d{13}$/) },
      tax: { percent: 10 },
    });
    const times = [receipt.orderedAt, receipt.paidAt, receipt.activatedAt].map(Date.parse);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  test('a declined card is told in plain words, and the next one in the same session works', async () => {
    const { lineId } = await freshLine();
    const { renewal } = await around.order(mei, lineId, PLAN);
    await around.pay(renewal, DECLINED);
    await eventually('the decline is shown', WITHIN_MS, async () => {
      const { body } = await mei.get(`/renewals/${renewal.renewalId}`);
      expect(body.status).toBe('awaiting_payment');
      expect(body.payment.lastDecline).toEqual({
        reason: 'insufficient_funds',
        text: 'There are not enough funds. Nothing was charged; try another card or another way to pay.',
      });
    });
    await around.pay(renewal);
    await around.until(mei, renewal.renewalId, 'active');
  });

  describe('given webhooks that come three times, all at once and late', () => {
    test('then there is one activation and one set of messages', async () => {
      const email = `${randomUUID()}@example.com`;
      const line = await around.addLine({ owner: 'mei', endsInMs: 5 * DAY_MS, email, phone: null });
      const { promised, renewal } = await around.order(mei, line.lineId, PLAN);
      await around.stripeFaults({ duplicates: 2, simultaneous: true, delayMs: 100 });
      await around.pay(renewal);
      await around.until(mei, renewal.renewalId, 'active');
      await eventually('every copy was delivered', WITHIN_MS, async () => {
        const tries = (await around.deliveries(around.sessionOf(renewal))).map((delivery) => delivery.tries);
        expect(tries.length).toBeGreaterThan(0);
        for (const copies of tries) expect(copies.length).toBeGreaterThanOrEqual(3);
      });
      await around.stripeFaults({});
      await around.idle();

      const { body } = await mei.get(`/renewals/${renewal.renewalId}`);
      expect(body.trail.filter(({ what }: { what: string }) => what.startsWith('captured'))).toHaveLength(1);
      expect((await mei.get(`/lines/${line.lineId}`)).body.endsAt).toBe(promised.endAfter);
      await eventually('the notice came', WITHIN_MS, async () => expect(await around.messages(email)).toHaveLength(1));
    });
  });

  test('two renewals of one line, paid at the same moment, both count', async () => {
    const line = await freshLine();
    const first = await around.order(mei, line.lineId, PLAN);
    const second = await around.order(mei, line.lineId, PLAN);
    await Promise.all([around.pay(first.renewal), around.pay(second.renewal)]);
    await Promise.all([first, second].map(({ renewal }) => around.until(mei, renewal.renewalId, 'active', 60_000)));
    await eventually('both have moved the end', WITHIN_MS, async () => {
      const { body } = await mei.get(`/lines/${line.lineId}`);
      expect(Date.parse(body.endsAt) - Date.parse(first.promised.endBefore)).toBeGreaterThanOrEqual(6 * DAY_MS);
      expect((await around.sim(line.iccid)).expiryTime).toBe(Date.parse(body.endsAt));
    });
  });

  describe('who may', () => {
    test.each([
      ['no token', {}],
      ['another scheme', { authorization: 'Basic bWVpOm1laQ==' }],
      ['no JWT', { authorization: 'Bearer nonsense' }],
      ['an unsigned JWT', { authorization: `Bearer ${part({ alg: 'none' })}.${part({ sub: 'mei' })}.` }],
      ['a forged JWT', { authorization: `Bearer ${part({ alg: 'ES256', kid: 'x' })}.${part({ sub: 'mei' })}.AAAA` }],
    ])('%s → 401 as a problem', async (_name, headers) => {
      const answer = await call(`${product().endpoints().api}/v1/lines/${MEI.lineId}`, { headers: Object(headers) });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'unauthenticated', requestId: expect.any(String) });
    });

    test("another person's line and renewal are answered like those that do not exist", async () => {
      const { renewal } = await around.order(mei, (await freshLine()).lineId, PLAN);
      const kenji = around.as('kenji');
      for (const path of [
        `/lines/${STRANGER.lineId}`,
        '/lines/NOSUCHLINE00',
        '/lines/x',
        `/lines/${MEI.lineId}/plans`,
      ]) {
        const { status, body } = await kenji.get(path);
        expect([path, status, body.code]).toEqual([path, 404, 'line_not_found']);
      }
      const { status, body } = await kenji.get(`/renewals/${renewal.renewalId}`);
      expect([status, body.code]).toEqual([404, 'renewal_not_found']);
    });
  });

  describe('what is refused before anybody pays', () => {
    test.each([
      ['an unknown plan', { planId: 'nothing' }, 404, 'plan_not_found'],
      ['a plan that this line cannot take', { planId: 'kr-1gb-3d' }, 422, 'plan_not_for_line'],
      ['a price that has changed', { price: { amountMinor: 1, currency: 'JPY' } }, 409, 'preview_outdated'],
      ['an end that is no longer promised', { newEnd: '2099-01-01T00:00:00Z' }, 409, 'preview_outdated'],
      ['a method that is not offered', { method: 'cash' }, 400, 'bad_request'],
      ['a field that does not exist', { discount: 100 }, 400, 'bad_request'],
      ["another person's line", { lineId: STRANGER.lineId }, 404, 'line_not_found'],
    ])('%s', async (_name, change, status, code) => {
      const { order } = await around.preview(mei, MEI.lineId, PLAN);
      const answer = await mei.order({ ...order, ...change });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    });

    test.each([
      ['a body that is no JSON', '{"lineId":', 400, 'body_not_json'],
      ['a body that is no object', '[1,2]', 400, 'bad_request'],
      ['a body that is too large', JSON.stringify({ lineId: 'x'.repeat(20_000) }), 413, 'body_too_large'],
    ])('%s', async (_name, body, status, code) => {
      const answer = await mei.order(body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    test('an order without an Idempotency-Key', async () => {
      const answer = await mei.request('POST', '/renewals', { body: '{}' });
      expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_missing']);
    });

    test('an address or a method that does not exist', async () => {
      expect((await mei.get('/nothing')).body.code).toBe('not_found');
      expect((await mei.request('PUT', `/lines/${MEI.lineId}`)).status).toBe(404);
    });

    test('a body that the gateway hands over in base64 is read all the same', async () => {
      const { order } = await around.preview(mei, (await freshLine()).lineId, PLAN);
      const answer = await mei.request('POST', '/renewals', {
        headers: { 'content-type': 'application/octet-stream', 'idempotency-key': randomUUID() },
        body: JSON.stringify(order),
      });
      expect(answer.status).toBe(201);
    });
  });

  describe('the same Idempotency-Key', () => {
    test('with the same body answers the same renewal, with another body 409', async () => {
      const { lineId } = await freshLine();
      const { order } = await around.preview(mei, lineId, PLAN);
      const key = randomUUID();
      const first = await mei.order(order, key);
      const again = await mei.order(order, key);
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(first.body);
      const { order: other } = await around.preview(mei, lineId, 'jp-1gb-5d');
      const refused = await mei.order(other, key);
      expect([refused.status, refused.body.code]).toEqual([409, 'idempotency_key_reused']);
      const { order: elsewhere } = await around.preview(mei, (await freshLine()).lineId, PLAN);
      const alsoRefused = await mei.order(elsewhere, key);
      expect([alsoRefused.status, alsoRefused.body.code]).toEqual([409, 'idempotency_key_reused']);
    });

    test('ten at once are one renewal', async () => {
      const { order } = await around.preview(mei, (await freshLine()).lineId, PLAN);
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 10 }, () => mei.order(order, key)));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    });
  });

  describe('webhooks that are not what they say', () => {
    const deliver = (payload: string, header: string | undefined): ReturnType<typeof call> =>
      call(`${product().endpoints().api}/v1/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(header !== undefined && { 'stripe-signature': header }) },
        body: payload,
      });
    const sign = (payload: string, ageSeconds = 0): string =>
      Stripe.webhooks.generateTestHeaderString({
        payload,
        secret: accountsOf(product().home).stripe.webhookSecret,
        timestamp: Math.floor(Date.now() / 1000) - ageSeconds,
      });
    const captured = (reference: string, amount: number): string =>
      JSON.stringify({
        id: `evt_${randomUUID()}`,
        object: 'event',
        api_version: '2026-10-28.endive',
        created: Math.floor(Date.now() / 1000),
        livemode: false,
        type: 'payment_intent.succeeded',
        data: {
          object: {
            id: `pi_${randomUUID()}`,
            object: 'payment_intent',
            amount,
            amount_received: amount,
            currency: 'jpy',
            status: 'succeeded',
            livemode: false,
            metadata: { order_id: reference },
          },
        },
      });

    test('unsigned, wrongly signed, tampered with, or replayed late → 400, and nothing has changed', async () => {
      const { renewal } = await around.order(mei, (await freshLine()).lineId, PLAN);
      const payload = captured(renewal.payment.reference, renewal.price.amountMinor);
      const headers = [undefined, 't=1,v1=00', sign(`${payload} `), sign(payload, 3_600), sign(payload, -3_600)];
      for (const header of headers) expect((await deliver(payload, header)).status).toBe(400);
      expect((await mei.get(`/renewals/${renewal.renewalId}`)).body.status).toBe('awaiting_payment');
    });

    test('for a renewal that is not stored → not a success, so that it is delivered again', async () => {
      const payload = captured('MEJP00000001ZZZZZZZZZZZZZZZZ01', 1_180);
      const answer = await deliver(payload, sign(payload));
      expect([answer.status, answer.body.error]).toEqual([404, 'unknown_payment']);
    });

    test('not about us, or of an unknown type → acknowledged without effect', async () => {
      for (const payload of [
        captured('somebody-elses', 5),
        captured('x', 1).replace('payment_intent.succeeded', 'x.y'),
      ])
        expect((await deliver(payload, sign(payload))).status).toBe(200);
    });

    test('a wrong amount is acknowledged and held for a person, and nothing is activated', async () => {
      const line = await freshLine();
      const { renewal } = await around.order(mei, line.lineId, PLAN);
      await around.stripeFaults({ wrongAmountMinor: 100 });
      await around.pay(renewal);
      await around.until(mei, renewal.renewalId, 'needs_review');
      await around.stripeFaults({});
      await around.idle();
      expect((await mei.get(`/lines/${line.lineId}`)).body.endsAt).toBe(line.endsAt);
    });
  });

  test('the start page, and what runs where, are there for a person', async () => {
    const { api, issuer, stripe, soracom, mailbox } = product().endpoints();
    for (const url of [`${api}/`, issuer, stripe, soracom, mailbox]) {
      const page = await call(url);
      expect([url, page.status, page.headers.get('content-type')]).toEqual([
        url,
        200,
        expect.stringContaining('text/html'),
      ]);
    }
  });
});
