import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sendInBatches } from './batches.ts';
import { MAX_DELAY_MS, type Queue } from './outbox.ts';

export const sqsQueue = (client: SQSClient, queueUrl: string): Queue => ({
  send: (commands) =>
    sendInBatches(commands, async (batch) => {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ body, delayMs = 0 }, position) => ({
            Id: String(position),
            MessageBody: body,
            DelaySeconds: Math.ceil(Math.min(MAX_DELAY_MS, Math.max(0, delayMs)) / 1000),
          })),
        }),
      );
      return Failed.map(({ Id }) => Number(Id));
    }),
});
