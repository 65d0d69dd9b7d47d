import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { faultKind, STALE } from '../../../local/simulators/carrier/fault-kinds.ts';
import { carrierFaults, type FaultTarget } from '../../../local/simulators/carrier/faults.ts';
import { openRecords } from '../../../local/simulators/records.ts';

const RECYCLED = faultKind('recycled', z.object({ since: z.int().default(7) }));
const openFaults = carrierFaults(['buy', 'look'], [RECYCLED]);
const BUY = { endpoint: 'buy', carrierRef: 'ref-1', iccid: 'iccid-1' } as const;

const switchWith = (...rules: readonly object[]) => {
  const faults = openFaults(openRecords(':memory:'));
  faults.write(faults.schema.parse(rules));
  const codeFor = (target: FaultTarget<'buy' | 'look'> = BUY): string | undefined => {
    const met = faults.takeObstacle(target);
    return met?.fault === 'refuse' ? met.code : met?.fault;
  };
  return { ...faults, codeFor };
};

const times = <T>(count: number, ask: () => T): readonly T[] => Array.from({ length: count }, ask);

describe('which rule a call meets', () => {
  test('given several that fit, then the first one, until its times are used up', () => {
    const { codeFor, read } = switchWith(
      { fault: 'refuse', code: 'first', times: 2 },
      { fault: 'refuse', code: 'second', times: 1 },
    );
    expect(times(4, codeFor)).toEqual(['first', 'first', 'second', undefined]);
    expect(read()).toEqual([]);
  });

  test.each([
    [{ path: 'look' }, { ...BUY, endpoint: 'look' }],
    [{ carrierRef: 'ref-2' }, { ...BUY, carrierRef: 'ref-2' }],
    [{ iccid: 'iccid-2' }, { ...BUY, iccid: 'iccid-2' }],
  ] as const)('given %j, then only the call that it names, and no other one uses it up', (selection, meant) => {
    const { codeFor } = switchWith({ fault: 'down', times: 1, ...selection });
    expect([codeFor(), codeFor(meant), codeFor(meant)]).toEqual([undefined, 'down', undefined]);
  });

  test('given a share, then the seed alone decides which calls, and about that many', () => {
    const met = (seed: number) => times(200, switchWith({ fault: 'down', share: 0.3, seed }).codeFor);
    expect(met(1)).toEqual(met(1));
    expect(met(1)).not.toEqual(met(2));
    expect(met(1).filter((each) => each !== undefined).length).toBeGreaterThan(40);
    expect(met(1).filter((each) => each !== undefined).length).toBeLessThan(80);
  });
});

test('given a record that lags for longer than any carrier settles, then that is a rule; a slow answer in real time is not', () => {
  const { schema } = openFaults(openRecords(':memory:'));
  expect(schema.safeParse([{ fault: 'stale', staleMs: 3_600_000 }]).success).toBe(true);
  expect(schema.safeParse([{ fault: 'slow', delayMs: 3_600_000 }]).success).toBe(false);
});

describe('when a rule is met', () => {
  test('given that the work is done all the same, then only after it', () => {
    const faults = switchWith({ fault: 'html' }, { fault: 'malformed', carriedOut: false });
    expect(faults.takeObstacle(BUY)).toMatchObject({ fault: 'malformed', shape: 'wrong' });
    expect(faults.takeDistortion(BUY)).toMatchObject({ fault: 'html' });
  });

  test('given a kind of the carrier, then only the endpoint takes it, with its settings', () => {
    const faults = switchWith({ fault: 'recycled', times: 1 }, { fault: 'stale', staleMs: 5 });
    const take = faults.takerFor(BUY);
    expect([faults.takeObstacle(BUY), faults.takeDistortion(BUY)]).toEqual([undefined, undefined]);
    expect(take(RECYCLED, ({ since }) => since > 7)).toBeUndefined();
    expect(take(RECYCLED)).toEqual({ since: 7 });
    expect(take(RECYCLED)).toBeUndefined();
    expect(take(STALE)).toEqual({ staleMs: 5 });
  });

  test('given a kind that the carrier does not have, then taking it is a mistake of its author', () => {
    expect(() => switchWith().takerFor(BUY)(faultKind('unheard_of', z.object({})))).toThrow('unheard_of');
  });
});

test.each([
  { fault: 'unheard_of' },
  { fault: 'down', path: 'sell' },
  { fault: 'slow' },
  { fault: 'recycled', since: 'long' },
  { fault: 'down', delayMs: 5 },
])('given %j, then it is no rule', (rule) => {
  expect(openFaults(openRecords(':memory:')).schema.safeParse([rule]).success).toBe(false);
});
