import type { LineId } from '../values/ids.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../values/instant.ts';
import type { ContactChannel, Contacts } from './contact.ts';

/** Of codes: what was sent is good for so long. */
export const CODE_LIFETIME_MS = 10 * MINUTE_MS;
export const MAX_CODE_TRIES = 5;
/** Asking again before this sends nothing: a second click, or a request that was repeated. */
export const RESEND_AFTER_MS = 30 * SECOND_MS;
/** Of one line, told to its owner; of one address, told to nobody: it would say that somebody else uses it. */
export const MAX_CODES_PER_HOUR = 5;
export const CODE_WINDOW_MS = HOUR_MS;
/** Decimal, so that every keypad has them: about 20 bits, against five tries. */
export const CODE_DIGITS = 6;

/** An address that somebody wants to bind, until they show the code that was sent there. One a channel of a line. */
export interface Verification {
  readonly lineId: LineId;
  readonly channel: ContactChannel;
  readonly address: string;
  /** Names this one; the sender sends for no other. */
  readonly requestId: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  /** A keyed hash; absent until the sender has made a code. */
  readonly codeHash?: string;
  readonly tries: number;
}

export const askToVerify = (
  asked: Pick<Verification, 'lineId' | 'channel' | 'address' | 'requestId'>,
  now: Instant,
): Verification => ({ ...asked, askedAt: now, expiresAt: plusMs(now, CODE_LIFETIME_MS), tries: 0 });

/** Whether the same was asked for a moment ago, and the code is on its way. */
export const isUnderWay = (known: Verification | undefined, address: string, now: Instant): boolean =>
  known?.address === address && now - known.askedAt < RESEND_AFTER_MS;

/** Whether a code may still be sent for it: once, and soon. */
export const maySendCode = (known: Verification | undefined, requestId: string, now: Instant): known is Verification =>
  known !== undefined && known.requestId === requestId && known.codeHash === undefined && now < known.expiresAt;

/** Whether it can still be shown a code. The count of tries is taken before the code is looked at. */
export const isOpen = (known: Verification | undefined, now: Instant): known is Verification & { codeHash: string } =>
  known?.codeHash !== undefined && now < known.expiresAt && known.tries < MAX_CODE_TRIES;

/** Whether its code was shown before: a code binds once, and what was done with the contact since then stays done. */
export const hasBound = ({ channel, address, askedAt }: Verification, contacts: Contacts): boolean => {
  const contact = contacts[channel];
  return contact !== undefined && contact.address === address && contact.verifiedAt >= askedAt;
};
