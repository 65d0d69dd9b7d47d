import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationResult } from './lambda/environment.ts';

/** Lambda tries an asynchronous event twice more after an error, a minute and two minutes later. */
const MAX_FUNCTION_RETRIES = 2;
/** The waits between them are shortened: nobody watching a demonstration waits for minutes. */
const RETRY_PAUSE_MS = 500;

/**
 * Invokes a function the way an asynchronous caller does: again after an error, and in the end to where failures go.
 */
export const invokeAsynchronously = async (
  invoke: () => Promise<InvocationResult>,
  maxRetries: number,
  giveUp: (result: Extract<InvocationResult, { ok: false }>) => Promise<void>,
): Promise<void> => {
  const tries = 1 + Math.min(MAX_FUNCTION_RETRIES, maxRetries);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const result = await invoke();
    if (result.ok) return;
    if (attempt === tries) return giveUp(result);
    await delay(RETRY_PAUSE_MS * attempt);
  }
};
