import { describe, expect, test } from '@jest/globals';
import { MAX_TRAIL_ENTRIES, type TrailEntry } from '../../../../shared/domain/renewal/renewal.ts';
import { withTrail } from '../../../../shared/domain/renewal/trail.ts';
import { plusMs } from '../../../../shared/domain/values/instant.ts';
import { NOW } from '../given.ts';

const noted = (...codes: readonly string[]): readonly TrailEntry[] =>
  codes.reduce<{ trail: readonly TrailEntry[] }>((subject, code, at) => withTrail(subject, plusMs(NOW, at), code), {
    trail: [],
  }).trail;

describe('given a trail', () => {
  test('when something happens, then it is the last entry with its instant', () => {
    expect(noted('created', 'active')).toEqual([
      { at: NOW, what: 'created' },
      { at: plusMs(NOW, 1), what: 'active' },
    ]);
  });

  test.each([
    ['a long code', `wait.${'x'.repeat(80)}`],
    ['a code in Japanese', `wait.${'残高不足'.repeat(10)}`],
    ['a code with emoji', `wait.${'🙂'.repeat(40)}`],
  ])('when a carrier answers with %s, then the entry takes at most 40 bytes', (_when, code) => {
    const [entry] = noted(code);
    expect(Buffer.byteLength(entry?.what ?? '')).toBeLessThanOrEqual(40);
    expect(entry?.what).toMatch(/^wait\.[\x21-\x7e]+$/);
  });

  test('when it overflows, then the first ten and the last entries stay, in order', () => {
    const codes = Array.from({ length: MAX_TRAIL_ENTRIES + 25 }, (_, index) => `code.${index}`);
    const trail = noted(...codes).map(({ what }) => what);
    expect(trail).toEqual([...codes.slice(0, 10), ...codes.slice(35)]);
  });
});
