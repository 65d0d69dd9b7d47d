import { describe, expect, test } from '@jest/globals';
import { plusMs, ROLLING_DAY_MS, SECOND_MS } from '../../../../shared/domain/values/instant.ts';
import { DEADLINE_MS, END } from '../../domain/given.ts';
import { renewingWorld } from '../renewing-world.ts';

type World = Awaited<ReturnType<typeof renewingWorld>>;

/** While a call is on its way, and before the carrier has it, others do what they can. */
const duringTheCall = (world: World, others: () => Promise<unknown>): void => {
  const { activate } = world.carrier;
  world.carrier.activate = async (order) => {
    world.carrier.activate = activate;
    world.state.now += SECOND_MS;
    await others();
    return activate(order);
  };
};
const NOT_SENT = { kind: 'not_sent', code: 'rate_budget' } as const;
const REFUSED = { kind: 'refused', code: 'no_such_product' } as const;

describe.each(['A', 'B', 'C'] as const)('given a carrier of class %s, and a message delivered twice', (kind) => {
  const twice = async (outcome?: typeof NOT_SENT | typeof REFUSED) => {
    const world = await renewingWorld({ class: kind });
    if (outcome) world.carrier.script({ outcome });
    const id = await world.paid('key-0001');
    // The second worker finds an attempt that may be under way, and puts its next look off.
    duringTheCall(world, () => world.activate(id));
    await world.activate(id);
    return { world, id };
  };

  test('when the carrier confirms to the first one, then it is active at once', async () => {
    const { world, id } = await twice();
    expect(await world.stored(id)).toMatchObject({
      status: 'active',
      period: { endsAt: plusMs(END, 3 * ROLLING_DAY_MS) },
    });
  });

  test('when the carrier refuses to the first one, then the money goes back at once, and for that reason', async () => {
    const { world, id } = await twice(REFUSED);
    expect(await world.stored(id)).toMatchObject({ status: 'refunding', reason: 'carrier_refused' });
    expect((await world.line()).fence).toBeUndefined();
  });

  test('when nothing was sent by the first one, then it is tried again, and soon', async () => {
    const { world, id } = await twice(NOT_SENT);
    expect((await world.line()).fence).toBeUndefined();
    world.state.now += 10 * SECOND_MS;
    await world.activate(id);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
  });
});

describe('given another renewal that waits for the line', () => {
  test('when its money goes back while nothing was sent by the holder, then the holder is tried again soon', async () => {
    const world = await renewingWorld({ class: 'C' });
    const waits = await world.paid('key-0001');
    world.state.now += DEADLINE_MS - SECOND_MS;
    const holds = await world.paid('key-0002');
    world.carrier.script({ outcome: NOT_SENT });
    duringTheCall(world, () => world.activate(waits));
    await world.activate(holds);
    expect((await world.stored(waits)).status).toBe('refunding');
    world.state.now += 10 * SECOND_MS;
    await world.activate(holds);
    expect(await world.stored(holds)).toMatchObject({ status: 'active' });
  });
});
