import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishReminders } from '../../shared/app/publish-reminders.ts';
import { snsTopic } from '../../shared/outbox/sns-topic.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { reminderPublisher } from './handler.ts';

const env = environment('TABLE_NAME', 'MESSAGE_TOPIC_ARN', 'ACTIVATION_QUEUE_URL');

export const handler = reminderPublisher({
  publish: publishReminders({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    topic: snsTopic(new SNSClient(), env.MESSAGE_TOPIC_ARN),
    activations: sqsQueue(new SQSClient(), env.ACTIVATION_QUEUE_URL),
    clock,
  }),
  log: powertoolsLog(),
});
