import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../payments/eventually.ts';
import { anOrder, CARDS, type StripeWorld, stripeWorld } from './stripe-world.ts';

let world: StripeWorld;
beforeEach(async () => {
  world = await stripeWorld();
});
afterEach(() => world.close());

const arrived = (count: number) => world.arrived(count);
const opened = async (order = anOrder()) => {
  const { sessionId, url } = await world.provider.open(order);
  return { order, sessionId, url, asked: { sessionId, reference: order.reference } };
};
const idOf = (body: Buffer): string => JSON.parse(body.toString()).id;

describe('given an order', () => {
  test('when it is opened twice, then both get the same session', async () => {
    const order = anOrder();
    const first = await world.provider.open(order);
    expect(await world.provider.open(order)).toEqual(first);
    expect(await world.payments()).toHaveLength(1);
  });

  test('when it is opened ten times at once, then there is one session', async () => {
    const order = anOrder();
    const opened = await Promise.all(Array.from({ length: 10 }, () => world.provider.open(order)));
    expect(new Set(opened.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  test('when its price changes under the same key, then Stripe refuses the used key', async () => {
    const order = anOrder(1980);
    await world.provider.open(order);
    await expect(world.provider.open({ ...order, amount: anOrder(980).amount })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });
});

describe('given an open session', () => {
  test('when it is paid, then payment and session events arrive signed and say the same', async () => {
    const { order, sessionId, asked } = await opened();
    expect(await world.provider.lookUp(asked)).toEqual([]);
    expect(await world.pay(sessionId, CARDS.good)).toMatchObject({ status: 'paid', redirectUrl: order.returnUrl });
    await arrived(2);
    const [first, second] = await world.notices();
    expect(first).toEqual({
      reference: order.reference,
      report: { kind: 'captured', captureId: expect.stringMatching(/^pi_/), amount: order.amount },
    });
    expect(second).toEqual(first);
    expect(await world.provider.lookUp(asked)).toEqual([first?.report]);
  });

  test('when a card is declined and the next one is not, then both are told and the session is paid', async () => {
    const { sessionId, asked } = await opened();
    expect(await world.pay(sessionId, CARDS.noFunds)).toMatchObject({ status: 'declined' });
    await arrived(1);
    expect(await world.provider.lookUp(asked)).toEqual([{ kind: 'declined', reason: 'insufficient_funds' }]);
    expect(await world.pay(sessionId, CARDS.good)).toMatchObject({ status: 'paid' });
    await arrived(3);
    const reports = (await world.notices()).map(({ report }) => report.kind);
    expect(reports).toEqual(['declined', 'captured', 'captured']);
  });

  test.each([
    [CARDS.expired, 'expired_card'],
    [CARDS.declined, 'try_another_method'],
    [CARDS.noFunds, 'insufficient_funds'],
    [CARDS.processingError, 'network'],
  ])('when card %s is used, then the reason is %s', async (card, reason) => {
    const { sessionId } = await opened();
    await world.pay(sessionId, card);
    await arrived(1);
    expect((await world.notices())[0]?.report).toEqual({ kind: 'declined', reason });
  });

  test('when the bank asks the holder, then only the answer decides', async () => {
    const { sessionId, asked } = await opened();
    expect(await world.pay(sessionId, CARDS.threeDSecure)).toEqual({ status: 'must_approve' });
    expect(await world.provider.lookUp(asked)).toEqual([{ kind: 'requires_action' }]);
    expect(await world.pay(sessionId, CARDS.threeDSecure, 'fail')).toMatchObject({ status: 'declined' });
    await arrived(2);
    expect(await world.reportsFrom(0)).toContainEqual({ kind: 'declined', reason: 'authentication_failed' });
    expect(await world.pay(sessionId, CARDS.threeDSecure, 'approve')).toMatchObject({ status: 'paid' });
  });

  test('when it is paid twice, then the second attempt is refused', async () => {
    const { sessionId } = await opened();
    await world.pay(sessionId, CARDS.good);
    await expect(world.pay(sessionId, CARDS.good)).rejects.toThrow('409');
  });

  test('when it is closed, then it can no longer be paid, and closing it again is fine', async () => {
    const { sessionId, asked } = await opened();
    await world.pay(sessionId, CARDS.declined);
    await world.provider.close(asked);
    await world.provider.close(asked);
    await expect(world.pay(sessionId, CARDS.good)).rejects.toThrow('409');
    expect(await world.provider.lookUp(asked)).toEqual([{ kind: 'expired' }]);
    await arrived(3);
    expect((await world.notices()).map(({ report }) => report.kind)).toEqual(['declined', 'cancelled', 'expired']);
  });

  test('when it is paid and then closed, then it stays paid', async () => {
    const { sessionId, asked } = await opened();
    await world.pay(sessionId, CARDS.good);
    await world.provider.close(asked);
    expect(await world.provider.lookUp(asked)).toMatchObject([{ kind: 'captured' }]);
  });

  test('when a day has passed, then it has expired', async () => {
    const { asked } = await opened();
    world.jump(24 * 60 * 60_000);
    expect(await world.provider.lookUp(asked)).toEqual([{ kind: 'expired' }]);
    await arrived(1);
    expect((await world.notices())[0]?.report).toEqual({ kind: 'expired' });
  });
});

describe('given a person in a browser without scripts', () => {
  const follow = async (path: string, form: Record<string, string>) =>
    fetch(`${world.url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  test.each([
    ['zh-CN', '请选择一张测试卡并支付。', '￥1,980'],
    ['ja', 'テストカードを選んでお支払いください。', '￥1,980'],
    ['en', 'Choose a test card and pay.', '¥1,980'],
  ])(
    'when the page is opened in %s, then it speaks that language and escapes the name',
    async (language, sentence, price) => {
      const { url } = await world.provider.open(anOrder(1980, language));
      const page = await (await fetch(url)).text();
      expect(page).toContain(sentence);
      expect(page.normalize('NFKC')).toContain(price.normalize('NFKC'));
      expect(page).toContain('日本 &lt;5&gt; 天');
      expect(page).not.toContain('<5>');
    },
  );

  test('when a card is declined, approved and paid with, then the page leads on', async () => {
    const order = anOrder();
    const { sessionId } = await world.provider.open(order);
    const path = `/pay/${sessionId}`;
    const declined = await follow(path, { card: CARDS.declined });
    expect([declined.status, declined.headers.get('location')]).toEqual([303, path]);
    expect(await (await fetch(`${world.url}${path}`)).text()).toContain('role="alert"');
    await follow(path, { card: CARDS.threeDSecure });
    expect(await (await fetch(`${world.url}${path}`)).text()).toContain(`${path}/authenticate`);
    const paid = await follow(`${path}/authenticate`, { answer: 'approve' });
    expect([paid.status, paid.headers.get('location')]).toEqual([303, order.returnUrl]);
    expect(await (await fetch(`${world.url}${path}`)).text()).toContain('已支付');
    const overview = await (await fetch(`${world.url}/`)).text();
    expect(overview).toContain(order.reference);
    expect(overview).toContain('checkout.session.completed');
  });

  test('when there is no such page, then it is 404', async () => {
    expect((await fetch(`${world.url}/pay/cs_test_none`)).status).toBe(404);
  });
});

describe('given deliveries that go wrong on purpose', () => {
  const payOne = async () => {
    const { sessionId, asked } = await opened();
    await world.pay(sessionId, CARDS.good);
    return asked;
  };

  test('duplicates: each event comes three times and verifies each time', async () => {
    await world.faults({ duplicates: 2, simultaneous: true });
    await payOne();
    await arrived(6);
    expect(new Set(world.endpoint.received.map(({ body }) => idOf(body))).size).toBe(2);
    expect(await world.notices()).toHaveLength(6);
  });

  test('reordered: the session event comes first', async () => {
    await world.faults({ reorder: true });
    await payOne();
    await arrived(2);
    expect(world.endpoint.received.map(({ body }) => JSON.parse(body.toString()).type)).toEqual([
      'checkout.session.completed',
      'payment_intent.succeeded',
    ]);
  });

  test('lost: nothing comes, and a look-up knows all the same', async () => {
    await world.faults({ lost: true });
    const asked = await payOne();
    expect(await world.provider.lookUp(asked)).toMatchObject([{ kind: 'captured' }]);
    const [delivery] = await world.deliveries();
    expect(delivery).toMatchObject({ state: 'lost', tries: [] });
    await world.ask('POST', `/_sim/deliveries/${delivery?.eventId}/resend`);
    await arrived(1);
    expect(world.endpoint.received).toHaveLength(1);
  });

  test('bad signature: refused', async () => {
    await world.faults({ badSignature: true });
    await payOne();
    await arrived(2);
    await expect(world.notices()).rejects.toMatchObject({ code: 'bad_signature' });
  });

  test('wrong amount: told as it was captured', async () => {
    await world.faults({ wrongAmountMinor: 1 });
    await payOne();
    await arrived(2);
    const amounts = (await world.notices()).map(
      ({ report }) => report.kind === 'captured' && report.amount.amountMinor,
    );
    expect(amounts).toEqual([1, 1]);
  });

  test('not taken: repeated until it is', async () => {
    await world.faults({});
    world.endpoint.answerWith(500);
    await payOne();
    await eventually(world.deliveries, (seen) => seen.length === 2 && seen.every(({ tries }) => tries.length >= 2));
    world.endpoint.answerWith(204);
    const seen = await eventually(world.deliveries, (all) => all.every(({ state }) => state === 'delivered'));
    expect(seen.every(({ tries }) => tries.at(-1)?.status === 204)).toBe(true);
  });

  test('an unknown fault is refused', async () => {
    await expect(world.faults({ dupes: 1 })).rejects.toThrow('400');
  });
});
