import * as z from 'zod/mini';
import { type Instant, instant } from '../../domain/values/instant.ts';
import { refFromTags } from '../message-ref.ts';
import type { ReadFeedback } from './feedback.ts';

/** End User Messaging user guide, "Example event data": what is read of it. */
const event = z.object({
  eventType: z.string(),
  eventTimestamp: z.pipe(
    z.int(),
    z.transform((value): Instant => instant(value)),
  ),
  context: z._default(z.record(z.string(), z.string()), {}),
});

/** What nothing follows from: on its way, or taken by a carrier that never says more. */
const NO_NEWS: ReadonlySet<string> = new Set([
  'TEXT_QUEUED',
  'TEXT_PENDING',
  'TEXT_SENT',
  'TEXT_SUCCESSFUL',
  'TEXT_UNKNOWN',
]);
/** The number is none, or none that takes SMS. A phone that is off is not meant by it. */
const NO_SUCH_NUMBER = 'TEXT_INVALID';

/** @throws Error for an event in another shape */
export const smsEvent = (given: object): ReadFeedback => {
  const parsed = event.safeParse(given);
  if (!parsed.success) throw new Error('an event of End User Messaging of a shape that is not known');
  const { eventType, eventTimestamp: at, context } = parsed.data;
  const about = refFromTags(context, 'sms');
  if (!about || !/^TEXT_[A-Z_]{1,40}$/.test(eventType)) return { kind: 'ignored', because: 'not_ours' };
  if (NO_NEWS.has(eventType)) return { kind: 'ignored', because: 'no_news' };
  const told = { kind: 'outcome', about, channel: 'sms', at } as const;
  const code = eventType.replace(/^TEXT_/, '').toLowerCase();
  if (eventType === 'TEXT_DELIVERED') return { ...told, outcome: 'delivered', code };
  const failed = { ...told, outcome: 'failed', code } as const;
  return eventType === NO_SUCH_NUMBER ? { ...failed, trouble: 'undeliverable' } : failed;
};
