import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { followUnsubscribe } from '../../shared/app/contacts/subscription.ts';
import { openUnsubscribe } from '../../shared/messaging/unsubscribe-link.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { linkKeys } from '../../shared/runtime/link-keys.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { cachedSecret } from '../../shared/runtime/secrets.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { unsubscribe } from './handler.ts';

const env = environment('TABLE_NAME', 'LINK_KEYS_SECRET_ARN');
const store = dynamoStore(new DynamoDBClient(), env.TABLE_NAME);
const keys = cachedSecret(new SecretsManagerClient(), env.LINK_KEYS_SECRET_ARN, linkKeys, clock);

export const handler = unsubscribe({
  open: async (token) => openUnsubscribe((await keys()).keys, token, clock()),
  line: store.line,
  follow: followUnsubscribe({ store, clock }),
  log: powertoolsLog(),
});
