import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/cloud/pattern.ts';

const event = { source: 'keizoku', detail: { status: 'active', tags: ['a', 'b'], count: 3, empty: null } };

describe('event patterns', () => {
  test.each<[object, boolean]>([
    [{ source: ['keizoku'] }, true],
    [{ source: ['other', 'keizoku'] }, true],
    [{ source: ['other'] }, false],
    [{ detail: { status: ['active'], count: [3] } }, true],
    [{ detail: { status: ['active'], count: [4] } }, false],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { empty: [null] } }, true],
    [{ detail: { missing: [null] } }, false],
    [{ source: [{ prefix: 'kei' }] }, true],
    [{ source: [{ prefix: 'x' }, { suffix: 'oku' }] }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { missing: [{ exists: true }] } }, false],
    [{ source: [{ 'anything-but': ['other'] }] }, true],
    [{ source: [{ 'anything-but': 'keizoku' }] }, false],
    [{ nothing: { here: ['x'] } }, false],
  ])('%j → %j', (pattern, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });

  test.each([[{ a: [{ numeric: ['>', 1] }] }], [{ $or: [{ a: [1] }] }], [{ a: 'text' }]])(
    '%j is an error, never silently no match',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow();
    },
  );
});
