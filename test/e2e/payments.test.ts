import { createHmac, createSign, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { accountsOf, productForTests } from './instance.ts';
import { call, WITHIN_MS } from './world.ts';

const { product, around } = productForTests();
const PLAN = 'jp-1gb-3d';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const newLine = async (): Promise<string> =>
  (await around.addLine({ owner: 'mei', endsInMs: 40 * 24 * HOUR_MS })).lineId;
const mei = () => around.as('mei');
const support = () => around.as('support');

const ordered = async (method: string) => {
  const lineId = await newLine();
  const { renewal } = await around.order(mei(), lineId, PLAN, method);
  return { lineId, renewal, reference: renewal.payment.reference as string };
};

const post = (path: string, body?: unknown, who = mei(), key: string = randomUUID()) =>
  who.request('POST', path, {
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** Fires the sweeper until the renewal has this status: what was left behind is found without any webhook. */
const swept = (renewalId: string, status: string) =>
  eventually(`the sweeper brings ${renewalId} to ${status}`, WITHIN_MS, async () => {
    await around.fire('sweeper');
    const { body } = await mei().get(`/renewals/${renewalId}`);
    if (body.status !== status) throw new Error(`it is ${body.status}`);
    return body;
  });

describe('every method that travellers expect', () => {
  test.each([
    ['card', 'stripe', { card: '4242424242424242' }],
    ['card', 'stripe', { card: '4000002760003184', authenticate: 'approve' }],
    ['apple_pay', 'stripe', { method: 'apple_pay' }],
    ['alipay', 'stripe', { method: 'alipay', answer: 'approve' }],
    ['wechat_pay', 'stripe', { method: 'wechat_pay', answer: 'approve' }],
    ['paypay', 'stripe', { method: 'paypay', answer: 'approve' }],
    ['paypal', 'paypal', {}],
  ] as const)('given %s at %s, when the payer agrees, then the SIM is renewed', async (method, provider, asked) => {
    const { renewal, reference } = await ordered(method);
    expect(renewal.payment).toMatchObject({ method, status: 'created' });
    await around.at(provider, reference, 'pay', asked);
    const active = await around.until(mei(), renewal.renewalId, 'active');
    expect(active.payment).toMatchObject({ method, status: 'captured' });
    expect(await around.booked(provider, reference)).toMatchObject({ receivedMinor: renewal.price.amountMinor });
  });

  test('given Konbini, when the voucher is paid at the till, then the SIM is renewed', async () => {
    const { renewal, reference } = await ordered('konbini');
    await around.at('stripe', reference, 'pay', { method: 'konbini', email: 'mei@example.com' });
    await eventually('the voucher waits', WITHIN_MS, async () => {
      const { body } = await mei().get(`/renewals/${renewal.renewalId}`);
      expect(body).toMatchObject({ status: 'awaiting_payment', payment: { status: 'requires_action' } });
    });
    await around.at('stripe', reference, 'settle', { outcome: 'paid' });
    await around.until(mei(), renewal.renewalId, 'active');
  });
});

describe('a payer who does not pay at once', () => {
  test('given a declined card, when PayPal is tried on the same renewal, then one payment is kept', async () => {
    const { renewal, reference } = await ordered('card');
    await around.at('stripe', reference, 'pay', { card: '4000000000009995' });
    const declined = await eventually('the decline is told', WITHIN_MS, async () => {
      const { body } = await mei().get(`/renewals/${renewal.renewalId}`);
      expect(body.payment.lastDecline.reason).toBe('insufficient_funds');
      return body;
    });
    expect(declined.status).toBe('awaiting_payment');

    const key = randomUUID();
    const again = await post(`/renewals/${renewal.renewalId}/payments`, { method: 'paypal' }, mei(), key);
    expect([again.status, again.body.payments.length]).toEqual([200, 2]);
    expect(again.body.payments[0].status).toMatch(/cancelled|expired/);
    const repeated = await post(`/renewals/${renewal.renewalId}/payments`, { method: 'paypal' }, mei(), key);
    expect(repeated.body.payments).toEqual(again.body.payments);
    expect(await around.booked('stripe', reference)).toMatchObject({ status: 'expired' });

    await around.at('paypal', again.body.payment.reference, 'pay');
    const active = await around.until(mei(), renewal.renewalId, 'active');
    expect(active.payments.map(({ status }: { status: string }) => status)).toEqual([
      expect.stringMatching(/cancelled|expired/),
      'captured',
    ]);
  });

  test('given an order that is called off, then its session is closed and a late approval takes no money', async () => {
    const card = await ordered('card');
    const { body } = await post(`/renewals/${card.renewal.renewalId}/cancellation`);
    expect(body.status).toBe('cancelled');
    expect(await around.booked('stripe', card.reference)).toMatchObject({ status: 'expired', receivedMinor: 0 });

    const paypal = await ordered('paypal');
    await post(`/renewals/${paypal.renewal.renewalId}/cancellation`);
    await around.at('paypal', paypal.reference, 'pay');
    await around.idle();
    expect(await around.booked('paypal', paypal.reference)).toMatchObject({ status: 'APPROVED', receivedMinor: 0 });
  });

  test('given an order that is paid, then it can no longer be called off', async () => {
    const { renewal, reference } = await ordered('card');
    await around.at('stripe', reference, 'pay', { card: '4242424242424242' });
    await around.until(mei(), renewal.renewalId, 'active');
    const answer = await post(`/renewals/${renewal.renewalId}/cancellation`);
    expect([answer.status, answer.body.code]).toEqual([409, 'renewal_not_cancellable']);
  });

  test('given a voucher paid after another payment was kept, then that money is asked back for the payer', async () => {
    const { renewal, reference } = await ordered('konbini');
    await around.at('stripe', reference, 'pay', { method: 'konbini', email: 'mei@example.com' });
    const again = await post(`/renewals/${renewal.renewalId}/payments`, { method: 'card' });
    await around.at('stripe', again.body.payment.reference, 'pay', { card: '4242424242424242' });
    await around.until(mei(), renewal.renewalId, 'active');

    await around.at('stripe', reference, 'settle', { outcome: 'paid' });
    const refundId = await eventually('the payer is asked for a bank account', WITHIN_MS, async () => {
      const { refunds } = await around.booked('stripe', reference);
      expect(refunds).toEqual([expect.objectContaining({ status: 'requires_action' })]);
      return refunds[0].id as string;
    });
    await around.simulated('stripe', `/refunds/${refundId}`, { step: 'right' });
    await eventually('the money is back', WITHIN_MS, async () => {
      const { body } = await mei().get(`/renewals/${renewal.renewalId}`);
      expect(body).toMatchObject({ status: 'active', payments: [{ status: 'refunded' }, { status: 'captured' }] });
    });
  });
});

describe('no webhook ever arrives', () => {
  test.each([
    ['card', 'stripe', { card: '4242424242424242' }],
    ['paypal', 'paypal', {}],
  ] as const)(
    'given %s, when the payer comes back, then the look-up renews the SIM',
    async (method, provider, asked) => {
      await around[`${provider}Faults`]({ lost: true });
      try {
        const { renewal, reference } = await ordered(method);
        await around.at(provider, reference, 'pay', asked);
        await post(`/renewals/${renewal.renewalId}/look-up`);
        await around.until(mei(), renewal.renewalId, 'active');
      } finally {
        await around[`${provider}Faults`]({});
      }
    },
  );

  test.each([
    ['card', 'stripe', { card: '4242424242424242' }],
    ['paypal', 'paypal', {}],
  ] as const)(
    'given %s and a payer who never comes back, then the sweeper renews it',
    async (method, provider, asked) => {
      await around[`${provider}Faults`]({ lost: true });
      try {
        const { renewal, reference } = await ordered(method);
        await around.at(provider, reference, 'pay', asked);
        await around.advance(11 * MINUTE_MS);
        await swept(renewal.renewalId, 'active');
      } finally {
        await around[`${provider}Faults`]({});
      }
    },
  );

  test('given a capture whose answer is lost, then it is looked up, and the money is taken once', async () => {
    const { renewal, reference } = await ordered('paypal');
    // A kept connection that breaks is tried once more: only the second answer that is lost is lost for good.
    await around.paypalFaults({ lost: true, answersLost: 2 });
    try {
      await around.at('paypal', reference, 'pay');
      const lost = await post(`/renewals/${renewal.renewalId}/look-up`);
      expect([lost.status, lost.body.code]).toEqual([503, 'payment_outcome_unknown']);
      expect((await mei().get(`/renewals/${renewal.renewalId}`)).body.payment.status).toBe('capturing');
      await post(`/renewals/${renewal.renewalId}/look-up`);
      await around.until(mei(), renewal.renewalId, 'active');
      expect(await around.booked('paypal', reference)).toMatchObject({ receivedMinor: renewal.price.amountMinor });
    } finally {
      await around.paypalFaults({});
    }
  });
});

describe('three copies at once, in the wrong order, before our own write', () => {
  test('given all of it, and the payer back at the same moment, then one capture and one activation', async () => {
    await around.paypalFaults({ duplicates: 2, simultaneous: true, reorder: true });
    await around.stripeFaults({ duplicates: 2, simultaneous: true, reorder: true });
    try {
      for (const [method, provider, asked] of [
        ['card', 'stripe', { card: '4242424242424242' }],
        ['paypal', 'paypal', {}],
      ] as const) {
        const { renewal, reference } = await ordered(method);
        await around.at(provider, reference, 'pay', asked);
        await Promise.all([1, 2, 3].map(() => post(`/renewals/${renewal.renewalId}/look-up`)));
        const active = await around.until(mei(), renewal.renewalId, 'active');
        const count = (prefix: string) =>
          active.trail.filter(({ what }: { what: string }) => what.startsWith(prefix)).length;
        expect([count('captured.'), count('active')]).toEqual([1, 1]);
        expect(await around.booked(provider, reference)).toMatchObject({ refundedMinor: 0 });
      }
    } finally {
      await around.paypalFaults({});
      await around.stripeFaults({});
    }
  });
});

describe('what waits for a person', () => {
  test('given money that does not fit, then support sees why, and sends it back', async () => {
    await around.stripeFaults({ wrongAmountMinor: 100 });
    const { renewal, reference } = await ordered('card');
    await around.at('stripe', reference, 'pay', { card: '4242424242424242' });
    await around.until(mei(), renewal.renewalId, 'needs_review');
    await around.stripeFaults({});

    const queue = await eventually('the queue shows it', WITHIN_MS, async () => {
      const { body } = await support().get('/reviews');
      const review = body.reviews.find((each: { renewalId: string }) => each.renewalId === renewal.renewalId);
      expect(review).toBeDefined();
      return review;
    });
    expect(queue.reasons[0].reason).toBe('amount_mismatch');
    expect(queue.exits.map(({ exit }: { exit: string }) => exit)).toEqual(['activate_again', 'send_back', 'close']);

    const path = `/reviews/${renewal.renewalId}/resolution`;
    const resolution = { exit: 'send_back', note: 'a card test of somebody' };
    expect((await post(path, resolution)).status).toBe(403);
    expect((await post(path, { exit: 'mark_active', note: 'it is' }, support())).status).toBe(400);
    const resolved = await post(path, resolution, support());
    expect([resolved.status, resolved.body.resolution.by]).toEqual([200, 'support']);
    await around.until(mei(), renewal.renewalId, 'refunded');
    expect(await around.booked('stripe', reference)).toMatchObject({ receivedMinor: 100, refundedMinor: 100 });
    expect((await post(path, resolution, support())).body.resolution).toEqual(resolved.body.resolution);
    const twice = await post(path, { ...resolution, exit: 'close' }, support());
    expect([twice.status, twice.body.code]).toEqual([409, 'exit_not_open']);
  });

  test('given a refund that fails, then it waits in the queue and a second try sends it back', async () => {
    const { renewal: other, reference: late } = await ordered('paypal');
    await around.paypalFaults({ wrongAmountMinor: 1 });
    await around.at('paypal', late, 'pay');
    await around.until(mei(), other.renewalId, 'needs_review');
    await around.paypalFaults({ refundFails: true });
    await post(`/reviews/${other.renewalId}/resolution`, { exit: 'send_back', note: 'one yen only' }, support());
    await eventually('the refund failed', WITHIN_MS, async () => {
      const { body } = await support().get(`/reviews/${other.renewalId}`);
      expect(body.reasons).toEqual([expect.objectContaining({ reason: 'refund_failed' })]);
    });
    await around.idle();
    await around.paypalFaults({});
    await post(`/reviews/${other.renewalId}/resolution`, { exit: 'send_back', note: 'tried again' }, support());
    await around.until(mei(), other.renewalId, 'refunded');
    expect(await around.booked('paypal', late)).toMatchObject({ receivedMinor: 1, refundedMinor: 1 });
  });

  test('given a dispute that is lost, then the receipt of the money says so and nothing is sent back twice', async () => {
    const { renewal, reference } = await ordered('paypal');
    await around.at('paypal', reference, 'pay');
    await around.until(mei(), renewal.renewalId, 'active');
    await around.at('paypal', reference, 'dispute', {});
    await eventually('the dispute is shown', WITHIN_MS, async () => {
      const { body } = await mei().get(`/renewals/${renewal.renewalId}`);
      expect(body).toMatchObject({ status: 'active', payment: { status: 'disputed' } });
    });
    await around.at('paypal', reference, 'dispute/close', { outcome: 'lost' });
    await eventually('its end is noted', WITHIN_MS, async () => {
      const { body } = await mei().get(`/renewals/${renewal.renewalId}`);
      expect(body.trail.at(-1).what).toBe('dispute_lost.1');
    });
  });
});

describe('the daily comparison of books', () => {
  test('given news that never came, then they are found, written down, and the report says so', async () => {
    await around.stripeFaults({ lost: true });
    await around.paypalFaults({ lost: true });
    try {
      const [card, paypal] = [await ordered('card'), await ordered('paypal')];
      await around.at('stripe', card.reference, 'pay', { card: '4242424242424242' });
      await around.at('paypal', paypal.reference, 'pay');
      for (const { renewal } of [card, paypal]) {
        await post(`/renewals/${renewal.renewalId}/look-up`);
        await around.until(mei(), renewal.renewalId, 'active');
      }
      const { intentId } = await around.booked('stripe', card.reference);
      await around.simulated('stripe', `/payments/${intentId}/dispute`);
      await around.at('paypal', paypal.reference, 'reverse');
      await around.advance(25 * HOUR_MS);
      await around.fire('reconciler');

      type Report = {
        kind: string;
        account: string;
        theirs: number;
        open: number;
        differences: { kind: string; reference: string }[];
      };
      const reports = await eventually('both accounts are compared', WITHIN_MS, async () => {
        const { body } = await support().get('/reconciliations');
        const found: Report[] = body.reports.filter(({ kind, theirs }: Report) => kind === 'payments' && theirs > 0);
        expect(new Set(found.map(({ account }) => account))).toEqual(new Set(['paypal', 'stripe']));
        return found;
      });
      // The daily run may have come before ours: what it repaired is no difference any more.
      const differences = reports.flatMap((report) => report.differences);
      expect(reports.map(({ open }) => open)).toEqual(reports.map(() => 0));
      for (const reference of [card.reference, paypal.reference])
        expect(differences).toContainEqual(expect.objectContaining({ kind: 'repaired', reference }));
      const statusOf = async (id: string) => (await mei().get(`/renewals/${id}`)).body.payment.status;
      expect(await statusOf(card.renewal.renewalId)).toBe('disputed');
      expect(await statusOf(paypal.renewal.renewalId)).toMatch(/refunded|disputed/);

      const page = await support().get('/reconciliations', { accept: 'text/html' });
      expect(page.headers.get('content-type')).toMatch('text/html');
      expect(page.body).toContain(card.reference);
      expect((await mei().get('/reconciliations')).status).toBe(403);
    } finally {
      await around.stripeFaults({});
      await around.paypalFaults({});
    }
  });
});

describe('endpoints of providers that are heard and not called', () => {
  const webhook = (account: string, body: string, headers: Record<string, string> = {}) =>
    call(`${product().endpoints().api}/v1/webhooks/${account}`, { method: 'POST', headers, body });
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  test('given a signed notice of a payment that is not theirs, then it has to come again; forged, it is refused', async () => {
    const { renewal, reference } = await ordered('card');
    const { komoju } = accountsOf(product().home);
    const event = JSON.stringify({
      id: 'evt',
      type: 'payment.captured',
      resource: 'event',
      data: {
        id: 'pay',
        resource: 'payment',
        status: 'captured',
        amount: renewal.price.amountMinor,
        tax: 0,
        total: renewal.price.amountMinor,
        payment_method_fee: 0,
        currency: 'JPY',
        external_order_num: reference,
        amount_refunded: 0,
        refunds: [],
      },
    });
    const signature = createHmac('sha256', komoju.webhookSecret).update(event).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-komoju-signature': signature };
    // KOMOJU's secret is no key to Stripe's payments.
    expect((await webhook('komoju', event, headers)).status).toBe(404);
    expect((await mei().get(`/renewals/${renewal.renewalId}`)).body.status).toBe('awaiting_payment');
    expect((await webhook('komoju', `${event} `, headers)).status).toBe(400);
  });

  test('given a notice of Alipay, signed over the form as it was sent, then the answer is exactly what it counts', async () => {
    const { alipay } = accountsOf(product().home);
    const fields: Record<string, string> = {
      app_id: alipay.appId,
      seller_id: alipay.sellerId,
      charset: 'utf-8',
      notify_id: '1',
      notify_type: 'trade_status_sync',
      out_trade_no: 'SOMEBODY-ELSES-1',
      subject: 'a+b & 日本',
      total_amount: '148.00',
      trade_no: '2026100122001445787900884655',
      trade_status: 'TRADE_SUCCESS',
    };
    const content = Object.keys(fields)
      .sort()
      .map((name) => `${name}=${fields[name]}`)
      .join('&');
    const sign = createSign('RSA-SHA256').update(content).sign(alipay.privateKey, 'base64');
    const form = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign }).toString();
    const accepted = await webhook('alipay', form, FORM);
    expect([accepted.status, accepted.body]).toEqual([200, 'success']);
    const forged = await webhook('alipay', form.replace('148.00', '148.01'), FORM);
    expect([forged.status, forged.body]).toEqual([400, 'fail']);
  });

  test.each([
    ['wechatpay', 400, /"code":"FAIL"/],
    ['antom', 400, /"resultStatus":"F"/],
    ['square', 400, /bad_signature/],
    ['paypal', 400, /bad_signature/],
    ['stripe', 400, /bad_signature/],
  ] as const)(
    'given %s and no signature, then the refusal has the form that it knows',
    async (account, status, form) => {
      const answer = await webhook(account, '{}', { 'content-type': 'application/json' });
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringMatching(form)]);
    },
  );
});
