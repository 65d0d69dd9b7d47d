import * as z from 'zod/mini';
import type { TroubleKind } from '../../domain/contact/contact.ts';
import { type Instant, parseInstant } from '../../domain/values/instant.ts';
import { refFromTags } from '../message-ref.ts';
import type { ReadFeedback } from './feedback.ts';

const time = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text): Instant => parseInstant(text)),
);
const code = z.string().check(z.regex(/^[A-Za-z-]{1,40}$/));

/** Every message of ours has one recipient, so an event is about that one; lists of recipients are not read. */
const mail = z.object({ tags: z._default(z.record(z.string(), z.array(z.string())), {}) });

/** SES developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS". */
const event = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
      bounceSubType: code,
      timestamp: time,
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      complaintFeedbackType: z.optional(z.nullable(code)),
      complaintSubType: z.optional(z.nullable(code)),
      timestamp: time,
    }),
  }),
  z.object({ eventType: z.literal('Delivery'), mail, delivery: z.object({ timestamp: time }) }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.string() }) }),
]);
type Event = z.output<typeof event>;

/** Others are published only where somebody asks for them, and say nothing that we keep. */
const HEARD: ReadonlySet<unknown> = new Set(event.def.options.map(({ shape }) => shape.eventType.def.values[0]));

/** @throws Error for one of these events in another shape */
export const sesEvent = (given: object, now: Instant): ReadFeedback => {
  if (!('eventType' in given) || !HEARD.has(given.eventType)) return { kind: 'ignored', because: 'no_news' };
  const parsed = event.safeParse(given);
  // The issues would name what they found, and that may be an address.
  if (!parsed.success) throw new Error(`an SES event ${String(given.eventType)} of a shape that is not known`);
  const { tags } = parsed.data.mail;
  const about = refFromTags(Object.fromEntries(Object.entries(tags).map(([name, [first]]) => [name, first])), 'email');
  if (!about) return { kind: 'ignored', because: 'not_ours' };
  return { kind: 'outcome', about, channel: 'email', ...whatOf(parsed.data, now) };
};

interface What {
  readonly at: Instant;
  readonly outcome?: 'delivered' | 'failed';
  readonly code: string;
  readonly trouble?: TroubleKind;
}

const NOT_SPAM = 'not-spam';
const SUPPRESSED = 'OnAccountSuppressionList';

const whatOf = (told: Event, now: Instant): What => {
  switch (told.eventType) {
    case 'Delivery':
      return { at: told.delivery.timestamp, outcome: 'delivered', code: 'delivered' };
    case 'Bounce': {
      const { bounceType, bounceSubType, timestamp: at } = told.bounce;
      const bounced = { at, outcome: 'failed', code: `bounce_${snake(bounceSubType)}` } as const;
      // A full mailbox or a server that is down may take the next one.
      return bounceType === 'Permanent' ? { ...bounced, trouble: 'bounced' } : bounced;
    }
    case 'Complaint': {
      const { complaintFeedbackType, complaintSubType, timestamp: at } = told.complaint;
      const complaint = { at, code: `complaint_${snake(complaintFeedbackType ?? 'unspecified')}` };
      // Somebody has taken our mail out of a folder of spam.
      if (complaintFeedbackType === NOT_SPAM) return complaint;
      // It was not even sent: SES knew of an earlier complaint.
      if (complaintSubType === SUPPRESSED)
        return { ...complaint, outcome: 'failed', code: 'complaint_suppressed', trouble: 'complained' };
      return { ...complaint, trouble: 'complained' };
    }
    case 'Reject':
      return { at: now, outcome: 'failed', code: 'rejected' };
  }
};

/** `OnAccountSuppressionList` → `on_account_suppression_list`; `not-spam` → `not_spam`. */
const snake = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
