import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 10_000;
const POLL_MS = 10;

/** Waits for something to become true. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`did not become true within ${DEADLINE_MS} ms: ${holds}`);
    await delay(POLL_MS);
  }
};
