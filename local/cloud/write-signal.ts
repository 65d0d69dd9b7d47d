import { setTimeout as delay } from 'node:timers/promises';

/** Tells readers of a stream that its table was written to, so that they need not ask all the time. */
export interface WriteSignal {
  notify(): void;
  /** Comes back at the next write, after a time, or when the signal aborts. */
  next(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

export const writeSignal = (): WriteSignal => {
  let written = Promise.withResolvers<void>();
  return {
    notify() {
      written.resolve();
      written = Promise.withResolvers<void>();
    },
    async next(timeoutMs, signal) {
      const waiting = new AbortController();
      const either = AbortSignal.any([signal, waiting.signal]);
      await Promise.race([written.promise, delay(timeoutMs, undefined, { signal: either }).catch(() => {})]);
      waiting.abort();
    },
  };
};
