import type { Language } from '../plan/plan.ts';
import { type Instant, SECOND_MS } from '../values/instant.ts';

export const CONTACT_CHANNELS = ['email', 'sms'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** That somebody agreed to be written to, and to which words. */
export interface Consent {
  readonly at: Instant;
  /** The version of the text that was shown. */
  readonly wording: string;
}

export const TROUBLE_KINDS = ['bounced', 'complained', 'undeliverable', 'stopped'] as const;
/**
 * What came back for good: the mailbox refuses (`bounced`), its owner called us spam (`complained`), the number is none
 * (`undeliverable`), its owner answered STOP (`stopped`).
 */
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  readonly at: Instant;
  /** What the provider called it, for support. */
  readonly code: string;
}

/** An address whose owner has shown us the code that went there: before that there is no contact, and nothing is sent. */
export interface Contact {
  /** An e-mail address, or a number in E.164. */
  readonly address: string;
  readonly verifiedAt: Instant;
  readonly consent: Consent;
  readonly unsubscribedAt?: Instant;
  readonly trouble?: Trouble;
}

/** How the owner of a line is reached. */
export interface Contacts {
  readonly language: Language;
  readonly email?: Contact;
  readonly sms?: Contact;
  /** Rises with every change of these: whoever writes after a stale reading loses. Absent before the first one. */
  readonly rev?: number;
}

/** Why reminders go to an address, or do not. */
export type ContactState = 'usable' | 'unsubscribed' | TroubleKind;

/** What came back weighs more than what was asked for: it cannot be taken back by a click. */
export const contactState = ({ trouble, unsubscribedAt }: Contact): ContactState =>
  trouble?.kind ?? (unsubscribedAt === undefined ? 'usable' : 'unsubscribed');

/**
 * Tells the contact from those that the line had before and after it: links and delivery reports about another one say
 * nothing of this one. Short, as it stands in links.
 */
export const contactVersion = ({ verifiedAt }: Contact): string => Math.floor(verifiedAt / SECOND_MS).toString(36);

/** Why somebody is written to: `notice` is about a renewal that they ordered, so it does not need their consent. */
export type Purpose = 'reminder' | 'notice';

/** The address for this purpose, where there is one that may be used. */
export const usableContact = (contacts: Contacts, channel: ContactChannel, purpose: Purpose): Contact | undefined => {
  const contact = contacts[channel];
  return contact && isUsable(contactState(contact), purpose) ? contact : undefined;
};

const isUsable = (state: ContactState, purpose: Purpose): boolean => {
  switch (state) {
    case 'usable':
      return true;
    case 'unsubscribed':
      return purpose === 'notice';
    case 'bounced':
    case 'complained':
    case 'undeliverable':
    case 'stopped':
      return false;
  }
};

/**
 * Where a message goes: by e-mail, which costs next to nothing; by SMS where no e-mail may be used, and beside it where
 * it is urgent.
 */
export const channelsFor = (
  contacts: Contacts,
  purpose: Purpose,
  { urgent = false }: { readonly urgent?: boolean | undefined } = {},
): readonly ContactChannel[] => {
  const [email, sms] = CONTACT_CHANNELS.map((channel) => usableContact(contacts, channel, purpose) !== undefined);
  if (!email) return sms ? ['sms'] : [];
  return urgent && sms ? ['email', 'sms'] : ['email'];
};

/** Addresses that somebody else has verified, with the consent that was given there: how a brand's shop hands them over. */
export const importedContacts = (
  { language, email, phone }: { readonly language: Language; readonly email?: string; readonly phone?: string },
  consent: Consent,
): Contacts => ({
  language,
  ...(email !== undefined && { email: { address: email, verifiedAt: consent.at, consent } }),
  ...(phone !== undefined && { sms: { address: phone, verifiedAt: consent.at, consent } }),
});
