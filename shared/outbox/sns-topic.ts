import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { sendInBatches } from './batches.ts';
import type { Topic } from './outbox.ts';

export const snsTopic = (client: SNSClient, topicArn: string): Topic => ({
  publish: (messages) =>
    sendInBatches(messages, async (batch) => {
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({
          TopicArn: topicArn,
          PublishBatchRequestEntries: batch.map(({ id: _id, ...message }, position) => ({
            Id: String(position),
            Message: JSON.stringify(message),
            MessageAttributes: {
              channel: { DataType: 'String', StringValue: message.channel },
              kind: { DataType: 'String', StringValue: message.kind },
            },
          })),
        }),
      );
      return Failed.map(({ Id }) => Number(Id));
    }),
});
