import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { codeHashes } from '../../shared/app/contacts/code-hash.ts';
import { eitherKind } from '../../shared/app/contacts/either-kind.ts';
import { newCode } from '../../shared/app/contacts/new-code.ts';
import { sendCode } from '../../shared/app/contacts/send-code.ts';
import { smsGuard } from '../../shared/app/contacts/sms-guard.ts';
import { parseSmsPolicy } from '../../shared/app/contacts/sms-policy-setting.ts';
import { plansKept } from '../../shared/app/plans-kept.ts';
import { renewalLinks } from '../../shared/app/renewal-links.ts';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsSms } from '../../shared/messaging/aws-sms.ts';
import { composeSms } from '../../shared/messaging/compose.ts';
import { smsSegments } from '../../shared/messaging/sms-segments.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoContacts } from '../../shared/table/dynamo-contacts.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { smsSender } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'SMS_CONFIGURATION_SET',
  'SMS_ORIGINATION_IDENTITY',
  'SMS_POLICY',
  'LINK_URL',
  'LINK_DAYS_AFTER',
  'LINK_KEYS_SECRET_ARN',
);
const log = powertoolsLog();
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const contacts = dynamoContacts(dynamo, env.TABLE_NAME);
const keys = cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock);
const channel = {
  channel: 'sms',
  messenger: awsSms({
    client: new PinpointSMSVoiceV2Client(SENDING_CLIENT),
    configurationSet: env.SMS_CONFIGURATION_SET,
    originationIdentity: env.SMS_ORIGINATION_IDENTITY,
  }),
  compose: composeSms,
  admit: smsGuard({
    counters: contacts,
    policy: parseSmsPolicy(env.SMS_POLICY),
    segmentsOf: (text) => smsSegments(text).segments,
    clock,
    log,
  }),
} as const;

export const handler = smsSender({
  send: eitherKind(
    sendMessage<'sms'>({
      ...channel,
      store,
      plans: plansKept(store, clock),
      renewalUrl: renewalLinks({ keys, site: env.LINK_URL, daysAfter: Number(env.LINK_DAYS_AFTER) }),
      clock,
      log,
    }),
    sendCode<'sms'>({ ...channel, store, contacts, hashes: codeHashes(keys), newCode, clock, log }),
  ),
  log,
});
