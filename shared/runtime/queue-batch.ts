import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from './deps.ts';

/**
 * Handles each message on its own: those that fail come back, up to the queue's limit and then to its dead-letter
 * queue; those that succeed do not.
 */
export const eachMessage =
  (log: Log, handle: (body: string) => Promise<unknown>) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const results = await Promise.allSettled(Records.map(async ({ body }) => handle(body)));
    const batchItemFailures = results.flatMap((result, index) => {
      const record = Records[index];
      if (result.status === 'fulfilled' || record === undefined) return [];
      log.error('message failed', { messageId: record.messageId, error: result.reason });
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures };
  };
