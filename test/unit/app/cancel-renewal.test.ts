import { describe, expect, test } from '@jest/globals';
import { paymentReference, personId } from '../../../shared/domain/values/ids.ts';
import { PRICE } from '../domain/given.ts';
import { payingWorld, sessionOf, withEveryOutage } from './paying-world.ts';

describe('given an order that is not paid', () => {
  test('when it is called off, then nobody can pay it any more', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const renewal = await world.cancel(id);
    expect(renewal).toMatchObject({ status: 'cancelled', cancelledAt: world.clock() });
    expect(renewal.payments).toMatchObject([{ status: 'expired' }]);
    expect(world.payments.isClosed(sessionOf(id))).toBe(true);
  });

  test('when it is called off twice, one after the other and at once, then both are told so', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const answers = await Promise.all([world.cancel(id), world.cancel(id)]);
    answers.push(await world.cancel(id));
    expect(answers.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await world.stored(id)).trail.filter(({ what }) => what === 'cancelled')).toHaveLength(1);
  });

  test('when it was paid a moment ago, then it is renewed instead', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    await expect(world.cancel(id)).rejects.toMatchObject({
      code: 'renewal_not_cancellable',
      details: { renewalStatus: 'activating' },
    });
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('active');
  });

  test('when a payment is under way, then it is not called off, and stays payable', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.process(sessionOf(id));
    await expect(world.cancel(id)).rejects.toMatchObject({ code: 'payment_under_way' });
    expect((await world.stored(id)).status).toBe('awaiting_payment');
  });

  test('when its provider cannot close the session, then it is not called off', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.setDown('stripe', true);
    await expect(world.cancel(id)).rejects.toMatchObject({ code: 'payment_outcome_unknown' });
    expect((await world.stored(id)).status).toBe('awaiting_payment');
    world.payments.setDown('stripe', false);
    expect((await world.cancel(id)).status).toBe('cancelled');
  });

  test('when the answer to closing is lost, then calling it off again works', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.loseNextAnswer();
    await expect(world.cancel(id)).rejects.toMatchObject({ code: 'payment_outcome_unknown' });
    expect((await world.cancel(id)).status).toBe('cancelled');
  });

  test('when it is another person, then there is no such renewal and nothing is closed', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await expect(world.cancel(id, personId('kenji'))).rejects.toMatchObject({ code: 'renewal_not_found' });
    expect(world.payments.isClosed(sessionOf(id))).toBe(false);
  });
});

describe('given an order that was called off', () => {
  test('when a voucher of it is paid all the same, then the money goes back and it stays called off', async () => {
    const world = await payingWorld();
    const id = await world.ordered('konbini');
    await world.cancel(id);
    const reference = paymentReference(id, 1);
    await world.tell('stripe', id, 1, { kind: 'captured', captureId: 'pi_late', amount: PRICE });
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('cancelled');
    expect([...world.payments.refunded]).toEqual([[reference, PRICE.amountMinor]]);
    expect(world.carrier.activations).toEqual([]);
  });

  test('when the payer agrees at PayPal afterwards, then nothing is taken', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    await world.cancel(id);
    await world.tell('paypal', id, 1, { kind: 'approved' });
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['cancelled', 0]);
  });
});

test('given one that is renewed, then it cannot be called off', async () => {
  const world = await payingWorld();
  const id = await world.paid('key-0001');
  await world.activate(id);
  await expect(world.cancel(id)).rejects.toMatchObject({
    code: 'renewal_not_cancellable',
    details: { renewalStatus: 'active' },
  });
});

test('given an outage at any write, when it is called off again, then it is, with one entry in its trail', async () => {
  const writes = await withEveryOutage(async (world, fail) => {
    const id = await world.ordered();
    fail();
    await world.cancel(id).catch(() => undefined);
    world.calm();
    const renewal = await world.cancel(id);
    expect([renewal.status, renewal.trail.filter(({ what }) => what === 'cancelled').length]).toEqual(['cancelled', 1]);
  });
  expect(writes).toBeGreaterThanOrEqual(2);
});
