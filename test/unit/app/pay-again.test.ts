import { describe, expect, test } from '@jest/globals';
import { isOpen } from '../../../shared/domain/payment/payment.ts';
import { payWithinMs } from '../../../shared/domain/renewal/renewal.ts';
import { paymentReference, personId } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs } from '../../../shared/domain/values/instant.ts';
import { later, PRICE } from '../domain/given.ts';
import { payingWorld, sessionOf, withEveryOutage } from './paying-world.ts';

const statusesOf = ({ payments }: { readonly payments: readonly { readonly status: string }[] }) =>
  payments.map(({ status }) => status);

describe('given an order whose carrier could not carry it out any more', () => {
  test.each([
    ['has no credit left', { creditRefusedAt: later(0) }, 'carrier_float_low'],
    [
      'is serviced for longer than the plan waits',
      { maintenance: [{ from: later(0), until: later(600 * MINUTE_MS) }] },
      'carrier_maintenance',
    ],
  ])('when it %s, then no other page is opened, and the one before stays', async (_what, change, code) => {
    const world = await payingWorld();
    const id = await world.ordered();
    const seen = await world.store.carrierHealth('soracom');
    await world.store.saveCarrierHealth('soracom', seen, { ...seen.health, ...change });
    world.state.now += MINUTE_MS;
    await expect(world.payAgain(id, 'key-0002', 'paypal')).rejects.toMatchObject({ code });
    expect(statusesOf(await world.stored(id))).toEqual(['created']);
  });

  test('when the number belongs to another SIM now, then neither', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await world.store.markRecycled(await world.line(), world.clock());
    await expect(world.payAgain(id, 'key-0002', 'paypal')).rejects.toMatchObject({ code: 'line_recycled' });
    expect(statusesOf(await world.stored(id))).toEqual(['created']);
  });
});

describe('given an order that is not paid', () => {
  test('when it is tried again by another method, then the session before is closed and the next one is at its account', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const renewal = await world.payAgain(id, 'key-0002', 'paypal');
    expect(renewal.payments).toMatchObject([
      { number: 1, status: 'expired', account: 'stripe', method: 'card' },
      { number: 2, status: 'created', account: 'paypal', method: 'paypal', amount: PRICE },
    ]);
    expect(world.payments.isClosed(sessionOf(id))).toBe(true);
    expect(await world.stored(id)).toEqual(renewal);
    expect(world.payments.opened.at(-1)).toMatchObject({
      reference: paymentReference(id, 2),
      amount: PRICE,
      method: 'paypal',
      returnUrl: `https://sim.example.com/?renewal=${id}`,
    });
  });

  test('when the request is repeated, then it is the same payment and nothing more is opened', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const first = await world.payAgain(id, 'key-0002', 'paypal');
    const again = await world.payAgain(id, 'key-0002', 'paypal');
    expect(again).toEqual(first);
    expect(world.payments.opened).toHaveLength(2);
  });

  test('when the key comes with another method, then it is refused as used', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await world.payAgain(id, 'key-0002', 'paypal');
    await expect(world.payAgain(id, 'key-0002', 'card')).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect((await world.stored(id)).payments).toHaveLength(2);
  });

  test('when another method gives more time, then there is more; less than before it never is', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const first = await world.stored(id);
    world.state.now += MINUTE_MS;
    const voucher = await world.payAgain(id, 'key-0002', 'konbini');
    const card = await world.payAgain(id, 'key-0003', 'card');
    const konbiniEnd = plusMs(later(MINUTE_MS), payWithinMs('konbini'));
    expect(first).toMatchObject({ payBy: later(payWithinMs('card')) });
    expect([voucher, card]).toMatchObject([{ payBy: konbiniEnd }, { payBy: konbiniEnd }]);
  });

  test('when the session before was paid a moment ago, then that is the answer and nothing is opened', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    const renewal = await world.payAgain(id, 'key-0002', 'paypal');
    expect([renewal.status, statusesOf(renewal)]).toEqual(['activating', ['captured']]);
    expect(world.payments.opened).toHaveLength(1);
  });

  test('when the payer had agreed at PayPal and now wants to pay another way, then PayPal takes no money', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    const renewal = await world.payAgain(id, 'key-0002');
    expect([renewal.status, statusesOf(renewal)]).toEqual(['awaiting_payment', ['cancelled', 'created']]);
    await world.tell('paypal', id, 1, { kind: 'approved' });
    expect(world.payments.captures(sessionOf(id))).toBe(0);
  });

  test('when PayPal had turned the capture down, then the next try is open', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.declineCapture(sessionOf(id));
    await world.look(id);
    const renewal = await world.payAgain(id, 'key-0002');
    expect(statusesOf(renewal)).toEqual(['expired', 'created']);
    expect(renewal.trail.map(({ what }) => what)).toContain('declined.1.insufficient_funds');
  });

  test('when a payment is under way, then no other one begins', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.process(sessionOf(id));
    await expect(world.payAgain(id, 'key-0002')).rejects.toMatchObject({ code: 'payment_under_way' });
    expect([statusesOf(await world.stored(id)), world.payments.opened.length]).toEqual([['processing'], 1]);
  });

  test('when the answer to the capture is lost, then no other payment begins', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    world.payments.loseNextAnswer();
    await expect(world.look(id)).rejects.toMatchObject({ code: 'payment_outcome_unknown' });
    expect(statusesOf(await world.stored(id))).toEqual(['capturing']);
    world.payments.unreachable(1);
    await expect(world.payAgain(id, 'key-0002')).rejects.toMatchObject({ code: 'payment_under_way' });
    const renewal = await world.payAgain(id, 'key-0002');
    expect([renewal.status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when its provider is down, then another one takes the payment; what is paid at the first goes back', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.setDown('stripe', true);
    await world.payAgain(id, 'key-0002', 'paypal');
    world.payments.setDown('stripe', false);
    world.payments.approve(sessionOf(id, 2));
    await world.tell('paypal', id, 2, { kind: 'approved' });
    await world.reportCapture(id);
    await world.rest([id]);
    const renewal = await world.stored(id);
    expect([renewal.status, renewal.status === 'active' && renewal.paidBy]).toEqual(['active', 2]);
    expect([...world.payments.refunded]).toEqual([[paymentReference(id, 1), PRICE.amountMinor]]);
  });

  test('when the chosen provider is down, then nothing changes for the payer but that they may try again', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.setDown('paypal', true);
    await expect(world.payAgain(id, 'key-0002', 'paypal')).rejects.toMatchObject({
      code: 'payment_provider_unavailable',
    });
    world.payments.setDown('paypal', false);
    expect(statusesOf(await world.payAgain(id, 'key-0002', 'paypal')).at(-1)).toBe('created');
  });

  test('when a method is not offered, then it is refused before anything is closed', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await expect(world.payAgain(id, 'key-0002', 'wechat_pay')).rejects.toMatchObject({
      code: 'method_not_offered',
      details: { method: 'wechat_pay', currency: 'JPY' },
    });
    expect(world.payments.isClosed(sessionOf(id))).toBe(false);
  });

  test('when it is tried ten times, then the next one is one too many, and the last page stays open', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    for (let number = 2; number <= 10; number += 1) await world.payAgain(id, `key-00${number + 10}`);
    await expect(world.payAgain(id, 'key-9999')).rejects.toMatchObject({ code: 'too_many_payments' });
    const { payments } = await world.stored(id);
    expect([payments.length, payments.filter(isOpen).length]).toEqual([10, 1]);
    expect(world.payments.isClosed(sessionOf(id, 10))).toBe(false);
  });

  test('when two try at the same time, then one session is stored, and whatever is paid counts once', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const answers = await Promise.allSettled([world.payAgain(id, 'key-0002'), world.payAgain(id, 'key-0003')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'busy' } });
    const { payments } = await world.stored(id);
    expect(payments.filter(isOpen)).toHaveLength(1);
  });

  test('when the same request comes twice at once, then it is one session', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await Promise.allSettled([world.payAgain(id, 'key-0002'), world.payAgain(id, 'key-0002')]);
    const renewal = await world.payAgain(id, 'key-0002');
    expect([statusesOf(renewal), world.payments.opened.length]).toEqual([['expired', 'created'], 2]);
  });

  test('when it is another person, then there is no such renewal and nothing is closed', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await expect(world.payAgain(id, 'key-0002', 'card', personId('kenji'))).rejects.toMatchObject({
      code: 'renewal_not_found',
    });
    expect(world.payments.isClosed(sessionOf(id))).toBe(false);
  });

  test('when the plan is sold anew at another price, then the price of the order stays', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await world.payAgain(id, 'key-0002');
    expect(world.payments.opened.map(({ amount }) => amount)).toEqual([PRICE, PRICE]);
  });
});

describe('given an order that is over', () => {
  test.each(['activating', 'cancelled', 'expired'] as const)('%s: it is not payable', async (status) => {
    const world = await payingWorld();
    const id = await world.ordered();
    if (status === 'activating') await world.reportCapture(id);
    if (status === 'cancelled') await world.cancel(id);
    if (status === 'expired') {
      world.state.now += payWithinMs('card') + 1;
      await world.sweep();
    }
    await expect(world.payAgain(id, 'key-0002')).rejects.toMatchObject({
      code: 'renewal_not_payable',
      details: { renewalStatus: status },
    });
    expect(world.payments.opened).toHaveLength(1);
  });

  test('when the request that opened a payment of it is repeated, then it shows how it stands', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await world.payAgain(id, 'key-0002', 'paypal');
    await world.cancel(id);
    expect((await world.payAgain(id, 'key-0002', 'paypal')).status).toBe('cancelled');
  });
});

describe('given an outage at any write', () => {
  test('when the request is repeated, then one session is open, and being paid it renews the SIM once', async () => {
    const writes = await withEveryOutage(async (world, fail) => {
      const id = await world.ordered();
      fail();
      await world.payAgain(id, 'key-0002', 'paypal').catch(() => undefined);
      world.calm();
      const renewal = await world.payAgain(id, 'key-0002', 'paypal');
      expect(statusesOf(renewal).filter((status) => status === 'created')).toHaveLength(1);
      const sessions = new Set(world.payments.opened.map(({ reference }) => reference));
      expect(sessions.size).toBe(renewal.payments.length);
      const { number, sessionId } = renewal.payments.at(-1) ?? { number: 0, sessionId: '' };
      world.payments.approve(sessionId);
      await world.tell('paypal', id, number, { kind: 'approved' });
      await world.rest([id]);
      expect([(await world.stored(id)).status, world.payments.captures(sessionId)]).toEqual(['active', 1]);
      expect(world.payments.refunded.size).toBe(0);
    });
    expect(writes).toBeGreaterThanOrEqual(2);
  });
});
