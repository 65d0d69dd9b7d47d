import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { InvocationResult } from '../lambda/environment.ts';
import { type Loop, loop } from '../stopping.ts';

export interface QueueSource {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  /** Batches under way at the same time. */
  readonly concurrency: number;
}

/** Long polling: one request stands open while there is nothing to do. */
const WAIT_SECONDS = 20;

const batchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * Reads a queue for a function as Lambda's event source mapping does: what the function took is deleted, what failed
 * becomes visible again after the queue's own time and moves to its dead-letter queue in the end.
 */
export const queueSource = (
  sqs: SQSClient,
  source: QueueSource,
  invoke: (event: unknown) => Promise<InvocationResult>,
  failed: (error: unknown) => void,
): Loop => {
  const round = async (signal: AbortSignal): Promise<void> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: source.queueUrl,
        MaxNumberOfMessages: Math.min(10, source.batchSize),
        WaitTimeSeconds: WAIT_SECONDS,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    if (Messages.length === 0) return;
    const result = await invoke({ Records: Messages.map((message) => record(message, source.queueArn)) });
    const done = Messages.filter(({ MessageId }) => !failures(result, source).has(MessageId ?? ''));
    if (result.ok && done.length > 0) await remove(done);
  };

  const remove = async (messages: readonly Message[]): Promise<void> => {
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: source.queueUrl,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  };

  const loops = Array.from({ length: source.concurrency }, () => loop(round, failed));
  return {
    async stop() {
      await Promise.all(loops.map((each) => each.stop()));
    },
  };
};

const failures = (result: InvocationResult, { reportsItemFailures }: QueueSource): ReadonlySet<string> => {
  if (!result.ok || !reportsItemFailures) return new Set();
  const response = batchResponse.safeParse(result.payload);
  return new Set(response.success ? response.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : []);
};

const record = (message: Message, queueArn: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, DataType }]) => [
      name,
      { stringValue: StringValue, dataType: DataType, stringListValues: [], binaryListValues: [] },
    ]),
  ),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: queueArn.split(':')[3],
});
