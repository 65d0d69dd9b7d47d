import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { askForCode, removeAddress, verifyContact } from '../../shared/app/contacts/bind-contact.ts';
import { codeHashes } from '../../shared/app/contacts/code-hash.ts';
import { parseSmsPolicy } from '../../shared/app/contacts/sms-policy-setting.ts';
import { setLanguage, setSubscription } from '../../shared/app/contacts/subscription.ts';
import { smsCountryOf } from '../../shared/domain/spend/sms-policy.ts';
import { remoteKeys } from '../../shared/http/key-set.ts';
import { verifyToken } from '../../shared/http/token.ts';
import { snsTopic } from '../../shared/outbox/sns-topic.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoContacts } from '../../shared/table/dynamo-contacts.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { contactsApi } from './handler.ts';

const env = environment(
  'TABLE_NAME',
  'MESSAGE_TOPIC_ARN',
  'SMS_POLICY',
  'LINK_KEYS_SECRET_ARN',
  'TOKEN_ISSUER',
  'TOKEN_AUDIENCE',
  'TOKEN_KEY_SET_URL',
);
const dynamo = new DynamoDBClient();
const store = dynamoStore(dynamo, env.TABLE_NAME);
const contacts = dynamoContacts(dynamo, env.TABLE_NAME);
const policy = parseSmsPolicy(env.SMS_POLICY);
const hashes = codeHashes(cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock));
const topic = snsTopic(new SNSClient(), env.MESSAGE_TOPIC_ARN);

export const handler = contactsApi({
  verify: verifyToken(
    { issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE, keys: remoteKeys(env.TOKEN_KEY_SET_URL, clock) },
    clock,
  ),
  store,
  contacts,
  askForCode: askForCode({ store, contacts, topic, newId: randomUUID, clock }),
  verifyContact: verifyContact({ store, contacts, hashes, clock }),
  setSubscription: setSubscription({ store, clock }),
  setLanguage: setLanguage({ store }),
  removeAddress: removeAddress({ store, contacts, clock }),
  country: (number) => smsCountryOf(number, policy),
  clock,
  log: powertoolsLog(),
});
