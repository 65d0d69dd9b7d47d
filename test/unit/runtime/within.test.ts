import { describe, expect, test } from '@jest/globals';
import { within } from '../../../shared/runtime/within.ts';

describe('work that is waited for only so long', () => {
  test('given work that ends, then its outcome counts, and also its failure', async () => {
    expect(await within(60_000, Promise.resolve('done'), 'late')).toBe('done');
    await expect(within(60_000, Promise.reject(new Error('no')), 'late')).rejects.toThrow('no');
  });

  test('given work that never ends, then what was to be said otherwise', async () => {
    expect(await within(1, new Promise(() => {}), 'late')).toBe('late');
  });
});
