import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { planReminders } from '../../shared/app/plan-reminders.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { expiryReminders } from './handler.ts';

const env = environment('TABLE_NAME', 'REMINDER_QUEUE_URL');

export const handler = expiryReminders({
  plan: planReminders({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    pages: sqsQueue(new SQSClient(), env.REMINDER_QUEUE_URL),
    clock,
  }),
  log: powertoolsLog(),
});
