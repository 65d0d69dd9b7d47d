import { describe, expect, test } from '@jest/globals';
import type { RecordedPeriod } from '../../../../shared/domain/carrier/record.ts';
import { compareRecord, type RecordFinding } from '../../../../shared/domain/reconciliation/carrier-record.ts';
import type { Renewal, RenewalIn } from '../../../../shared/domain/renewal/renewal.ts';
import { renewalIdFrom } from '../../../../shared/domain/values/ids.ts';
import {
  type Instant,
  MINUTE_MS,
  plusMs,
  ROLLING_DAY_MS,
  SECOND_MS,
} from '../../../../shared/domain/values/instant.ts';
import { aRenewal, END, LINE_ID, NOW, OTHER_RENEWAL_ID, RENEWAL_ID } from '../given.ts';

const DAY = ROLLING_DAY_MS;
/** Two renewals of three days each, one after the other. */
const FIRST_END = plusMs(END, 3 * DAY);
const SECOND_END = plusMs(END, 6 * DAY);
const NOW_AT = plusMs(NOW, DAY);
const STRANGER = renewalIdFrom(LINE_ID, new Uint8Array(10));

const active = (change: Partial<RenewalIn<'active'>> = {}): RenewalIn<'active'> =>
  aRenewal('active', { period: { startsAt: END, endsAt: FIRST_END }, ...change });
const second = (change: Partial<RenewalIn<'active'>> = {}): RenewalIn<'active'> =>
  active({ renewalId: OTHER_RENEWAL_ID, period: { startsAt: FIRST_END, endsAt: SECOND_END }, ...change });
const unread = ({ checked: _none, ...rest }: RenewalIn<'active'>): RenewalIn<'active'> => rest;
const refunded = (change: Partial<RenewalIn<'refunded'>> = {}): RenewalIn<'refunded'> => {
  const quote = { endBefore: END, endAfter: FIRST_END };
  return aRenewal('refunded', { renewalId: OTHER_RENEWAL_ID, quote, ...change });
};
const abandoned = { targetEnd: FIRST_END, endBefore: END, looks: 0, lookAt: plusMs(NOW, 2 * DAY) };

const period = (change: Partial<RecordedPeriod> = {}): RecordedPeriod => ({
  reference: 'p-1',
  status: 'active',
  ...change,
});
const ran = (startsAt: Instant, endsAt: Instant, change: Partial<RecordedPeriod> = {}): RecordedPeriod =>
  period({ startsAt, endsAt, ...change });

const compare = (
  lineEnd: Instant,
  renewals: readonly Renewal[],
  shown: { readonly endsAt?: Instant; readonly periods?: readonly RecordedPeriod[] },
  now = NOW_AT,
): readonly RecordFinding[] =>
  compareRecord({ endsAt: lineEnd }, renewals, { kind: 'record', periods: [], readAt: now, ...shown }, now);

const differs = (code: string, renewalId: string = RENEWAL_ID) =>
  expect.objectContaining({ kind: 'differs', renewalId, code });
const served = { kind: 'served', renewalId: OTHER_RENEWAL_ID };
const unknown = (name: string) => ({ kind: 'unknown_period', period: name });

describe("given a carrier that tells an end and no periods, then its end is compared with the line's", () => {
  test.each<[string, Instant, readonly Renewal[], Instant | undefined, readonly unknown[]]>([
    ['the same', FIRST_END, [active()], FIRST_END, []],
    ['seconds earlier', FIRST_END, [active()], plusMs(FIRST_END, -59 * SECOND_MS), []],
    ['seconds later', FIRST_END, [active()], plusMs(FIRST_END, 59 * SECOND_MS), []],
    ['a minute earlier', FIRST_END, [active()], plusMs(FIRST_END, -MINUTE_MS), [differs('end')]],
    ['a minute later', FIRST_END, [active()], plusMs(FIRST_END, MINUTE_MS), [differs('end')]],
    ['not told yet', FIRST_END, [active()], undefined, []],
    ['that of the last of two', SECOND_END, [active(), second()], SECOND_END, []],
    ['that of the first of two', SECOND_END, [active(), second()], FIRST_END, [differs('end', OTHER_RENEWAL_ID)]],
    [
      'another, and no renewal gave the line its end',
      END,
      [refunded()],
      plusMs(END, -DAY),
      [{ kind: 'line_differs', code: 'end' }],
    ],
    [
      'another, and the line was renewed since',
      SECOND_END,
      [active()],
      FIRST_END,
      [{ kind: 'line_differs', code: 'end' }],
    ],
    ['that of a refunded renewal', END, [refunded()], FIRST_END, [served]],
    [
      'that of one that is being refunded',
      END,
      [{ ...aRenewal('refunding'), renewalId: OTHER_RENEWAL_ID, quote: refunded().quote }],
      FIRST_END,
      [served],
    ],
    [
      'later than any, beside one whose attempt is watched',
      END,
      [refunded({ abandoned })],
      plusMs(END, 5 * DAY),
      [served],
    ],
    [
      'that which an unpaid one would have had',
      END,
      [aRenewal('expired', { quote: refunded().quote })],
      FIRST_END,
      [{ kind: 'line_differs', code: 'end' }],
    ],
    ['as it was before a refunded renewal', END, [refunded()], END, []],
  ])('%s', (_what, lineEnd, renewals, endsAt, findings) => {
    expect(compare(lineEnd, renewals, endsAt === undefined ? {} : { endsAt })).toEqual(findings);
  });

  test.each<[string, number, readonly unknown[]]>([
    ['later, and over too', -MINUTE_MS, []],
    ['later, and not over', MINUTE_MS, [differs('end')]],
    ['earlier', -10 * DAY, [differs('end')]],
  ])('of a line that is over: %s', (_what, offsetMs, findings) => {
    const now = plusMs(FIRST_END, 2 * DAY);
    expect(compare(FIRST_END, [active()], { endsAt: plusMs(now, offsetMs) }, now)).toEqual(findings);
  });
});

describe('given a carrier that keeps our reference with each period', () => {
  const initial = period({ ours: 'the-brands-own-order' });
  const ours = period({ reference: 'p-2', ours: RENEWAL_ID });
  const other = period({ reference: 'p-3', ours: OTHER_RENEWAL_ID });

  test.each<[string, readonly Renewal[], readonly RecordedPeriod[], readonly unknown[]]>([
    ['each active renewal once', [active(), second()], [initial, ours, other], []],
    ['one of two', [active(), second()], [initial, ours], [differs('missing', OTHER_RENEWAL_ID)]],
    ['none', [active()], [initial], [differs('missing')]],
    ['one twice', [active()], [initial, ours, ours], [differs('twice')]],
    ['one that was revoked', [active()], [initial, { ...ours, status: 'revoked' }], [differs('missing')]],
    ['one that was revoked and bought again', [active()], [{ ...ours, status: 'revoked' }, ours], []],
    ['one that is over', [active()], [{ ...ours, status: 'expired' }], []],
    ['one that is used up', [active()], [{ ...ours, status: 'depleted' }], []],
    ['one that waits', [active()], [{ ...ours, status: 'queued' }], []],
    ['a refunded one', [active(), refunded()], [ours, other], [served]],
    ['a refunded one that is over', [active(), refunded()], [ours, { ...other, status: 'expired' }], [served]],
    ['a refunded one that was revoked', [active(), refunded()], [ours, { ...other, status: 'revoked' }], []],
    ['a refunded one that may come to nothing', [active(), refunded()], [ours, { ...other, status: 'processing' }], []],
    ['an expired one', [aRenewal('expired', { renewalId: OTHER_RENEWAL_ID })], [other], [served]],
    ['a cancelled one', [aRenewal('cancelled', { renewalId: OTHER_RENEWAL_ID })], [other], [served]],
    ['one that a person has closed', [aRenewal('closed', { renewalId: OTHER_RENEWAL_ID })], [other], []],
    ['one that waits for a person', [aRenewal('needs_review', { renewalId: OTHER_RENEWAL_ID })], [other], []],
    ['one that we do not know', [active()], [ours, period({ ours: STRANGER })], [unknown(STRANGER)]],
    [
      'one that we do not know, twice',
      [active()],
      [ours, period({ ours: STRANGER }), period({ ours: STRANGER })],
      [unknown(STRANGER)],
    ],
    ['no reference on any period', [active(), refunded()], [period(), period()], []],
  ])('%s', (_what, renewals, periods, findings) => {
    expect(compare(FIRST_END, renewals, { periods })).toEqual(findings);
  });

  test('when the end could be that of a refunded renewal, then only its reference tells that it is', () => {
    const shown = { periods: [initial], endsAt: FIRST_END };
    expect(compare(END, [refunded({ abandoned })], shown)).toEqual([{ kind: 'line_differs', code: 'end' }]);
  });

  test('when a period of ours began after the end that was promised, then it is none of somebody else', () => {
    const begun = { ...ours, startsAt: plusMs(FIRST_END, DAY) };
    expect(compare(FIRST_END, [active()], { periods: [initial, begun] })).toEqual([]);
  });

  test('when one is over and its SIM was given back, then that it was revoked is no difference', () => {
    const now = plusMs(FIRST_END, DAY);
    expect(compare(FIRST_END, [active()], { periods: [{ ...ours, status: 'revoked' }] }, now)).toEqual([]);
    expect(compare(FIRST_END, [active()], { periods: [initial] }, now)).toEqual([differs('missing')]);
  });

  test.each<[string, readonly Renewal[], readonly RecordedPeriod[], Instant, readonly unknown[]]>([
    ['what is missing explains an end that is too early', [active()], [initial], END, [differs('missing')]],
    ['what is there twice explains one that is too late', [active()], [ours, ours], SECOND_END, [differs('twice')]],
    ['so does a refunded one', [active(), refunded()], [ours, other], SECOND_END, [served]],
    ['so does one that is not known', [active()], [ours, period({ ours: STRANGER })], SECOND_END, [unknown(STRANGER)]],
    ['nothing explains it', [active()], [ours], SECOND_END, [differs('end')]],
    [
      'what is missing explains no end that is too late',
      [active()],
      [initial],
      SECOND_END,
      [differs('missing'), differs('end')],
    ],
  ])('%s', (_what, renewals, periods, endsAt, findings) => {
    expect(compare(FIRST_END, renewals, { periods, endsAt })).toEqual(findings);
  });
});

describe('given a carrier that lists periods without our reference', () => {
  const initial = ran(plusMs(END, -7 * DAY), END, { reference: 'p-0', status: 'expired' });
  const asPromised = ran(END, FIRST_END, { reference: 'p-1' });
  const hours = 3_600_000;

  test.each<[string, readonly RecordedPeriod[], readonly unknown[]]>([
    ['as promised', [initial, asPromised], []],
    ['begun with its first use, hours later', [initial, ran(plusMs(END, 8 * hours), plusMs(FIRST_END, 8 * hours))], []],
    ['bought twice', [initial, asPromised, ran(FIRST_END, SECOND_END, { reference: 'p-2' })], [unknown('p-2')]],
    [
      'bought twice, both begun late',
      [
        initial,
        ran(plusMs(END, 8 * hours), plusMs(FIRST_END, 8 * hours)),
        ran(plusMs(FIRST_END, 8 * hours), plusMs(SECOND_END, 8 * hours), { reference: 'p-2' }),
      ],
      [unknown('p-2')],
    ],
    ['longer than promised', [initial, ran(END, plusMs(FIRST_END, DAY))], [differs('end')]],
    ['shorter than promised', [initial, ran(END, plusMs(FIRST_END, -DAY))], [differs('end')]],
    ['begun late and shorter', [initial, ran(plusMs(END, DAY), plusMs(FIRST_END, -DAY))], [differs('end')]],
    ['begun late, and over in time', [initial, ran(plusMs(END, DAY), FIRST_END)], []],
    [
      'begun at once because data was used up',
      [{ ...initial, status: 'depleted' }, ran(plusMs(END, -DAY), plusMs(FIRST_END, -DAY))],
      [],
    ],
    [
      'begun earlier although data was left',
      [initial, ran(plusMs(END, -DAY), plusMs(FIRST_END, -DAY))],
      [differs('end')],
    ],
    [
      'shorter by more than was used up before',
      [{ ...initial, status: 'depleted' }, ran(plusMs(END, -DAY), plusMs(FIRST_END, -2 * DAY))],
      [differs('end')],
    ],
    ['revoked, and nothing else', [initial, { ...asPromised, status: 'revoked' }], [differs('end')]],
    [
      'longer, and one of them does not say when it began',
      [initial, period({ endsAt: plusMs(FIRST_END, DAY) })],
      [differs('end')],
    ],
  ])('%s', (_what, periods, findings) => {
    const ends = periods.filter(({ status }) => status !== 'revoked').flatMap(({ endsAt }) => endsAt ?? []);
    const endsAt = ends.sort((a, b) => b - a)[0];
    expect(compare(FIRST_END, [active()], { periods, ...(endsAt && { endsAt }) })).toEqual(findings);
  });

  test.each<[string, readonly RecordedPeriod[], Instant, readonly unknown[]]>([
    [
      'revoked, and what came instead began late',
      [
        initial,
        { ...asPromised, status: 'revoked' },
        ran(plusMs(END, 8 * hours), plusMs(FIRST_END, 8 * hours), { reference: 'p-2' }),
      ],
      plusMs(FIRST_END, 8 * hours),
      [],
    ],
    [
      'bought twice, and the first one does not say when it began',
      [initial, period({ endsAt: FIRST_END }), ran(FIRST_END, SECOND_END, { reference: 'p-2' })],
      SECOND_END,
      [unknown('p-2')],
    ],
    [
      'shorter, and data was used up long before',
      [
        ran(plusMs(END, -9 * DAY), plusMs(END, -5 * DAY), { status: 'depleted' }),
        ran(plusMs(END, -7 * DAY), END, { status: 'expired' }),
        ran(END, plusMs(FIRST_END, -DAY)),
      ],
      plusMs(FIRST_END, -DAY),
      [differs('end')],
    ],
  ])('%s', (_what, periods, endsAt, findings) => {
    expect(compare(FIRST_END, [active()], { periods, endsAt })).toEqual(findings);
  });

  test('when the first of two began late, then the one after it is not held against the carrier', () => {
    const late = 8 * hours;
    const periods = [
      initial,
      ran(plusMs(END, late), plusMs(FIRST_END, late)),
      ran(plusMs(FIRST_END, late), plusMs(SECOND_END, late)),
    ];
    expect(compare(SECOND_END, [active(), second()], { periods, endsAt: plusMs(SECOND_END, late) })).toEqual([]);
  });

  test('when the line had stood still between two renewals, then that gap excuses no further period', () => {
    const gap = 4 * DAY;
    const again = second({ period: { startsAt: plusMs(FIRST_END, gap), endsAt: plusMs(SECOND_END, gap) } });
    const [start, end] = [again.period.startsAt, again.period.endsAt];
    const doubled = ran(end, plusMs(end, 3 * DAY), { reference: 'p-3' });
    const periods = [initial, asPromised, ran(start, end, { reference: 'p-2' })];
    expect(compare(end, [active(), again], { periods, endsAt: end })).toEqual([]);
    expect(compare(end, [active(), again], { periods: [...periods, doubled], endsAt: plusMs(end, 3 * DAY) })).toEqual([
      unknown('p-3'),
    ]);
  });

  test('when the end is not told yet, then a period that began after everything of ours is told all the same', () => {
    const foreign = period({ reference: 'p-9', startsAt: plusMs(FIRST_END, DAY) });
    const revoked = { ...foreign, reference: 'p-8', status: 'revoked' } as const;
    expect(compare(FIRST_END, [active()], { periods: [initial, asPromised, foreign, revoked] })).toEqual([
      unknown('p-9'),
    ]);
  });

  test('when a refunded renewal could be what is served, then it is looked at before anybody else', () => {
    const late = ran(END, FIRST_END, { reference: 'p-1' });
    expect(compare(END, [refunded({ abandoned })], { periods: [initial, late], endsAt: FIRST_END })).toEqual([served]);
    expect(compare(END, [refunded()], { periods: [initial, late], endsAt: FIRST_END })).toEqual([served]);
    const other = { ...late, endsAt: plusMs(FIRST_END, DAY) };
    expect(compare(END, [refunded()], { periods: [initial, other], endsAt: other.endsAt })).toEqual([unknown('p-1')]);
  });
});

describe('given a number or a SIM that is gone', () => {
  const over = plusMs(FIRST_END, DAY);
  test.each<[string, 'recycled' | 'absent', readonly Renewal[], Instant, readonly unknown[]]>([
    [
      'recycled while it is served',
      'recycled',
      [active(), second()],
      NOW_AT,
      [{ kind: 'recycled' }, differs('recycled'), differs('recycled', OTHER_RENEWAL_ID)],
    ],
    [
      'recycled after the first of two',
      'recycled',
      [active(), second()],
      over,
      [{ kind: 'recycled' }, differs('recycled', OTHER_RENEWAL_ID)],
    ],
    ['recycled when all is over', 'recycled', [active()], over, [{ kind: 'recycled' }]],
    ['recycled, and nothing was ever active', 'recycled', [refunded()], NOW_AT, [{ kind: 'recycled' }]],
    ['unknown while it is served', 'absent', [active()], NOW_AT, [differs('sim_absent')]],
    [
      'unknown, and no renewal is active',
      'absent',
      [refunded()],
      NOW_AT,
      [{ kind: 'line_differs', code: 'sim_absent' }],
    ],
    ['unknown when all is over', 'absent', [active()], over, []],
  ])('%s', (_what, kind, renewals, now, findings) => {
    const lineEnd = renewals.length > 1 ? SECOND_END : FIRST_END;
    expect(compareRecord({ endsAt: lineEnd }, renewals, { kind }, now)).toEqual(findings);
  });
});

describe('given an active renewal whose record nobody has read back', () => {
  const shown = (renewalId: string, endsAt?: Instant) => ({
    kind: 'shown',
    renewalId,
    checked: { at: NOW_AT, ...(endsAt !== undefined && { endsAt }) },
  });

  test.each<[string, Instant, readonly Renewal[], Parameters<typeof compare>[2], readonly unknown[]]>([
    ['the same end shows it', FIRST_END, [unread(active())], { endsAt: FIRST_END }, [shown(RENEWAL_ID, FIRST_END)]],
    [
      'a later renewal stands on it',
      SECOND_END,
      [unread(active()), second()],
      { endsAt: SECOND_END },
      [shown(RENEWAL_ID)],
    ],
    ['no end and no reference show nothing', FIRST_END, [unread(active())], { periods: [period()] }, []],
    [
      'its reference, twice, does not',
      FIRST_END,
      [unread(active())],
      { periods: [period({ ours: RENEWAL_ID }), period({ ours: RENEWAL_ID })] },
      [differs('twice')],
    ],
    [
      'its reference shows it',
      FIRST_END,
      [unread(active())],
      { periods: [period({ ours: RENEWAL_ID })] },
      [shown(RENEWAL_ID)],
    ],
    [
      'its reference and the end',
      FIRST_END,
      [unread(active())],
      { periods: [period({ ours: RENEWAL_ID })], endsAt: FIRST_END },
      [shown(RENEWAL_ID, FIRST_END)],
    ],
    ['another end does not', FIRST_END, [unread(active())], { endsAt: SECOND_END }, [differs('end')]],
    [
      'another reference does not',
      FIRST_END,
      [unread(active())],
      { periods: [period({ ours: 'x' })], endsAt: FIRST_END },
      [differs('missing')],
    ],
    [
      'begun late: no end is told that was not promised',
      FIRST_END,
      [unread(active())],
      { periods: [ran(plusMs(END, DAY), plusMs(FIRST_END, DAY))], endsAt: plusMs(FIRST_END, DAY) },
      [shown(RENEWAL_ID)],
    ],
  ])('%s', (_what, lineEnd, renewals, record, findings) => {
    expect(compare(lineEnd, renewals, record)).toEqual(findings);
  });
});
