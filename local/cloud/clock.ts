import type { Records } from '../simulators/records.ts';

/**
 * The clock that people can move. It runs with the real one and can be jumped forward; function workers read the
 * offset from shared memory, so a jump reaches them at once.
 */
export interface MovableClock {
  /** Milliseconds since the epoch. */
  now(): number;
  offsetMs(): number;
  /** @throws RangeError for a jump that is not forward, or beyond {@link LAST_MOMENT} */
  advance(ms: number): void;
  /** Calls `listener` with the offset after each jump. */
  onJump(listener: (offsetMs: number) => void): void;
  /** One 64-bit float: the offset in milliseconds. */
  readonly shared: SharedArrayBuffer;
}

/** Calendars, tokens and keys that sort by time hold until then. */
const LAST_MOMENT = Date.UTC(2100, 0, 1);

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
      if (Date.now() + next > LAST_MOMENT) throw new RangeError('the clock moves until the year 2100 and no further');
      records.put('clock', 'offsetMs', next);
      cell[0] = next;
      for (const listener of listeners) listener(next);
    },
    onJump(listener) {
      listeners.push(listener);
    },
  };
};
