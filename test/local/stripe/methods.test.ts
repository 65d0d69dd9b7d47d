import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PaymentMethod } from '../../../shared/domain/payment/payment.ts';
import { plusMs } from '../../../shared/domain/values/instant.ts';
import { eventually } from '../payments/eventually.ts';
import { anOrder, CARDS, type StripeWorld, stripeWorld } from './stripe-world.ts';

let world: StripeWorld;
beforeEach(async () => {
  world = await stripeWorld();
});
afterEach(() => world.close());

const DAY_MS = 24 * 60 * 60_000;
const captured = { kind: 'captured', amount: { amountMinor: 1980, currency: 'JPY' } };
const opened = async (method: PaymentMethod, amountMinor = 1980) => {
  const order = anOrder(amountMinor, 'ja', method);
  const { sessionId, url } = await world.provider.open(order);
  const asked = { sessionId, reference: order.reference };
  return { order, sessionId, url, asked, lookUp: () => world.provider.lookUp(asked) };
};
const page = async (url: string) => (await fetch(url)).text();
const press = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

describe('given Apple Pay', () => {
  test('when the button on the card page is pressed, then it is a card payment, at once', async () => {
    const { url, order, lookUp } = await opened('apple_pay');
    expect(await page(url)).toContain('Apple Pay');
    expect((await press(url, { method: 'apple_pay' })).headers.get('location')).toBe(order.returnUrl);
    expect(await world.arrived(2)).toEqual(['payment_intent.succeeded', 'checkout.session.completed']);
    expect(await lookUp()).toMatchObject([captured]);
  });
});

describe.each(['alipay', 'wechat_pay', 'paypay'] as const)('given %s', (method) => {
  test('when the payer agrees in the app, then the events come in order, and the money with them', async () => {
    const { url, order, lookUp } = await opened(method);
    await press(url, { method });
    expect(await lookUp()).toEqual([{ kind: 'requires_action' }]);
    expect(await page(url)).toContain(method === 'wechat_pay' ? '<svg' : 'アプリ');
    const approved = await press(`${url}/authenticate`, { answer: 'approve' });
    expect(approved.headers.get('location')).toBe(order.returnUrl);
    expect(await world.arrived(3)).toEqual([
      'payment_intent.requires_action',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect(await world.reportsFrom(0)).toMatchObject([{ kind: 'requires_action' }, captured, captured]);
    expect(await lookUp()).toMatchObject([captured]);
  });

  test('when the payer refuses, then it is told, and the page still takes the money', async () => {
    const { sessionId, url, lookUp } = await opened(method);
    expect(await world.payWith(sessionId, method, 'decline')).toMatchObject({ status: 'declined' });
    expect(await lookUp()).toEqual([{ kind: 'declined', reason: 'authentication_failed' }]);
    expect(await page(url)).toContain('role="alert"');
    expect(await world.payWith(sessionId, method, 'approve')).toMatchObject({ status: 'paid' });
    expect(await lookUp()).toMatchObject([captured]);
  });

  test('when the payer walks away, then the page runs out', async () => {
    const { sessionId, lookUp } = await opened(method);
    expect(await world.payWith(sessionId, method)).toEqual({ status: 'must_approve' });
    world.jump(DAY_MS);
    expect(await lookUp()).toEqual([{ kind: 'expired' }]);
    await world.arrived(3);
    expect((await world.reportsFrom(1)).map(({ kind }) => kind)).toEqual(['cancelled', 'expired']);
  });

  test.each([
    ['paid', captured, 'async_payment_succeeded', captured],
    ['failed', { kind: 'failed', reason: 'try_another_method' }, 'async_payment_failed', { kind: 'failed' }],
  ] as const)('when the bank decides later: %s', async (outcome, found, event, told) => {
    const { sessionId, lookUp } = await opened(method);
    expect(await world.payWith(sessionId, method, 'later')).toEqual({ status: 'processing' });
    expect(await lookUp()).toEqual([{ kind: 'processing' }]);
    await world.arrived(3);
    expect(await world.reportsFrom(1)).toEqual([{ kind: 'processing' }, { kind: 'processing' }]);
    await world.settle(sessionId, outcome);
    expect((await world.arrived(5)).at(-1)).toBe(`checkout.session.${event}`);
    expect((await world.reportsFrom(4))[0]).toMatchObject(told);
    expect(await lookUp()).toMatchObject([found]);
  });

  test('when another method is tried on its page, then it is not taken', async () => {
    const { sessionId } = await opened(method);
    await expect(world.pay(sessionId, CARDS.good)).rejects.toThrow('409');
    await expect(world.payWith(sessionId, 'konbini')).rejects.toThrow('409');
  });
});

describe('given Konbini', () => {
  const voucher = async () => {
    const session = await opened('konbini');
    expect(await world.payWith(session.sessionId, 'konbini')).toEqual({ status: 'voucher_issued' });
    await world.arrived(2);
    return session;
  };

  test('when the voucher is issued, then the page is complete, and nothing is paid', async () => {
    const { url, lookUp, sessionId } = await voucher();
    expect(world.types()).toEqual(['payment_intent.requires_action', 'checkout.session.completed']);
    expect(await world.reportsFrom(0)).toEqual([{ kind: 'requires_action' }, { kind: 'requires_action' }]);
    expect(await lookUp()).toEqual([{ kind: 'requires_action' }]);
    const shown = await page(url);
    for (const text of ['familymart', 'lawson', '確認番号']) expect(shown).toContain(text);
    await expect(world.payWith(sessionId, 'konbini')).rejects.toThrow('409');
  });

  test('when it is paid at the till, then the money arrives, once', async () => {
    const { url, lookUp } = await voucher();
    await press(`${url}/settle`, { outcome: 'paid' });
    await press(`${url}/settle`, { outcome: 'paid' });
    expect((await world.arrived(4)).slice(2)).toEqual([
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ]);
    expect(await world.reportsFrom(2)).toMatchObject([captured, captured]);
    expect(await lookUp()).toMatchObject([captured]);
    expect(await page(url)).toContain('お支払いは完了しています');
  });

  test('when nobody pays until the end of the next day in Japan, then it has failed for good', async () => {
    const { sessionId, lookUp } = await voucher();
    world.jump(2 * DAY_MS);
    expect(await lookUp()).toEqual([{ kind: 'failed', reason: 'try_another_method' }]);
    expect((await world.arrived(4)).slice(2)).toEqual([
      'payment_intent.payment_failed',
      'checkout.session.async_payment_failed',
    ]);
    expect((await world.reportsFrom(2)).map(({ kind }) => kind)).toEqual(['declined', 'failed']);
    await expect(world.settle(sessionId, 'paid')).rejects.toThrow('409');
  });

  test('when it is closed after the voucher was issued, then it can still be paid, and a look-up tells', async () => {
    const { asked, sessionId, lookUp } = await voucher();
    await world.provider.close(asked);
    expect(await lookUp()).toEqual([{ kind: 'requires_action' }]);
    await world.settle(sessionId, 'paid');
    expect(await lookUp()).toMatchObject([captured]);
  });

  test.each([119, 300_001])('when it is about %i yen, then there is no such way to pay', async (amountMinor) => {
    await expect(opened('konbini', amountMinor)).rejects.toThrow('No valid payment method types');
  });

  describe('and money that must go back', () => {
    const sentBack = async () => {
      const { order, sessionId, lookUp } = await voucher();
      await world.settle(sessionId, 'paid');
      const [report] = await lookUp();
      if (report?.kind !== 'captured') throw new Error('not captured');
      const { captureId } = report;
      const refund = { reference: order.reference, captureId, amount: order.amount };
      const needsDetails = { kind: 'refund_needs_details', captureId };
      expect(await world.provider.refund(refund)).toEqual(needsDetails);
      // Asked for once, however often.
      expect(await world.provider.refund(refund)).toEqual(needsDetails);
      const { refunds } = await world.paymentOf(order);
      expect(refunds).toEqual([expect.objectContaining({ status: 'requires_action', amountMinor: 1980 })]);
      const step = (name: string) => world.ask('POST', `/_sim/refunds/${refunds[0]?.id}`, { step: name });
      await world.arrived(6);
      return { order, refund, lookUp, step, needsDetails };
    };
    const refunded = { kind: 'refunded', refunded: { amountMinor: 1980, currency: 'JPY' } };
    const failed = { kind: 'refund_failed', refunded: { amountMinor: 0, currency: 'JPY' } };

    test('when the payer names a bank account, then it goes back', async () => {
      const { refund, lookUp, step, needsDetails } = await sentBack();
      expect(await lookUp()).toMatchObject([captured, needsDetails]);
      await step('right');
      await world.arrived(8);
      expect((await world.reportsFrom(7))[0]).toMatchObject(refunded);
      expect(await lookUp()).toMatchObject([captured, refunded]);
      expect(await world.provider.refund(refund)).toMatchObject(refunded);
    });

    test('when the account is wrong, then the payer is asked again', async () => {
      const { lookUp, step, needsDetails } = await sentBack();
      await step('wrong');
      expect(await lookUp()).toMatchObject([captured, needsDetails]);
      await step('right');
      expect(await lookUp()).toMatchObject([captured, refunded]);
    });

    test('when nobody names one for 45 days, then the refund has failed and can be asked for again', async () => {
      const { order, refund, lookUp } = await sentBack();
      world.jump(45 * DAY_MS);
      expect(await lookUp()).toMatchObject([captured, failed]);
      expect((await world.arrived(8)).slice(6)).toEqual(['refund.updated', 'refund.failed']);
      expect((await world.reportsFrom(7))[0]).toMatchObject(failed);
      expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refund_needs_details' });
      expect((await world.paymentOf(order)).refunds.map(({ status }) => status)).toEqual(['failed', 'requires_action']);
    });
  });
});

describe('given a card payment that its holder disputes', () => {
  const amount = { amountMinor: 1980, currency: 'JPY' };
  const disputed = async (card: string) => {
    const session = await opened('card');
    await world.pay(session.sessionId, card);
    const { disputes, intentId } = await world.paymentOf(session.order);
    const step = (name: string) => world.ask('POST', `/_sim/disputes/${disputes[0]?.id}`, { step: name });
    return { ...session, intentId, step };
  };

  test.each([
    ['win', { outcome: 'won' }, ['closed', 'funds_reinstated']],
    ['lose', { outcome: 'lost' }, ['closed']],
  ])('when the bank decides (%s), then both ends are told', async (name, outcome, types) => {
    const { lookUp, step, intentId: captureId } = await disputed(CARDS.disputed);
    expect(await lookUp()).toMatchObject([captured, { kind: 'disputed', captureId, amount }]);
    expect((await world.arrived(4)).slice(2)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    expect((await world.reportsFrom(2)).map(({ kind }) => kind)).toEqual(['disputed', 'disputed']);
    await step(name);
    expect((await world.arrived(4 + types.length)).slice(4)).toEqual(types.map((type) => `charge.dispute.${type}`));
    expect((await world.reportsFrom(4))[0]).toMatchObject({ kind: 'dispute_closed', captureId, amount, ...outcome });
    expect(await lookUp()).toMatchObject([captured, { kind: 'dispute_closed', ...outcome }]);
  });

  test('when it is an inquiry, then nothing is told before it becomes a dispute', async () => {
    const { lookUp, step } = await disputed(CARDS.inquiry);
    await world.arrived(3);
    expect(await world.reportsFrom(2)).toEqual([]);
    expect(await lookUp()).toMatchObject([captured]);
    await step('escalate');
    await world.arrived(5);
    expect((await world.reportsFrom(3)).map(({ kind }) => kind)).toEqual(['disputed', 'disputed']);
    expect(await lookUp()).toMatchObject([captured, { kind: 'disputed' }]);
  });

  test('when an inquiry is dropped, then nothing was ever told', async () => {
    const { lookUp, step } = await disputed(CARDS.inquiry);
    await step('drop');
    await world.arrived(4);
    expect(await world.reportsFrom(2)).toEqual([]);
    expect(await lookUp()).toMatchObject([captured]);
  });

  test('when its money is to go back meanwhile, then Stripe refuses', async () => {
    const { order, lookUp } = await disputed(CARDS.disputed);
    const [report] = await lookUp();
    if (report?.kind !== 'captured') throw new Error('not captured');
    const refund = { reference: order.reference, captureId: report.captureId, amount: order.amount };
    expect(await world.provider.refund(refund)).toMatchObject({ kind: 'refund_failed', refunded: { amountMinor: 0 } });
  });

  test('when somebody presses the buttons, then the overview shows it', async () => {
    const session = await opened('card');
    await world.pay(session.sessionId, CARDS.good);
    const { intentId } = await world.paymentOf(session.order);
    await press(`${world.url}/payments/${intentId}/dispute?inquiry=false`, {});
    const shown = await eventually(
      () => page(world.url),
      (text) => text.includes('needs_response'),
    );
    expect(shown).toContain('step=win');
    const [dispute] = (await world.paymentOf(session.order)).disputes;
    await press(`${world.url}/disputes/${dispute?.id}?step=lose`, {});
    expect((await world.paymentOf(session.order)).disputes).toMatchObject([{ status: 'lost' }]);
  });
});

describe('given Stripe’s own books', () => {
  test('when more payments were tried than fit one page, then all of them are listed, once', async () => {
    await world.faults({ lost: true });
    // Stripe's times are whole seconds: one that has just begun lies before `now`.
    const from = plusMs(world.now(), -1_000);
    const sessions = await Promise.all(Array.from({ length: 103 }, () => opened('card')));
    for (const { sessionId } of sessions) await world.pay(sessionId, CARDS.good);
    const found: (string | undefined)[] = [];
    for await (const { reference, reports } of world.provider.list(from, plusMs(world.now(), 1_000))) {
      expect(reports).toMatchObject([captured]);
      found.push(reference);
    }
    expect(found.toSorted()).toEqual(sessions.map(({ order }) => order.reference).toSorted());
  });
});
