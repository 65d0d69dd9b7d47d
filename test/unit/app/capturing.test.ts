import { describe, expect, test } from '@jest/globals';
import { payWithinMs } from '../../../shared/domain/renewal/renewal.ts';
import { paymentReference } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { PRICE, yen } from '../domain/given.ts';
import { payingWorld, sessionOf, withEveryOutage } from './paying-world.ts';

const SWEEP_MS = 11 * MINUTE_MS;
const approved = { kind: 'approved' } as const;

describe('given a payment that the payer has agreed to', () => {
  test('when the webhook tells it, then the money is taken and the SIM renewed', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    await world.tell('paypal', id, 1, approved);
    const { status, trail } = await world.stored(id);
    expect([status, trail.map(({ what }) => what)]).toEqual([
      'activating',
      ['created', 'capturing.1', 'captured.1.keep'],
    ]);
  });

  test('when it is told many times at once, then the money is taken once', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    await Promise.allSettled(Array.from({ length: 5 }, () => world.tell('paypal', id, 1, approved)));
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when the answer to the capture is lost, then the delivery is refused, and the next one finds the money', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    world.payments.loseNextAnswer();
    await expect(world.tell('paypal', id, 1, approved)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
    expect((await world.stored(id)).payments).toMatchObject([{ status: 'capturing' }]);
    await world.tell('paypal', id, 1, approved);
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when nobody tells it again, then the sweeper finds the money', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    world.payments.loseNextAnswer();
    await world.tell('paypal', id, 1, approved).catch(() => undefined);
    world.state.now += SWEEP_MS;
    await world.sweep();
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when the answer is lost and the time to pay ends, then the money that was taken goes back', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    world.payments.loseNextAnswer();
    await world.tell('paypal', id, 1, approved).catch(() => undefined);
    const provider = world.payments.of('paypal');
    if (!provider) throw new Error('no account');
    const { lookUp } = provider;
    // The books of the provider lag: for now it says that the order waits for us.
    Object.assign(provider, { lookUp: async () => [approved], capture: async () => [] });
    world.state.now += payWithinMs('paypal') + 1;
    await world.sweep();
    expect(await world.stored(id)).toMatchObject({ status: 'expired', payments: [{ status: 'capturing' }] });
    Object.assign(provider, { lookUp });
    world.state.now += SWEEP_MS;
    await world.sweep();
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('expired');
    expect([...world.payments.refunded]).toEqual([[paymentReference(id, 1), PRICE.amountMinor]]);
  });

  test('when the capture is turned down, then the payer may choose again and nothing was charged', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.declineCapture(sessionOf(id));
    await world.tell('paypal', id, 1, approved);
    expect((await world.stored(id)).payments).toMatchObject([{ status: 'created', url: expect.any(String) }]);
    world.payments.approve(sessionOf(id));
    await world.tell('paypal', id, 1, approved);
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['activating', 1]);
  });

  test('when the order has ended meanwhile, then nothing is taken', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    world.state.now += payWithinMs('paypal') + 1;
    await world.tell('paypal', id, 1, approved);
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['awaiting_payment', 0]);
  });

  test('when another account tells it, then it has no business with it', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    await expect(world.tell('stripe', id, 1, approved)).rejects.toMatchObject({ code: 'unknown_payment' });
    expect(world.payments.captures(sessionOf(id))).toBe(0);
  });
});

test('given an outage at any write, when the delivery comes again, then the money is taken once and renews the SIM', async () => {
  const writes = await withEveryOutage(async (world, fail) => {
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    fail();
    await world.tell('paypal', id, 1, approved).catch(() => undefined);
    world.calm();
    await world.tell('paypal', id, 1, approved);
    await world.rest([id]);
    expect([(await world.stored(id)).status, world.payments.captures(sessionOf(id))]).toEqual(['active', 1]);
    expect(world.payments.refunded.size).toBe(0);
  });
  expect(writes).toBeGreaterThanOrEqual(2);
});

describe('given work that was left behind beside a payment under way', () => {
  test('when the provider of that payment is down, then the paid work is queued all the same', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.setDown('stripe', true);
    await world.payAgain(id, 'key-0002', 'paypal');
    world.payments.setDown('stripe', false);
    await world.tell('paypal', id, 2, { kind: 'processing' });
    await world.tell('stripe', id, 1, { kind: 'captured', captureId: `pi_${sessionOf(id)}`, amount: PRICE });
    world.payments.setDown('paypal', true);
    world.state.now += SWEEP_MS;
    await world.sweep();
    expect(world.queued).toContainEqual({ kind: 'activate', id });
  });
});

describe('given money that goes back', () => {
  test('when the bank holds a part of it in a dispute, then only the rest is sent', async () => {
    const world = await payingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    const id = await world.paid('key-0001');
    const captureId = `pi_${sessionOf(id)}`;
    await world.tell('stripe', id, 1, { kind: 'disputed', captureId, amount: yen(500) });
    await world.activate(id);
    await world.refund(id);
    expect([...world.payments.refunded.values()]).toEqual([1_480]);
    await world.tell('stripe', id, 1, { kind: 'dispute_closed', captureId, amount: yen(500), outcome: 'lost' });
    await world.refund(id);
    expect([(await world.stored(id)).status, [...world.payments.refunded.values()]]).toEqual(['refunded', [1_480]]);
  });

  test('when that dispute is won, then the rest follows', async () => {
    const world = await payingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    const id = await world.paid('key-0001');
    const captureId = `pi_${sessionOf(id)}`;
    await world.tell('stripe', id, 1, { kind: 'disputed', captureId, amount: yen(500) });
    await world.activate(id);
    await world.refund(id);
    await world.tell('stripe', id, 1, { kind: 'dispute_closed', captureId, amount: yen(500), outcome: 'won' });
    await world.refund(id);
    expect([(await world.stored(id)).status, [...world.payments.refunded.values()]]).toEqual(['refunded', [1_980]]);
  });
});
