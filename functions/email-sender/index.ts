import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { codeHashes } from '../../shared/app/contacts/code-hash.ts';
import { eitherKind } from '../../shared/app/contacts/either-kind.ts';
import { newCode } from '../../shared/app/contacts/new-code.ts';
import { sendCode } from '../../shared/app/contacts/send-code.ts';
import { admitAll } from '../../shared/app/contacts/sms-guard.ts';
import { plansKept } from '../../shared/app/plans-kept.ts';
import { renewalLinks } from '../../shared/app/renewal-links.ts';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsEmail } from '../../shared/messaging/aws-email.ts';
import { composeEmail } from '../../shared/messaging/compose.ts';
import { unsubscribeUrls } from '../../shared/messaging/unsubscribe-link.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoContacts } from '../../shared/table/dynamo-contacts.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { emailSender } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'EMAIL_FROM',
  'EMAIL_CONFIGURATION_SET',
  'PUBLIC_URL',
  'LINK_URL',
  'LINK_DAYS_AFTER',
  'LINK_KEYS_SECRET_ARN',
);
const log = powertoolsLog();
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const keys = cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock);
const channel = {
  channel: 'email',
  messenger: awsEmail({
    client: new SESv2Client(SENDING_CLIENT),
    from: env.EMAIL_FROM,
    configurationSet: env.EMAIL_CONFIGURATION_SET,
  }),
  compose: composeEmail,
  admit: admitAll,
} as const;

export const handler = emailSender({
  send: eitherKind(
    sendMessage<'email'>({
      ...channel,
      store,
      unsubscribeUrl: unsubscribeUrls(keys, env.PUBLIC_URL, clock),
      plans: plansKept(store, clock),
      renewalUrl: renewalLinks({ keys, site: env.LINK_URL, daysAfter: Number(env.LINK_DAYS_AFTER) }),
      clock,
      log,
    }),
    sendCode<'email'>({
      ...channel,
      store,
      contacts: dynamoContacts(dynamo, env.TABLE_NAME),
      hashes: codeHashes(keys),
      newCode,
      clock,
      log,
    }),
  ),
  log,
});
