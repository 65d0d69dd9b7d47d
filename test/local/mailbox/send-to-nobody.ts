import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { SENDING_CLIENT } from '../../../shared/messaging/aws-attempt.ts';
import { awsEmail } from '../../../shared/messaging/aws-email.ts';
import { awsSms } from '../../../shared/messaging/aws-sms.ts';

/**
 * Sends one SMS and one e-mail to the given address, where nobody listens, and prints the outcomes and the pauses.
 * A program of its own: under Jest a network error is an Error of another realm, which the SDK takes for something
 * else and strips of its code.
 */
const [endpoint = ''] = process.argv.slice(2);
const settings = {
  endpoint,
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'sender', secretAccessKey: 'secret' },
  ...SENDING_CLIENT,
};
const pauses: number[] = [];
const pause = async (ms: number) => pauses.push(ms);
const sms = awsSms({
  client: new PinpointSMSVoiceV2Client(settings),
  configurationSet: 'keizoku-sms',
  originationIdentity: 'KEIZOKU',
  pause,
});
const email = awsEmail({
  client: new SESv2Client(settings),
  from: 'no-reply@sim.example.com',
  configurationSet: 'keizoku-email',
  pause,
});
const about = { kind: 'code', lineId: lineId('0123456789AB') } as const;
const outcomes = [
  await sms.send({ channel: 'sms', to: '+819000000002', text: 'Hello', about }),
  await email.send({
    channel: 'email',
    to: 'kenji@example.com',
    subject: 'Hello',
    text: 'Hello',
    language: 'en',
    about,
  }),
];
console.log(JSON.stringify({ outcomes, pauses }));
