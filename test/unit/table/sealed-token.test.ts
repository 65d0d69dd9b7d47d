import { describe, expect, test } from '@jest/globals';
import { openToken, sealToken } from '../../../shared/table/sealed-token.ts';

const TOKEN = 'eyJ.トークン.x';

describe('a sealed token', () => {
  test('opens with its secret at its place, and never looks the same', () => {
    const [one, two] = [sealToken(TOKEN, 's1', 'a 1'), sealToken(TOKEN, 's1', 'a 1')];
    expect([openToken(one, 's1', 'a 1'), openToken(two, 's1', 'a 1')]).toEqual([TOKEN, TOKEN]);
    expect(one).not.toBe(two);
  });

  test.each([
    ['another secret', 's2', 'a 1'],
    ['another account', 's1', 'b 1'],
    ['another end', 's1', 'a 2'],
  ])('given %s, then it does not open', (_what, secret, place) => {
    expect(openToken(sealToken(TOKEN, 's1', 'a 1'), secret, place)).toBeUndefined();
  });

  test('given a text that is changed at any byte, cut off or no seal at all, then it does not open', () => {
    const sealed = Buffer.from(sealToken(TOKEN, 's1', 'a'), 'base64');
    for (const [index, byte] of sealed.entries()) {
      const changed = Buffer.from(sealed);
      changed[index] = byte ^ 1;
      expect(openToken(changed.toString('base64'), 's1', 'a')).toBeUndefined();
      expect(openToken(sealed.subarray(0, index).toString('base64'), 's1', 'a')).toBeUndefined();
    }
  });
});
