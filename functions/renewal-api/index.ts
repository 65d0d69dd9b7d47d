import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cancelRenewal } from '../../shared/app/cancel-renewal.ts';
import { lookAgain } from '../../shared/app/look-again.ts';
import { orderRenewal } from '../../shared/app/order-renewal.ts';
import { payAgain } from '../../shared/app/pay-again.ts';
import { remoteKeys } from '../../shared/http/key-set.ts';
import { verifyToken } from '../../shared/http/token.ts';
import { connectAccounts } from '../../shared/payments/connect.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { renewalApi } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'PAYMENT_ACCOUNTS',
  'PUBLIC_URL',
  'TOKEN_ISSUER',
  'TOKEN_AUDIENCE',
  'TOKEN_KEY_SET_URL',
);
const payments = connectAccounts(env.PAYMENT_ACCOUNTS, new SecretsManagerClient(), clock);
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);
const paying = { store, payments, clock, publicUrl: env.PUBLIC_URL };

export const handler = renewalApi({
  store,
  verify: verifyToken(
    { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE, keys: remoteKeys(env.TOKEN_KEY_SET_URL, clock) },
    clock,
  ),
  order: orderRenewal(paying),
  payAgain: payAgain(paying),
  cancel: cancelRenewal(paying),
  lookAgain: lookAgain(paying),
  methods: payments.methods,
  clock,
  log: powertoolsLog(),
});
