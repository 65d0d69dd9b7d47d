import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, isSignedFor } from './answer.ts';
import type { FaultSwitch } from './faults.ts';
import type { Arrive } from './message.ts';

const TARGET = 'PinpointSMSVoiceV2.';

/** Limits and patterns of the API reference "SMS and voice v2"; a parameter that is not here is an error by name. */
const sendTextMessage = z.strictObject({
  DestinationPhoneNumber: z.string().regex(/^\+?[1-9][0-9]{1,18}$/),
  OriginationIdentity: z
    .string()
    .regex(/^[A-Za-z0-9_:/+-]{1,256}$/)
    .default('simulator'),
  MessageBody: z.string().min(1).max(1_600),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).optional(),
  ConfigurationSetName: z
    .string()
    .regex(/^[A-Za-z0-9_:/-]{1,256}$/)
    .optional(),
  TimeToLive: z.int().min(5).max(259_200).optional(),
  Context: z
    .record(z.string().min(1).max(100), z.string().min(1).max(800))
    .refine((entries) => Object.keys(entries).length <= 5, 'at most 5 entries')
    .optional(),
});

/** AWS End User Messaging, as far as sending a text goes: AWS JSON 1.0 under the signing name `sms-voice`. */
export const smsApi = (app: Hono, arrive: Arrive, faults: FaultSwitch): void => {
  app.post('/', async (c) => {
    if (!isSignedFor(c, 'sms-voice'))
      return failure(c, 403, 'MissingAuthenticationTokenException', { message: 'Missing Authentication Token' });
    const operation = c.req.header('x-amz-target') ?? '';
    if (operation !== `${TARGET}SendTextMessage`)
      return failure(c, 400, 'UnknownOperationException', { message: `the simulator knows no ${operation}` });
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return failure(c, 400, 'SerializationException', { message: 'not JSON' });
    const asked = sendTextMessage.safeParse(body);
    if (!asked.success) return failure(c, 400, 'ValidationException', invalid(asked.error));
    const { DestinationPhoneNumber: to, OriginationIdentity: from, MessageBody: text } = asked.data;
    const { ConfigurationSetName: set, Context: tags } = asked.data;
    const reported = { ...(set !== undefined && { set }), ...(tags && { tags }) };
    return answer(c, faults.take('sms'), {
      accept: () => json(c, 200, { MessageId: arrive({ channel: 'sms', from, to: e164(to), text, ...reported }) }),
      refuse: {
        throttle: () => failure(c, 400, 'ThrottlingException', { Message: 'Rate exceeded' }),
        reject: () => failure(c, 400, 'ConflictException', optedOut(to)),
        error_500: () => failure(c, 500, 'InternalServerException', { Message: 'Internal error' }),
      },
    });
  });
};

/** The service takes numbers with and without the plus sign. */
const e164 = (number: string): string => (number.startsWith('+') ? number : `+${number}`);

/** Real refusals repeat the number in their words. */
const optedOut = (to: string) => ({
  Message: `Conflict Occurred - Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT" ResourceType="opted-out-number" ResourceId="${to}"`,
  Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  ResourceType: 'opted-out-number',
  ResourceId: to,
});

const invalid = ({ issues }: z.ZodError) => ({
  Message: 'Validation failed',
  Reason: 'FIELD_VALIDATION_FAILED',
  Fields: issues.map(({ path, message }) => ({ Name: path.join('.') || 'request', Message: message })),
});

const failure = (c: Context, status: 400 | 403 | 500, type: string, body: Readonly<Record<string, unknown>>) =>
  json(c, status, { __type: `com.amazonaws.pinpointsmsvoicev2#${type}`, ...body });

const json = (c: Context, status: 200 | 400 | 403 | 500, body: unknown): Response =>
  c.body(JSON.stringify(body), status, { 'content-type': 'application/x-amz-json-1.0' });
