import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  type PinpointSMSVoiceV2Client,
  PinpointSMSVoiceV2ServiceException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  type SESv2Client,
  SESv2ServiceException,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from '@jest/globals';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { awsEmail } from '../../../shared/messaging/aws-email.ts';
import { awsSms } from '../../../shared/messaging/aws-sms.ts';

const PHONE = '+819000000002';
const EMAIL = 'kenji@example.com';
/** What a service may say, with what must never be passed on. */
const facts = (status: number) => ({ message: `no: ${PHONE} ${EMAIL}`, $metadata: { httpStatusCode: status } });

/** A client that answers the given things in turn, and remembers what it was asked. */
const stub = (...answers: readonly (Error | { readonly MessageId?: string })[]) => {
  const asked: { readonly input: unknown; readonly abortSignal: AbortSignal }[] = [];
  const send = async (command: { input: unknown }, { abortSignal }: { abortSignal: AbortSignal }) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({ input: command.input, abortSignal });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { send, asked };
};
type Stub = ReturnType<typeof stub>;

const ABOUT = {
  kind: 'reminder',
  lineId: lineId('0123456789AB'),
  expiryVersion: 3,
  claimId: '3d.sms',
  contact: 't3k2a0',
} as const;

/** In characters that SES takes, and as few as End User Messaging takes. */
const TAGS = { kind: 'reminder', line: '0123456789AB', version: '3', message: '3d', contact: 't3k2a0' };

const sms = (client: Stub, pauses: number[] = []) =>
  awsSms({
    client: client as unknown as PinpointSMSVoiceV2Client,
    configurationSet: 'keizoku-sms',
    originationIdentity: 'KEIZOKU',
    pause: async (ms) => pauses.push(ms),
  }).send({ channel: 'sms', to: PHONE, text: 'Your SIM ends', about: ABOUT });

const email = (client: Stub, pauses: number[] = [], more: { readonly unsubscribeUrl?: string } = {}) =>
  awsEmail({
    client: client as unknown as SESv2Client,
    from: 'Keizoku <no-reply@sim.example.com>',
    configurationSet: 'keizoku-email',
    pause: async (ms) => pauses.push(ms),
  }).send({
    channel: 'email',
    to: EMAIL,
    subject: 'SIMの期限',
    text: 'https://sim.example.com',
    language: 'ja',
    about: ABOUT,
    ...more,
  });

describe('given a service that takes the message', () => {
  test('when an SMS is sent, then it is transactional, traced and valid for a while', async () => {
    const client = stub({ MessageId: 'sms-1' });
    expect(await sms(client)).toEqual({ kind: 'accepted', messageId: 'sms-1' });
    expect(client.asked.map(({ input }) => input)).toEqual([
      {
        DestinationPhoneNumber: PHONE,
        OriginationIdentity: 'KEIZOKU',
        ConfigurationSetName: 'keizoku-sms',
        MessageBody: 'Your SIM ends',
        MessageType: 'TRANSACTIONAL',
        TimeToLive: 21_600,
        Context: TAGS,
      },
    ]);
  });

  test('when an e-mail is sent, then it goes as text and as HTML, in UTF-8', async () => {
    const client = stub({ MessageId: 'email-1' });
    expect(await email(client)).toEqual({ kind: 'accepted', messageId: 'email-1' });
    expect(client.asked.map(({ input }) => input)).toEqual([
      {
        FromEmailAddress: 'Keizoku <no-reply@sim.example.com>',
        Destination: { ToAddresses: [EMAIL] },
        ConfigurationSetName: 'keizoku-email',
        EmailTags: Object.entries(TAGS).map(([Name, Value]) => ({ Name, Value })),
        Content: {
          Simple: {
            Subject: { Data: 'SIMの期限', Charset: 'UTF-8' },
            Body: {
              Text: { Data: 'https://sim.example.com', Charset: 'UTF-8' },
              Html: { Data: expect.stringContaining('<a href="https://sim.example.com">'), Charset: 'UTF-8' },
            },
          },
        },
      },
    ]);
  });

  test('when an e-mail can be called off, then mail programs are told how, in the way of RFC 8058', async () => {
    const client = stub({ MessageId: 'email-1' });
    await email(client, [], { unsubscribeUrl: 'https://sim.example.com/u/token' });
    expect(client.asked[0]?.input).toMatchObject({
      Content: {
        Simple: {
          Headers: [
            { Name: 'List-Unsubscribe', Value: '<https://sim.example.com/u/token>' },
            { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
          ],
        },
      },
    });
  });

  test('when the answer names no message, then the outcome is unknown', async () => {
    expect(await sms(stub({}))).toEqual({ kind: 'unknown', code: 'answer_incomplete' });
  });
});

const smsConflict = (Reason: ConflictException['Reason']) =>
  new ConflictException({ ...facts(400), ...(Reason && { Reason }) });

const base = <T>(type: new (options: never) => T, name: string, status: number): T =>
  new type({ name, $fault: status < 500 ? 'client' : 'server', ...facts(status) } as never);

/** A row of a table whose test names stay short. */
const row = ([error, code]: readonly [Error, string]): [string, string, Error] => {
  const reason = 'Reason' in error && error.Reason ? ` (${error.Reason})` : '';
  return [`${'code' in error ? error.code : error.name}${reason}`, code, error];
};
const table = (...rows: readonly (readonly [Error, string])[]) => rows.map(row);

describe('given a service that says no', () => {
  test.each(
    table(
      [smsConflict('DESTINATION_PHONE_NUMBER_OPTED_OUT'), 'opted_out'],
      [smsConflict('DESTINATION_PHONE_NUMBER_NOT_VERIFIED'), 'number_not_verified'],
      [smsConflict('DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION'), 'country_blocked'],
      [smsConflict('DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE'), 'number_blocked'],
      [smsConflict('RESOURCE_NOT_ACTIVE'), 'not_possible'],
      [smsConflict(undefined), 'not_possible'],
      [new ValidationException({ ...facts(400), Reason: 'DESTINATION_COUNTRY_BLOCKED' }), 'country_blocked'],
      [new ValidationException({ ...facts(400), Reason: 'FIELD_VALIDATION_FAILED' }), 'invalid'],
      [new AccessDeniedException(facts(400)), 'access_denied'],
      [new ResourceNotFoundException(facts(400)), 'sender_not_found'],
      [new ServiceQuotaExceededException(facts(400)), 'quota_exceeded'],
      [base(PinpointSMSVoiceV2ServiceException, 'InvalidSignatureException', 403), 'access_denied'],
      [base(PinpointSMSVoiceV2ServiceException, PHONE, 400), 'refused'],
    ),
  )('when an SMS is answered with %s, then it is rejected once as %s', async (_name, code, error) => {
    const client = stub(error);
    expect(await sms(client)).toEqual({ kind: 'rejected', code });
    expect(client.asked).toHaveLength(1);
  });

  test.each(
    table(
      [new BadRequestException(facts(400)), 'invalid'],
      [new MessageRejected(facts(400)), 'message_rejected'],
      [new MailFromDomainNotVerifiedException(facts(400)), 'sender_not_verified'],
      [new NotFoundException(facts(404)), 'sender_not_found'],
      [new AccountSuspendedException(facts(400)), 'sending_suspended'],
      [new SendingPausedException(facts(400)), 'sending_paused'],
      [new LimitExceededException(facts(400)), 'quota_exceeded'],
      [base(SESv2ServiceException, 'AccessDeniedException', 403), 'access_denied'],
      [base(SESv2ServiceException, EMAIL, 400), 'refused'],
    ),
  )('when an e-mail is answered with %s, then it is rejected once as %s', async (_name, code, error) => {
    const client = stub(error);
    expect(await email(client)).toEqual({ kind: 'rejected', code });
    expect(client.asked).toHaveLength(1);
  });
});

const network = (code: string) => Object.assign(new Error(`${code} ${PHONE}`), { code });

describe('given an answer that proves that nothing was sent', () => {
  test.each(
    table(
      [new ThrottlingException(facts(400)), 'throttled'],
      [base(PinpointSMSVoiceV2ServiceException, 'Throttling', 400), 'throttled'],
      [network('ECONNREFUSED'), 'unreachable'],
      [network('ENOTFOUND'), 'unreachable'],
      [Object.assign(new AggregateError([network('ECONNREFUSED')]), { code: 'ECONNREFUSED' }), 'unreachable'],
    ),
  )('when %s never ends, then it is tried four times and rejected as %s', async (_name, code, error) => {
    const client = stub(error);
    const pauses: number[] = [];
    expect(await sms(client, pauses)).toEqual({ kind: 'rejected', code });
    expect(client.asked).toHaveLength(4);
    expect(pauses).toEqual([250, 1_000, 3_000]);
  });

  test('when the service has room again, then the message is accepted', async () => {
    const throttled = new TooManyRequestsException(facts(429));
    const client = stub(throttled, throttled, { MessageId: 'email-1' });
    expect(await email(client)).toEqual({ kind: 'accepted', messageId: 'email-1' });
    expect(client.asked).toHaveLength(3);
    expect(new Set(client.asked.map(({ abortSignal }) => abortSignal)).size).toBe(3);
  });

  test('when the next answer is unclear, then it is not tried again', async () => {
    const client = stub(new ThrottlingException(facts(400)), network('ECONNRESET'), { MessageId: 'twice' });
    expect(await sms(client)).toEqual({ kind: 'unknown', code: 'no_answer' });
    expect(client.asked).toHaveLength(2);
  });
});

describe('given no clear answer', () => {
  test.each(
    table(
      [new InternalServerException(facts(500)), 'service_failed'],
      [base(PinpointSMSVoiceV2ServiceException, 'ServiceUnavailableException', 503), 'service_failed'],
      [base(PinpointSMSVoiceV2ServiceException, 'RequestTimeoutException', 408), 'service_failed'],
      [base(PinpointSMSVoiceV2ServiceException, 'Found', 302), 'service_failed'],
      [network('ECONNRESET'), 'no_answer'],
      [network('EPIPE'), 'no_answer'],
      [network('ETIMEDOUT'), 'no_answer'],
      [new SyntaxError(`Unexpected token in ${PHONE}`), 'no_answer'],
    ),
  )('when %s comes, then the outcome is unknown and nothing is repeated', async (_name, code, error) => {
    const client = stub(error);
    expect(await sms(client)).toEqual({ kind: 'unknown', code });
    expect(client.asked).toHaveLength(1);
  });
});
