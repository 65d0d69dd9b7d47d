import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { plansKept } from '../../shared/app/plans-kept.ts';
import { renewalLinks } from '../../shared/app/renewal-links.ts';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsSms } from '../../shared/messaging/aws-sms.ts';
import { smsText } from '../../shared/messaging/texts.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { smsSender } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'SMS_CONFIGURATION_SET',
  'SMS_ORIGINATION_IDENTITY',
  'LINK_URL',
  'LINK_DAYS_AFTER',
  'LINK_KEYS_SECRET_ARN',
);
const log = powertoolsLog();
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);
const keys = cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock);

export const handler = smsSender({
  send: sendMessage<'sms'>({
    store,
    messenger: awsSms({
      client: new PinpointSMSVoiceV2Client(SENDING_CLIENT),
      configurationSet: env.SMS_CONFIGURATION_SET,
      originationIdentity: env.SMS_ORIGINATION_IDENTITY,
    }),
    plans: plansKept(store, clock),
    renewalUrl: renewalLinks({ keys, site: env.LINK_URL, daysAfter: Number(env.LINK_DAYS_AFTER) }),
    address: ({ contacts: { phone } }, content) =>
      phone ? { channel: 'sms', to: phone, text: smsText(content) } : undefined,
    clock,
    log,
  }),
  log,
});
