import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { sweep } from '../../shared/app/sweep.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { connectAccounts } from '../../shared/payments/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { sweeper } from './handler.ts';

const env = environment('TABLE_NAME', 'PAYMENT_ACCOUNTS', 'ACTIVATION_QUEUE_URL', 'REFUND_QUEUE_URL');
const sqs = new SQSClient();
const log = powertoolsLog();

export const handler = sweeper({
  sweep: sweep({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    payments: connectAccounts(env.PAYMENT_ACCOUNTS, new SecretsManagerClient(), clock),
    activations: sqsQueue(sqs, env.ACTIVATION_QUEUE_URL),
    refunds: sqsQueue(sqs, env.REFUND_QUEUE_URL),
    clock,
    log,
  }),
  log,
});
