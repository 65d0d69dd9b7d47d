import type { Instant } from '../../domain/values/instant.ts';
import type { ReadFeedback } from './feedback.ts';
import { inboundSms } from './inbound-sms.ts';
import { sesEvent } from './ses-event.ts';
import { smsEvent } from './sms-event.ts';

/** By what only one of the three kinds has. */
const READERS = [
  { has: 'mail', read: sesEvent },
  { has: 'messageStatus', read: smsEvent },
  { has: 'inboundMessageId', read: inboundSms },
] as const;

/**
 * Reads one message of the topic: an event of SES, an event of End User Messaging, or an SMS that came in.
 *
 * @throws Error for an event of a kind that is known and of a shape that is not: whoever watches has to look
 */
export const readFeedback = (event: unknown, now: Instant): ReadFeedback => {
  if (typeof event !== 'object' || event === null) return { kind: 'ignored', because: 'not_ours' };
  const reader = READERS.find(({ has }) => has in event);
  return reader ? reader.read(event, now) : { kind: 'ignored', because: 'not_ours' };
};
