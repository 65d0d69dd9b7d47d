import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { takePaymentNotices } from '../../shared/app/take-payment-notices.ts';
import { stripeAccount } from '../../shared/payments/stripe/stripe-account.ts';
import { stripeProvider } from '../../shared/payments/stripe/stripe-provider.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { paymentWebhook } from './handler.ts';

const env = environment('TABLE_NAME', 'STRIPE_SECRET_ARN');
const account = cachedSecret(new SecretsManagerClient(), env.STRIPE_SECRET_ARN, stripeAccount, clock);

export const handler = paymentWebhook({
  payments: stripeProvider({ account }),
  takeNotices: takePaymentNotices({ store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME), clock }),
  clock,
  log: powertoolsLog(),
});
