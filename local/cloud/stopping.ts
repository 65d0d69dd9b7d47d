import { setTimeout as delay } from 'node:timers/promises';

/** A loop that runs until it is told to stop, and answers when it has. */
export interface Loop {
  stop(): Promise<void>;
}

/**
 * Repeats `round` without pause; what it throws is told to `failed`, and the next round waits a little. `round` gets a
 * signal that aborts its waiting when the loop is to stop.
 */
export const loop = (
  round: (signal: AbortSignal) => Promise<void>,
  failed: (error: unknown) => void,
  pauseAfterFailureMs = 500,
): Loop => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (!signal.aborted) {
      try {
        await round(signal);
      } catch (error) {
        if (signal.aborted) break;
        failed(error);
        await pause(pauseAfterFailureMs, signal);
      }
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
};

/** Waits, or comes back at once when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => {});
