import type { VirtualTime } from './virtual-time.ts';

/** Several instances of one function: each works on one thing at a time, and what comes meanwhile waits. */
export interface Pool<Worker> {
  /** Now, or as soon as an instance is free. */
  add(job: (worker: Worker, replace: () => void) => Promise<void>): void;
}

/** `make` starts an instance, with a memory of its own; so does `replace`, in the place of one that has died. */
export const pool = <Worker>(time: VirtualTime, size: number, make: () => Worker): Pool<Worker> => {
  const free = Array.from({ length: size }, () => ({ worker: make() }));
  const waiting: Parameters<Pool<Worker>['add']>[0][] = [];

  const startNext = (): void => {
    const job = waiting[0];
    const slot = job && free.shift();
    if (!slot) return;
    waiting.shift();
    time.at(time.now(), async () => {
      try {
        await job(slot.worker, () => {
          slot.worker = make();
        });
      } finally {
        free.push(slot);
        startNext();
      }
    });
  };

  return {
    add(job) {
      waiting.push(job);
      startNext();
    },
  };
};
