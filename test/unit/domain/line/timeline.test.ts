import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Grant } from '../../../../shared/domain/line/grant.ts';
import { grantTo, isLossy } from '../../../../shared/domain/line/granting.ts';
import { withoutEnded } from '../../../../shared/domain/line/settle.ts';
import {
  type DatedSpan,
  endOf,
  isDated,
  type Period,
  type Span,
  timeline,
} from '../../../../shared/domain/line/timeline.ts';
import { endAfter, endFrom, type Length } from '../../../../shared/domain/plan/length.ts';
import { STACKING_RULES, type StackingRule } from '../../../../shared/domain/plan/stacking.ts';
import { HOUR_MS, type Instant, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { aLength, anInstant } from '../arbitraries.ts';
import { aGrant } from '../given.ts';

const NUM_RUNS = 2_000;

/** A line that was sold for a while, and what was granted to it over some weeks, oldest first. */
const histories = (rules: readonly StackingRule[] = STACKING_RULES) =>
  fc
    .record({
      end: anInstant,
      bought: fc.array(
        fc.record({
          gapMs: fc.integer({ min: 0, max: 15 * ROLLING_DAY_MS }),
          stacking: fc.constantFrom(...rules),
          length: aLength,
          early: fc.boolean(),
          startedMs: fc.option(fc.integer({ min: 1, max: 20 * ROLLING_DAY_MS }), { nil: undefined }),
        }),
        { maxLength: 7 },
      ),
    })
    .map(({ end, bought }) => {
      let at = plusMs(end, -10 * ROLLING_DAY_MS);
      const initial: Period = { startsAt: at, endsAt: end };
      const grants = bought.map(({ gapMs, stacking, length, early, startedMs }): Grant => {
        at = plusMs(at, gapMs);
        return aGrant({
          stacking,
          length,
          grantedAt: at,
          ...(early && stacking === 'queue_after_expiry' && { early }),
          ...(startedMs !== undefined && { startedAt: plusMs(at, startedMs) }),
        });
      });
      return { initial, grants };
    });

/** Data that was used up by the end of what ran; later there was nothing to use up. */
const possible = (initial: Period, grants: readonly Grant[]): readonly Grant[] =>
  grants.reduce<readonly Grant[]>((before, grant) => {
    const end = endOf(timeline(initial, before));
    const { startedAt, ...waits } = grant;
    const isPossible = startedAt !== undefined && startedAt < end;
    return before.concat(grant.stacking === 'queue_on_depletion' && isPossible ? grant : waits);
  }, []);

const check = (property: (initial: Period, grants: readonly Grant[]) => void, rules?: readonly StackingRule[]): void =>
  fc.assert(
    fc.property(histories(rules), ({ initial, grants }) => property(initial, possible(initial, grants))),
    { numRuns: NUM_RUNS },
  );

const periodOf = (spans: readonly Span[], grant: Grant): DatedSpan | undefined => {
  const span = spans.find((each) => each.grant === grant);
  return span && isDated(span) ? span : undefined;
};

/** Whole days or months, as its own rule counts them from where the period begins. */
const isWhole = ({ startsAt, endsAt }: Period, length: Length): boolean =>
  endsAt === endFrom(startsAt, length) || endsAt === endAfter(startsAt, length);

describe('given any history of a line', () => {
  test('then no period begins before it was granted or ends before it begins', () => {
    check((initial, grants) => {
      const spans = timeline(initial, grants);
      expect(spans).toHaveLength(grants.length + 1);
      for (const span of spans.filter(isDated)) {
        expect(span.startsAt).toBeLessThanOrEqual(span.endsAt);
        if (span.grant) expect(span.startsAt).toBeGreaterThanOrEqual(span.grant.grantedAt);
      }
    });
  });

  test('then each new period is as long as what was bought', () => {
    check((initial, grants) => {
      for (const [index, grant] of grants.entries()) {
        const { span } = grantTo({ initial, grants: grants.slice(0, index) }, grant);
        if (!isDated(span)) expect(grant.stacking).toBe('queue_on_depletion');
        else if (grant.stacking === 'month_end' && grant.length.unit === 'month')
          expect(new Date(span.endsAt).getTime()).toBeGreaterThan(span.startsAt);
        else expect(isWhole(span, grant.length)).toBe(true);
      }
    });
  });

  test('then the end moves back by nothing but a new start', () => {
    check((initial, grants) => {
      for (const [index, grant] of grants.entries()) {
        const { endBefore, endAfter: end } = grantTo({ initial, grants: grants.slice(0, index) }, grant);
        if (!isLossy(grant)) expect(end).toBeGreaterThanOrEqual(endBefore);
      }
    });
  });

  test('then what is over can be taken in without moving anything that is not', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 0, max: 60 * ROLLING_DAY_MS }), ({ initial, grants: all }, ms) => {
        const grants = possible(initial, all);
        const now = plusMs(initial.startsAt, ms);
        const known = grants.filter(({ grantedAt }) => grantedAt <= now);
        const short = withoutEnded({ initial, grants: known }, now);
        const rest = grants.slice(known.length - short.grants.length);
        const [whole, taken] = [timeline(initial, grants), timeline(short.initial, rest)];
        expect(endOf(taken)).toBe(endOf(whole));
        expect(taken.slice(1)).toEqual(whole.slice(whole.length - rest.length));
      }),
      { numRuns: NUM_RUNS },
    );
  });
});

describe('given renewals that follow each other', () => {
  const FOLLOWING = ['extend_end', 'queue_after_expiry'] as const;

  test('when one of them is sent back, whichever and whenever, then every other keeps all of its time', () => {
    fc.assert(
      fc.property(
        histories(FOLLOWING),
        fc.nat(),
        fc.integer({ min: 0, max: 90 * ROLLING_DAY_MS }),
        (given, pick, ms) => {
          const { initial } = given;
          const grants = given.grants.map(({ early: _waits, ...grant }) => grant);
          fc.pre(grants.length > 0);
          const chosen = pick % grants.length;
          const revokedAt = plusMs(grants.at(-1)?.grantedAt ?? initial.endsAt, ms);
          const after = grants.map((grant, index) => (index === chosen ? { ...grant, revokedAt } : grant));
          const spans = timeline(initial, after);
          for (const [index, grant] of after.entries()) {
            const span = periodOf(spans, grant);
            if (index === chosen) expect(span?.endsAt ?? revokedAt).toBeLessThanOrEqual(revokedAt);
            else expect(span && isWhole(span, grant.length)).toBe(true);
          }
          const dated = spans.filter(isDated);
          for (const [index, span] of dated.entries())
            expect(span.startsAt).toBeGreaterThanOrEqual(dated[index - 1]?.endsAt ?? span.startsAt);
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });

  test('when they are confirmed in another order while the line runs, then no day is lost', () => {
    fc.assert(
      fc.property(
        anInstant,
        aLength,
        fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 8 }),
        (end, length, counts) => {
          const initial = { startsAt: plusMs(end, -HOUR_MS), endsAt: end };
          const endIn = (order: readonly number[]): Instant =>
            endOf(
              timeline(
                initial,
                order.map((count) => aGrant({ length: { ...length, count }, grantedAt: plusMs(end, -1) })),
              ),
            );
          if (length.unit === 'day') expect(endIn(counts)).toBe(endIn(counts.toReversed()));
          const sum = counts.reduce((total, count) => total + count, 0);
          // A month that ends early for want of a 31st is made up for by the next one: longer by at most a few days.
          if (sum > 0) expect(endIn(counts)).toBeGreaterThanOrEqual(endAfter(end, { ...length, count: sum }));
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });
});

describe('given a new start', () => {
  test('then what had not begun moves behind it whole, and it can be taken back with all that it had ended', () => {
    check(
      (initial, grants) => {
        const at = grants.at(-1)?.grantedAt ?? plusMs(initial.endsAt, -1);
        const reset = aGrant({ stacking: 'reset_from_now', grantedAt: at });
        const before = timeline(initial, grants).filter(isDated);
        const spans = timeline(initial, [...grants, reset]);
        for (const { grant, startsAt } of before) {
          const moved = grant && periodOf(spans, grant);
          if (grant && moved && startsAt > at) expect(isWhole(moved, grant.length)).toBe(true);
        }
        const ms = 5 * HOUR_MS;
        const back = timeline(initial, [...grants, { ...reset, revokedAt: plusMs(at, ms) }]).filter(isDated);
        for (const [index, span] of before.entries())
          if (span.endsAt > at) expect(back[index]?.endsAt).toBe(plusMs(span.endsAt, ms));
      },
      ['extend_end', 'queue_after_expiry', 'parallel'],
    );
  });
});

describe('given a period that waits for data to be used up', () => {
  const initial = { startsAt: plusMs(aGrant().grantedAt, -HOUR_MS), endsAt: plusMs(aGrant().grantedAt, 48 * HOUR_MS) };
  const waits = aGrant({ stacking: 'queue_on_depletion' });

  test('then it lapses with everything before it, and nothing that is bought afterwards brings it back', () => {
    expect(timeline(initial, [waits])[1]).toEqual({ state: 'waiting', grant: waits, lapsesAt: initial.endsAt });
    const later = aGrant({ grantedAt: plusMs(initial.endsAt, HOUR_MS) });
    expect(timeline(initial, [waits, later])[1]).toEqual({ state: 'lapsed', grant: waits, lapsedAt: initial.endsAt });
  });

  test('then it begins when that happened, also where it had waited behind a new start', () => {
    fc.assert(
      fc.property(histories(), fc.integer({ min: 0, max: 40 * ROLLING_DAY_MS }), (given, ms) => {
        const at = plusMs(waits.grantedAt, ms);
        const past = [...given.grants.map((grant) => ({ ...grant, grantedAt: waits.grantedAt })), waits];
        const before = timeline(initial, past);
        const waiting = before.find(({ grant }) => grant === waits);
        fc.pre(waiting?.state === 'waiting' && at < waiting.lapsesAt);
        const reset = aGrant({ stacking: 'reset_from_now', grantedAt: waits.grantedAt });
        const begun = { ...waits, startedAt: at };
        for (const grants of [
          [...past.slice(0, -1), begun],
          [...past.slice(0, -1), begun, reset],
        ]) {
          const period = periodOf(timeline(initial, grants), begun);
          expect(period?.startsAt).toBe(at);
          expect(period && isWhole(period, waits.length)).toBe(true);
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  test('then it waits longer when the end moves before', () => {
    const more = aGrant({ length: { unit: 'day', count: 1, day: { kind: 'rolling' } } });
    const [, waiting] = timeline(initial, [waits, more]);
    expect(waiting).toMatchObject({ state: 'waiting', lapsesAt: plusMs(initial.endsAt, ROLLING_DAY_MS) });
  });

  test('then it begins at once where nothing is left to wait for', () => {
    const late = { ...waits, grantedAt: initial.endsAt };
    expect(timeline(initial, [late])[1]).toMatchObject({ state: 'dated', startsAt: initial.endsAt });
  });
});
