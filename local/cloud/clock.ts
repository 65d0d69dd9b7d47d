import type { Records } from '../simulators/records.ts';

/**
 * The clock that people can move. It runs with the real one and can be jumped forward; function workers read the
 * offset from shared memory, so a jump reaches them at once.
 */
export interface MovableClock {
  /** Milliseconds since the epoch. */
  now(): number;
  offsetMs(): number;
  /** @throws RangeError for a jump that is not forward. */
  advance(ms: number): void;
  /** Calls `listener` with the offset after each jump. */
  onJump(listener: (offsetMs: number) => void): void;
  /** One 64-bit float: the offset in milliseconds. */
  readonly shared: SharedArrayBuffer;
}

export const movableClock = (records: Records): MovableClock => {
  const shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const cell = new Float64Array(shared);
  cell[0] = records.get<number>('clock', 'offsetMs') ?? 0;
  const listeners: ((offsetMs: number) => void)[] = [];
  const offsetMs = (): number => cell[0] ?? 0;
  return {
    shared,
    offsetMs,
    now: () => Date.now() + offsetMs(),
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms <= 0)
        throw new RangeError('the clock moves forward only, by whole milliseconds');
      const next = offsetMs() + ms;
      records.put('clock', 'offsetMs', next);
      cell[0] = next;
      for (const listener of listeners) listener(next);
    },
    onJump(listener) {
      listeners.push(listener);
    },
  };
};
