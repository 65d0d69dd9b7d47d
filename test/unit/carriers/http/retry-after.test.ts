import { describe, expect, test } from '@jest/globals';
import { retryAfterMs } from '../../../../shared/carriers/http/retry-after.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';

const NOW = instant(Date.UTC(2026, 9, 21, 7, 28));

describe('Retry-After', () => {
  test.each([
    [null, undefined],
    ['120', 120_000],
    [' 1 ', 1_000],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', undefined],
    ['999999999', 900_000],
    ['Wed, 21 Oct 2099 07:28:00 GMT', 900_000],
  ])('%j asks to wait %j ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});
