import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Tries until `look` throws no more.
 *
 * @throws Error with the last failure as its cause after `withinMs`
 */
export const eventually = async <T>(what: string, withinMs: number, look: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`, { cause: error });
      await delay(POLL_MS);
    }
  }
};
