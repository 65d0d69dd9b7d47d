import type { Fence, Line } from '../line/line.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plusMs } from '../values/instant.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Abandoned, Renewal, RenewalStatus } from './renewal.ts';
import { withTrail } from './trail.ts';

/** After each look that found nothing; the daily comparison with the carrier's record finds what comes later still. */
const LOOK_AFTER_MS = [15 * MINUTE_MS, 6 * HOUR_MS, 24 * HOUR_MS] as const;

/** What is to be watched of an attempt that nothing was seen of. */
export const abandonedBy = (fence: Fence, { endsAt }: Pick<Line, 'endsAt'>, now: Instant): Abandoned => ({
  targetEnd: fence.targetEnd,
  endBefore: endsAt,
  ...(fence.baseline !== undefined && { baseline: fence.baseline }),
  looks: 0,
  lookAt: plusMs(now, LOOK_AFTER_MS[0]),
});

export const lookedAt = (
  renewal: Renewal,
  { at, found }: Extract<RenewalEvent, { type: 'abandoned_looked_at' }>,
): Decision<Renewal> => {
  const { abandoned, ...former } = renewal;
  if (!abandoned) return { ok: false, refusal: 'nothing_new' };
  const rest = withTrail(former, at, `late.${found}`);
  switch (found) {
    case 'nothing': {
      const looks = abandoned.looks + 1;
      const afterMs = LOOK_AFTER_MS[looks];
      if (afterMs === undefined) return { ok: true, next: rest };
      return { ok: true, next: { ...rest, abandoned: { ...abandoned, looks, lookAt: plusMs(at, afterMs) } } };
    }
    case 'undone':
      return { ok: true, next: rest };
    case 'stays':
    // As far as anybody knows it may be served: a person has to look.
    case 'unreadable':
      return { ok: true, next: { ...rest, servedForNothing: { since: at } } };
  }
};

/**
 * The carrier's record shows what was given up. Where an attempt is still watched, it is looked for at once, and taken
 * back; otherwise a person has to know, once.
 */
export const foundServed = (
  renewal: Renewal,
  { at }: Extract<RenewalEvent, { type: 'found_served' }>,
): Decision<Renewal> => {
  if (!isGivenUp(renewal)) return { ok: false, refusal: 'not_in_this_status' };
  const { abandoned } = renewal;
  if (abandoned) {
    if (at >= abandoned.lookAt) return { ok: false, refusal: 'nothing_new' };
    const next = { ...renewal, abandoned: { ...abandoned, lookAt: at } };
    return { ok: true, next: withTrail(next, at, 'record.look') };
  }
  if (renewal.trail.some(({ what }) => TOLD_SERVED.includes(what))) return { ok: false, refusal: 'nothing_new' };
  return { ok: true, next: withTrail({ ...renewal, servedForNothing: { since: at } }, at, 'record.served') };
};

const TOLD_SERVED: readonly string[] = ['record.served', 'late.stays'];

const GIVEN_UP: ReadonlySet<RenewalStatus> = new Set([
  'refunding',
  'refund_needs_details',
  'refunded',
  'expired',
  'cancelled',
]);

/** Nothing is to be served for it. What a person has closed they have settled in a way of their own. */
export const isGivenUp = ({ status }: Renewal): boolean => GIVEN_UP.has(status);
