import { describe, expect, test } from '@jest/globals';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { DEADLINE_MS, END } from '../domain/given.ts';
import { renewingWorld } from './renewing-world.ts';

const THREE_DAYS_ON = plusMs(END, 3 * ROLLING_DAY_MS);

describe('activating a paid renewal', () => {
  test('given a carrier that confirms, then it is active, the line ends later, and the carrier was asked once', async () => {
    const world = await renewingWorld();
    const id = await world.paid('key-0001');
    await world.activate(id);
    expect(await world.stored(id)).toMatchObject({
      status: 'active',
      period: { startsAt: END, endsAt: THREE_DAYS_ON },
    });
    const line = await world.line();
    expect([line.endsAt, line.expiryVersion, line.fence]).toEqual([THREE_DAYS_ON, 2, undefined]);
    await world.activate(id);
    expect(world.carrier.activations).toHaveLength(1);
  });

  test('given a refusal, then the money goes back once and the line is as before', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no_such_plan' } });
    const id = await world.paid('key-0001');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'carrier_refused' });
    expect([...world.payments.refunded.values()]).toEqual([1_980]);
    expect((await world.line()).endsAt).toBe(END);
    expect(world.carrier.activations).toHaveLength(1);
  });

  test('given calls that were certainly not carried out, then it is tried again until it works', async () => {
    const world = await renewingWorld();
    const notSent = { outcome: { kind: 'not_sent', code: 'http_429', retryAfterMs: 5_000 } } as const;
    world.carrier.script(notSent, notSent);
    const id = await world.paid('key-0001');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect(world.carrier.activations).toHaveLength(3);
    expect(world.carrier.set).toHaveLength(1);
  });

  test('given an outcome that is unknown and was a success, then a look-up finds it and nothing is sent twice', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true });
    const id = await world.paid('key-0001');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active', period: { endsAt: THREE_DAYS_ON } });
    expect(world.carrier.activations).toHaveLength(1);
    expect(world.carrier.lookUps.length).toBeGreaterThanOrEqual(1);
  });

  test('given an unknown outcome that was none, then it is sent again only after two empty look-ups', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' } });
    const id = await world.paid('key-0001');
    await world.activate(id);
    while (world.carrier.activations.length === 1) {
      world.state.now += 30_000;
      const looked = world.carrier.lookUps.length;
      await world.activate(id);
      if (world.carrier.activations.length > 1) expect(looked).toBeGreaterThanOrEqual(2);
    }
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect(world.carrier.set).toHaveLength(1);
  });

  test('given a carrier that stays away past the deadline, then the money goes back and nothing is activated', async () => {
    const world = await renewingWorld();
    world.carrier.script(
      ...Array.from({ length: 200 }, () => ({ outcome: { kind: 'not_sent', code: 'down' } }) as const),
    );
    const id = await world.paid('key-0001');
    await world.rest([id], DEADLINE_MS / 20);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'deadline_passed' });
    expect(world.carrier.set).toEqual([]);
  });

  test('given an outcome that stays unknown past the deadline, then no refund starts while it might be a success', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true });
    world.carrier.unreachable(10_000);
    const id = await world.paid('key-0001');
    await world.activate(id);
    for (let hour = 0; hour < 20; hour += 1) {
      world.state.now += DEADLINE_MS;
      await world.activate(id);
      await world.refund(id);
    }
    expect((await world.stored(id)).status).toBe('activating');
    expect(world.payments.refunded.size).toBe(0);
    world.carrier.unreachable(0);
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('active');
  });

  test('given two renewals of one line that are paid at once, then both count, whoever runs first', async () => {
    for (const backwards of [false, true]) {
      const world = await renewingWorld();
      const ids = [await world.paid('key-0001'), await world.paid('key-0002')];
      const order = backwards ? ids.toReversed() : ids;
      await Promise.all(order.map((id) => world.activate(id).catch(() => undefined)));
      await world.rest(ids);
      for (const id of ids) expect((await world.stored(id)).status).toBe('active');
      expect((await world.line()).endsAt).toBe(plusMs(END, 6 * ROLLING_DAY_MS));
      expect(world.carrier.endOf('sim-1')).toBe(plusMs(END, 6 * ROLLING_DAY_MS));
    }
  });

  describe('given an outage at any write, before or after it was made', () => {
    const outcomes = {
      confirms: [],
      'loses its answer': [{ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true }],
      'is not reached at first': [{ outcome: { kind: 'not_sent', code: 'down' } }],
      // Also when it is asked again, because nobody wrote down that it had refused.
      refuses: Array.from({ length: 10 }, () => ({ outcome: { kind: 'refused', code: 'no' } }) as const),
    } as const;
    for (const [name, script] of Object.entries(outcomes))
      test(`a carrier that ${name}: activated exactly once or refunded in full, and no write is missed`, async () => {
        for (const moment of ['before', 'after'] as const)
          for (let number = 1; ; number += 1) {
            const world = await renewingWorld();
            world.carrier.script(...script);
            const id = await world.paid('key-0001');
            const { failed } = world.failWrite(number, moment);
            await world.activate(id).catch(() => undefined);
            await world.rest([id]);

            const renewal = await world.stored(id);
            const line = await world.line();
            if (name === 'refuses') {
              expect([moment, number, renewal.status, line.endsAt]).toEqual([moment, number, 'refunded', END]);
              expect([...world.payments.refunded.values()]).toEqual([1_980]);
            } else {
              expect([moment, number, renewal.status, line.endsAt]).toEqual([moment, number, 'active', THREE_DAYS_ON]);
              expect(new Set(world.carrier.set.map(({ targetEnd }) => targetEnd))).toEqual(new Set([THREE_DAYS_ON]));
              expect(world.payments.refunded.size).toBe(0);
            }
            if (failed() === undefined) {
              expect(number).toBeGreaterThan(3);
              break;
            }
          }
      });
  });

  test('a renewal that does not exist is an error, so that the message ends on the dead-letter queue', async () => {
    const world = await renewingWorld();
    const { renewal } = await world.order('key-0001');
    const other = renewal.renewalId.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) as typeof renewal.renewalId;
    await expect(world.activate(other)).rejects.toThrow('no such renewal');
  });
});
