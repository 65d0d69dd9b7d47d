import { describe, expect, test } from '@jest/globals';
import type { RenewalId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { DEADLINE_MS, END } from '../domain/given.ts';
import { renewingWorld } from './renewing-world.ts';

type World = Awaited<ReturnType<typeof renewingWorld>>;

/** The first worker that takes the fence is held up for 45 seconds, in which others do what they can. */
const holdUp = (world: World, others: () => Promise<unknown>): void => {
  let held = false;
  world.store.afterWrite = async (write) => {
    if (write !== 'holdFence' || held) return;
    held = true;
    for (let second = 0; second < 45; second += 5) {
      world.state.now += 5_000;
      await others().catch(() => undefined);
    }
  };
};

describe('given a worker that is held up between taking the fence and calling the carrier', () => {
  test('when the deadline passes meanwhile, then nothing is activated for money that goes back', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    world.state.now += DEADLINE_MS - 10_000;
    holdUp(world, () => world.activate(id));
    await world.activate(id).catch(() => undefined);
    await world.rest([id]);
    const { status } = await world.stored(id);
    expect([status, world.carrier.set.length]).toEqual(status === 'refunded' ? ['refunded', 0] : ['active', 1]);
  });

  test('when others go on with the line, then its late call does not move the end back', async () => {
    const world = await renewingWorld();
    const ids: RenewalId[] = [await world.paid('key-0001')];
    holdUp(world, async () => {
      for (const id of ids) await world.activate(id);
      if (ids.length === 1) ids.push(await world.paid('key-0002'));
    });
    await world.activate(ids[0] ?? (await world.paid('key-0003'))).catch(() => undefined);
    await world.rest(ids);
    const sixDaysOn = plusMs(END, 6 * ROLLING_DAY_MS);
    expect([(await world.line()).endsAt, world.carrier.endOf('sim-1')]).toEqual([sixDaysOn, sixDaysOn]);
  });
});

describe('given a worker that is held up before it takes back what came after the refund', () => {
  test('when others go on with the line, then the end that they paid for stays', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    world.state.now += DEADLINE_MS - 30_000;
    const appearsAt = instant(world.state.now + 12 * MINUTE_MS);
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true, appearsAt });
    await world.activate(id);
    await world.rest([id], 30_000);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', abandoned: {} });
    world.state.now += 20 * MINUTE_MS;
    const next = await world.paid('key-0002');
    holdUp(world, () => world.activate(next));
    await world.activate(id);
    await world.rest([next]);
    expect(await world.stored(next)).toMatchObject({ status: 'active' });
    expect(world.carrier.endOf('sim-1')).toBe((await world.line()).endsAt);
  });
});

describe('given wake-ups that come before their time', () => {
  test('then a carrier that is down is asked no more often than its back-off says', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' } });
    world.carrier.unreachable(100_000);
    const id = await world.paid('key-0001');
    await world.activate(id);
    for (let second = 0; second < 3_600; second += 10) {
      world.state.now += 10_000;
      await world.activate(id);
    }
    expect(world.carrier.lookUps.length).toBeLessThan(40);
  });
});

describe('the sweeper', () => {
  test('given a provider so slow that a run takes too long, then paid work is found all the same', async () => {
    const world = await renewingWorld();
    for (let number = 0; number < 60; number += 1) await world.order(`unpaid-${String(number).padStart(4, '0')}`);
    world.state.now += 1_000;
    const paid = await world.paid('key-paid');
    const slow = async (): Promise<never> => {
      world.state.now += 8_000;
      throw new Error('time-out');
    };
    Object.assign(world.payments, { lookUp: slow, close: slow });
    world.state.now += 11 * MINUTE_MS;
    for (let tick = 0; tick < 6; tick += 1) {
      const begun = world.state.now;
      await world.sweep();
      expect(world.state.now - begun).toBeLessThan(5 * MINUTE_MS);
      world.state.now = begun + 5 * MINUTE_MS;
    }
    expect(world.queued).toContainEqual({ kind: 'activate', id: paid });
  });

  test('given a refund that waits for more than a day, then it is told with every sweep', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    const id = await world.paid('key-0001');
    await world.activate(id);
    world.payments.unreachable(100_000);
    const failed: number[] = [];
    for (let hour = 0; hour < 26; hour += 1) {
      world.state.now += HOUR_MS;
      await world.refund(id);
      world.state.now += 11 * MINUTE_MS;
      failed.push((await world.sweep()).failed);
    }
    expect([failed.slice(0, 19).some(Boolean), failed.at(-1)]).toEqual([false, 1]);
  });
});
