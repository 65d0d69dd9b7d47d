import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { iccidOf, orderFor, type SoracomWorld, soracomWorld } from './soracom-world.ts';

const END = instant(Date.UTC(2031, 9, 1, 15));
const TARGET = instant(Date.UTC(2031, 9, 4, 15));
const ORDER = orderFor('sim-1', TARGET);

let world: SoracomWorld;
beforeEach(async () => {
  world = await soracomWorld();
  await world.putSim('sim-1', { endsAt: END });
  await world.carrier.activate(ORDER);
});
afterEach(() => world.close());

const undo = () => world.carrier.undo?.(ORDER, END);

describe('an activation that is taken back', () => {
  test.each([
    ['lost_response', END],
    ['error_after_success', END],
    ['html', END],
    ['malformed', END],
    ['down', TARGET],
  ])('given %s, then nobody knows, and trying again ends it for good', async (fault, endsAt) => {
    await world.faults({ fault, path: 'set_expiry_time', times: 1 });
    expect(await undo()).toMatchObject({ kind: 'unavailable', trouble: 'unreachable' });
    expect((await world.sim('sim-1'))?.endsAt).toBe(endsAt);
    expect(await undo()).toMatchObject({ kind: 'undone' });
    expect(await world.sim('sim-1')).toMatchObject({ endsAt: END, changes: 2 });
  });

  test('given a later renewal on top of it, then it stays, and so does the later one', async () => {
    const later = instant(TARGET + ROLLING_DAY_MS);
    await world.carrier.activate({ ...ORDER, targetEnd: later });
    expect(await undo()).toEqual({ kind: 'stays', code: 'later_end' });
    expect((await world.sim('sim-1'))?.endsAt).toBe(later);
  });

  test('given an end before it that has passed, then service ends within a minute or so', async () => {
    expect(await world.carrier.undo?.(ORDER, instant(world.now() - ROLLING_DAY_MS))).toMatchObject({ kind: 'undone' });
    world.jump(2 * 60_000);
    expect(await world.sim('sim-1')).toMatchObject({ canConnect: false });
  });
});

describe('a SIM that is stopped', () => {
  test('works no more until something is activated again', async () => {
    expect(await world.carrier.suspend?.(ORDER)).toMatchObject({ kind: 'undone' });
    expect(await world.sim('sim-1')).toMatchObject({ status: 'inactive', canConnect: false });
    expect(await world.carrier.lookUp(ORDER)).toEqual({ kind: 'absent', inPart: true });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await world.sim('sim-1')).toMatchObject({ status: 'active', canConnect: true });
  });
});

describe('a name that another card stands behind', () => {
  test('given that, then nothing of the other card is touched', async () => {
    await world.ask('POST', '/_sim/sims/sim-1/recycle', { iccid: iccidOf('sim-2') });
    const before = await world.sim('sim-1');
    const next = { ...ORDER, targetEnd: instant(TARGET + ROLLING_DAY_MS) };
    expect(await world.carrier.activate(next)).toEqual({ kind: 'refused', code: 'recycled', recycled: true });
    expect(await undo()).toEqual({ kind: 'stays', code: 'recycled' });
    expect(await world.carrier.suspend?.(ORDER)).toEqual({ kind: 'stays', code: 'recycled' });
    expect(await world.carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    expect(await world.sim('sim-1')).toEqual(before);
  });
});
