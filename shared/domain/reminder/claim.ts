import { type Instant, MINUTE_MS } from '../values/instant.ts';

/**
 * The one send attempt of a message on one channel. It lies on the item that makes the message valid (a reminder on
 * its line, a notice on its renewal), so that claiming and checking validity are one conditional write.
 */
export interface Claim {
  readonly state: 'claimed' | 'sent' | 'failed' | 'suppressed';
  readonly at: Instant;
  /** Why it was suppressed. */
  readonly reason?: string;
}

/** Keyed by {@link reminderClaimId} or {@link noticeClaimId}. */
export type Claims = Readonly<Record<string, Claim>>;

/** A reminder of data is about one allowance: the next one has claims of its own. */
export const reminderClaimId = (threshold: string, channel: string, allowanceBytes?: number): string =>
  `${threshold}.${channel}${allowanceBytes === undefined ? '' : `.${allowanceBytes.toString(36)}`}`;
export const noticeClaimId = (notice: string, channel: string): string => `${notice}.${channel}`;

const OUTCOME_TIMEOUT_MS = 15 * MINUTE_MS;

/** A claim whose sender never came back shows as `unknown`; it is not sent again by itself. */
export const claimState = (claim: Claim, now: Instant): Claim['state'] | 'unknown' =>
  claim.state === 'claimed' && now - claim.at > OUTCOME_TIMEOUT_MS ? 'unknown' : claim.state;
