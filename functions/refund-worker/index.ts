import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { refundRenewal } from '../../shared/app/refund-renewal.ts';
import { connectAccounts } from '../../shared/payments/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { refundWorker } from './handler.ts';

const env = environment('TABLE_NAME', 'PAYMENT_ACCOUNTS');

export const handler = refundWorker({
  refund: refundRenewal({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    payments: connectAccounts(env.PAYMENT_ACCOUNTS, new SecretsManagerClient(), clock),
    clock,
    random: Math.random,
  }),
  log: powertoolsLog(),
});
