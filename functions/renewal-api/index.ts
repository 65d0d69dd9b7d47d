import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { orderRenewal } from '../../shared/app/order-renewal.ts';
import { remoteKeys } from '../../shared/http/key-set.ts';
import { verifyToken } from '../../shared/http/token.ts';
import { stripeAccount } from '../../shared/payments/stripe/stripe-account.ts';
import { stripeProvider } from '../../shared/payments/stripe/stripe-provider.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { renewalApi } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'STRIPE_SECRET_ARN',
  'PUBLIC_URL',
  'TOKEN_ISSUER',
  'TOKEN_AUDIENCE',
  'TOKEN_KEY_SET_URL',
);
const account = cachedSecret(new SecretsManagerClient(), env.STRIPE_SECRET_ARN, stripeAccount, clock);
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);

export const handler = renewalApi({
  store,
  verify: verifyToken(
    { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE, keys: remoteKeys(env.TOKEN_KEY_SET_URL, clock) },
    clock,
  ),
  order: orderRenewal({ store, payments: stripeProvider({ account }), clock, publicUrl: env.PUBLIC_URL }),
  clock,
  log: powertoolsLog(),
});
