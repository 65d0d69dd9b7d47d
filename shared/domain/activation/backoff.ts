import { MINUTE_MS, SECOND_MS } from '../values/instant.ts';

const FIRST_DELAY_MS = 2 * SECOND_MS;
const LONGEST_DELAY_MS = 5 * MINUTE_MS;

/**
 * Doubles from two seconds to five minutes; `jitter` (0 to 1) takes up to half of it away, so that renewals which
 * failed together do not come back together.
 */
export const backoffMs = (failures: number, jitter: number): number => {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 16));
  return Math.round(full * (1 - jitter / 2));
};

/** So many times the carrier's own pause: whoever takes ten minutes is looked at half a dozen times. */
const LONGEST_POLL_FACTOR = 4;

/** Doubles from the carrier's pause to four of it, with the looks that found it still at work. */
export const pollDelayMs = (pollMs: number, looks: number): number =>
  pollMs * Math.min(2 ** looks, LONGEST_POLL_FACTOR);
