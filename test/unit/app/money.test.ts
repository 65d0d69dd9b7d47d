import { describe, expect, test } from '@jest/globals';
import { payWithinMs } from '../../../shared/domain/renewal/renewal.ts';
import { paymentReference, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import type { PaymentSession } from '../../../shared/payments/provider.ts';
import { LINE_ID, yen } from '../domain/given.ts';
import { renewingWorld } from './renewing-world.ts';

const PAY_WITHIN_MS = payWithinMs('card');
const SWEEP_MS = 11 * 60_000;

describe('what a payment provider reports', () => {
  test('a payment of a renewal that is not stored is refused, so that it is delivered again', async () => {
    const world = await renewingWorld();
    const reference = paymentReference(renewalIdFrom(LINE_ID, new Uint8Array(10)), 1);
    const report = { kind: 'captured', captureId: 'pi_1', amount: yen(1_980) } as const;
    await expect(world.takeNotices([{ reference, report }])).rejects.toMatchObject({ code: 'unknown_payment' });
  });

  test('three copies at once are one capture', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    await Promise.all([1, 2, 3].map(() => world.reportCapture(renewal.renewalId)));
    const { status, trail } = await world.stored(renewal.renewalId);
    expect([status, trail.filter(({ what }) => what.startsWith('captured'))]).toEqual([
      'activating',
      [expect.anything()],
    ]);
  });

  test('a wrong amount is held for a person: nothing is activated, nothing sent back by itself', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001', yen(1));
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review', reason: 'amount_mismatch' });
    expect([world.carrier.activations, world.payments.refunded.size]).toEqual([[], 0]);
  });
});

describe('the sweeper', () => {
  test('given a webhook that never came, then it asks the provider and the renewal goes on', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    world.payments.pay(`cs_${renewal.renewalId}01`, renewal.price);
    world.state.now += SWEEP_MS;
    expect(await world.sweep()).toEqual({ swept: 1, failed: 0 });
    expect((await world.stored(renewal.renewalId)).status).toBe('activating');
  });

  test('given nobody who pays, then the session is closed first and only then the renewal expires', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    world.state.now += PAY_WITHIN_MS + 1;
    await world.sweep();
    expect(world.payments.isClosed(`cs_${renewal.renewalId}01`)).toBe(true);
    expect((await world.stored(renewal.renewalId)).status).toBe('expired');
  });

  test('given a payment in the last moment, then closing does not lose it', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    world.payments.pay(`cs_${renewal.renewalId}01`, renewal.price);
    world.state.now += PAY_WITHIN_MS + 1;
    await world.sweep();
    expect((await world.stored(renewal.renewalId)).status).toBe('activating');
  });

  test('given a payment under way when the time is over, then it is asked about until it is money, which goes back', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    const provider = world.payments.of('stripe');
    if (!provider) throw new Error('no account');
    const { lookUp } = provider;
    const underWay: { value: boolean } = { value: true };
    Object.assign(provider, {
      lookUp: async (payment: PaymentSession) => (underWay.value ? [{ kind: 'processing' }] : lookUp(payment)),
    });
    world.payments.pay(`cs_${renewal.renewalId}01`, renewal.price);
    world.state.now += PAY_WITHIN_MS + 1;
    await world.sweep();
    expect((await world.stored(renewal.renewalId)).status).toBe('expired');
    underWay.value = false;
    world.state.now += SWEEP_MS;
    await world.sweep();
    await world.rest([renewal.renewalId]);
    expect((await world.stored(renewal.renewalId)).payments[0]?.status).toBe('captured');
    expect([...world.payments.refunded.values()]).toEqual([renewal.price.amountMinor]);
  });

  test('given money for a renewal that has expired, then all of it goes back and the renewal stays expired', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    world.state.now += PAY_WITHIN_MS + 1;
    await world.sweep();
    const reference = paymentReference(renewal.renewalId, 1);
    const report = { kind: 'captured', captureId: 'pi_late', amount: renewal.price } as const;
    await world.takeNotices([{ reference, report }]);
    await world.rest([renewal.renewalId]);
    expect((await world.stored(renewal.renewalId)).status).toBe('expired');
    expect(world.payments.refunded.get(reference)).toBe(renewal.price.amountMinor);
    expect(world.carrier.activations).toEqual([]);
  });

  test('given a lost message, then the work is queued again, and once more only after a while', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    world.state.now += SWEEP_MS;
    await world.sweep();
    await world.sweep();
    expect(world.queued).toEqual([{ kind: 'activate', id }]);
    world.state.now += SWEEP_MS;
    await world.sweep();
    expect(world.queued).toHaveLength(2);
  });

  test('given one that fails, then the others are swept all the same', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    const paid = await world.paid('key-0002');
    world.state.now += SWEEP_MS;
    world.payments.unreachable(1);
    expect(await world.sweep()).toEqual({ swept: 1, failed: 1 });
    expect(world.queued).toEqual([{ kind: 'activate', id: paid }]);
    await world.sweep();
    expect((await world.stored(renewal.renewalId)).status).toBe('awaiting_payment');
  });
});

describe('sending money back', () => {
  test('given a provider that fails, then it is tried again later and returned once', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    const id = await world.paid('key-0001');
    await world.activate(id);
    world.payments.unreachable(1);
    await world.refund(id);
    expect(await world.stored(id)).toMatchObject({ status: 'refunding', retryAt: expect.any(Number) });
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('refunded');
    expect([...world.payments.refunded.values()]).toEqual([1_980]);
  });

  test('nothing is sent back for a renewal that owes nothing', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    await world.activate(id);
    await world.refund(id);
    expect(world.payments.refunded.size).toBe(0);
  });
});
