import { expect, test } from '@jest/globals';
import { messageFeedback } from '../../../functions/message-feedback/handler.ts';
import type { ReadFeedback } from '../../../shared/messaging/feedback/feedback.ts';
import { NOW } from '../domain/given.ts';
import { memoryLog } from '../http/http-event.ts';

const record = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });

test('given a batch, then what cannot be read comes back, what is not ours does not, and all the rest is taken', async () => {
  const taken: ReadFeedback['kind'][] = [];
  const log = memoryLog();
  const handler = messageFeedback({ take: async ({ kind }) => void taken.push(kind), clock: () => NOW, log });
  const stop = { originationNumber: '+819012345678', messageBody: 'STOP', inboundMessageId: 'i' };
  const strange = {
    eventType: 'Bounce',
    mail: {},
    bounce: { bouncedRecipients: [{ emailAddress: 'mei@example.com' }] },
  };
  const { batchItemFailures } = await handler({
    Records: [record('a', stop), record('b', strange), record('c', { hello: 'world' })],
  } as never);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'b' }]);
  expect(taken).toEqual(['answer', 'ignored']);
  expect(JSON.stringify(log.entries)).not.toContain('mei@');
});
