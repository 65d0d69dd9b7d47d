import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { activateRenewal } from '../../shared/app/activate-renewal.ts';
import { soracomAccount } from '../../shared/carriers/soracom/soracom-account.ts';
import { soracomCarrier } from '../../shared/carriers/soracom/soracom-carrier.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { activationWorker } from './handler.ts';

const env = environment('TABLE_NAME', 'SORACOM_SECRET_ARN');
const account = cachedSecret(new SecretsManagerClient(), env.SORACOM_SECRET_ARN, soracomAccount, clock);

export const handler = activationWorker({
  activate: activateRenewal({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    carrier: soracomCarrier({ account, clock }),
    clock,
    random: Math.random,
  }),
  log: powertoolsLog(),
});
