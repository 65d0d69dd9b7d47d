import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson } from '../../../../shared/carriers/http/exact-json.ts';

describe('JSON without loss', () => {
  test('given an ICCID written as a number, then every digit is kept', () => {
    expect(parseExactJson('{"iccid":8981300000000000018,"n":3}')).toEqual({ iccid: '8981300000000000018', n: 3 });
  });

  test('given any integer, then its digits are kept', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), (value) => {
        expect(String(parseExactJson(`[${value}]`))).toBe(`${value}`);
      }),
    );
  });

  test('given anything else, then it is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const plain = JSON.parse(text);
        // Integers of so many digits are what differs: see above.
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactJson(text)).toEqual(plain);
      }),
    );
    expect(() => parseExactJson('{')).toThrow(SyntaxError);
  });
});
