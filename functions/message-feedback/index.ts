import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { takeFeedback } from '../../shared/app/contacts/take-feedback.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoContacts } from '../../shared/table/dynamo-contacts.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { messageFeedback } from './handler.ts';

const env = environment('TABLE_NAME');
const log = powertoolsLog();
const dynamo = new DynamoDBClient();

export const handler = messageFeedback({
  take: takeFeedback({
    store: dynamoStore(dynamo, env.TABLE_NAME),
    contacts: dynamoContacts(dynamo, env.TABLE_NAME),
    clock,
    log,
  }),
  clock,
  log,
});
