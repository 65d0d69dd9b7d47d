import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { money } from '../../../shared/domain/values/money.ts';
import type { PaymentOrder } from '../../../shared/payments/provider.ts';
import { eventually } from '../payments/eventually.ts';
import { anOrder, type PaypalWorld, paypalWorld } from './paypal-world.ts';

const AMOUNT = money(1980, 'JPY');

let world: PaypalWorld;
beforeEach(async () => {
  world = await paypalWorld();
});
afterEach(() => world.close());

const opened = async (order: PaymentOrder = anOrder()) => {
  const { sessionId, url } = await world.provider.open(order);
  return { order, url, sessionId, session: { sessionId, reference: order.reference } };
};
const approved = async (order?: PaymentOrder) => {
  const there = await opened(order);
  await world.pay(there.sessionId);
  return there;
};
const paid = async (order?: PaymentOrder) => {
  const there = await approved(order);
  const reports = await world.provider.capture(there.session);
  const capture = reports.find(({ kind }) => kind === 'captured');
  if (capture?.kind !== 'captured') throw new Error(`not captured: ${JSON.stringify(reports)}`);
  const { captureId } = capture;
  return { ...there, captureId, refund: { reference: there.order.reference, captureId, amount: there.order.amount } };
};
/** The last that was told once an event of this type has arrived. */
const told = async (type: string) => {
  await world.arrived(type);
  return (await world.notices()).at(-1);
};

describe('given the page where the payer agrees', () => {
  const page = async (url: string) => (await fetch(url)).text();
  const choose = (sessionId: string, instrument: string) =>
    fetch(`${world.url}/checkoutnow/${sessionId}`, {
      method: 'POST',
      body: new URLSearchParams({ instrument }),
      redirect: 'manual',
    });

  test.each([
    ['zh-CN', 'zh-Hans', '同意并付款', 'JP¥1,980'],
    ['ja', 'ja', '同意して支払う', '￥1,980'],
    ['en', 'en', 'Agree and pay', '¥1,980'],
  ])('when a payer reads %s, then the page does', async (language, lang, button, price) => {
    const { url } = await opened(anOrder({ language }));
    const seen = await page(url);
    for (const part of [`lang="${lang}"`, button, price, '日本 &lt;5&gt; 天']) expect(seen).toContain(part);
  });

  test('when the payer agrees, then they return to the shop, and the money is ours to capture', async () => {
    const { sessionId, session, url } = await opened();
    const answer = await choose(sessionId, 'balance');
    expect(answer.status).toBe(303);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('token')).toBe(sessionId);
    expect(await world.provider.lookUp(session)).toEqual([{ kind: 'approved' }]);
    expect(await told('CHECKOUT.ORDER.APPROVED')).toEqual({
      reference: session.reference,
      report: { kind: 'approved' },
    });
    expect(await page(url)).toContain('您已同意此付款');
    expect((await world.payments())[0]).toMatchObject({ status: 'APPROVED', receivedMinor: 0 });
  });

  test('when what they pay with is declined, then the same page takes something else', async () => {
    const { sessionId, session, url } = await opened();
    await choose(sessionId, 'declined_card');
    expect(await world.provider.capture(session)).toEqual([{ kind: 'declined', reason: 'try_another_method' }]);
    expect(await world.provider.capture(session)).toEqual([{ kind: 'declined', reason: 'try_another_method' }]);
    expect(await page(url)).toContain('role="alert"');
    await choose(sessionId, 'balance');
    expect(await world.provider.capture(session)).toMatchObject([{ kind: 'captured', amount: AMOUNT }]);
  });

  test('when they walk away, then nothing happens', async () => {
    const { session, url } = await opened();
    expect(await page(url)).toContain(`token=${session.sessionId}`);
    expect(await world.provider.lookUp(session)).toEqual([]);
    expect(world.endpoint.received).toEqual([]);
  });

  test('when there is no such order, or no such way to pay, then there is no approval', async () => {
    expect((await fetch(`${world.url}/checkoutnow?token=NONE`)).status).toBe(404);
    const { sessionId, session } = await opened();
    await choose(sessionId, 'gold');
    expect(await world.provider.lookUp(session)).toEqual([]);
  });

  test('when a merchant looks, then orders, refunds and deliveries are on one page', async () => {
    const { refund } = await paid();
    await world.provider.refund(refund);
    await world.arrived('PAYMENT.CAPTURE.REFUNDED');
    const seen = await page(`${world.url}/`);
    for (const part of [refund.reference, refund.captureId, 'PAYMENT.CAPTURE.COMPLETED', '¥1,980'])
      expect(seen).toContain(part);
  });
});

describe('given time', () => {
  test('when an order is not approved for hours, then PayPal has forgotten it', async () => {
    const { session } = await opened();
    world.jump(3 * 60 * 60_000 + 1_000);
    expect(await world.provider.lookUp(session)).toEqual([{ kind: 'expired' }]);
    expect(await world.provider.capture(session)).toEqual([{ kind: 'expired' }]);
  });

  test('when an approved order is not captured for hours, then PayPal calls it off', async () => {
    const { session } = await approved();
    world.jump(3 * 60 * 60_000 + 1_000);
    expect(await world.provider.lookUp(session)).toEqual([{ kind: 'expired' }]);
    expect(await told('CHECKOUT.PAYMENT-APPROVAL.REVERSED')).toMatchObject({ report: { kind: 'cancelled' } });
  });

  test('when a key comes again after its six hours, then the other order cannot take the money twice', async () => {
    const order = anOrder();
    const { sessionId } = await paid(order);
    world.jump(6 * 60 * 60_000 + 1_000);
    const again = await approved(order);
    expect(again.sessionId).not.toBe(sessionId);
    expect(await world.provider.capture(again.session)).toMatchObject([{ kind: 'failed' }]);
    expect((await world.payments()).map(({ receivedMinor }) => receivedMinor)).toEqual([1980, 0]);
  });

  test('when a token ends, or PayPal ends it, then another one is had', async () => {
    const { session } = await opened();
    world.jump(2 * 60 * 60_000);
    await world.ask('DELETE', '/_sim/tokens');
    expect(await world.provider.lookUp(session)).toEqual([]);
    world.jump(9 * 60 * 60_000);
    expect(await world.provider.lookUp(session)).toEqual([{ kind: 'expired' }]);
  });
});

describe('given a capture that PayPal looks at', () => {
  test.each([
    ['complete', 'PAYMENT.CAPTURE.COMPLETED', { kind: 'captured', amount: AMOUNT }],
    ['deny', 'PAYMENT.CAPTURE.DENIED', { kind: 'failed' }],
  ])('when the end is %s, then webhook and look-up tell it', async (outcome, type, report) => {
    await world.faults({ capturePending: true });
    const { sessionId, session } = await approved();
    expect(await world.provider.capture(session)).toEqual([{ kind: 'processing' }]);
    expect(await told('PAYMENT.CAPTURE.PENDING')).toMatchObject({ report: { kind: 'processing' } });
    await world.decide(sessionId, 'settle', { outcome });
    expect(await told(type)).toMatchObject({ report });
    expect(await world.provider.lookUp(session)).toMatchObject([report]);
  });
});

describe('given money that goes back otherwise than asked', () => {
  test('when a refund is pending and fails, then it is told, and can be asked for again', async () => {
    const { sessionId, session, refund } = await paid();
    await world.faults({ refundPending: true });
    expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refunded', refunded: AMOUNT });
    await world.decide(sessionId, 'settle-refund', { outcome: 'fail' });
    expect(await told('PAYMENT.REFUND.FAILED')).toMatchObject({
      report: { kind: 'refund_failed', refunded: { amountMinor: 0 } },
    });
    expect((await world.provider.lookUp(session)).map(({ kind }) => kind)).toEqual(['captured', 'refund_failed']);
    await world.faults({});
    expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refunded', refunded: AMOUNT });
    expect((await world.payments())[0]?.refunds.map(({ status }) => status)).toEqual(['FAILED', 'COMPLETED']);
  });

  test('when a refund is pending and completes, then it was one', async () => {
    const { sessionId, refund } = await paid();
    await world.faults({ refundPending: true });
    await world.provider.refund(refund);
    expect(await told('PAYMENT.REFUND.PENDING')).toMatchObject({ report: { kind: 'refunded', refunded: AMOUNT } });
    await world.decide(sessionId, 'settle-refund', { outcome: 'complete' });
    expect(await told('PAYMENT.CAPTURE.REFUNDED')).toMatchObject({ report: { kind: 'refunded', refunded: AMOUNT } });
  });

  test('when PayPal takes it back, then it is gone, and nothing more is sent', async () => {
    const { sessionId, refund } = await paid();
    await world.decide(sessionId, 'reverse');
    expect(await told('PAYMENT.CAPTURE.REVERSED')).toMatchObject({ report: { kind: 'refunded', refunded: AMOUNT } });
    expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refunded', refunded: AMOUNT });
    expect((await world.payments())[0]?.refunds).toHaveLength(1);
  });

  test.each(['won', 'lost'])(
    'when a dispute is %s, then opening and end are told, and the books know',
    async (outcome) => {
      const { sessionId, captureId } = await paid();
      await world.decide(sessionId, 'dispute');
      const held = { captureId, amount: AMOUNT };
      expect(await told('CUSTOMER.DISPUTE.CREATED')).toMatchObject({ report: { kind: 'disputed', ...held } });
      await world.decide(sessionId, 'dispute/close', { outcome });
      expect(await told('CUSTOMER.DISPUTE.RESOLVED')).toMatchObject({
        report: { kind: 'dispute_closed', ...held, outcome },
      });
      const books = [];
      const [from, until] = [world.now() - 60_000, world.now() + 60_000].map(
        (ms) => ms as ReturnType<typeof world.now>,
      );
      if (from === undefined || until === undefined) throw new Error('no window');
      for await (const { reports } of world.provider.list(from, until)) books.push(reports.map(({ kind }) => kind));
      expect(books).toEqual([['captured', 'dispute_closed']]);
    },
  );

  test('when an open case stands against a part, then a person is needed', async () => {
    const { sessionId, refund } = await paid();
    await world.decide(sessionId, 'dispute');
    const part = { ...refund, amount: money(500, 'JPY') };
    expect(await world.provider.refund(part)).toMatchObject({ kind: 'refund_failed', refunded: { amountMinor: 0 } });
  });

  test('when more arrives than was asked for, then what arrived is told', async () => {
    await world.faults({ wrongAmountMinor: 1 });
    const { session } = await approved();
    const captured = { kind: 'captured', amount: { amountMinor: 1, currency: 'JPY' } };
    expect(await world.provider.capture(session)).toMatchObject([captured]);
    await world.arrived('PAYMENT.CAPTURE.COMPLETED');
    expect((await world.notices()).map(({ report }) => report)).toContainEqual(expect.objectContaining(captured));
  });
});

describe('given webhooks that do not arrive as they should', () => {
  const arrivals = (count: number) =>
    eventually(
      () => world.endpoint.received.length,
      (seen) => seen >= count,
    );

  test('when they are doubled, at once and backwards, then each says the same', async () => {
    await world.faults({ duplicates: 2, simultaneous: true, reorder: true });
    await paid();
    await arrivals(9);
    const captured = (await world.notices()).filter(({ report }) => report.kind === 'captured');
    expect(captured).toHaveLength(3);
    expect(new Set(captured.map((notice) => JSON.stringify(notice))).size).toBe(1);
  });

  test('when they are not taken, then they come again under the same time and signature', async () => {
    world.endpoint.answerWith(503);
    await world.faults({});
    await approved();
    await arrivals(3);
    world.endpoint.answerWith(200);
    await eventually(world.deliveries, (seen) => seen.every(({ state }) => state === 'delivered'));
    const names = ['paypal-transmission-id', 'paypal-transmission-time', 'paypal-transmission-sig'];
    const seen = new Set(
      world.endpoint.received.map(({ headers }) => JSON.stringify(names.map((name) => headers[name]))),
    );
    expect(seen.size).toBe(1);
    expect(await world.notices()).not.toHaveLength(0);
  });

  test('when they are lost, then a look-up knows, and a person can send them off', async () => {
    await world.faults({ lost: true });
    const { session } = await paid();
    expect(await world.provider.lookUp(session)).toMatchObject([{ kind: 'captured' }]);
    expect(world.endpoint.received).toEqual([]);
    const lost = await world.deliveries();
    expect(lost.map(({ state }) => state)).toEqual(['lost', 'lost', 'lost']);
    const capture = lost.find(({ type }) => type === 'PAYMENT.CAPTURE.COMPLETED');
    await world.ask('POST', `/_sim/deliveries/${capture?.eventId}/resend`);
    expect(await told('PAYMENT.CAPTURE.COMPLETED')).toMatchObject({ report: { kind: 'captured' } });
  });

  test('when they are forged, then they are refused', async () => {
    await world.faults({ badSignature: true });
    await approved();
    await arrivals(1);
    await expect(world.notices()).rejects.toMatchObject({ code: 'bad_signature' });
  });

  test('when the issuer of the certificate is not sent along, then PayPal is asked', async () => {
    await world.faults({ leafOnly: true });
    await paid();
    expect(await told('PAYMENT.CAPTURE.COMPLETED')).toMatchObject({ report: { kind: 'captured' } });
    const [first] = world.endpoint.received;
    if (!first) throw new Error('nothing arrived');
    const headers = { ...first.headers, 'paypal-transmission-id': '00000000-0000-0000-0000-000000000000' };
    await expect(world.receiver.receive({ ...first, headers })).rejects.toMatchObject({ code: 'bad_signature' });
  });
});
