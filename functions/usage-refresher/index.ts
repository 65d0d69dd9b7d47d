import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import { refreshUsage } from '../../shared/app/carriers/refresh-usage.ts';
import { connectCarriers } from '../../shared/carriers/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { carrierAccountsState } from '../../shared/table/carrier-accounts-state.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { usageRefresher } from './handler.ts';

const env = environment('TABLE_NAME', 'CARRIER_ACCOUNTS');
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const shared = { ...carrierAccountsState(dynamo, env.TABLE_NAME, clock), jobs: store };

export const handler = usageRefresher({
  refresh: refreshUsage({
    store,
    carriers: connectCarriers(env.CARRIER_ACCOUNTS, new SecretsManagerClient(), shared, clock),
    guard: carrierGuard(store, clock),
    clock,
  }),
  log: powertoolsLog(),
});
