import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import {
  apiTime,
  BASELINE,
  END,
  esim,
  found,
  GIB,
  json,
  NOW,
  networkError,
  ORDER,
  ok,
  onNetwork,
  refused,
  row,
  SIM,
  type Step,
} from './esim-access-replies.ts';

const LATER = plusMs(END, 7 * ROLLING_DAY_MS);
const ours = row({
  transactionId: ORDER.reference,
  esimTranNo: '26100103000001',
  createTime: '2026-10-01T02:59:30+0000',
});
const foreign = row({ transactionId: 'by-hand', esimTranNo: '26100103000002' });
const unnamed = { packageCode: 'CKH179', volume: GIB, duration: 7 };
const grown = { totalVolume: 2 * GIB, totalDuration: 14, expiredTime: apiTime(LATER) };
const UNNAMED_BASELINE = `v1/${GIB}/7/0/0/${END}/0`;

const other = { kind: 'unavailable', code: 'other_change' };
const unreachable = (code: string) => ({ kind: 'unavailable', code, trouble: 'unreachable' });

describe('looking a top-up up', () => {
  test('asks for the SIM by the name that is never given to another', async () => {
    const { carrier, sent } = onNetwork(found(esim()));
    await carrier.lookUp(ORDER);
    expect(sent.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/esim/query', body: { esimTranNo: SIM.carrierRef, pager: { pageNum: 1, pageSize: 5 } } },
    ]);
  });

  test.each<readonly [string, object, object]>([
    ['nothing new', esim(), { kind: 'absent' }],
    [
      'a package with our reference',
      esim({ ...grown, packageList: [row(), ours] }),
      {
        kind: 'confirmed',
        reference: '26100103000001',
        confirmedAt: Date.UTC(2026, 9, 1, 2, 59, 30),
        endsAt: LATER,
      },
    ],
    [
      'our reference without a number or a time',
      esim({ packageList: [{ transactionId: ORDER.reference }] }),
      { kind: 'confirmed', reference: ORDER.reference, confirmedAt: NOW, endsAt: END },
    ],
    [
      'the bought days, and top-ups that are not listed',
      esim(grown),
      { kind: 'confirmed', reference: ORDER.reference, confirmedAt: NOW, endsAt: LATER },
    ],
    ['the bought days, but somebody else’s package', esim({ ...grown, packageList: [row(), foreign] }), other],
    [
      'ours and somebody else’s',
      esim({ totalVolume: 3 * GIB, totalDuration: 21, packageList: [row(), foreign, ours] }),
      expect.objectContaining({ kind: 'confirmed', reference: '26100103000001' }) as object,
    ],
    ['other days', esim({ ...grown, totalDuration: 10 }), other],
    ['twice the days', esim({ ...grown, totalDuration: 21 }), other],
    ['volume alone', esim({ totalVolume: 2 * GIB }), other],
    ['fewer days', esim({ totalDuration: 6 }), other],
    ['the days, and less volume', esim({ ...grown, totalVolume: GIB - 1 }), other],
    ['an end a day later, and nothing else', esim({ expiredTime: apiTime(plusMs(END, ROLLING_DAY_MS)) }), other],
    ['an end that was counted anew', esim({ expiredTime: apiTime(plusMs(END, 60_000)) }), { kind: 'absent' }],
    ['an end that came earlier', esim({ expiredTime: apiTime(plusMs(END, -ROLLING_DAY_MS)) }), { kind: 'absent' }],
    ['that it was cancelled', esim({ esimStatus: 'CANCEL' }), { kind: 'absent' }],
    ['no packages at all, and nothing new', esim({ packageList: null }), { kind: 'absent' }],
  ])('given a SIM that shows %s, then that is what it says', async (_what, sim, outcome) => {
    expect(await onNetwork(found(sim)).carrier.lookUp(ORDER)).toEqual(outcome);
  });

  test('given packages without ids before and after, then the totals decide', async () => {
    const order = { ...ORDER, baseline: UNNAMED_BASELINE };
    const two = esim({ ...grown, packageList: [unnamed, unnamed] });
    expect(await onNetwork(found(two)).carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
    const one = esim({ packageList: [unnamed] });
    expect(await onNetwork(found(one)).carrier.lookUp(order)).toEqual({ kind: 'absent' });
  });

  test.each<readonly [string, Step, object]>([
    ['no SIM', found(), { kind: 'absent' }],
    ['no such number', refused('310403'), { kind: 'absent' }],
    ['no such order', refused('310272'), { kind: 'absent' }],
    ['an empty page of one', ok({ esimList: [], pager: { total: 1 } }), unreachable('incomplete_reply')],
    ['a row that is missing', ok({ esimList: [esim()], pager: { total: 2 } }), unreachable('incomplete_reply')],
    ['no total', ok({ esimList: [] }), unreachable('malformed_reply')],
    ['no list', ok({ pager: { total: 0 } }), { kind: 'absent' }],
    ['another SIM', found(esim({ esimTranNo: '1' })), { kind: 'unavailable', code: 'other_sim' }],
    ['two SIMs', found(esim(), esim()), { kind: 'unavailable', code: 'other_sim' }],
    ['another number', found(esim({ iccid: '8910300000000000000' })), { kind: 'unavailable', code: 'other_iccid' }],
    ['no totals', found(esim({ totalVolume: undefined })), unreachable('malformed_reply')],
    ['totals as texts', found(esim({ totalDuration: '14' })), unreachable('malformed_reply')],
    ['a package that is none', found(esim({ packageList: ['x'] })), unreachable('malformed_reply')],
    ['not allowed', refused('200002'), { kind: 'unavailable', code: 'ea_200002' }],
    ['still being made', refused('200010'), { kind: 'unavailable', code: 'ea_200010', retryAfterMs: 30_000 }],
    ['an unknown code', refused('777777'), { kind: 'unavailable', code: 'ea_777777' }],
    ['500', json({}, 500), unreachable('http_500')],
    ['404', json({}, 404), unreachable('http_404')],
    [
      'throttled',
      json({}, 429, { 'retry-after': '3' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 3_000 },
    ],
    ['a page', new Response('<html>'), unreachable('malformed_reply')],
    ['no connection', networkError('ECONNREFUSED'), unreachable('conn_refused')],
    ['reset', networkError('ECONNRESET'), unreachable('conn_lost')],
  ])('given %s, then that is what it says', async (_what, step, outcome) => {
    expect(await onNetwork(step).carrier.lookUp(ORDER)).toEqual(outcome);
  });

  test('given a number without quotation marks, then its digits are kept', async () => {
    const text = await found(esim()).text();
    const unquoted = new Response(text.replace(`"${SIM.iccid}"`, SIM.iccid));
    expect(await onNetwork(unquoted).carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
  });
});

describe('what was there before', () => {
  test('given any SIM, then it fits into 200 characters, and the same SIM lacks the top-up', async () => {
    const volume = fc.integer({ min: 0, max: 2 ** 50 });
    const duration = fc.integer({ min: 0, max: 100_000 });
    const name = fc.option(fc.string({ minLength: 1, maxLength: 50 }), { nil: null });
    const packages = fc.array(fc.record({ volume, duration, transactionId: name }), { maxLength: 5 });
    const any = fc.record({
      totalVolume: volume,
      totalDuration: duration,
      packageList: fc.option(packages, { nil: null }),
      esimStatus: fc.constantFrom('GOT_RESOURCE', 'IN_USE', 'USED_UP', 'SUSPENDED', 'CANCEL'),
      activateTime: fc.constantFrom(null, undefined, '2026-09-30T15:00:00+0000'),
    });
    await fc.assert(
      fc.asyncProperty(any, async (facts) => {
        const { carrier } = onNetwork(found(esim(facts)), found(esim(facts)));
        const read = await carrier.baseline?.(ORDER);
        const baseline = read?.kind === 'baseline' ? read.baseline : '';
        expect(baseline.length).toBeLessThanOrEqual(200);
        expect(await carrier.lookUp({ ...ORDER, baseline })).toEqual({ kind: 'absent' });
      }),
    );
  });

  test('given any growth, then only the bought days confirm, and only none at all is absent', async () => {
    const part = fc.integer({ min: 0, max: 60 });
    await fc.assert(
      fc.asyncProperty(part, part, async (days, gib) => {
        const sim = esim({ totalDuration: 7 + days, totalVolume: GIB + gib * GIB });
        const { kind } = await onNetwork(found(sim)).carrier.lookUp(ORDER);
        if (days === 0 && gib === 0) expect(kind).toBe('absent');
        else expect(kind).toBe(days === ORDER.days ? 'confirmed' : 'unavailable');
      }),
    );
  });

  test.each<readonly [string, Step, object]>([
    ['a SIM in use', found(esim()), { kind: 'baseline', baseline: BASELINE }],
    [
      'a SIM that was not used',
      found(esim({ esimStatus: 'GOT_RESOURCE', activateTime: null, packageList: [unnamed] })),
      { kind: 'baseline', baseline: `v1/${GIB}/7/0/0/-/0` },
    ],
    [
      'a SIM that is suspended',
      found(esim({ esimStatus: 'SUSPENDED' })),
      { kind: 'baseline', baseline: BASELINE.replace(/0$/, '1') },
    ],
    ['no SIM', found(), { kind: 'baseline', baseline: 'v1/0/0/0/0/-/0' }],
    [
      'a SIM that has the top-up already',
      found(esim({ ...grown, packageList: [row(), ours] })),
      { kind: 'baseline', baseline: `v1/${2 * GIB}/14/${2 * GIB}/14/${LATER}/0/26100103000001` },
    ],
    ['no answer', networkError('ECONNRESET'), unreachable('conn_lost')],
    ['another number', found(esim({ iccid: '8910300000000000000' })), { kind: 'unavailable', code: 'other_iccid' }],
  ])('given %s, then that is what is kept', async (_what, step, read) => {
    expect(await onNetwork(step).carrier.baseline?.(ORDER)).toEqual(read);
  });
});
