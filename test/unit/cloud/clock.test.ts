import { describe, expect, test } from '@jest/globals';
import { movableClock } from '../../../local/cloud/clock.ts';
import { openRecords } from '../../../local/simulators/records.ts';

describe('the clock that people can move', () => {
  test('a jump is kept, told and seen at once', () => {
    const records = openRecords(':memory:');
    const clock = movableClock(records);
    const told: number[] = [];
    clock.onJump((offsetMs) => told.push(offsetMs));
    clock.advance(5_000);
    clock.advance(1_000);
    expect([clock.offsetMs(), told, movableClock(records).offsetMs()]).toEqual([6_000, [5_000, 6_000], 6_000]);
  });

  test.each([0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER, Date.UTC(9999, 0, 1)])(
    'a jump by %d is refused, and nothing has changed',
    (ms) => {
      const records = openRecords(':memory:');
      const clock = movableClock(records);
      expect(() => clock.advance(ms)).toThrow(RangeError);
      expect([clock.offsetMs(), records.get('clock', 'offsetMs')]).toEqual([0, undefined]);
    },
  );
});
