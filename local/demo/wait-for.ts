import { setTimeout as pause } from 'node:timers/promises';
import { StepFailed } from './failure.ts';

const POLL_MS = 50;

/**
 * Looks again and again until there is something to see.
 *
 * @throws StepFailed after `withinMs`
 */
export const waitFor = async <T>(what: string, withinMs: number, look: () => Promise<T | undefined>): Promise<T> => {
  const deadline = performance.now() + withinMs;
  do {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(POLL_MS);
  } while (performance.now() < deadline);
  throw new StepFailed(`${what} did not happen within ${withinMs / 1_000} seconds.`);
};
