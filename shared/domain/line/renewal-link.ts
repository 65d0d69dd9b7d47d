import { type Instant, instant, ROLLING_DAY_MS } from '../values/instant.ts';
import type { Line } from './line.ts';

/** What a renewal link says, and all that it says. */
export interface RenewalLink {
  readonly lineId: Line['lineId'];
  /** The line's `linkVersion` when it was sent. */
  readonly version: number;
  /** Exclusive. */
  readonly expiresAt: Instant;
}

/**
 * The link of everything that is sent about the line's current end: it is good until that and its grace are over, and some
 * days more, so that what was ordered can be looked at; then until the end of that day (UTC).
 */
export const linkOf = ({ lineId, linkVersion = 0, endsAt, graceMs }: Line, daysAfter: number): RenewalLink => ({
  lineId,
  version: linkVersion,
  expiresAt: instant((Math.floor((endsAt + graceMs) / ROLLING_DAY_MS) + daysAfter + 1) * ROLLING_DAY_MS),
});

/** Names the link on what was ordered through it: those of another end, or from before they were called back, differ. */
export const linkName = ({ version, expiresAt }: RenewalLink): string =>
  `${version}.${Math.floor(expiresAt / ROLLING_DAY_MS)}`;

/** Links that were sent before the last time that they were called back open nothing. */
export const isRevoked = ({ version }: RenewalLink, { linkVersion = 0 }: Pick<Line, 'linkVersion'>): boolean =>
  version !== linkVersion;
