import { type SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { attemptSend, type Timing } from './aws-attempt.ts';
import { emailHtml } from './email-html.ts';
import { refTags } from './message-ref.ts';
import type { Messenger } from './messenger.ts';

/** E-mail by Amazon SES (API v2, SendEmail with simple content). */
export const awsEmail = ({
  client,
  from,
  configurationSet,
  ...timing
}: {
  /** Made with {@link SENDING_CLIENT}: what may be repeated is decided here. */
  readonly client: SESv2Client;
  /** An address of a verified identity, with or without a name before it. */
  readonly from: string;
  /** Reports deliveries, bounces and complaints as events. */
  readonly configurationSet: string;
} & Timing): Messenger<'email'> => ({
  send: ({ to, subject, text, language, about, unsubscribeUrl }) =>
    attemptSend({
      send: (options) =>
        client.send(
          new SendEmailCommand({
            FromEmailAddress: from,
            Destination: { ToAddresses: [to] },
            ConfigurationSetName: configurationSet,
            EmailTags: Object.entries(refTags(about)).map(([Name, Value]) => ({ Name, Value })),
            Content: {
              Simple: {
                Subject: utf8(subject),
                Body: { Text: utf8(text), Html: utf8(emailHtml(text, language)) },
                ...(unsubscribeUrl !== undefined && { Headers: oneClick(unsubscribeUrl) }),
              },
            },
          }),
          options,
        ),
      isServiceError: (error) => error instanceof SESv2ServiceException,
      refusalCode: ({ name }) => CODE_OF_NAME.get(name) ?? 'refused',
      timing,
    }),
});

/** RFC 2369 and RFC 8058: the program posts to the address by itself once its user has pressed "unsubscribe". */
const oneClick = (url: string) => [
  { Name: 'List-Unsubscribe', Value: `<${url}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
];

/** SES assumes 7-bit ASCII where no character set is named. */
const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

const CODE_OF_NAME: ReadonlyMap<string, string> = new Map([
  ['BadRequestException', 'invalid'],
  ['MessageRejected', 'message_rejected'],
  ['MailFromDomainNotVerifiedException', 'sender_not_verified'],
  ['NotFoundException', 'sender_not_found'],
  ['AccountSuspendedException', 'sending_suspended'],
  ['SendingPausedException', 'sending_paused'],
  ['LimitExceededException', 'quota_exceeded'],
  ['AccessDeniedException', 'access_denied'],
]);
