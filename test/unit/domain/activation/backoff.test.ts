import { describe, expect, test } from '@jest/globals';
import { backoffMs } from '../../../../shared/domain/activation/backoff.ts';

describe('given failures, when the next try is planned', () => {
  test.each([
    [0, 0, 2_000],
    [1, 0, 4_000],
    [5, 0, 64_000],
    [8, 0, 300_000],
    [1_000_000, 0, 300_000],
    [1, 1, 2_000],
    [1, 0.5, 3_000],
  ])('%i failures with jitter %d wait %i ms', (failures, jitter, waitMs) => {
    expect(backoffMs(failures, jitter)).toBe(waitMs);
  });
});
