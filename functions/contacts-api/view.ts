import {
  CONTACT_CHANNELS,
  type Contact,
  type ContactChannel,
  type Contacts,
  contactState,
} from '../../shared/domain/contact/contact.ts';
import { hasBound, type Verification } from '../../shared/domain/contact/verification.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import { formatInstant, type Instant } from '../../shared/domain/values/instant.ts';
import type { ContactsAnswer, PendingAnswer } from './answers.ts';
import { CONSENT_TEXTS, CONSENT_WORDING, STATE_TEXTS } from './words.ts';

/** How a line's owner is reached, in the language of whoever asks. Nothing of codes leaves: no hash, no count of tries. */
export const contactsView = (
  contacts: Contacts,
  waiting: readonly (Verification | undefined)[],
  language: Language,
  now: Instant,
): ContactsAnswer => ({
  language: contacts.language,
  contacts: CONTACT_CHANNELS.flatMap((channel) => {
    const contact = contacts[channel];
    return contact ? [contactView(channel, contact, language)] : [];
  }),
  pending: waiting.flatMap((each) =>
    each && now < each.expiresAt && !hasBound(each, contacts) ? [pendingView(each)] : [],
  ),
  consent: { wording: CONSENT_WORDING, text: CONSENT_TEXTS[language] },
});

export const pendingView = ({ channel, address, expiresAt }: Verification): PendingAnswer => ({
  channel,
  address,
  expiresAt: formatInstant(expiresAt),
});

const contactView = (channel: ContactChannel, contact: Contact, language: Language) => {
  const { address, verifiedAt, consent, unsubscribedAt, trouble } = contact;
  const state = contactState(contact);
  const since = trouble?.at ?? unsubscribedAt;
  return {
    channel,
    address,
    verifiedAt: formatInstant(verifiedAt),
    consent: { at: formatInstant(consent.at), wording: consent.wording },
    ...(unsubscribedAt !== undefined && { unsubscribedAt: formatInstant(unsubscribedAt) }),
    state,
    stateText: STATE_TEXTS[language][state],
    ...(since !== undefined && { since: formatInstant(since) }),
    ...(trouble && { code: trouble.code }),
  };
};
