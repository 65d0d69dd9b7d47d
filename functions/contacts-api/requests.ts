import * as z from 'zod/mini';
import { CONTACT_CHANNELS, type ContactChannel } from '../../shared/domain/contact/contact.ts';
import { CODE_DIGITS } from '../../shared/domain/contact/verification.ts';
import { LANGUAGES } from '../../shared/domain/plan/plan.ts';
import { isLineId, type LineId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, of which two are brackets. */
const MAX_EMAIL_LENGTH = 254;

const wording = z.string().check(z.regex(/^[\w.-]{1,20}$/));

/** The body of `PUT …/contacts/{channel}`, by channel. */
export const addressRequests = {
  email: z.strictObject({ address: z.email().check(z.maxLength(MAX_EMAIL_LENGTH)) }),
  /** E.164. */
  sms: z.strictObject({ address: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)) }),
} as const satisfies Readonly<Record<ContactChannel, z.ZodMiniType<{ address: string }>>>;

/** As the document shows it, where the channel is not known. */
export const newAddress = z.strictObject({ address: z.string().check(z.maxLength(MAX_EMAIL_LENGTH)) });

export const codeShown = z.strictObject({
  code: z.string().check(z.regex(new RegExp(`^\\d{${CODE_DIGITS}}$`))),
  /** The version of the text that was agreed to. */
  wording,
});

export const subscriptionWish = z.discriminatedUnion('subscribed', [
  z.strictObject({ subscribed: z.literal(true), wording }),
  z.strictObject({ subscribed: z.literal(false) }),
]);

export const languageWish = z.strictObject({ language: z.enum(LANGUAGES) });

/** @throws Refusal `line_not_found` */
export const lineIn = (parameters: Readonly<Record<string, string | undefined>> | undefined): LineId => {
  const text = parameters?.['lineId'];
  if (text === undefined || !isLineId(text)) throw new Refusal('line_not_found');
  return text;
};

/** @throws Refusal `not_found`: there is no such address of ours */
export const channelIn = (parameters: Readonly<Record<string, string | undefined>> | undefined): ContactChannel => {
  const channel = CONTACT_CHANNELS.find((each) => each === parameters?.['channel']);
  if (!channel) throw new Refusal('not_found');
  return channel;
};
