import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import { reconcileCarriers } from '../../shared/app/carriers/reconcile-carriers.ts';
import { connectCarriers } from '../../shared/carriers/connect.ts';
import { eventBus } from '../../shared/outbox/event-bus.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { carrierAccountsState } from '../../shared/table/carrier-accounts-state.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { carrierReconciler } from './handler.ts';

const env = environment('TABLE_NAME', 'CARRIER_ACCOUNTS', 'PAYMENT_ACCOUNT_NAMES', 'EVENT_BUS_NAME');
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const shared = { ...carrierAccountsState(dynamo, env.TABLE_NAME, clock), jobs: store };
const log = powertoolsLog();

export const handler = carrierReconciler({
  reconcile: reconcileCarriers({
    store,
    carriers: connectCarriers(env.CARRIER_ACCOUNTS, new SecretsManagerClient(), shared, clock),
    payments: env.PAYMENT_ACCOUNT_NAMES.split(','),
    guard: carrierGuard(store, clock),
    clock,
    pause,
    log,
  }),
  bus: eventBus(new EventBridgeClient(), env.EVENT_BUS_NAME),
  log,
});
