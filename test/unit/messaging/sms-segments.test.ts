import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';

describe('given a text in the GSM alphabet', () => {
  test.each([
    [0, 1],
    [160, 1],
    [161, 2],
    [306, 2],
    [307, 3],
  ])('when it has %i characters, then it takes %i segments', (length, segments) => {
    expect(smsSegments('a'.repeat(length))).toEqual({ encoding: 'GSM-7', units: length, segments });
  });

  test('when it has characters of the extension table, then each counts twice', () => {
    expect(smsSegments('€'.repeat(80))).toEqual({ encoding: 'GSM-7', units: 160, segments: 1 });
    expect(smsSegments(`${'€'.repeat(80)}a`)).toEqual({ encoding: 'GSM-7', units: 161, segments: 2 });
  });

  test('when a pair would be split, then it moves to the next segment as a whole', () => {
    // 152 + 2 leaves the first part one septet short; 152 + 1 + 153 would have fitted into two.
    expect(smsSegments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toEqual({
      encoding: 'GSM-7',
      units: 306,
      segments: 3,
    });
  });

  test('then every character of the default alphabet is in it, and no more', () => {
    // TS 23.038: 128 positions less the escape; ten characters behind the escape.
    const inAlphabet = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => smsSegments(character).encoding === 'GSM-7',
    );
    expect(inAlphabet).toHaveLength(127 + 10);
    expect(smsSegments('\u00a7\u00dc\u00a5').encoding).toBe('GSM-7');
    expect(smsSegments('\u00e7').encoding).toBe('UCS-2');
  });
});

describe('given a text with one character outside the GSM alphabet', () => {
  test.each([
    [69, 1],
    [70, 2],
    [133, 2],
    [134, 3],
  ])('when %i others stand before it, then it takes %i segments', (others, segments) => {
    expect(smsSegments(`${'a'.repeat(others)}延`)).toEqual({ encoding: 'UCS-2', units: others + 1, segments });
  });

  test('when a surrogate pair would be split, then it moves to the next segment as a whole', () => {
    expect(smsSegments(`${'延'.repeat(66)}📱${'延'.repeat(66)}`)).toEqual({
      encoding: 'UCS-2',
      units: 134,
      segments: 3,
    });
  });
});

test('given any text, when something is added, then it never takes fewer segments', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme' }), (text, more) => {
      expect(smsSegments(text + more).segments).toBeGreaterThanOrEqual(smsSegments(text).segments);
    }),
  );
});
