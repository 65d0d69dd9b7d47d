/** What a worker sees when its function is killed: nothing after it runs. */
export class Crash extends Error {}

/** Stands before and after everything a worker does to the world. */
export type Turn = () => Promise<void>;

interface Waiting {
  readonly startedAtMs: number;
  go(): void;
  crash(): void;
}

/**
 * Runs several workers one step at a time, in an order that the test chooses: each waits at its turn until it is told
 * to go on, or crashes there. Between two choices nothing runs.
 */
export const createStage = () => {
  const waiting: Waiting[] = [];
  let running = 0;

  const turnOf =
    (startedAtMs: number): Turn =>
    () =>
      new Promise((resolve, reject) => {
        const leave = (then: () => void) => () => {
          waiting.splice(waiting.indexOf(self), 1);
          then();
        };
        const self: Waiting = { startedAtMs, go: leave(resolve), crash: leave(() => reject(new Crash('killed'))) };
        waiting.push(self);
      });

  return {
    waiting,
    isIdle: () => running === 0,
    /** Begins a worker; it stops at its first turn. */
    start(startedAtMs: number, work: (turn: Turn) => Promise<unknown>): void {
      running += 1;
      const over = () => {
        running -= 1;
      };
      work(turnOf(startedAtMs)).then(over, over);
    },
    /** Lets everything run that does not wait for its turn. */
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
};
