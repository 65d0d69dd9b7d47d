import type { Line } from '../line/line.ts';
import type { Instant } from '../values/instant.ts';
import { reminderClaimId } from './claim.ts';
import { usefulUntil } from './next-reminder.ts';

/** Why a reminder that was planned is not sent. */
export type VoidReason =
  /** The line has a later end, or more data, than when it was planned. */
  | 'renewed'
  /** The line ends earlier than when it was planned: time was taken back. */
  | 'refunded'
  /** The carrier has given the number to another SIM. */
  | 'recycled'
  /** Nobody is left to be reminded: the line or the address is gone. */
  | 'unbound'
  /** It came too late to be of use. */
  | 'too_late'
  /** It was sent, or somebody is sending it: no news, and never recorded. */
  | 'already_claimed';

/** A reminder as it travels. */
export interface ReminderMessage {
  readonly threshold: string;
  readonly channel: string;
  readonly expiryVersion: number;
  /** The end that it was planned for. */
  readonly endsAt?: number | undefined;
  /** Of a reminder of data: the allowance that it is about, in bytes. */
  readonly allowanceBytes?: number | undefined;
}

export const claimIdOf = ({ threshold, channel, allowanceBytes }: ReminderMessage): string =>
  reminderClaimId(threshold, channel, allowanceBytes);

/** Under which a reminder that was suppressed is recorded: one of an older end beside those of the current one. */
export const voidClaimId = (message: ReminderMessage, { expiryVersion }: Pick<Line, 'expiryVersion'>): string =>
  message.expiryVersion === expiryVersion ? claimIdOf(message) : `${claimIdOf(message)}.v${message.expiryVersion}`;

/** `undefined` while it is true, of use, and nobody's yet. */
export const voidReason = (line: Line | undefined, message: ReminderMessage, now: Instant): VoidReason | undefined => {
  if (!line) return 'unbound';
  if (line.recycledAt !== undefined) return 'recycled';
  const { expiryVersion, endsAt, allowanceBytes, threshold } = message;
  if (line.expiryVersion !== expiryVersion)
    return endsAt !== undefined && line.endsAt < endsAt ? 'refunded' : 'renewed';
  if (Object.hasOwn(line.claims, claimIdOf(message))) return 'already_claimed';
  if (allowanceBytes !== undefined && line.usage.totalBytes !== allowanceBytes) return 'renewed';
  return now < (allowanceBytes === undefined ? usefulUntil(line, threshold) : line.endsAt) ? undefined : 'too_late';
};
