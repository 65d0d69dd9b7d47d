import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startDynamo } from './dynamo-engine.ts';
import { type QueueEngine, startQueueEngine } from './queue-engine.ts';

/** The servers behind the gateway that keep state, and this process's own clients of them. */
export interface Engines {
  readonly dynamoUrl: string;
  readonly queues: QueueEngine;
  readonly dynamo: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  stop(): Promise<void>;
}

export const startEngines = async (
  home: string,
  region: string,
  tell: (sentence: string) => void,
): Promise<Engines> => {
  const folder = (name: string): string => {
    const path = join(home, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [table, queues] = await Promise.all([
    startDynamo({
      file: join(folder('dynamodb'), 'table.sqlite'),
      onExit: ({ output, restarting }) =>
        tell(
          `The DynamoDB engine ended${restarting ? ' and is started again' : ' and stays down'}. ${output.trim()}`.trim(),
        ),
    }),
    startQueueEngine(folder('queues'), region),
  ]);
  const client = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamo = new DynamoDBClient({ ...client, endpoint: table.url });
  const streams = new DynamoDBStreamsClient({ ...client, endpoint: table.url });
  const sqs = new SQSClient({ ...client, endpoint: queues.url });
  const sns = new SNSClient({ ...client, endpoint: queues.url });
  return {
    dynamoUrl: table.url,
    queues,
    dynamo,
    streams,
    sqs,
    sns,
    async stop() {
      for (const each of [dynamo, streams, sqs, sns]) each.destroy();
      await Promise.all([table.stop(), queues.stop()]);
    },
  };
};
