import { describe, expect, test } from '@jest/globals';
import { announceMaintenance } from '../../../../shared/app/carriers/maintenance.ts';
import type { CarrierMoney } from '../../../../shared/carriers/carrier.ts';
import { SERVES } from '../../../../shared/carriers/serves.ts';
import { HOUR_MS, MINUTE_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { aPlan, DEADLINE_MS, later } from '../../domain/given.ts';
import { renewingWorld } from '../renewing-world.ts';

const CAP = { amountE4: 50_000, currency: 'USD' };
/** A carrier that can quote, and a plan with a cap. */
const quoting = async (options: Parameters<typeof renewingWorld>[0] = {}) => {
  const world = await renewingWorld({ without: [], ...options });
  await world.store.addPlan(aPlan({ version: 2, maxCost: CAP }));
  const order = (key: string) => world.order(key, { planVersion: 2 });
  return { ...world, order, orderAny: world.order };
};
const refused = (code: string) => expect.objectContaining({ code });

describe('given a carrier that can quote', () => {
  test('when the SIM can take the plan at its price, then it is sold', async () => {
    const world = await quoting();
    world.carrier.sell('expiry', CAP);
    expect((await world.order('key-0001')).renewal.status).toBe('awaiting_payment');
  });

  test.each<[string, { readonly product?: string; readonly cost?: CarrierMoney }, string]>([
    ['does not sell it for this SIM', { product: 'another' }, 'plan_not_available'],
    ['has raised its price above the cap', { cost: { ...CAP, amountE4: CAP.amountE4 + 1 } }, 'plan_not_available'],
    ['asks another currency', { cost: { ...CAP, currency: 'EUR' } }, 'plan_not_available'],
  ])('when it %s, then nobody is asked to pay', async (_what, { product = 'expiry', cost = CAP }, code) => {
    const world = await quoting();
    world.carrier.sell(product, cost);
    await expect(world.order('key-0001')).rejects.toEqual(refused(code));
    expect(world.payments.opened).toEqual([]);
  });

  test('when it serves days of 24 hours alone, then no plan is sold that promises midnights', async () => {
    const world = await quoting({ serves: SERVES.airalo });
    world.carrier.sell('expiry', CAP);
    await expect(world.order('key-0001')).rejects.toEqual(refused('plan_not_available'));
    const rolling = aPlan({ planId: 'jp-24h-3d', length: { unit: 'day', count: 3, day: { kind: 'rolling' } } });
    await world.store.addPlan(rolling);
    const { planId, version: planVersion } = rolling;
    expect((await world.orderAny('key-0002', { planId, planVersion })).renewal.status).toBe('awaiting_payment');
  });

  test.each([
    ['maintenance', 'carrier_maintenance'],
    ['float_low', 'carrier_float_low'],
    ['unreachable', 'carrier_unavailable'],
  ] as const)('when it tells of %s, then it is refused as %s from the first order on', async (trouble, code) => {
    const world = await quoting();
    const quote = async () => ({ kind: 'unavailable', code: 'told', trouble }) as const;
    Object.assign(world.carrier, { quote });
    await expect(world.order('key-0001')).rejects.toEqual(refused(code));
  });

  test('when it cannot be asked, then nobody is asked to pay, and the order works later under the same key', async () => {
    const world = await quoting();
    world.carrier.unreachable(1);
    await expect(world.order('key-0001')).rejects.toEqual(refused('carrier_unavailable'));
    expect((await world.order('key-0001')).replayed).toBe(false);
  });

  test('when the number belongs to another SIM, then the line is set aside for good', async () => {
    const world = await quoting();
    world.carrier.recycle('sim-1');
    await expect(world.order('key-0001')).rejects.toEqual(refused('line_recycled'));
    expect((await world.line()).recycledAt).toBe(world.clock());
    expect((await world.line()).nextReminder).toBeUndefined();
    await expect(world.order('key-0002')).rejects.toEqual(refused('line_recycled'));
  });
});

describe('given what is known of the carrier', () => {
  test('when the credit is below the floor, then nothing is sold until there is enough', async () => {
    const world = await renewingWorld({ floor: { amountE4: 100, currency: 'USD' } });
    const seen = await world.store.carrierHealth('soracom');
    const float = { amountE4: 99, currency: 'USD', readAt: world.clock() };
    await world.store.saveCarrierHealth('soracom', seen, { ...seen.health, float });
    await expect(world.order('key-0001')).rejects.toEqual(refused('carrier_float_low'));
    const low = await world.store.carrierHealth('soracom');
    await world.store.saveCarrierHealth('soracom', low, { ...low.health, float: { ...float, amountE4: 100 } });
    world.state.now += 6_000;
    expect((await world.order('key-0001')).renewal.status).toBe('awaiting_payment');
  });

  test('when a long maintenance is announced, then nothing is sold; a short one is waited for', async () => {
    const world = await renewingWorld();
    const announce = announceMaintenance(world.store);
    await announce('soracom', [{ from: later(0), until: later(DEADLINE_MS) }]);
    await expect(world.order('key-0001')).rejects.toEqual(refused('carrier_maintenance'));

    await announce('soracom', [{ from: later(0), until: later(10 * MINUTE_MS) }]);
    world.state.now += 6_000;
    const id = await world.paid('key-0001');
    await world.activate(id);
    expect(world.carrier.activations).toEqual([]);
    expect(await world.stored(id)).toMatchObject({ status: 'activating', retryAt: later(10 * MINUTE_MS) });
    world.state.now = later(10 * MINUTE_MS);
    await world.activate(id);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
  });

  test.each([
    ['ends before it begins', [{ from: later(1), until: later(0) }]],
    ['is one of too many', Array.from({ length: 21 }, (_, n) => ({ from: later(n), until: later(n + 1) }))],
  ])('when a window %s, then it is refused and nothing changes', async (_what, windows) => {
    const { store } = await renewingWorld();
    await expect(announceMaintenance(store)('soracom', windows)).rejects.toEqual(refused('bad_request'));
    expect((await store.carrierHealth('soracom')).health.maintenance).toEqual([]);
  });

  test('when the deadline passes in maintenance, then the money goes back without a call', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    await announceMaintenance(world.store)('soracom', [{ from: later(0), until: plusMs(later(0), 24 * HOUR_MS) }]);
    await world.rest([id], DEADLINE_MS / 20);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'deadline_passed' });
    expect(world.carrier.activations).toEqual([]);
  });
});
