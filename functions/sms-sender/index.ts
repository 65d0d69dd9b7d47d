import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { sendMessage } from '../../shared/app/send-message.ts';
import { SENDING_CLIENT } from '../../shared/messaging/aws-attempt.ts';
import { awsSms } from '../../shared/messaging/aws-sms.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { smsSender } from './handler.ts';

const env = environment('TABLE_NAME', 'SMS_CONFIGURATION_SET', 'SMS_ORIGINATION_IDENTITY', 'PUBLIC_URL');
const log = powertoolsLog();

export const handler = smsSender({
  send: sendMessage({
    store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME),
    messenger: awsSms({
      client: new PinpointSMSVoiceV2Client(SENDING_CLIENT),
      configurationSet: env.SMS_CONFIGURATION_SET,
      originationIdentity: env.SMS_ORIGINATION_IDENTITY,
    }),
    publicUrl: env.PUBLIC_URL,
    address: ({ contacts: { phone } }, { text }) => (phone ? { channel: 'sms', to: phone, text } : undefined),
    clock,
    log,
  }),
  log,
});
