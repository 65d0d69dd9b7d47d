import { describe, expect, test } from '@jest/globals';
import { isUsageOld, nextUsageLook, notAhead, usageFreshUntil } from '../../../../shared/domain/line/usage.ts';
import { MINUTE_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { aLine, END, later, NOW } from '../given.ts';

const GIGABYTE = 1_000_000_000;
const usage = (remainingBytes: number, totalBytes = 4 * GIGABYTE) => ({ remainingBytes, totalBytes, asOf: NOW });

describe('when the data left is read again by itself', () => {
  test.each([
    ['a quarter', GIGABYTE, true],
    ['less than a quarter', 1, true],
    ['a byte more than a quarter', GIGABYTE + 1, false],
    ['all of it', 4 * GIGABYTE, false],
    ['nothing', 0, false],
  ])('given %s left, then %d bytes are looked at again in half an hour: %s', (_name, remaining, again) => {
    const expected = again ? later(30 * MINUTE_MS) : undefined;
    expect(nextUsageLook(aLine(), usage(remaining), NOW)).toBe(expected);
  });

  test('given that nothing was ever there, then nothing can run out', () => {
    expect(nextUsageLook(aLine(), usage(0, 0), NOW)).toBeUndefined();
  });

  test('given a line that has ended, then not; up to its last moment it does', () => {
    expect(nextUsageLook(aLine(), usage(1), END)).toBeUndefined();
    expect(nextUsageLook(aLine(), usage(1), plusMs(END, -1))).toBeDefined();
  });

  test('given a number that belongs to another SIM, then not', () => {
    expect(nextUsageLook(aLine({ recycledAt: NOW }), usage(1), NOW)).toBeUndefined();
  });
});

describe('how old a figure may be', () => {
  const MINUTES = 15 * MINUTE_MS;

  test('it is fresh for a quarter of an hour from when it was true, or from when it was asked for', () => {
    expect(usageFreshUntil(usage(1))).toBe(later(MINUTES));
    expect(usageFreshUntil(usage(1), later(60 * MINUTE_MS))).toBe(later(75 * MINUTE_MS));
    expect(usageFreshUntil(usage(1), later(-60 * MINUTE_MS))).toBe(later(MINUTES));
  });

  test.each([
    [20 * MINUTE_MS, false],
    [20 * MINUTE_MS + 1, true],
  ])('after %d ms it is old: %s', (ageMs, old) => {
    expect(isUsageOld(usage(1), later(ageMs))).toBe(old);
  });

  test('given a carrier whose clock is ahead, then it was true when we heard it', () => {
    expect(notAhead({ ...usage(1), asOf: later(1) }, NOW)).toEqual(usage(1));
    expect(notAhead({ ...usage(1), asOf: later(-1) }, NOW).asOf).toBe(later(-1));
  });
});
