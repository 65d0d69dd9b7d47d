import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, isSignedFor } from './answer.ts';
import type { FaultSwitch } from './faults.ts';
import type { Arrive } from './message.ts';

const content = z.strictObject({ Data: z.string(), Charset: z.literal('UTF-8') });
/** What SES takes in a tag. */
const tagText = z.string().regex(/^[\w-]{1,256}$/);
const header = z.strictObject({
  Name: z.string().regex(/^[!-9;-~]{1,126}$/),
  Value: z.string().regex(/^[ -~]{1,995}$/),
});

/** Of the API reference "SES v2" what one simple message needs; a parameter that is not here is an error by name. */
const sendEmail = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({ ToAddresses: z.tuple([z.string().regex(/^[^@\s]+@[^@\s]+$/)]) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: content,
      Body: z.strictObject({ Text: content, Html: content.optional() }),
      Headers: z.array(header).max(15).default([]),
    }),
  }),
  ConfigurationSetName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  EmailTags: z
    .array(z.strictObject({ Name: tagText, Value: tagText }))
    .max(50)
    .default([]),
});

/** Amazon SES v2, as far as sending simple content goes: REST and JSON under the signing name `ses`. */
export const emailApi = (app: Hono, arrive: Arrive, faults: FaultSwitch, identity: string | undefined): void => {
  app.post('/v2/email/outbound-emails', async (c) => {
    if (!isSignedFor(c, 'ses'))
      return failure(c, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const body: unknown = await c.req.json().catch(() => undefined);
    const asked = sendEmail.safeParse(body);
    if (!asked.success) return failure(c, 400, 'BadRequestException', z.prettifyError(asked.error));
    const { FromEmailAddress: from, Destination, Content, ConfigurationSetName: set, EmailTags } = asked.data;
    const [to] = Destination.ToAddresses;
    const { Subject, Body, Headers } = Content.Simple;
    if (identity !== undefined && addressIn(from) !== addressIn(identity)) return notVerified(c, from);
    return answer(c, faults.take('email'), {
      accept: () => {
        const message = { channel: 'email', from, to, subject: Subject.Data, text: Body.Text.Data } as const;
        const unsubscribeUrl = oneClickUrl(Headers);
        const MessageId = arrive({
          ...message,
          ...(Body.Html && { html: Body.Html.Data }),
          ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
          ...(set !== undefined && { set }),
          tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
        });
        return c.json({ MessageId });
      },
      refuse: {
        throttle: () => failure(c, 429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
        reject: () => notVerified(c, to),
        error_500: () => failure(c, 500, 'InternalServiceErrorException', 'Internal error'),
      },
    });
  });
};

/** What a mail program makes an "unsubscribe" button of (RFC 8058): both headers, and an address over HTTP. */
const oneClickUrl = (headers: readonly { readonly Name: string; readonly Value: string }[]): string | undefined => {
  const named = (name: string) => headers.find(({ Name }) => Name.toLowerCase() === name)?.Value ?? '';
  if (named('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click') return undefined;
  return /<(https?:[^<>\s]+)>/.exec(named('list-unsubscribe'))?.[1];
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
