import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { orderFor, type SoracomWorld, soracomWorld } from './soracom-world.ts';

const TARGET = instant(Date.UTC(2031, 9, 4, 15));
const ORDER = orderFor('sim-1', TARGET);

let world: SoracomWorld;
beforeEach(async () => {
  world = await soracomWorld();
  await world.putSim('sim-1');
});
afterEach(() => world.close());

describe('one token', () => {
  test('serves many calls, also those that come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => world.carrier.activate(ORDER)));
    await world.carrier.lookUp(ORDER);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['confirmed']));
    expect((await world.endpoints()).filter((path) => path === '/auth')).toHaveLength(1);
  });

  test('is renewed shortly before its end, so that no call is turned away', async () => {
    await world.carrier.lookUp(ORDER);
    world.jump(58 * MINUTE_MS);
    await world.carrier.lookUp(ORDER);
    world.jump(1.5 * MINUTE_MS);
    await world.carrier.lookUp(ORDER);
    expect((await world.calls()).map(({ path, status }) => [path, status])).toEqual([
      ['/v1/auth', 200],
      ['/v1/sims/sim-1', 200],
      ['/v1/sims/sim-1', 200],
      ['/v1/auth', 200],
      ['/v1/sims/sim-1', 200],
    ]);
  });

  test('that is turned away is replaced once, and the call is made', async () => {
    await world.carrier.lookUp(ORDER);
    await world.faults({ fault: 'status', status: 401, path: 'set_expiry_time', times: 1 });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect((await world.endpoints()).slice(2)).toEqual(['', '/set_expiry_time', '/auth', '/set_expiry_time']);
  });

  test('that is turned away again ends the attempt, and nothing was sent', async () => {
    await world.faults({ fault: 'status', status: 401, path: 'set_expiry_time' });
    expect(await world.carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'http_401' });
    expect(await world.endpoints()).toEqual(['/auth', '', '/set_expiry_time', '/auth', '/set_expiry_time']);
  });

  test('is refused to a wrong key', async () => {
    world.useKey('wrong');
    expect(await world.anotherCarrier().activate(ORDER)).toEqual({ kind: 'not_sent', code: 'auth_refused' });
  });
});

describe('what is known', () => {
  test('outlives a restart: SIMs, tokens, calls, faults', async () => {
    await world.carrier.activate(ORDER);
    await world.faults({ fault: 'refuse', code: 'KEPT', path: 'set_expiry_time' });
    const before = { sims: await world.ask('GET', '/_sim/sims'), calls: await world.calls() };
    await world.stop();
    await world.start();
    expect(await world.ask('GET', '/_sim/sims')).toEqual(before.sims);
    expect(await world.calls()).toEqual(before.calls);
    expect(await world.carrier.activate(ORDER)).toEqual({ kind: 'refused', code: 'kept' });
    expect((await world.endpoints()).filter((path) => path === '/auth')).toHaveLength(1);
  });
});
