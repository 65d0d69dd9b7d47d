import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { lineId, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { instant, plusMs } from '../../../shared/domain/values/instant.ts';
import { dayOf, dueInstant, dueKey, duePartitions, dueUntil } from '../../../shared/table/keys.ts';

const id = lineId('MEJP00000001');
const renewal = renewalIdFrom(id, new Uint8Array(10).fill(7));
const moments = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instant);

describe('keys of the due index', () => {
  test('a moment on a full second is due a few milliseconds later', () => {
    const at = instant(Date.parse('2026-11-28T15:00:00Z'));
    expect(dueKey('line', id, at).dueSk <= dueUntil(plusMs(at, 50))).toBe(true);
  });

  test('what is due sorts before the mark of now, and nothing else does', () =>
    fc.assert(
      fc.property(moments, moments, (at, now) => {
        expect(dueKey('line', id, at).dueSk <= dueUntil(now)).toBe(at <= now);
      }),
    ));

  test('what came due within the last days lies in one of the partitions of these days', () =>
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 8 * 86_400_000 }), (at, later) => {
        const now = plusMs(at, later);
        const names = duePartitions('line', dayOf(now) - 8, dayOf(now)).map(({ name }) => name);
        expect(names).toContain(dueKey('line', id, at).duePk);
      }),
    ));

  test('the instant is read back', () =>
    fc.assert(fc.property(moments, (at) => expect(dueInstant(dueKey('renewal', renewal, at).dueSk)).toBe(at))));
});
