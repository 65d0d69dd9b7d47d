import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dispatch } from '../../shared/app/dispatch.ts';
import { eventBus } from '../../shared/outbox/event-bus.ts';
import { snsTopic } from '../../shared/outbox/sns-topic.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { dispatcher } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'ACTIVATION_QUEUE_URL',
  'REFUND_QUEUE_URL',
  'MESSAGE_TOPIC_ARN',
  'EVENT_BUS_NAME',
);
const sqs = new SQSClient();

export const handler = dispatcher({
  dispatch: dispatch({
    activations: sqsQueue(sqs, env.ACTIVATION_QUEUE_URL),
    refunds: sqsQueue(sqs, env.REFUND_QUEUE_URL),
    topic: snsTopic(new SNSClient(), env.MESSAGE_TOPIC_ARN),
    bus: eventBus(new EventBridgeClient(), env.EVENT_BUS_NAME),
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    clock,
  }),
  log: powertoolsLog(),
});
