import { type Instant, MINUTE_MS } from '../values/instant.ts';

/**
 * The one send attempt of a message on one channel. It lies on the item that makes the message valid (a reminder on
 * its line, a notice on its renewal), so that claiming and checking validity are one conditional write.
 */
export interface Claim {
  readonly state: ClaimState;
  readonly at: Instant;
  /** Why it failed or was suppressed: a stable code. */
  readonly reason?: string;
}

/**
 * `sent`: a provider has taken it; `delivered`: it says that it arrived; `failed`: it certainly did not, or came back;
 * `suppressed`: we held it back ourselves.
 */
export const CLAIM_STATES = ['claimed', 'sent', 'delivered', 'failed', 'suppressed'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

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
