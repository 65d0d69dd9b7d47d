import * as z from 'zod';
import { CONTACT_CHANNELS, TROUBLE_KINDS } from '../../shared/domain/contact/contact.ts';
import { LANGUAGES } from '../../shared/domain/plan/plan.ts';
import { time } from '../../shared/http/answer-values.ts';

/** Every field that leaves this function, and no other. */

const channel = z.enum(CONTACT_CHANNELS);
const consent = z
  .strictObject({ at: time, wording: z.string() })
  .describe('When its owner agreed to be written to, and to which version of the text.');

const contact = z.strictObject({
  channel,
  address: z.string(),
  verifiedAt: time,
  consent,
  unsubscribedAt: time.exactOptional(),
  state: z.enum(['usable', 'unsubscribed', ...TROUBLE_KINDS]).describe('Reminders go to a `usable` one only.'),
  stateText: z.string(),
  since: time.exactOptional().describe('Since when messages come back, or are not wanted.'),
  code: z.string().exactOptional().describe('What the provider called it, for support.'),
});

const pending = z
  .strictObject({ channel, address: z.string(), expiresAt: time })
  .describe('A code was asked for: nothing goes there until it is shown.');

export const contactsAnswer = z
  .strictObject({
    language: z.enum(LANGUAGES).describe('Of messages.'),
    contacts: z.array(contact),
    pending: z.array(pending),
    consent: z
      .strictObject({ wording: z.string(), text: z.string() })
      .describe('What to show before a code is sent back or reminders are taken up again.'),
  })
  .describe('How the owner of a SIM is reached.');

export const pendingAnswer = pending;

export type ContactsAnswer = z.infer<typeof contactsAnswer>;
export type PendingAnswer = z.infer<typeof pendingAnswer>;
