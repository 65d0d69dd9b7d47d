import * as z from 'zod/mini';
import type { ReadFeedback } from './feedback.ts';

/** End User Messaging user guide, "Example of a two-way SMS message payload for Amazon SNS topics". */
const inbound = z.object({
  originationNumber: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
  messageBody: z.string(),
});

/** What people write who want no more: the words that carriers ask for (CTIA), and those of our languages. */
const STOP: ReadonlySet<string> = new Set([
  ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'optout', 'revoke', 'arret'],
  ...['停止', '配信停止', '解除', '退订', '退訂', 'td', '取消', '수신거부', '거부', '중지'],
]);
const START: ReadonlySet<string> = new Set([
  'start',
  'unstop',
  'yes',
  '再開',
  '恢复',
  '恢復',
  '订阅',
  '訂閱',
  '수신동의',
]);
/** Whoever writes more than a word wants to tell us something, and no machine should guess what. */
const MAX_ANSWER_LENGTH = 40;

/** @throws Error for a message in another shape */
export const inboundSms = (given: object): ReadFeedback => {
  const parsed = inbound.safeParse(given);
  if (!parsed.success) throw new Error('an SMS came in that has a shape that is not known');
  const { originationNumber: from, messageBody } = parsed.data;
  if (messageBody.length > MAX_ANSWER_LENGTH) return { kind: 'ignored', because: 'no_news' };
  const word = messageBody
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, '');
  if (STOP.has(word)) return { kind: 'answer', from, wish: 'stop' };
  return START.has(word) ? { kind: 'answer', from, wish: 'start' } : { kind: 'ignored', because: 'no_news' };
};
