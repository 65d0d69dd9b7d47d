import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsEmail } from '../../shared/messaging/aws-email.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { emailSender } from './handler.ts';

const env = environment('TABLE_NAME', 'EMAIL_FROM', 'EMAIL_CONFIGURATION_SET', 'PUBLIC_URL');
const log = powertoolsLog();

export const handler = emailSender({
  send: sendMessage({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    messenger: awsEmail({
      client: new SESv2Client(SENDING_CLIENT),
      from: env.EMAIL_FROM,
      configurationSet: env.EMAIL_CONFIGURATION_SET,
    }),
    publicUrl: env.PUBLIC_URL,
    address: ({ contacts: { email } }, content) => (email ? { channel: 'email', to: email, ...content } : undefined),
    clock,
    log,
  }),
  log,
});
