import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { refundRenewal } from '../../shared/app/refund-renewal.ts';
import { stripeAccount } from '../../shared/payments/stripe/stripe-account.ts';
import { stripeProvider } from '../../shared/payments/stripe/stripe-provider.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { refundWorker } from './handler.ts';

const env = environment('TABLE_NAME', 'STRIPE_SECRET_ARN');
const account = cachedSecret(new SecretsManagerClient(), env.STRIPE_SECRET_ARN, stripeAccount, clock);

export const handler = refundWorker({
  refund: refundRenewal({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    payments: stripeProvider({ account }),
    clock,
    random: Math.random,
  }),
  log: powertoolsLog(),
});
