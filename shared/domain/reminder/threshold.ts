import { type Instant, latest, plusMs } from '../values/instant.ts';

/** When to remind, as plan data: `{ id: '3d', beforeEndMs: 259_200_000 }`. */
export interface Threshold {
  /** Part of the message's identity; at most 8 characters. */
  readonly id: string;
  readonly beforeEndMs: number;
  /** Goes out by SMS too, where one is bound, and not by e-mail alone. */
  readonly urgent?: boolean;
}

export interface PlannedReminder {
  readonly threshold: string;
  readonly at: Instant;
}

/**
 * The next reminder of a period that ends at `endsAt`. Of thresholds that `now` has passed already only the last one
 * is worth sending; `after` is the threshold that was handled before, so that each comes once.
 */
export const nextReminder = (
  endsAt: Instant,
  thresholds: readonly Threshold[],
  now: Instant,
  after?: string,
): PlannedReminder | undefined => {
  if (endsAt <= now) return undefined;
  const ordered = [...thresholds].sort((a, b) => b.beforeEndMs - a.beforeEndMs);
  const open = ordered.slice(after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1);
  const passed = open.filter(({ beforeEndMs }) => endsAt - beforeEndMs <= now).at(-1);
  const due = passed ?? open[0];
  // One that has passed is due now: the due index looks only so far back.
  return due && { threshold: due.id, at: latest(now, plusMs(endsAt, -due.beforeEndMs)) };
};
