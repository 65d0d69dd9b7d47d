import { setTimeout as wait } from 'node:timers/promises';

const DEADLINE_MS = 10_000;

/** @throws Error that shows what was seen last when the condition does not come true in time */
export const eventually = async <T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<T> => {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${JSON.stringify(seen)}`);
    await wait(10);
  }
};
