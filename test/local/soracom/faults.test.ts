import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant } from '../../../shared/domain/values/instant.ts';
import { CALL_TIMEOUT_MS, iccidOf, orderFor, type Rule, type SoracomWorld, soracomWorld } from './soracom-world.ts';

const END = instant(Date.UTC(2031, 9, 1, 15));
const TARGET = instant(Date.UTC(2031, 9, 4, 15));
const ORDER = orderFor('sim-1', TARGET);

let world: SoracomWorld;
beforeEach(async () => {
  world = await soracomWorld();
  await world.putSim('sim-1', { expiryTime: END });
});
afterEach(() => world.close());

interface Row {
  readonly what: string;
  readonly rule: Rule;
  readonly outcome: object;
  /** Whether Soracom has set the end all the same. */
  readonly isSet: boolean;
}

const set = { path: 'set_expiry_time' };
const TABLE: readonly Row[] = [
  { what: 'reset before the work', rule: { fault: 'down', ...set }, outcome: unknown('conn_lost'), isSet: false },
  { what: 'answer lost', rule: { fault: 'lost_response', ...set }, outcome: unknown('conn_lost'), isSet: true },
  {
    what: 'too slow',
    rule: { fault: 'slow', delayMs: 5 * CALL_TIMEOUT_MS, ...set },
    outcome: unknown('timeout'),
    isSet: true,
  },
  {
    what: 'slow, but in time',
    rule: { fault: 'slow', delayMs: 50, ...set },
    outcome: expect.objectContaining({ kind: 'confirmed' }) as object,
    isSet: true,
  },
  {
    what: 'a page after the work',
    rule: { fault: 'html', ...set },
    outcome: unknown('malformed_reply'),
    isSet: true,
  },
  {
    what: 'a page instead of the work',
    rule: { fault: 'html', carriedOut: false, ...set },
    outcome: unknown('malformed_reply'),
    isSet: false,
  },
  {
    what: 'JSON that says nothing after the work',
    rule: { fault: 'malformed', ...set },
    outcome: unknown('malformed_reply'),
    isSet: true,
  },
  {
    what: 'half an answer after the work',
    rule: { fault: 'malformed', shape: 'cut', ...set },
    outcome: unknown('malformed_reply'),
    isSet: true,
  },
  {
    what: 'half an answer instead of the work',
    rule: { fault: 'malformed', shape: 'cut', carriedOut: false, ...set },
    outcome: unknown('malformed_reply'),
    isSet: false,
  },
  {
    what: 'the SIM cannot be looked at before',
    rule: { fault: 'lost_response', path: 'get' },
    outcome: { kind: 'not_sent', code: 'conn_lost', trouble: 'unreachable' },
    isSet: false,
  },
  {
    what: '500 that succeeded',
    rule: { fault: 'error_after_success', ...set },
    outcome: unknown('http_500'),
    isSet: true,
  },
  { what: '503', rule: { fault: 'status', status: 503, ...set }, outcome: unknown('http_503'), isSet: false },
  {
    what: '429 with seconds',
    rule: { fault: 'status', status: 429, retryAfter: '7', ...set },
    outcome: { kind: 'not_sent', code: 'http_429', retryAfterMs: 7_000 },
    isSet: false,
  },
  {
    what: '429 without a wait',
    rule: { fault: 'status', status: 429, ...set },
    outcome: { kind: 'not_sent', code: 'http_429' },
    isSet: false,
  },
  {
    what: 'refused with a code',
    rule: { fault: 'refuse', code: 'SEM0123', ...set },
    outcome: { kind: 'refused', code: 'sem0123' },
    isSet: false,
  },
  {
    what: 'authentication reset',
    rule: { fault: 'down', path: 'auth' },
    outcome: { kind: 'not_sent', code: 'auth_conn_lost', trouble: 'unreachable' },
    isSet: false,
  },
  {
    what: 'authentication throttled',
    rule: { fault: 'status', status: 429, retryAfter: '3', path: 'auth' },
    outcome: { kind: 'not_sent', code: 'auth_http_429', retryAfterMs: 3_000 },
    isSet: false,
  },
  {
    what: 'a page instead of a token',
    rule: { fault: 'html', path: 'auth' },
    outcome: { kind: 'not_sent', code: 'auth_malformed', trouble: 'unreachable' },
    isSet: false,
  },
  {
    what: 'forbidden to the key',
    rule: { fault: 'status', status: 403, ...set },
    outcome: { kind: 'not_sent', code: 'http_403' },
    isSet: false,
  },
];

function unknown(code: string) {
  return { kind: 'unknown', code, trouble: 'unreachable' };
}

describe('each fault of Soracom becomes the outcome that is certain', () => {
  test.each(TABLE)('given: $what', async ({ rule, outcome, isSet }) => {
    await world.faults({ times: 1, ...rule });
    expect(await world.carrier.activate(ORDER)).toEqual(outcome);
    expect((await world.sim('sim-1'))?.expiryTime).toBe(isSet ? TARGET : END);
    // The look-up, without a fault, tells what has really happened.
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: isSet ? 'confirmed' : 'absent' });
  });

  test('given nobody listens, then the call was not sent, and a look-up cannot be made', async () => {
    await world.stop();
    expect(await world.carrier.activate(ORDER)).toEqual({
      kind: 'not_sent',
      code: 'auth_conn_refused',
      trouble: 'unreachable',
    });
    expect(await world.carrier.lookUp(ORDER)).toEqual({
      kind: 'unavailable',
      code: 'auth_conn_refused',
      trouble: 'unreachable',
    });
    await world.start();
  });

  test('given nobody listens any more after the token was fetched, then the call was not sent', async () => {
    await world.carrier.lookUp(ORDER);
    await world.stop();
    expect(await world.carrier.activate(ORDER)).toEqual({
      kind: 'not_sent',
      code: 'conn_refused',
      trouble: 'unreachable',
    });
    await world.start();
  });

  test.each(['down', 'lost_response'] as const)(
    'given %s, then it is a real reset of the connection',
    async (fault) => {
      const headers = await world.signIn();
      await world.faults({ fault, path: 'get' });
      await expect(world.api('GET', '/sims/sim-1', undefined, headers)).rejects.toMatchObject({
        cause: { code: 'ECONNRESET' },
      });
    },
  );

  test('given a record that lags, then a look-up finds nothing until it has caught up', async () => {
    await world.faults({ fault: 'stale', staleMs: 10_000 });
    await world.carrier.activate(ORDER);
    expect(await world.carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    world.jump(10_000);
    expect(await world.carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed' });
  });
});

describe('rules', () => {
  test('meet only the SIM they name, as often as they say, in order', async () => {
    await world.putSim('sim-2');
    await world.faults(
      { fault: 'refuse', code: 'FIRST', ...set, carrierRef: 'sim-1', times: 1 },
      { fault: 'refuse', code: 'SECOND', ...set, iccid: iccidOf('sim-1'), times: 2 },
    );
    const ask = (carrierRef: string) => world.carrier.activate(orderFor(carrierRef, TARGET));
    expect(await ask('sim-2')).toMatchObject({ kind: 'confirmed' });
    expect(await ask('sim-1')).toEqual({ kind: 'refused', code: 'first' });
    expect(await ask('sim-1')).toEqual({ kind: 'refused', code: 'second' });
    expect(await ask('sim-1')).toEqual({ kind: 'refused', code: 'second' });
    expect(await ask('sim-1')).toMatchObject({ kind: 'confirmed' });
    expect(await world.ask('GET', '/_sim/faults')).toEqual([]);
  });

  test('meet a share of the calls, the same ones for the same seed', async () => {
    const met = async (seed: number): Promise<string> => {
      await world.faults({ fault: 'refuse', path: 'set_expiry_time', share: 0.5, seed });
      const kinds: string[] = [];
      for (let count = 0; count < 24; count += 1) kinds.push((await world.carrier.activate(ORDER)).kind.charAt(0));
      return kinds.join('');
    };
    const first = await met(1);
    expect(await met(1)).toBe(first);
    expect(await met(2)).not.toBe(first);
    expect(first).toMatch(/^(?=.*r.*r.*r.*r)(?=.*c.*c.*c.*c)/);
  });

  test('that make no sense are refused by name, and the old ones stay', async () => {
    await world.faults({ fault: 'down', times: 3 });
    await expect(world.faults({ fault: 'status' })).rejects.toThrow(/400.*status/s);
    await expect(world.faults({ fault: 'down', tiems: 1 })).rejects.toThrow(/400.*tiems/s);
    expect(await world.ask('GET', '/_sim/faults')).toMatchObject([{ fault: 'down', times: 3 }]);
  });
});
