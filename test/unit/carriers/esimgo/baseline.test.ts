import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { givenSince, UNKNOWN_SIM, writeBaseline } from '../../../../shared/carriers/esimgo/esim-go-baseline.ts';
import type { Assignment } from '../../../../shared/carriers/esimgo/esim-go-bundles.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';
import {
  bundles,
  json,
  message,
  networkError,
  ORDER,
  onNetwork,
  organisation,
  PRODUCT,
  row,
  type Step,
} from './esim-go-replies.ts';

const assignment = (id: string, at: number | undefined, bundle = PRODUCT): Assignment => ({
  id,
  bundle,
  state: 'queued',
  assignedAt: at === undefined ? undefined : instant(at),
  startsAt: undefined,
  endsAt: undefined,
  data: undefined,
});

const given = (baseline: string | undefined, assignments: readonly Assignment[], isCut = false) =>
  givenSince(baseline, { assignments, isCut }, PRODUCT);

const written = (assignments: readonly Assignment[]): string => {
  const baseline = writeBaseline(assignments, PRODUCT);
  if (baseline === undefined) throw new Error('cannot be written');
  return baseline;
};

/** Assignments of several bundles, each with its own id, at times that need not differ. */
const history = (maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 999_999_999 }), { maxLength, size: 'max' })
    .chain((ids) =>
      fc.tuple(
        ...ids.map((id) =>
          fc
            .tuple(fc.integer({ min: 1, max: 1_700_000_000_000 }), fc.constantFrom(PRODUCT, 'esim_3GB_30D_JP_V2'))
            .map(([at, bundle]) => assignment(String(id), at, bundle)),
        ),
      ),
    );

describe('what was there before an attempt', () => {
  test('given any history, then it fits into 200 printable characters', () => {
    fc.assert(
      fc.property(history(220), (before) => {
        expect(written(before)).toMatch(/^[\x21-\x7e]{1,200}$/);
      }),
      { numRuns: 50 },
    );
  });

  test('given any history, then nothing of it is taken for new, in whatever order it is listed', () => {
    fc.assert(
      fc.property(
        history(220).chain((before) =>
          fc.tuple(fc.constant(before), fc.shuffledSubarray([...before], { minLength: before.length })),
        ),
        ([before, listed]) => {
          expect(given(written(before), listed)).toEqual({ kind: 'nothing' });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('given any history and one more, then that one is found', () => {
    fc.assert(
      fc.property(history(220), fc.integer({ min: 0, max: 200 }), (before, place) => {
        const fresh = assignment('1000000001', 1_800_000_000_000);
        const after = before.toSpliced(place % (before.length + 1), 0, fresh);
        expect(given(written(before), after)).toEqual({ kind: 'given', assignment: fresh });
      }),
      { numRuns: 50 },
    );
  });

  test('given any history and several later renewals, then the first of them is found', () => {
    fc.assert(
      fc.property(history(220), fc.integer({ min: 2, max: 5 }), (before, count) => {
        const fresh = Array.from({ length: count }, (_, n) => assignment(`100000000${n}`, 1_800_000_000_000 + n));
        expect(given(written(before), [...fresh.toReversed(), ...before])).toEqual({
          kind: 'given',
          assignment: fresh[0],
        });
      }),
      { numRuns: 50 },
    );
  });

  test('given old assignments that are listed no more, then the new one is still found', () => {
    const before = Array.from({ length: 60 }, (_, n) => assignment(`${n}`, 1_000 + n));
    const fresh = assignment('new', 2_000);
    expect(given(written(before), [fresh, ...before.slice(30)])).toEqual({ kind: 'given', assignment: fresh });
  });

  test('given another bundle that came in between, then it is not ours', () => {
    expect(given('1.', [assignment('1', 1, 'esim_3GB_30D_JP_V2')])).toEqual({ kind: 'nothing' });
  });
});

describe('what cannot be told', () => {
  test('a list that may be cut shows nothing new, then nothing is concluded', () => {
    const before = [assignment('1', 1)];
    expect(given(written(before), before, true)).toEqual({ kind: 'unclear', code: 'list_cut' });
    const fresh = assignment('2', 2);
    expect(given(written(before), [...before, fresh], true)).toEqual({ kind: 'given', assignment: fresh });
  });

  test.each([
    ['at the same time', 5, 5],
    ['without times', undefined, undefined],
    ['one without a time', 5, undefined],
  ])('two new assignments %s, then neither is chosen', (_what, first, second) => {
    expect(given('1.', [assignment('1', first), assignment('2', second)])).toEqual({
      kind: 'unclear',
      code: 'ambiguous',
    });
  });

  test('one without a time beyond what could be written down, then it may be an old one', () => {
    const before = Array.from({ length: 60 }, (_, n) => assignment(`${n}`, 1_000 + n));
    expect(given(written(before), [...before, assignment('new', undefined)])).toEqual({
      kind: 'unclear',
      code: 'ambiguous',
    });
  });

  test('too many without times, then there is no baseline', () => {
    expect(
      writeBaseline(
        Array.from({ length: 60 }, (_, n) => assignment(`${n}`, n === 7 ? undefined : n)),
        PRODUCT,
      ),
    ).toBeUndefined();
  });

  test.each([undefined, '', UNKNOWN_SIM, '2.abcde', '1.abc', '1.abcde.', 'x1.'])('the baseline %j', (baseline) => {
    expect(given(baseline, [])).toEqual({ kind: 'unclear', code: 'no_baseline' });
  });
});

describe('reading it before an attempt', () => {
  const read = (...steps: readonly Step[]) => onNetwork(...steps).carrier.baseline?.(ORDER);

  test('given no bundles, then that is written down', async () => {
    expect(await read(json({ bundles: null }))).toEqual({ kind: 'baseline', baseline: '1.' });
    expect(await read(bundles([]))).toEqual({ kind: 'baseline', baseline: '1.' });
  });

  test('given bundles, then those of the product are', async () => {
    expect(await read(bundles([row()], { other: [row({ id: '1' })] }))).toEqual({
      kind: 'baseline',
      baseline: expect.stringMatching(/^1\..{5}$/),
    });
  });

  test('given an eSIM that is not ours, then an order for it can be refused, and nothing is ever found on it', async () => {
    expect(await read(message('access denied', 403), organisation())).toEqual({
      kind: 'baseline',
      baseline: UNKNOWN_SIM,
    });
    const { carrier } = onNetwork(bundles([row()]));
    expect(await carrier.lookUp({ ...ORDER, baseline: UNKNOWN_SIM })).toEqual({
      kind: 'unavailable',
      code: 'no_baseline',
    });
  });

  test('given no answer, then there is none', async () => {
    expect(await read(networkError('ECONNRESET'))).toEqual({
      kind: 'unavailable',
      code: 'conn_lost',
      trouble: 'unreachable',
    });
    const undated = Array.from({ length: 60 }, (_, n) => row({ id: String(n), assignmentDateTime: null }));
    expect(await read(bundles(undated))).toEqual({ kind: 'unavailable', code: 'too_many_bundles' });
  });
});
