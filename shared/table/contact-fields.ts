import * as z from 'zod/mini';
import { type Contact, type Contacts, TROUBLE_KINDS } from '../domain/contact/contact.ts';
import { instantField, languageField } from './fields.ts';
import type { Update } from './update-expression.ts';

/** Keeps the place of what is not so. */
const NEVER = 0;

/** `[address, verified, consented, wording, unsubscribed, trouble, since, code]`, cut off after the last one that is set. */
const contactField = z.pipe(
  z.tuple([
    z.string(),
    instantField,
    instantField,
    z.string(),
    z.optional(instantField),
    z.optional(z.enum(TROUBLE_KINDS)),
    z.optional(instantField),
    z.optional(z.string()),
  ]),
  z.transform(
    ([address, verifiedAt, at, wording, unsubscribedAt, kind, since, code]): Contact => ({
      address,
      verifiedAt,
      consent: { at, wording },
      ...(unsubscribedAt !== undefined && unsubscribedAt !== NEVER && { unsubscribedAt }),
      ...(kind !== undefined && since !== undefined && { trouble: { kind, at: since, code: code ?? '' } }),
    }),
  ),
);

const contactRow = ({ address, verifiedAt, consent, unsubscribedAt, trouble }: Contact): (string | number)[] => [
  address,
  verifiedAt,
  consent.at,
  consent.wording,
  ...(unsubscribedAt === undefined && !trouble ? [] : [unsubscribedAt ?? NEVER]),
  ...(trouble ? [trouble.kind, trouble.at, trouble.code] : []),
];

/** What a line's item holds of its contacts. */
export const contactsRow = {
  lang: languageField,
  toEmail: z.optional(contactField),
  toSms: z.optional(contactField),
  contactRev: z.optional(z.number()),
};

interface Row {
  readonly lang: Contacts['language'];
  readonly toEmail?: Contact | undefined;
  readonly toSms?: Contact | undefined;
  readonly contactRev?: number | undefined;
}

export const contactsFrom = ({ lang, toEmail, toSms, contactRev }: Row): Contacts => ({
  language: lang,
  ...(toEmail && { email: toEmail }),
  ...(toSms && { sms: toSms }),
  ...(contactRev !== undefined && { rev: contactRev }),
});

/** All of them, those that are not there as `undefined`. */
export const contactAttributes = ({ language, email, sms, rev }: Contacts) => ({
  lang: language,
  toEmail: email && contactRow(email),
  toSms: sms && contactRow(sms),
  contactRev: rev,
});

/** Everything of `next`, if the line still has the revision of `seen`. */
export const contactsUpdate = (seen: Contacts, next: Contacts): Update => {
  const attributes = Object.entries(contactAttributes(next));
  return {
    set: Object.fromEntries(attributes.filter(([, value]) => value !== undefined)),
    remove: attributes.flatMap(([name, value]) => (value === undefined ? [name] : [])),
    ...(seen.rev === undefined
      ? { condition: 'attribute_exists(#pk) AND attribute_not_exists(#contactRev)', values: {} }
      : { condition: '#contactRev = :seenRev', values: { ':seenRev': seen.rev } }),
    names: { '#contactRev': 'contactRev', ...(seen.rev === undefined && { '#pk': 'pk' }) },
  };
};
