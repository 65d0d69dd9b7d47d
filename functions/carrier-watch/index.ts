import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import { watchCarriers } from '../../shared/app/carriers/watch-carriers.ts';
import { connectCarriers } from '../../shared/carriers/connect.ts';
import { eventBus } from '../../shared/outbox/event-bus.ts';
import { sqsQueue } from '../../shared/outbox/sqs-queue.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { carrierAccountsState } from '../../shared/table/carrier-accounts-state.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { carrierWatch } from './handler.ts';

const env = environment('TABLE_NAME', 'CARRIER_ACCOUNTS', 'USAGE_QUEUE_URL', 'EVENT_BUS_NAME');
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const shared = { ...carrierAccountsState(dynamo, env.TABLE_NAME, clock), jobs: store };
const carriers = connectCarriers(env.CARRIER_ACCOUNTS, new SecretsManagerClient(), shared, clock);
const log = powertoolsLog();

export const handler = carrierWatch({
  watch: watchCarriers({
    store,
    carriers,
    guard: carrierGuard(store, clock),
    bus: eventBus(new EventBridgeClient(), env.EVENT_BUS_NAME),
    usageRefreshes: sqsQueue(new SQSClient(), env.USAGE_QUEUE_URL),
    clock,
    log,
  }),
  log,
});
