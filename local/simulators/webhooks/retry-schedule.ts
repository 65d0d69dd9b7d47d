/** The pauses before each repetition of a delivery that nobody took, from the first one; none means one try only. */
export type RetrySchedule = (retryBaseMs: number) => readonly number[];

const MAX_RETRY_DELAY_MS = 60_000;

/** So many tries in all; the pause doubles each time, up to a minute. */
export const doubling =
  (maxTries: number): RetrySchedule =>
  (retryBaseMs) =>
    Array.from({ length: maxTries - 1 }, (_, repetition) =>
      Math.min(retryBaseMs * 2 ** repetition, MAX_RETRY_DELAY_MS),
    );

/** So many repetitions, each after the same pause. */
export const evenly =
  (repetitions: number): RetrySchedule =>
  (retryBaseMs) =>
    Array.from({ length: repetitions }, () => retryBaseMs);
