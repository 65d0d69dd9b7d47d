import { describe, expect, test } from '@jest/globals';
import type { RenewalId } from '../../../shared/domain/values/ids.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { END } from '../domain/given.ts';
import { renewingWorld } from './renewing-world.ts';

const SIX_DAYS_ON = plusMs(END, 6 * ROLLING_DAY_MS);

type World = Awaited<ReturnType<typeof renewingWorld>>;

/** Does something in the middle of a run: before its n-th write, or after it. Answers whether there was such a write. */
const interrupt = (
  { store }: World,
  number: number,
  moment: 'before' | 'after',
  act: () => Promise<unknown>,
): (() => boolean) => {
  let count = 0;
  store[moment === 'before' ? 'beforeWrite' : 'afterWrite'] = async () => {
    count += 1;
    if (count === number) await act();
  };
  return () => count >= number;
};

const twoPaid = async (): Promise<{ world: World; first: RenewalId; second: RenewalId }> => {
  const world = await renewingWorld();
  return { world, first: await world.paid('key-0001'), second: await world.paid('key-0002') };
};

const expectBoth = async (world: World, ids: readonly RenewalId[], where: unknown): Promise<void> => {
  const statuses = await Promise.all(ids.map(async (id) => (await world.stored(id)).status));
  const periods = await Promise.all(
    ids.map(async (id) => {
      const renewal = await world.stored(id);
      return renewal.status === 'active' ? renewal.period : undefined;
    }),
  );
  const [earlier, later] = [...periods].sort((a, b) => (a?.startsAt ?? 0) - (b?.startsAt ?? 0));
  expect([where, statuses, (await world.line()).endsAt, world.carrier.endOf('sim-1')]).toEqual([
    where,
    ['active', 'active'],
    SIX_DAYS_ON,
    SIX_DAYS_ON,
  ]);
  // Neither begins before the other has ended: no day is given twice.
  expect([where, earlier?.startsAt, later?.startsAt, later?.endsAt]).toEqual([
    where,
    END,
    earlier?.endsAt,
    SIX_DAYS_ON,
  ]);
  expect(world.payments.refunded.size).toBe(0);
};

describe('two renewals of one line that are paid at the same moment', () => {
  for (const moment of ['before', 'after'] as const) {
    test(`both count when one runs ${moment} any write of the other`, async () => {
      for (let number = 1, reached = true; reached; number += 1) {
        const { world, first, second } = await twoPaid();
        const wasReached = interrupt(world, number, moment, () => world.activate(second).catch(() => undefined));
        await world.activate(first).catch(() => undefined);
        reached = wasReached();
        await world.rest([first, second]);
        await expectBoth(world, [first, second], [moment, number]);
        if (!reached) expect(number).toBeGreaterThan(3);
      }
    });

    test(`both count when there is an outage ${moment} any write, and the other goes on`, async () => {
      for (let number = 1, reached = true; reached; number += 1) {
        const { world, first, second } = await twoPaid();
        const { failed } = world.failWrite(number, moment);
        await world.activate(first).catch(() => undefined);
        await world.activate(second).catch(() => undefined);
        reached = failed() !== undefined;
        await world.rest([second, first]);
        await expectBoth(world, [first, second], [moment, number]);
        if (!reached) expect(number).toBeGreaterThan(6);
      }
    });

    test(`a copy of its own message ${moment} any write changes nothing`, async () => {
      for (let number = 1, reached = true; reached; number += 1) {
        const world = await renewingWorld();
        const id = await world.paid('key-0001');
        const wasReached = interrupt(world, number, moment, () => world.activate(id).catch(() => undefined));
        await world.activate(id).catch(() => undefined);
        reached = wasReached();
        await world.rest([id]);
        const end = plusMs(END, 3 * ROLLING_DAY_MS);
        expect([number, (await world.stored(id)).status, (await world.line()).endsAt]).toEqual([number, 'active', end]);
        expect(new Set(world.carrier.set.map(({ targetEnd }) => targetEnd))).toEqual(new Set([end]));
      }
    });
  }

  test('the second counts also when the carrier refuses the first, whose money goes back', async () => {
    const { world, first, second } = await twoPaid();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    await Promise.all([first, second].map((id) => world.activate(id).catch(() => undefined)));
    await world.rest([first, second]);
    const statuses = await Promise.all([first, second].map(async (id) => (await world.stored(id)).status));
    expect(statuses.sort()).toEqual(['active', 'refunded']);
    expect((await world.line()).endsAt).toBe(plusMs(END, 3 * ROLLING_DAY_MS));
    expect([...world.payments.refunded.values()]).toEqual([1_980]);
  });
});
