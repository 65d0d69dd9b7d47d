import { describe, expect, test } from '@jest/globals';
import { announceMaintenance } from '../../../../shared/app/carriers/maintenance.ts';
import { resolveReview } from '../../../../shared/app/reviews.ts';
import {
  HOUR_MS,
  instant,
  MINUTE_MS,
  plusMs,
  ROLLING_DAY_MS,
  SECOND_MS,
} from '../../../../shared/domain/values/instant.ts';
import { DEADLINE_MS, END, later, PRICE } from '../../domain/given.ts';
import { STAFF } from '../paying-world.ts';
import { renewingWorld } from '../renewing-world.ts';

const THREE_DAYS_ON = plusMs(END, 3 * ROLLING_DAY_MS);
const LOST = { outcome: { kind: 'unknown', code: 'timeout', trouble: 'unreachable' } } as const;
type World = Awaited<ReturnType<typeof renewingWorld>>;

const trail = async (world: World, id: Parameters<World['stored']>[0]) =>
  (await world.stored(id)).trail.map(({ what }) => what);
/** Lets time pass in which the worker is woken, as messages and the sweeper do. */
const pass = async (world: World, id: Parameters<World['stored']>[0], ms: number, stepMs = MINUTE_MS) => {
  for (let passed = 0; passed < ms; passed += stepMs) {
    world.state.now += stepMs;
    await world.activate(id);
  }
};

describe.each(['B', 'C'] as const)('given a carrier of class %s', (kind) => {
  test('when it confirms, then its record is read back, and the renewal says so', async () => {
    const world = await renewingWorld({ class: kind });
    const id = await world.paid('key-0001');
    await world.activate(id);
    expect(await world.stored(id)).toMatchObject({
      status: 'active',
      period: { endsAt: THREE_DAYS_ON },
      checked: { at: world.clock() },
    });
    expect([world.carrier.activations.length, world.carrier.lookUps.length]).toEqual([1, 1]);
    expect(world.carrier.activations[0]).toMatchObject({ reference: id, product: 'expiry', days: 3 });
  });

  test('when the answer is lost after success, then it is found and not bought twice', async () => {
    const world = await renewingWorld({ class: kind });
    world.carrier.script({ ...LOST, carriedOut: true });
    const id = await world.paid('key-0001');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect([world.carrier.activations.length, world.carrier.set.length]).toEqual([1, 1]);
  });

  test('when two renewals of a line are paid, then both count, one after the other', async () => {
    const world = await renewingWorld({ class: kind });
    const ids = [await world.paid('key-0001'), await world.paid('key-0002')];
    await Promise.all(ids.map((id) => world.activate(id).catch(() => undefined)));
    await world.rest(ids);
    expect((await world.line()).endsAt).toBe(plusMs(END, 6 * ROLLING_DAY_MS));
    expect(world.carrier.set.map(({ reference }) => reference).sort()).toEqual([...ids].sort());
  });
});

describe('given an outcome that was unclear and came to nothing', () => {
  test('when the carrier has look-ups by reference, then it is bought once more, under the same reference', async () => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script(LOST);
    const id = await world.paid('key-0001');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect(world.carrier.activations.map(({ reference }) => reference)).toEqual([id, id]);
    expect(world.carrier.set).toHaveLength(1);
  });

  test('when it has none and can undo, then there is no second try: the money goes back before the deadline', async () => {
    const world = await renewingWorld({ class: 'C' });
    world.carrier.script(LOST);
    const id = await world.paid('key-0001');
    const paidAt = world.state.now;
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'not_activated' });
    expect(world.state.now - paidAt).toBeLessThan(DEADLINE_MS);
    expect(world.carrier.activations).toHaveLength(1);
    expect([...world.payments.refunded.values()]).toEqual([PRICE.amountMinor]);
  });

  test('when it has none and cannot undo, then a person decides, and the line waits', async () => {
    const world = await renewingWorld({ class: 'C', without: ['quote', 'undo'] });
    world.carrier.script(LOST);
    const id = await world.paid('key-0001');
    await pass(world, id, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review', reason: 'activation_outcome_unknown' });
    expect((await world.line()).fence?.renewalId).toBe(id);
    expect(world.carrier.activations).toHaveLength(1);
  });
});

describe('given an attempt that nobody could read about, and that a person wants tried again', () => {
  const triedAgain = async (kind: 'A' | 'B' | 'C', isCarriedOut: boolean) => {
    const world = await renewingWorld({ class: kind });
    world.carrier.script({ ...LOST, carriedOut: isCarriedOut });
    const id = await world.paid('key-0001');
    await world.activate(id);
    world.carrier.unreachable(100_000);
    await pass(world, id, DEADLINE_MS + 25 * HOUR_MS, HOUR_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review', reason: 'activation_outcome_unknown' });
    world.carrier.unreachable(0);
    const { store, clock } = world;
    await resolveReview({ store, clock })(STAFF, id, { exit: 'activate_again', note: 'nothing to be seen' });
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    return world;
  };

  test.each(['A', 'B', 'C'] as const)(
    'when the carrier did it (%s), then that is seen first, and nothing is bought twice',
    async (kind) => {
      const { carrier } = await triedAgain(kind, true);
      expect([carrier.activations.length, carrier.set.length]).toEqual([1, 1]);
    },
  );

  test.each(['A', 'B', 'C'] as const)(
    'when it did not (%s), then it is bought once more, for that was a decision and no guess',
    async (kind) => {
      const { carrier } = await triedAgain(kind, false);
      expect([carrier.activations.length, carrier.set.length]).toEqual([2, 1]);
    },
  );
});

describe('given an attempt that a person wants tried again, and a record of which nothing can be told', () => {
  test.each(['B', 'C'] as const)('then (%s) what the person has found out holds', async (kind) => {
    const world = await renewingWorld({ class: kind });
    const { lookUp } = world.carrier;
    const ambiguous: typeof lookUp = async (order) =>
      world.carrier.activations.length > 1 ? lookUp(order) : { kind: 'unavailable', code: 'ambiguous' };
    Object.assign(world.carrier, { lookUp: ambiguous });
    world.carrier.script(LOST);
    const id = await world.paid('key-0001');
    await world.activate(id);
    await pass(world, id, DEADLINE_MS + 25 * HOUR_MS, HOUR_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review', reason: 'activation_outcome_unknown' });
    const { store, clock } = world;
    await resolveReview({ store, clock })(STAFF, id, { exit: 'activate_again', note: 'nothing to be seen' });
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect([world.carrier.activations.length, world.carrier.set.length]).toEqual([2, 1]);
  });
});

describe('given a carrier that takes minutes', () => {
  const accepted = (ms: number) =>
    ({ outcome: { kind: 'accepted', reference: 'order-7' }, carriedOut: true, appearsAt: later(ms) }) as const;

  test.each(['B', 'C'] as const)(
    'when it is done in time (%s), then it was looked at seldom and is active',
    async (kind) => {
      const world = await renewingWorld({ class: kind });
      world.carrier.script(accepted(10 * MINUTE_MS));
      const id = await world.paid('key-0001');
      await pass(world, id, 15 * MINUTE_MS, 10 * SECOND_MS);
      expect(await world.stored(id)).toMatchObject({ status: 'active', checked: {} });
      expect(await trail(world, id)).toContain('accepted');
      expect(world.carrier.activations).toHaveLength(1);
      // However often the worker is woken: after half a minute, one, and then every two.
      expect(world.carrier.lookUps.length).toBeLessThanOrEqual(8);
    },
  );

  test('when it is late, then no money goes back while it is at it; a day after the deadline a person looks', async () => {
    const world = await renewingWorld({ class: 'B', without: ['quote', 'withdraw'] });
    world.carrier.script(accepted(1_000 * HOUR_MS));
    const id = await world.paid('key-0001');
    await pass(world, id, DEADLINE_MS + 20 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'activating', accepted: 'order-7' });
    await pass(world, id, 6 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review' });
    expect(world.payments.refunded.size).toBe(0);
  });
});

describe('given an attempt whose carrier is serviced for days', () => {
  test('when its outcome cannot be read, then a person is asked a day after the deadline, and not when that is over', async () => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script(LOST);
    const id = await world.paid('key-0001');
    await world.activate(id);
    await announceMaintenance(world.store)('soracom', [{ from: later(0), until: later(90 * HOUR_MS) }]);
    await pass(world, id, DEADLINE_MS + 23 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'activating' });
    await pass(world, id, 2 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'needs_review', reason: 'activation_outcome_unknown' });
  });
});

describe('given a carrier whose work can be called back', () => {
  test('when the deadline passes, then it is called back, and only then the money goes', async () => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script({
      outcome: { kind: 'accepted', reference: 'job-7' },
      carriedOut: true,
      appearsAt: later(1_000 * HOUR_MS),
    });
    const id = await world.paid('key-0001');
    await pass(world, id, DEADLINE_MS - MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'activating' });
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'deadline_passed' });
    expect(world.carrier.set).toEqual([]);
    expect((await world.stored(id)).abandoned).toBeUndefined();
  });
});

describe('given money that went back because nothing was seen of an attempt', () => {
  const gaveUp = async (
    kind: 'A' | 'B' | 'C',
    comesAfterMs: number,
    options: Parameters<typeof renewingWorld>[0] = {},
  ) => {
    const world = await renewingWorld({ class: kind, ...options });
    const id = await world.paid('key-0001');
    world.state.now = later(DEADLINE_MS - 30 * SECOND_MS);
    world.carrier.script({ ...LOST, carriedOut: true, appearsAt: instant(world.state.now + comesAfterMs) });
    await world.activate(id);
    await world.rest([id], 30 * SECOND_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded' });
    return { world, id };
  };

  test('when a part of it is there, with which nothing works yet, then that is taken back', async () => {
    const { world, id } = await gaveUp('A', 12 * MINUTE_MS);
    const { lookUp } = world.carrier;
    const inPart = async (order: Parameters<typeof lookUp>[0]) => {
      const found = await lookUp(order);
      return found.kind === 'confirmed' ? ({ kind: 'absent', inPart: true } as const) : found;
    };
    Object.assign(world.carrier, { lookUp: inPart });
    await pass(world, id, 8 * HOUR_MS, 5 * MINUTE_MS);
    expect(await trail(world, id)).toContain('late.undone');
    expect(world.carrier.endOf('sim-1')).toBe(END);
  });

  test.each(['A', 'B', 'C'] as const)(
    'when the carrier does it after all (%s), then it is taken back',
    async (kind) => {
      const { world, id } = await gaveUp(kind, 12 * MINUTE_MS);
      await pass(world, id, 8 * HOUR_MS, 5 * MINUTE_MS);
      expect(await trail(world, id)).toContain('late.undone');
      expect(await world.stored(id)).toMatchObject({ status: 'refunded' });
      expect((await world.stored(id)).abandoned).toBeUndefined();
      expect([(await world.line()).endsAt, (await world.line()).fence]).toEqual([END, undefined]);
      const [order] = world.carrier.activations;
      expect(order && (await world.carrier.lookUp(order))).toEqual({ kind: 'absent' });
    },
  );

  test('when it cannot be taken back, then a person is told, once, and may close it', async () => {
    const { world, id } = await gaveUp('B', 12 * MINUTE_MS, { without: ['quote', 'undo'] });
    await pass(world, id, 8 * HOUR_MS, 5 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', servedForNothing: {} });
    expect((await world.store.reviews()).ids).toEqual([id]);
    expect((await trail(world, id)).filter((what) => what === 'late.stays')).toHaveLength(1);
  });

  test('when nothing ever comes, then it is looked for three times, and no more', async () => {
    const { world, id } = await gaveUp('B', 1_000 * HOUR_MS);
    const looked = world.carrier.lookUps.length;
    await pass(world, id, 72 * HOUR_MS, 15 * MINUTE_MS);
    expect((await world.stored(id)).abandoned).toBeUndefined();
    expect(world.carrier.lookUps.length - looked).toBe(3);
  });

  test.each([
    ['takes it for the one before', 'confirmed'],
    ['can tell nothing', 'unavailable'],
  ] as const)(
    'when the line was renewed since and the carrier, asked what has grown, %s, then nobody is told',
    async (_what, kind) => {
      const { world, id } = await gaveUp('B', 1_000 * HOUR_MS, { without: ['quote', 'undo'] });
      const { lookUp } = world.carrier;
      const byGrowth: typeof lookUp = async (order) => {
        if (order.reference !== id) return lookUp(order);
        return kind === 'confirmed' && order.baseline !== undefined
          ? { kind, reference: 'grown', confirmedAt: world.clock() }
          : { kind: 'unavailable', code: 'other_change' };
      };
      const found = await world.store.renewal(id);
      const { abandoned } = found?.renewal ?? {};
      if (!found || !abandoned) throw new Error('nothing was given up');
      const withBaseline = { ...found.renewal, abandoned: { ...abandoned, baseline: 'v1' } };
      await world.store.saveRenewal(found, withBaseline, found.due);
      Object.assign(world.carrier, { lookUp: byGrowth });
      const next = await world.paid('key-0002');
      await world.rest([next]);
      await pass(world, id, 120 * HOUR_MS, 15 * MINUTE_MS);
      const renewal = await world.stored(id);
      expect([renewal.servedForNothing, renewal.abandoned]).toEqual([undefined, undefined]);
    },
  );

  test('when the line is renewed while the carrier is asked, then what that shows is not taken for it', async () => {
    const { world, id } = await gaveUp('B', 1_000 * HOUR_MS, { without: ['quote', 'undo'] });
    const next = await world.paid('key-0002');
    const { lookUp } = world.carrier;
    const grownMeanwhile: typeof lookUp = async () => {
      Object.assign(world.carrier, { lookUp });
      await world.activate(next);
      return { kind: 'confirmed', reference: 'grown', confirmedAt: world.clock() };
    };
    Object.assign(world.carrier, { lookUp: grownMeanwhile });
    world.state.now += 20 * MINUTE_MS;
    await world.activate(id);
    expect(await world.stored(next)).toMatchObject({ status: 'active' });
    expect((await world.stored(id)).servedForNothing).toBeUndefined();
  });

  test('when nobody can read for a day whether it came, then a person is told, and it is asked no more', async () => {
    const { world, id } = await gaveUp('C', 12 * MINUTE_MS);
    world.carrier.unreachable(100_000);
    await pass(world, id, 26 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', servedForNothing: {} });
    expect((await trail(world, id)).at(-1)).toBe('late.unreadable');
    const looked = world.carrier.lookUps.length;
    await pass(world, id, 26 * HOUR_MS, 10 * MINUTE_MS);
    expect(world.carrier.lookUps.length).toBe(looked);
  });

  test('when it cannot be taken back for a day, then a person is told, and the line is free', async () => {
    const { world, id } = await gaveUp('C', 12 * MINUTE_MS);
    const failing = async () => ({ kind: 'unavailable', code: 'http_500' }) as const;
    Object.assign(world.carrier, { undo: failing });
    await pass(world, id, 26 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', servedForNothing: {} });
    expect([(await trail(world, id)).at(-1), (await world.line()).fence]).toEqual(['late.stays', undefined]);
  });

  test.each(['A', 'C'] as const)(
    'when the line was renewed since (%s), then what that renewal bought is left alone',
    async (kind) => {
      const { world, id } = await gaveUp(kind, 1_000 * HOUR_MS);
      const next = await world.paid('key-0002');
      await world.rest([next]);
      await pass(world, id, 30 * HOUR_MS, 15 * MINUTE_MS);
      expect(await world.stored(next)).toMatchObject({ status: 'active' });
      expect(await trail(world, id)).not.toContain('late.undone');
      expect(world.carrier.endOf('sim-1')).toBe((await world.line()).endsAt);
    },
  );

  test('when nobody knows whether it was taken back, then no renewal begins that this could still undo', async () => {
    const { world, id } = await gaveUp('A', 12 * MINUTE_MS);
    const { undo } = world.carrier;
    let arrives: (() => Promise<unknown>) | undefined;
    const timesOut: typeof undo = async (...order) => {
      if (arrives) return undo?.(...order) ?? { kind: 'unavailable', code: 'no_undo' };
      arrives = async () => undo?.(...order);
      return { kind: 'unavailable', code: 'timeout', trouble: 'unreachable' };
    };
    Object.assign(world.carrier, { undo: timesOut });
    while (!arrives) await pass(world, id, 5 * MINUTE_MS, 5 * MINUTE_MS);
    const next = await world.paid('key-0002');
    await world.activate(next);
    world.state.now += 5 * SECOND_MS;
    await arrives();
    await world.rest([next]);
    expect(await world.stored(next)).toMatchObject({ status: 'active' });
    expect(world.carrier.endOf('sim-1')).toBe((await world.line()).endsAt);
  });
});

describe('given a first attempt that nothing was seen of, and a second one that certainly came to nothing', () => {
  const NOT_SENT = { outcome: { kind: 'not_sent', code: 'credit' } } as const;
  test.each([
    ['refused', [{ outcome: { kind: 'refused', code: 'no' } }] as const, MINUTE_MS],
    ['not sent until the deadline', Array.from({ length: 100 }, () => NOT_SENT), DEADLINE_MS],
  ])('when it is %s and the first one comes true late, then that is taken back', async (_name, second, withinMs) => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script({ ...LOST, carriedOut: true, appearsAt: later(2 * HOUR_MS) }, ...second);
    const id = await world.paid('key-0001');
    await pass(world, id, withinMs + MINUTE_MS, 10 * SECOND_MS);
    await world.rest([id]);
    expect(world.carrier.activations.length).toBeGreaterThan(1);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', abandoned: {} });
    await pass(world, id, 8 * HOUR_MS, 5 * MINUTE_MS);
    expect(await trail(world, id)).toContain('late.undone');
  });
});

describe("given a record that does not show what the carrier's reply said", () => {
  test('when it cannot be read at once, then it is read later, and nobody is troubled', async () => {
    const world = await renewingWorld({ class: 'B' });
    const id = await world.paid('key-0001');
    world.carrier.unreachable(1);
    await world.activate(id);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect(await world.stored(id)).not.toHaveProperty('checked');
    await pass(world, id, 2 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ checked: { endsAt: THREE_DAYS_ON } });
    expect((await world.store.reviews()).ids).toEqual([]);
  });

  test('when the line was renewed before it is read, then the later end is no difference', async () => {
    const world = await renewingWorld({ class: 'B' });
    const id = await world.paid('key-0001');
    world.carrier.unreachable(1);
    await world.activate(id);
    const next = await world.paid('key-0002');
    await world.activate(next);
    await pass(world, id, 2 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ checked: {}, payments: [{ verdict: 'keep' }] });
    expect((await world.store.reviews()).ids).toEqual([]);
  });

  /** Its answer is a promise; its record is empty until it is told otherwise. */
  const unshown = async () => {
    const world = await renewingWorld({ class: 'B' });
    const { lookUp } = world.carrier;
    Object.assign(world.carrier, { lookUp: async () => ({ kind: 'absent' }) });
    const id = await world.paid('key-0001');
    await world.activate(id);
    return { world, id, shows: () => void Object.assign(world.carrier, { lookUp }) };
  };

  test('when it is slow to show it, then nobody is troubled', async () => {
    const { world, id, shows } = await unshown();
    await pass(world, id, 20 * MINUTE_MS);
    shows();
    await pass(world, id, 11 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({
      checked: { endsAt: THREE_DAYS_ON },
      payments: [{ verdict: 'keep' }],
    });
  });

  test('when it does not show it for half an hour, then a person looks; the service runs on', async () => {
    const { world, id } = await unshown();
    await pass(world, id, 31 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({ status: 'active', payments: [{ verdict: 'review' }] });
  });

  test('when it cannot be read for a day, then a person looks; the service runs on', async () => {
    const world = await renewingWorld({ class: 'B' });
    const id = await world.paid('key-0001');
    world.carrier.unreachable(100_000);
    await world.activate(id);
    await pass(world, id, 25 * HOUR_MS, 10 * MINUTE_MS);
    expect(await world.stored(id)).toMatchObject({
      status: 'active',
      payments: [{ verdict: 'review', held: { reason: 'carrier_record_differs' } }],
    });
    expect((await world.store.reviews()).ids).toEqual([id]);
  });
});

describe('given a number that belongs to another SIM', () => {
  test('when the carrier says so at the activation, then the money goes back, and the line is set aside', async () => {
    const world = await renewingWorld({ class: 'B' });
    const id = await world.paid('key-0001');
    world.carrier.recycle('sim-1');
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'carrier_refused' });
    expect((await world.line()).recycledAt).toBeDefined();
    expect((await world.line()).endsAt).toBe(END);
  });
});

describe('given a carrier that fails for everybody', () => {
  test('when the circuit opens, then renewals wait without a call, and go through when it is back', async () => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script(
      ...Array.from(
        { length: 8 },
        () => ({ outcome: { kind: 'not_sent', code: 'conn_refused', trouble: 'unreachable' } }) as const,
      ),
    );
    const id = await world.paid('key-0001');
    await pass(world, id, 10 * MINUTE_MS, 10 * SECOND_MS);
    expect(await trail(world, id)).toContain('wait.circuit_open');
    expect(world.carrier.activations.length).toBeLessThanOrEqual(9);
    await world.rest([id]);
    expect(await world.stored(id)).toMatchObject({ status: 'active' });
    expect(world.carrier.set).toHaveLength(1);
  });

  test('when the credit is used up, then it waits for the brand until the deadline, and the money goes back', async () => {
    const world = await renewingWorld({ class: 'B' });
    world.carrier.script(
      ...Array.from(
        { length: 99 },
        () => ({ outcome: { kind: 'not_sent', code: 'no_credit', trouble: 'float_low' } }) as const,
      ),
    );
    const id = await world.paid('key-0001');
    await world.rest([id], MINUTE_MS + DEADLINE_MS / 50);
    expect(await world.stored(id)).toMatchObject({ status: 'refunded', reason: 'deadline_passed' });
    // Every five minutes: the credit may be filled up at any time.
    expect(world.carrier.activations.length).toBeLessThanOrEqual(DEADLINE_MS / (5 * MINUTE_MS) + 1);
  });
});
