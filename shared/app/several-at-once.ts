/**
 * Works on entries, at most `atOnce` of them at a time, and answers what came of each in their order. The first error
 * ends it: those under way are finished, no other is begun.
 */
export const severalAtOnce = async <T, R>(
  entries: readonly T[],
  atOnce: number,
  work: (entry: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  const open = entries.entries();
  let isOver = false;
  const worker = async (): Promise<void> => {
    for (const [index, entry] of open) {
      if (isOver) return;
      results[index] = await work(entry);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, entries.length) }, () =>
    worker().catch((error: unknown) => {
      isOver = true;
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return results;
};
