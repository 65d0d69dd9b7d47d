import { describe, expect, test } from '@jest/globals';
import { japaneseIccid, randomIccid } from '../../../local/seed/iccids.ts';
import { passesLuhn } from '../../../shared/domain/values/iccid.ts';

describe('invented ICCIDs', () => {
  test.each([
    ['30000000000001', '8981300000000000018'],
    ['30000000000002', '8981300000000000026'],
  ])('account %s ends in its Luhn check digit', (account, whole) => {
    expect(japaneseIccid(account)).toBe(whole);
  });

  test('are Japanese, 19 digits and valid, and no two alike', () => {
    const made = Array.from({ length: 500 }, randomIccid);
    for (const iccid of made) {
      expect(iccid).toMatch(/^8981\d{15}$/);
      expect(passesLuhn(iccid)).toBe(true);
    }
    expect(new Set(made).size).toBe(made.length);
  });

  test.each(['', '123', '3000000000000x', '300000000000011'])('are not made from %j', (account) => {
    expect(() => japaneseIccid(account)).toThrow(RangeError);
  });
});
