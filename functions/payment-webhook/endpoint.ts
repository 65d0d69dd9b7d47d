import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { takePaymentNotices } from '../../shared/app/take-payment-notices.ts';
import type { PaymentProvider } from '../../shared/payments/provider.ts';
import type { WebhookReceiver } from '../../shared/payments/webhook.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret, type Secret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { paymentWebhook } from './handler.ts';

/**
 * The endpoint of one account at one provider. Each provider has an entry of its own, so that a bundle holds one
 * protocol and a function may read one secret.
 */
export const endpoint = <Schema extends z.ZodMiniType>(
  schema: Schema,
  receiver: (account: Secret<z.output<Schema>>) => WebhookReceiver,
  provider: (account: Secret<z.output<Schema>>) => PaymentProvider | undefined = () => undefined,
) => {
  const env = environment('TABLE_NAME', 'ACCOUNT_NAME', 'ACCOUNT_SECRET_ARN');
  const account = cachedSecret(new SecretsManagerClient(), env.ACCOUNT_SECRET_ARN, schema, clock);
  const calls = provider(account);
  return paymentWebhook({
    receiver: receiver(account),
    takeNotices: takePaymentNotices({
      store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
      payments: { of: (name) => (name === env.ACCOUNT_NAME ? calls : undefined) },
      account: env.ACCOUNT_NAME,
      clock,
    }),
    clock,
    log: powertoolsLog(),
  });
};
