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
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 3 } as never), (text) => {
        const plain = JSON.parse(text);
        if (/\d{16}/.test(text)) return;
        expect(parseExactJson(text)).toEqual(plain);
      }),
    );
    expect(() => parseExactJson('{')).toThrow(SyntaxError);
  });
});
