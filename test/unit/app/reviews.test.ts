import { describe, expect, test } from '@jest/globals';
import { effectsOf } from '../../../shared/domain/renewal/effects.ts';
import { paymentReference, type RenewalId, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { aPlan, DEADLINE_MS, END, LINE_ID, PRICE, yen } from '../domain/given.ts';
import { type PayingWorld, payingWorld, STAFF, sessionOf, withEveryOutage } from './paying-world.ts';

const THREE_DAYS_ON = plusMs(END, 3 * ROLLING_DAY_MS);
const WEEK_MS = 7 * ROLLING_DAY_MS;

/** The carrier was asked and has never told: a person has to find out. */
const unknownOutcome = async (world: PayingWorld, carriedOut = false): Promise<RenewalId> => {
  world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut });
  world.carrier.unreachable(10_000);
  const id = await world.paid('key-0001');
  await world.activate(id);
  while ((await world.stored(id)).status === 'activating') {
    world.state.now += HOUR_MS;
    await world.activate(id);
  }
  world.carrier.unreachable(0);
  return id;
};

/** Work that a change of the stored state sets in motion, as the dispatcher hands it over. */
const followEffects = async (world: PayingWorld, id: RenewalId, change: () => Promise<unknown>): Promise<void> => {
  const before = await world.stored(id);
  await change().catch(() => undefined);
  for (const effect of effectsOf(before, await world.stored(id))) {
    if (effect.kind === 'activate') await world.activate(id);
    if (effect.kind === 'refund') await world.refund(id);
  }
};

describe('given an outcome that only a person can find out', () => {
  test('when it waits, then it is in the queue and the line is held', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world);
    expect((await world.queue()).renewals.map(({ renewalId }) => renewalId)).toEqual([id]);
    expect((await world.line()).fence?.renewalId).toBe(id);
  });

  test('when the carrier did it, then the promised end is written and the line is free', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world, true);
    const renewal = await world.resolve(id, { exit: 'mark_active', carrierReference: 'console-77' });
    expect(renewal).toMatchObject({
      status: 'active',
      carrierReference: 'console-77',
      endBefore: END,
      period: { endsAt: THREE_DAYS_ON },
      payments: [{ verdict: 'keep' }],
      resolutions: [{ at: world.clock(), by: STAFF, exit: 'mark_active', note: 'looked it up' }],
    });
    const line = await world.line();
    expect([line.endsAt, line.fence, line.expiryVersion]).toEqual([THREE_DAYS_ON, undefined, 2]);
    expect((await world.queue()).renewals).toEqual([]);
    expect(world.payments.refunded.size).toBe(0);
  });

  test('when the carrier did it and nobody names the proof, then it stays open', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world, true);
    await expect(world.resolve(id, { exit: 'mark_active' })).rejects.toMatchObject({ code: 'exit_not_open' });
    expect((await world.stored(id)).status).toBe('needs_review');
  });

  test('when the money is sent back, then the line is free in the same write', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world);
    const writes: string[] = [];
    world.store.afterWrite = (write) => void writes.push(write);
    const renewal = await world.resolve(id, { exit: 'send_back' });
    expect([renewal.status, (await world.line()).fence, writes]).toEqual(['refunding', undefined, ['saveWithFence']]);
    world.calm();
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'decided_in_review' });
    expect([(await world.line()).endsAt, [...world.payments.refunded.values()]]).toEqual([END, [1_980]]);
  });

  test('when the money is sent back and the carrier does it late, then that is taken back', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world);
    await world.resolve(id, { exit: 'send_back' });
    await world.rest([id]);
    const [order] = world.carrier.activations;
    if (!order) throw new Error('nothing was attempted');
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true });
    await world.carrier.activate(order);
    for (let passed = 0; passed < 8; passed += 1) {
      world.state.now += HOUR_MS;
      await world.activate(id);
    }
    expect((await world.stored(id)).trail.map(({ what }) => what)).toContain('late.undone');
    expect([world.carrier.endOf('sim-1'), (await world.line()).fence]).toEqual([END, undefined]);
  });

  test('when it is activated again, then it is done once, with a new deadline', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world);
    const renewal = await world.resolve(id, { exit: 'activate_again' });
    expect(renewal).toMatchObject({ status: 'activating', deadline: plusMs(world.clock(), DEADLINE_MS) });
    expect((await world.line()).fence).toMatchObject({ renewalId: id, emptyLookUps: 0 });
    await world.rest([id]);
    expect([(await world.stored(id)).status, world.carrier.set.length]).toEqual(['active', 1]);
  });

  test('when it is closed, then the line is free, and nothing is sent back or activated', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world);
    const renewal = await world.resolve(id, { exit: 'close' });
    expect(renewal).toMatchObject({ status: 'closed', closedAt: world.clock() });
    expect((await world.line()).fence).toBeUndefined();
    await world.rest([id]);
    expect([world.payments.refunded.size, world.carrier.set.length]).toEqual([0, 0]);
  });

  test('when two people decide at once, then one decision counts', async () => {
    const world = await payingWorld();
    const id = await unknownOutcome(world, true);
    const answers = await Promise.allSettled([
      world.resolve(id, { exit: 'mark_active', carrierReference: 'console-77' }),
      world.resolve(id, { exit: 'send_back' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'exit_not_open' }) }),
    );
    const { status, resolutions = [] } = await world.stored(id);
    expect([resolutions.length, ['active', 'refunding']]).toEqual([1, expect.arrayContaining([status])]);
  });

  test('when the next renewal of the line is paid, then it follows the end that was found out', async () => {
    const world = await payingWorld();
    const next = (await world.order('key-0002')).renewal.renewalId;
    const id = await unknownOutcome(world, true);
    await world.resolve(id, { exit: 'mark_active', carrierReference: 'console-77' });
    await world.reportCapture(next);
    await world.rest([next]);
    expect((await world.line()).endsAt).toBe(plusMs(END, 6 * ROLLING_DAY_MS));
  });
});

describe('given an outage at any write of a resolution', () => {
  test('of one that the carrier did: the person may repeat it, and the line gets its end', async () => {
    const writes = await withEveryOutage(async (world, fail) => {
      const id = await unknownOutcome(world, true);
      const exit = { exit: 'mark_active', carrierReference: 'console-77' } as const;
      await followEffects(world, id, async () => {
        fail();
        await world.resolve(id, exit).finally(() => world.calm());
      });
      if ((await world.stored(id)).status === 'needs_review') await world.resolve(id, exit);
      const line = await world.line();
      expect([(await world.stored(id)).status, line.endsAt, line.fence]).toEqual(['active', THREE_DAYS_ON, undefined]);
      expect([line.expiryVersion, line.usage.totalBytes]).toEqual([2, 6_000_000_000]);
    });
    expect(writes).toBe(2);
  });

  test.each([
    ['send_back', 'refunded'],
    ['activate_again', 'active'],
    ['close', 'closed'],
  ] as const)('%s: decided and freed in one write, or not at all', async (exit, end) => {
    const writes = await withEveryOutage(async (world, fail) => {
      const id = await unknownOutcome(world);
      fail();
      await world.resolve(id, { exit }).catch(() => undefined);
      world.calm();
      const isOpen = (await world.stored(id)).status === 'needs_review';
      expect((await world.line()).fence !== undefined).toBe(isOpen || exit === 'activate_again');
      if (isOpen) await world.resolve(id, { exit });
      await world.rest([id]);
      expect((await world.stored(id)).status).toBe(end);
      expect(world.payments.refunded.size).toBe(exit === 'send_back' ? 1 : 0);
    });
    expect(writes).toBe(1);
  });
});

describe('given held money of a renewal whose own course goes on', () => {
  const missing = async (world: PayingWorld, id: RenewalId): Promise<void> => {
    world.payments.forget(sessionOf(id));
    await world.store.noteCaptured({
      account: 'stripe',
      reference: paymentReference(id, 1),
      captureId: `pi_${sessionOf(id)}`,
      captured: PRICE,
      at: plusMs(world.clock(), -ROLLING_DAY_MS),
    });
    await world.reconcile();
    expect((await world.queue()).renewals.map(({ renewalId }) => renewalId)).toEqual([id]);
  };

  test('when its attempt is open while a person settles the money, then the line stays held for it', async () => {
    const world = await payingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true });
    world.carrier.unreachable(1);
    const id = await world.paid('key-0001');
    await world.activate(id);
    await missing(world, id);
    const before = await world.line();
    expect(before.fence?.renewalId).toBe(id);
    await world.resolve(id, { exit: 'close' });
    expect(await world.line()).toEqual(before);
    await world.rest([id]);
    expect([(await world.stored(id)).status, world.carrier.activations.length]).toEqual(['active', 1]);
  });

  test('when it is active and its line has not learned it yet, then the line still does', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001');
    world.store.beforeWrite = (write) => {
      if (write === 'settleLine') throw new Error('outage');
    };
    await world.activate(id).catch(() => undefined);
    world.calm();
    expect((await world.stored(id)).status).toBe('active');
    await missing(world, id);
    await world.resolve(id, { exit: 'close' });
    await world.rest([id]);
    expect((await world.line()).endsAt).toBe(THREE_DAYS_ON);
  });

  test('when a person has settled it, then the next comparison does not ask again', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001');
    await world.activate(id);
    await missing(world, id);
    await world.resolve(id, { exit: 'close' });
    world.state.now += ROLLING_DAY_MS;
    const { reports } = await world.reconcile();
    expect(reports[0]?.differences).toMatchObject([{ kind: 'unknown_to_provider' }]);
    expect((await world.queue()).renewals).toEqual([]);
  });
});

describe('given a refund that fails while the carrier takes back what came late', () => {
  test('when a person orders it again, then the line stays held until it is taken back', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001');
    world.state.now += DEADLINE_MS - HOUR_MS / 120;
    const appearsAt = plusMs(world.clock(), HOUR_MS / 5);
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true, appearsAt });
    for (let passed = 0; passed < HOUR_MS / 2 && (await world.stored(id)).status === 'activating'; passed += 30_000) {
      await world.activate(id);
      world.state.now += 30_000;
    }
    const { undo } = world.carrier;
    const held: unknown[] = [];
    const failing: typeof undo = async (...order) => {
      const report = { kind: 'refund_failed', captureId: `pi_${sessionOf(id)}`, refunded: yen(0) } as const;
      await world.tell('stripe', id, 1, report);
      await world.resolve(id, { exit: 'send_back' });
      held.push((await world.line()).fence?.renewalId);
      return undo?.(...order) ?? { kind: 'stays', code: 'no_undo' };
    };
    Object.assign(world.carrier, { undo: failing });
    world.state.now += HOUR_MS / 2;
    await world.activate(id);
    expect(held).toEqual([id]);
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('refunded');
    expect([world.carrier.endOf('sim-1'), (await world.line()).fence]).toEqual([END, undefined]);
  });
});

describe('given another amount than was asked for', () => {
  test('when a person accepts it, then the SIM is renewed and the money kept', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001', yen(1_900));
    await world.resolve(id, { exit: 'activate_again' });
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active', payments: [{ verdict: 'keep' }] });
  });

  test('when a person sends it back, then just that goes back', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001', yen(1_900));
    await world.resolve(id, { exit: 'send_back' });
    await world.rest([id]);
    expect([(await world.stored(id)).status, [...world.payments.refunded.values()]]).toEqual(['refunded', [1_900]]);
  });

  test('when somebody claims that it is active, then that is no exit of it', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001', yen(1_900));
    await expect(world.resolve(id, { exit: 'mark_active', carrierReference: 'x' })).rejects.toMatchObject({
      code: 'exit_not_open',
    });
  });
});

describe('given an active renewal', () => {
  test('when its plan is not refundable, then it cannot be opened', async () => {
    const world = await payingWorld();
    const id = await world.paid('key-0001');
    await world.activate(id);
    await expect(world.open(id)).rejects.toMatchObject({ code: 'not_refundable' });
  });

  test('when its plan allows for a change of mind, then its money can be sent back, and the service runs on', async () => {
    const world = await payingWorld();
    await world.store.addPlan(aPlan({ version: 2, refunds: 'on_request' }));
    const { renewal } = await world.order('key-0001', { planVersion: 2 });
    const id = renewal.renewalId;
    await world.reportCapture(id);
    await world.activate(id);
    expect((await world.open(id)).status).toBe('active');
    expect((await world.queue()).renewals).toHaveLength(1);
    await expect(world.open(id)).rejects.toMatchObject({ code: 'exit_not_open' });
    await world.resolve(id, { exit: 'send_back' });
    await world.rest([id]);
    const { status, resolutions = [] } = await world.stored(id);
    expect([status, resolutions.map(({ exit }) => exit)]).toEqual(['active', ['open', 'send_back']]);
    expect([...world.payments.refunded.values()]).toEqual([1_980]);
  });

  test('when it is not active yet, then there is nothing to open', async () => {
    const world = await payingWorld();
    await world.store.addPlan(aPlan({ version: 2, refunds: 'on_request' }));
    const { renewal } = await world.order('key-0001', { planVersion: 2 });
    await expect(world.open(renewal.renewalId)).rejects.toMatchObject({ code: 'exit_not_open' });
  });
});

test('given a renewal that does not exist, then there is nothing to resolve or to open', async () => {
  const world = await payingWorld();
  const id = renewalIdFrom(LINE_ID, new Uint8Array(10));
  await expect(world.resolve(id, { exit: 'close' })).rejects.toMatchObject({ code: 'renewal_not_found' });
  await expect(world.open(id)).rejects.toMatchObject({ code: 'renewal_not_found' });
});

test('given renewals that wait, then the longest comes first, and what was settled meanwhile is left out', async () => {
  const world = await payingWorld();
  const first = await world.paid('key-0001', yen(1));
  world.state.now += WEEK_MS / 7;
  const second = await world.paid('key-0002', yen(1));
  expect((await world.queue()).renewals.map(({ renewalId }) => renewalId)).toEqual([first, second]);
  const { reviews } = world.store;
  const lagging = await reviews();
  await world.resolve(first, { exit: 'send_back' });
  world.store.reviews = async () => lagging;
  expect((await world.queue()).renewals.map(({ renewalId }) => renewalId)).toEqual([second]);
});
