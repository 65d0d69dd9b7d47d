import { earliest, type Instant, latest, MINUTE_MS, plusMs } from '../values/instant.ts';
import type { Line, Usage } from './line.ts';
import { isDated, timeline } from './timeline.ts';

/** A figure that is younger, or was asked for more lately, is not asked for again. */
const FRESH_MS = 15 * MINUTE_MS;
/** Whoever looks at an older figure sets a new reading in motion: carriers themselves are about this much behind. */
const SHOWN_MS = 20 * MINUTE_MS;
/** Between two readings of a line that is running low. */
const LOOK_AGAIN_MS = 30 * MINUTE_MS;
/** With a quarter left a traveller may be cut off within the day. */
const LOW_SHARE = 0.25;

/**
 * The figure to go by at `now`. A period that has waited for the others to end brings its own data: from then on what
 * was left of theirs says nothing any more, until the carrier tells of a newer figure.
 */
export const usageAt = ({ initial, grants, usage }: Pick<Line, 'initial' | 'grants' | 'usage'>, now: Instant): Usage =>
  timeline(initial, grants).reduce((figure, span) => {
    if (!isDated(span) || span.grant?.stacking !== 'queue_after_expiry') return figure;
    const { startsAt, grant } = span;
    if (startsAt <= figure.asOf || startsAt > now) return figure;
    return { remainingBytes: grant.allowanceBytes, totalBytes: grant.allowanceBytes, asOf: startsAt };
  }, usage);

/** Whether all that was counted is used up. */
export const isUsedUp = ({ remainingBytes, totalBytes }: Usage): boolean => totalBytes > 0 && remainingBytes <= 0;

/** Until when there is no use in asking the carrier again, which may have had no newer figure when it was asked last. */
export const usageFreshUntil = ({ asOf }: Usage, askedAt: Instant = asOf): Instant =>
  plusMs(latest(asOf, askedAt), FRESH_MS);

/** Whether somebody who is shown the figure should find a newer one when they look again. */
export const isUsageOld = ({ asOf }: Usage, now: Instant): boolean => now - asOf > SHOWN_MS;

/**
 * Used data does not come back: what arrives with more of the same total left may have been true before. What was used
 * up is followed by what was bought next.
 */
export const mayBeOlder = (told: Usage, known: Usage): boolean =>
  told.totalBytes === known.totalBytes && told.remainingBytes > known.remainingBytes && known.remainingBytes > 0;

/** A carrier whose clock is ahead must not keep its own next figures from being newer. */
export const notAhead = (usage: Usage, now: Instant): Usage => ({ ...usage, asOf: earliest(usage.asOf, now) });

/**
 * When the data left is worth reading again by itself: while it runs low and there is something left to run out.
 * Nobody waits for any other figure; those who look at one ask for it.
 */
export const nextUsageLook = (
  { endsAt, recycledAt }: Pick<Line, 'endsAt' | 'recycledAt'>,
  { remainingBytes, totalBytes }: Usage,
  now: Instant,
): Instant | undefined => {
  const isOver = recycledAt !== undefined || now >= endsAt;
  const isLow = remainingBytes > 0 && remainingBytes <= totalBytes * LOW_SHARE;
  return isLow && !isOver ? plusMs(now, LOOK_AGAIN_MS) : undefined;
};
