import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { type AiraloWorld, airaloWorld, ORDER } from './airalo-world.ts';

let world: AiraloWorld;
beforeEach(async () => {
  world = await airaloWorld();
  await world.putSim();
});
afterEach(() => world.close());

const fetched = async () => (await world.endpoints()).filter((path) => path === '/token').length;

describe('one token', () => {
  test('serves many workers, also those that begin at once', async () => {
    const workers = Array.from({ length: 8 }, () => world.anotherCarrier());
    const outcomes = await Promise.all(
      workers.map((carrier, index) => carrier.activate({ ...ORDER, reference: `WORKER${index}` })),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['confirmed']));
    expect(await fetched()).toBe(1);
  });

  test('is renewed shortly before its end, so that no call is turned away', async () => {
    await world.carrier.lookUp(ORDER);
    world.jump(24 * HOUR_MS - 2 * MINUTE_MS);
    await world.carrier.lookUp(ORDER);
    expect(await fetched()).toBe(1);
    world.jump(1.5 * MINUTE_MS);
    await world.carrier.lookUp(ORDER);
    expect(await fetched()).toBe(2);
    expect((await world.calls()).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  test('that is turned away is replaced once, for all workers', async () => {
    await world.carrier.lookUp(ORDER);
    await world.faults({ fault: 'status', status: 401, path: 'topup_order', times: 1 });
    expect(await world.carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect((await world.endpoints()).slice(2)).toEqual(['/orders/topups', '/token', '/orders/topups']);
    expect(await world.anotherCarrier().lookUp(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await fetched()).toBe(2);
  });

  test('that is turned away again ends the attempt, and nothing was sold', async () => {
    await world.faults({ fault: 'status', status: 401, path: 'topup_order' });
    expect(await world.carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'http_401' });
    expect(await world.endpoints()).toEqual(['/token', '/orders/topups', '/token', '/orders/topups']);
    expect((await world.sim())?.changes).toBe(0);
  });

  test('is refused to a wrong secret', async () => {
    world.useSecret('wrong');
    expect(await world.carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'auth_refused' });
    expect(await fetched()).toBe(1);
  });

  test('is given three times a minute: a fourth worker is told how long to wait', async () => {
    for (let count = 0; count < 3; count += 1) {
      world.forgetToken();
      expect(await world.anotherCarrier().activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    }
    world.forgetToken();
    expect(await world.anotherCarrier().activate(ORDER)).toMatchObject({
      kind: 'not_sent',
      code: 'auth_http_429',
      retryAfterMs: expect.any(Number),
    });
    world.forgetToken();
    world.jump(MINUTE_MS);
    expect(await world.anotherCarrier().activate(ORDER)).toMatchObject({ kind: 'confirmed' });
  });
});
