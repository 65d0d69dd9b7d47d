import type { Language } from '../plan/plan.ts';
import type { LineId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import {
  type Consent,
  type Contact,
  type ContactChannel,
  type Contacts,
  contactState,
  contactVersion,
  type Trouble,
  type TroubleKind,
} from './contact.ts';

/** Each answers the same object where nothing changes, so that a repetition writes nothing. */

/** Binds an address whose owner has shown the code. What came back from an earlier one, or was called off, is over. */
export const bindContact = (contacts: Contacts, channel: ContactChannel, address: string, consent: Consent): Contacts =>
  withContact(contacts, channel, { address, verifiedAt: consent.at, consent });

export const removeContact = (contacts: Contacts, channel: ContactChannel): Contacts => {
  if (contacts[channel] === undefined) return contacts;
  const { [channel]: _gone, ...rest } = contacts;
  return rest;
};

export const speak = (contacts: Contacts, language: Language): Contacts =>
  contacts.language === language ? contacts : { ...contacts, language };

/** Also where something came back: once that is mended, they are still unsubscribed. */
export const unsubscribe = (contacts: Contacts, channel: ContactChannel, at: Instant): Contacts => {
  const contact = contacts[channel];
  if (!contact || contact.unsubscribedAt !== undefined) return contacts;
  return withContact(contacts, channel, { ...contact, unsubscribedAt: at });
};

/** What the link of a message asks for. */
export interface UnsubscribeOrder {
  readonly lineId: LineId;
  readonly channel: ContactChannel;
  /** The version of the contact that got the link. */
  readonly contact: string;
}

/** As {@link unsubscribe}, if the channel still has the contact that the link was made for. */
export const unsubscribeByLink = (
  contacts: Contacts,
  { channel, contact }: Pick<UnsubscribeOrder, 'channel' | 'contact'>,
  at: Instant,
): Contacts => (isVersion(contacts[channel], contact) ? unsubscribe(contacts, channel, at) : contacts);

export type Subscribed =
  | { readonly kind: 'subscribed'; readonly contacts: Contacts }
  | { readonly kind: 'nothing_bound' }
  /** It has to be verified anew, or the number has to answer START: a click does not mend it. */
  | { readonly kind: 'in_trouble'; readonly trouble: TroubleKind };

/** Takes reminders up again, which needs a new consent. */
export const subscribeAgain = (contacts: Contacts, channel: ContactChannel, consent: Consent): Subscribed => {
  const contact = contacts[channel];
  if (!contact) return { kind: 'nothing_bound' };
  if (contact.trouble) return { kind: 'in_trouble', trouble: contact.trouble.kind };
  if (contactState(contact) === 'usable') return { kind: 'subscribed', contacts };
  const { unsubscribedAt: _over, ...rest } = contact;
  return { kind: 'subscribed', contacts: withContact(contacts, channel, { ...rest, consent }) };
};

/**
 * Notes what came back for the contact of this version. What a person has said (a complaint, STOP) is kept over what a
 * machine says before or after it; of two of a kind the first one.
 */
export const noteTrouble = (
  contacts: Contacts,
  channel: ContactChannel,
  version: string,
  trouble: Trouble,
): Contacts => {
  const contact = contacts[channel];
  if (!contact || !isVersion(contact, version)) return contacts;
  if (contact.trouble && (saidByPerson(contact.trouble) || !saidByPerson(trouble))) return contacts;
  return withContact(contacts, channel, { ...contact, trouble });
};

/** The number has answered START: whatever else came back stays. */
export const takeUpAgain = (contacts: Contacts, channel: ContactChannel): Contacts => {
  const contact = contacts[channel];
  if (contact?.trouble?.kind !== 'stopped') return contacts;
  const { trouble: _over, ...rest } = contact;
  return withContact(contacts, channel, rest);
};

const saidByPerson = ({ kind }: Trouble): boolean => kind === 'complained' || kind === 'stopped';

const isVersion = (contact: Contact | undefined, version: string): boolean =>
  contact !== undefined && contactVersion(contact) === version;

const withContact = (contacts: Contacts, channel: ContactChannel, contact: Contact): Contacts => ({
  ...contacts,
  [channel]: contact,
});
