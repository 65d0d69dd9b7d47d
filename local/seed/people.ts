import { type Contacts, importedContacts } from '../../shared/domain/contact/contact.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import { type LineId, lineId, type PersonId, personId } from '../../shared/domain/values/ids.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import { japaneseIccid } from './iccids.ts';

export interface Addresses {
  readonly language: Language;
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
}

/** The shop where these people bought their SIMs had their addresses verified, and showed them its own words. */
export const verified = (addresses: Addresses, at: Instant): Contacts =>
  importedContacts(addresses, { at, wording: 'shop' });

/** Somebody who can log in on this machine. */
export interface Person {
  readonly sub: PersonId;
  readonly name: string;
  readonly contacts: Addresses;
  /** The line that the seed gives them. */
  readonly lineId: LineId;
  /** Further ones, each at another carrier or under another rule. */
  readonly otherLineIds: readonly LineId[];
}

/**
 * Nobody can be reached by accident: `example.com` is reserved (RFC 2606); no Japanese mobile number has a 0 after 090;
 * +44 7700 900000 to 900999 is Ofcom's range for drama. Nobody has a number in China: AWS sends registered templates
 * there and no free text, so a traveller from China is written to by e-mail or on a number from elsewhere.
 */
export const MEI: Person = {
  sub: personId('mei'),
  name: '林美 (Mei)',
  contacts: { language: 'zh-CN', phone: '+447700900001', email: 'mei@example.com' },
  lineId: lineId('MEJP00000001'),
  otherLineIds: ['MEJPA1RA0001', 'MEJPE5AC0001', 'MEJPE5G00001', 'MEJPMAN00001'].map(lineId),
};

export const KENJI: Person = {
  sub: personId('kenji'),
  name: '佐藤健二 (Kenji)',
  contacts: { language: 'ja', phone: '+819000000002', email: 'kenji@example.com' },
  lineId: lineId('KENJ00000001'),
  otherLineIds: [],
};

export const ANNA: Person = {
  sub: personId('anna'),
  name: 'Anna',
  contacts: { language: 'en', phone: '+447700900003', email: 'anna@example.com' },
  lineId: lineId('ANNA00000001'),
  otherLineIds: ['ANNAPASS0001', 'ANNAM0NTH001', 'ANNA10NG0001', 'ANNAPACK0001', 'ANNAEND00001', 'ANNANEXT0001'].map(
    lineId,
  ),
};

export const PEOPLE: readonly Person[] = [MEI, KENJI, ANNA];

/** Has a line and cannot log in: whoever asks for that line must be told that there is none. */
export const STRANGER = {
  sub: personId('stranger'),
  contacts: { language: 'en', email: 'stranger@example.com' },
  lineId: lineId('STRANGER0001'),
} as const satisfies Omit<Person, 'name' | 'otherLineIds'>;

/** A SIM that is still in its envelope, with the code that is printed on the card. */
export const UNBOUND = {
  lineId: lineId('NEWJP0000001'),
  iccid: japaneseIccid('30000000000005'),
  code: 'K7RT-9XWP-2M',
} as const;

export const findPerson = (sub: string): Person | undefined => PEOPLE.find((person) => person.sub === sub);

/** Whoever the issuer gives a token to. */
export interface Login {
  readonly sub: PersonId;
  readonly name: string;
  /** BCP 47. */
  readonly language: string;
  readonly roles: readonly string[];
}

/** Works for the brand: has no SIM, and may see and settle what waits for a person. */
export const SUPPORT: Login = { sub: personId('support'), name: '田中 (support)', language: 'ja', roles: ['staff'] };

export const findLogin = (sub: string): Login | undefined => {
  if (sub === SUPPORT.sub) return SUPPORT;
  const person = findPerson(sub);
  return person && { sub: person.sub, name: person.name, language: person.contacts.language, roles: [] };
};
