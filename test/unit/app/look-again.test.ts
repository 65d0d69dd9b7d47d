import { describe, expect, test } from '@jest/globals';
import { PRICE } from '../domain/given.ts';
import { payingWorld, sessionOf } from './paying-world.ts';

describe('given a payer who is back from the payment page', () => {
  test('when they have paid, then the renewal goes on without any webhook', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    const renewal = await world.look(id);
    expect(renewal.status).toBe('activating');
    expect(await world.stored(id)).toEqual(renewal);
  });

  test('when they have agreed at PayPal, then the money is taken, and the webhook afterwards says nothing new', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    const renewal = await world.look(id);
    expect(renewal.status).toBe('activating');
    await world.tell('paypal', id, 1, { kind: 'approved' });
    await world.tell('paypal', id, 1, { kind: 'captured', captureId: `pi_${sessionOf(id)}`, amount: PRICE });
    expect(await world.stored(id)).toEqual(renewal);
    expect(world.payments.captures(sessionOf(id))).toBe(1);
  });

  test('when they ask many times at once, then the money is taken once', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    await Promise.all(Array.from({ length: 5 }, () => world.look(id)));
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when nothing has happened, then nothing is written', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    const before = await world.store.renewal(id);
    await world.look(id);
    expect(await world.store.renewal(id)).toEqual(before);
  });

  test('when the provider is down, then they are told, and nothing is written', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    world.payments.setDown('stripe', true);
    await expect(world.look(id)).rejects.toMatchObject({ code: 'payment_outcome_unknown' });
    expect((await world.stored(id)).status).toBe('awaiting_payment');
  });

  test('when nothing is open any more, then nobody is asked', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001');
    world.payments.setDown('stripe', true);
    expect((await world.look(id)).status).toBe('activating');
  });
});
