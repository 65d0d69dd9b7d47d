import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { plansKept } from '../../shared/app/plans-kept.ts';
import { renewalLinks } from '../../shared/app/renewal-links.ts';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsEmail } from '../../shared/messaging/aws-email.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { emailSender } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'EMAIL_FROM',
  'EMAIL_CONFIGURATION_SET',
  'LINK_URL',
  'LINK_DAYS_AFTER',
  'LINK_KEYS_SECRET_ARN',
);
const log = powertoolsLog();
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);
const keys = cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock);

export const handler = emailSender({
  send: sendMessage<'email'>({
    store,
    messenger: awsEmail({
      client: new SESv2Client(SENDING_CLIENT),
      from: env.EMAIL_FROM,
      configurationSet: env.EMAIL_CONFIGURATION_SET,
    }),
    plans: plansKept(store, clock),
    renewalUrl: renewalLinks({ keys, site: env.LINK_URL, daysAfter: Number(env.LINK_DAYS_AFTER) }),
    address: ({ contacts: { email } }, { language, subject, text }) =>
      email ? { channel: 'email', to: email, language, subject, text } : undefined,
    clock,
    log,
  }),
  log,
});
