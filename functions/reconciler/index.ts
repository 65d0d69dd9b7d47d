import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { reconcile } from '../../shared/app/reconcile.ts';
import { eventBus } from '../../shared/outbox/event-bus.ts';
import { connectAccounts } from '../../shared/payments/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { reconciler } from './handler.ts';

const env = environment('TABLE_NAME', 'PAYMENT_ACCOUNTS', 'EVENT_BUS_NAME');
const log = powertoolsLog();

export const handler = reconciler({
  reconcile: reconcile({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    payments: connectAccounts(env.PAYMENT_ACCOUNTS, new SecretsManagerClient(), clock),
    clock,
    log,
  }),
  bus: eventBus(new EventBridgeClient(), env.EVENT_BUS_NAME),
  log,
});
