import { type TopicMessage, topicMessage } from '../../shared/outbox/topic-message.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

interface Deps {
  readonly send: (message: TopicMessage) => Promise<unknown>;
  readonly log: Log;
}

export const smsSender = ({ send, log }: Deps) =>
  eachMessage(log, async (body) => send(topicMessage.parse(JSON.parse(body))));
