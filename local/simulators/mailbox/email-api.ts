import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, isSignedFor } from './answer.ts';
import type { FaultSwitch } from './faults.ts';
import type { Messages } from './message.ts';

const content = z.strictObject({ Data: z.string(), Charset: z.literal('UTF-8') });

/** Of the API reference "SES v2" what one simple message needs; a parameter that is not here is an error by name. */
const sendEmail = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({ ToAddresses: z.tuple([z.string().regex(/^[^@\s]+@[^@\s]+$/)]) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: content,
      Body: z.strictObject({ Text: content, Html: content.optional() }),
    }),
  }),
  ConfigurationSetName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
});

/** Amazon SES v2, as far as sending simple content goes: REST and JSON under the signing name `ses`. */
export const emailApi = (app: Hono, messages: Messages, faults: FaultSwitch, identity: string | undefined): void => {
  app.post('/v2/email/outbound-emails', async (c) => {
    if (!isSignedFor(c, 'ses'))
      return failure(c, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const body: unknown = await c.req.json().catch(() => undefined);
    const asked = sendEmail.safeParse(body);
    if (!asked.success) return failure(c, 400, 'BadRequestException', z.prettifyError(asked.error));
    const { FromEmailAddress: from, Destination, Content } = asked.data;
    const [to] = Destination.ToAddresses;
    const { Subject, Body } = Content.Simple;
    if (identity !== undefined && addressIn(from) !== addressIn(identity)) return notVerified(c, from);
    return answer(c, faults.take('email'), {
      accept: () => {
        const html = Body.Html && { html: Body.Html.Data };
        const message = { channel: 'email', from, to, subject: Subject.Data, text: Body.Text.Data, ...html } as const;
        return c.json({ MessageId: messages.keep(message).messageId });
      },
      refuse: {
        throttle: () => failure(c, 429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
        reject: () => notVerified(c, to),
        error_500: () => failure(c, 500, 'InternalServiceErrorException', 'Internal error'),
      },
    });
  });
};

/** `Keizoku <no-reply@example.com>` → `no-reply@example.com`. */
const addressIn = (text: string): string => (/<([^>]*)>$/.exec(text)?.[1] ?? text).trim().toLowerCase();

/** Real refusals repeat the address in their words. */
const notVerified = (c: Context, address: string): Response =>
  failure(
    c,
    400,
    'MessageRejected',
    `Email address is not verified. The following identities failed the check: ${address}`,
  );

const failure = (c: Context, status: 400 | 403 | 429 | 500, type: string, message: string): Response =>
  c.json({ message }, status, { 'x-amzn-errortype': type });
