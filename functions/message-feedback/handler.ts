import type { ReadFeedback } from '../../shared/messaging/feedback/feedback.ts';
import { readFeedback } from '../../shared/messaging/feedback/read-feedback.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

interface Deps {
  readonly take: (feedback: ReadFeedback) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the providers report of messages, and what people answer. What cannot be read ends in the dead-letter queue. */
export const messageFeedback = ({ take, clock, log }: Deps) =>
  eachMessage(log, async (body) => {
    const feedback = readFeedback(JSON.parse(body), clock());
    if (feedback.kind === 'ignored') log.info('report ignored', { because: feedback.because });
    await take(feedback);
  });
