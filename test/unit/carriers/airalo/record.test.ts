import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packageHistory } from '../../../../shared/carriers/airalo/airalo-packages.ts';
import { MINUTE_MS, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import {
  json,
  NOW,
  networkError,
  notFound,
  numbered,
  ORDER,
  onNetwork,
  packageRow,
  packages,
  type Step,
  waitingRow,
} from './airalo-replies.ts';

const readRecord = (...steps: readonly Step[]) => onNetwork(steps).carrier.readRecord(ORDER);
const BEGAN = Date.UTC(2026, 8, 28, 10, 30, 45);
const END = Date.UTC(2026, 9, 5, 10, 30, 45);
const usage = (status: string): Response => json({ data: { status, remaining: 0, total: 0, is_unlimited: null } });
const past = { status: 'EXPIRED', activated_at: '2026-09-01T00:00:00+00:00', expired_at: '2026-09-08T00:00:00+00:00' };
const endOf = (...rows: readonly unknown[]) => packageHistory({ data: rows }, NOW)?.endsAt;

describe('the record of a SIM', () => {
  test('shows each package as a period, the oldest first', async () => {
    expect(await readRecord(packages(waitingRow(730), packageRow(), packageRow({ id: 7, ...past })))).toEqual({
      kind: 'record',
      readAt: NOW,
      endsAt: END + 7 * ROLLING_DAY_MS,
      periods: [
        { reference: '7', status: 'expired', startsAt: Date.UTC(2026, 8, 1), endsAt: Date.UTC(2026, 8, 8) },
        { reference: '728', status: 'active', startsAt: BEGAN, endsAt: END },
        { reference: '730', status: 'queued' },
      ],
    });
  });

  test.each([
    ['ACTIVE', {}, 'active'],
    ['ACTIVE', { expired_at: '2026-09-30T00:00:00+00:00' }, 'expired'],
    ['FINISHED', {}, 'depleted'],
    ['EXPIRED', {}, 'expired'],
    ['RECYCLED', {}, 'revoked'],
    ['UNKNOWN', {}, 'active'],
    ['NOT_ACTIVE', { activated_at: null, expired_at: null }, 'queued'],
    ['UNKNOWN', { activated_at: null, expired_at: null }, 'queued'],
  ])('a package that is %s %j is %s', (status, facts, shown) => {
    const history = packageHistory({ data: [packageRow({ status, ...facts })] }, NOW);
    expect(history?.periods).toMatchObject([{ status: shown }]);
  });

  test('a time without a zone is in UTC', () => {
    expect(endOf(packageRow({ expired_at: '2026-10-05 10:30:45' }))).toBe(END);
  });

  test.each([
    ['absent', notFound(), { kind: 'absent' }],
    ['recycled', numbered(73), { kind: 'recycled' }],
    ['maintenance', numbered(13), { kind: 'unavailable', code: 'maintenance', trouble: 'maintenance' }],
    ['another number', numbered(43), { kind: 'unavailable', code: 'airalo_43' }],
    ['reset', networkError('ECONNRESET'), { kind: 'unavailable', code: 'conn_lost', trouble: 'unreachable' }],
    ['a page', new Response('<html>'), { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' }],
    [
      'a time that is none',
      packages(packageRow({ expired_at: 'soon' })),
      { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' },
    ],
    [
      'throttled',
      json({}, 429, { 'retry-after': '7' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 7_000 },
    ],
  ])('given %s, then that is what is said', async (_what, step, record) => {
    expect(await readRecord(step)).toEqual(record);
  });

  test('given nothing that runs or waits, then its usage tells whether the number was given away', async () => {
    expect(await readRecord(packages(packageRow(past)), usage('RECYCLED'))).toEqual({ kind: 'recycled' });
    expect(await readRecord(packages(packageRow(past)), usage('EXPIRED'))).toMatchObject({ kind: 'record' });
    expect(await readRecord(packages(packageRow(past)), networkError('ECONNRESET'))).toMatchObject({ kind: 'record' });
    expect(await readRecord(packages(), usage('UNKNOWN'))).toMatchObject({ kind: 'record', periods: [] });
  });

  test('given something that runs, then nobody else has the number, and one request is enough', async () => {
    const { carrier, sent } = onNetwork([packages(packageRow())]);
    await carrier.readRecord(ORDER);
    expect(sent).toHaveLength(1);
  });
});

describe('the end of service', () => {
  test.each([
    ['nothing', [], undefined],
    ['one that runs', [packageRow()], END],
    ['one that is over', [packageRow(past)], Date.UTC(2026, 8, 8)],
    ['two that run', [packageRow({ id: 1, expired_at: '2026-10-02T00:00:00+00:00' }), packageRow()], END],
    ['one whose data is used up, not its days', [packageRow({ status: 'FINISHED' })], END],
    [
      'one that runs, and one of more days without data',
      [packageRow({ id: 1, status: 'FINISHED', expired_at: '2026-10-28T00:00:00+00:00' }), packageRow()],
      END,
    ],
    ['one that runs and two that wait', [waitingRow(1, 3), packageRow(), waitingRow(3, 7)], END + 10 * ROLLING_DAY_MS],
    // It begins when the device next connects.
    ['one that waits alone', [waitingRow(1)], undefined],
    ['one that waits after one that is over', [packageRow(past), waitingRow(729)], undefined],
    [
      'one that waits after one whose data is used up',
      [packageRow({ status: 'FINISHED' }), waitingRow(729)],
      undefined,
    ],
    ['one that waits for days nobody names', [packageRow(), waitingRow(729, null)], undefined],
    ['one that waits for half days', [packageRow(), waitingRow(729, 1.5)], undefined],
    ['one that runs without an end', [packageRow({ expired_at: null })], undefined],
    [
      'one that runs without an end beside another',
      [packageRow({ expired_at: null }), packageRow({ id: 1 })],
      undefined,
    ],
  ])('given %s, then it is certain or not told', (_what, rows, end) => {
    expect(endOf(...rows)).toBe(end);
  });

  test('does not depend on the order of rows, and grows by the days of what waits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (days, keys) => {
          const rows = [packageRow(), ...days.map((day, index) => waitingRow(1_000 + index, day))];
          const shuffled = rows.map((row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key);
          const total = days.reduce((sum, day) => sum + day, 0);
          expect(endOf(...shuffled.map(({ row }) => row))).toBe(END + total * ROLLING_DAY_MS);
        },
      ),
    );
  });
});

describe('ten requests a minute for one ICCID', () => {
  test('are made, and then none until a minute is over, for this ICCID and this view', async () => {
    const { carrier, sent, jump } = onNetwork(Array.from({ length: 22 }, () => packages(packageRow())));
    const tenTimes = async () => {
      for (let count = 0; count < 10; count += 1)
        expect(await carrier.readRecord(ORDER)).toMatchObject({ kind: 'record' });
    };
    const refused = (retryAfterMs: number) => ({ kind: 'unavailable', code: 'iccid_limit', retryAfterMs });
    await tenTimes();
    jump(20_000);
    expect(await carrier.readRecord(ORDER)).toEqual(refused(40_000));
    expect(sent).toHaveLength(10);
    expect(await carrier.readRecord({ ...ORDER, carrierRef: '8910300000005271147' })).toMatchObject({ kind: 'record' });
    expect(await carrier.quote?.(ORDER, 'x')).toMatchObject({ kind: 'unavailable', code: 'malformed_reply' });
    jump(MINUTE_MS - 20_000);
    await tenTimes();
    expect(await carrier.readRecord(ORDER)).toEqual(refused(MINUTE_MS));
  });
});
