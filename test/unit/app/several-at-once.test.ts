import { describe, expect, test } from '@jest/globals';
import { severalAtOnce } from '../../../shared/app/several-at-once.ts';

/** Entries that end when they are told to. */
const work = () => {
  const open = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  const begun: number[] = [];
  return {
    begun,
    on: (entry: number) =>
      new Promise<string>((resolve, reject) => {
        begun.push(entry);
        open.set(entry, { resolve: () => resolve(`done ${entry}`), reject });
      }),
    async end(entry: number, error?: Error): Promise<void> {
      if (error) open.get(entry)?.reject(error);
      else open.get(entry)?.resolve();
      await new Promise(setImmediate);
    },
  };
};

describe('given more entries than may be worked on at once', () => {
  test('when one ends, then the next one begins, and the results stand in the order of the entries', async () => {
    const { begun, on, end } = work();
    const all = severalAtOnce([1, 2, 3], 2, on);
    expect(begun).toEqual([1, 2]);
    await end(2);
    expect(begun).toEqual([1, 2, 3]);
    await end(3);
    await end(1);
    expect(await all).toEqual(['done 1', 'done 2', 'done 3']);
  });

  test('when one fails, then no other begins, and it is told after those under way have ended', async () => {
    const { begun, on, end } = work();
    let told = '';
    const all = severalAtOnce([1, 2, 3, 4], 2, on).catch((error: Error) => {
      told = error.message;
    });
    await end(1, new Error('broken'));
    expect([begun, told]).toEqual([[1, 2], '']);
    await end(2);
    await all;
    expect([begun, told]).toEqual([[1, 2], 'broken']);
  });

  test('when there are none, then there is nothing to do', async () => {
    expect(await severalAtOnce([], 4, async () => 1)).toEqual([]);
  });
});
