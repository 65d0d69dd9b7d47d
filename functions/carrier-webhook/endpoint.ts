import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod/mini';
import { takeCarrierNotices } from '../../shared/app/carriers/take-carrier-notices.ts';
import type { CarrierWebhookReceiver } from '../../shared/carriers/webhook.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret, type Secret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { carrierWebhook } from './handler.ts';

/**
 * The endpoint of one account at one carrier. Each carrier has an entry of its own, so that a bundle holds one protocol
 * and a function may read one secret.
 */
export const endpoint = <Schema extends z.ZodMiniType>(
  schema: Schema,
  receiver: (deps: { readonly account: Secret<z.output<Schema>> }) => CarrierWebhookReceiver,
) => {
  const env = environment('TABLE_NAME', 'ACCOUNT_NAME', 'ACCOUNT_SECRET_ARN', 'USAGE_QUEUE_URL');
  return carrierWebhook({
    receiver: receiver({
      account: cachedSecret(new SecretsManagerClient(), env.ACCOUNT_SECRET_ARN, schema, clock),
    }),
    takeNotices: takeCarrierNotices({
      store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
      account: env.ACCOUNT_NAME,
      usageRefreshes: sqsQueue(new SQSClient(), env.USAGE_QUEUE_URL),
      clock,
    }),
    clock,
    log: powertoolsLog(),
  });
};
