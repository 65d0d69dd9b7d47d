import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bindContact,
  noteTrouble,
  removeContact,
  speak,
  subscribeAgain,
  takeUpAgain,
  unsubscribe,
  unsubscribeByLink,
} from '../../../../shared/domain/contact/change.ts';
import {
  type Contact,
  type Contacts,
  channelsFor,
  contactState,
  contactVersion,
  TROUBLE_KINDS,
  type TroubleKind,
  usableContact,
} from '../../../../shared/domain/contact/contact.ts';
import {
  askToVerify,
  CODE_LIFETIME_MS,
  hasBound,
  isOpen,
  isUnderWay,
  MAX_CODE_TRIES,
  maySendCode,
  RESEND_AFTER_MS,
} from '../../../../shared/domain/contact/verification.ts';
import { plusMs } from '../../../../shared/domain/values/instant.ts';
import { bound, LINE_ID, later, NOW } from '../given.ts';

const EMAIL = 'mei@example.com';
const PHONE = '+819000000002';
const BOTH = bound({ language: 'en', email: EMAIL, phone: PHONE });
const emailOf = ({ email }: Contacts): Contact => {
  if (!email) throw new Error('no e-mail');
  return email;
};
const VERSION = contactVersion(emailOf(BOTH));
const LINK = { channel: 'email', contact: VERSION } as const;
const trouble = (kind: TroubleKind, at = later(1)) => ({ kind, at, code: 'x' }) as const;
const CONSENT = { at: later(60_000), wording: '2027-1' };

describe('which address may be used', () => {
  test.each([
    ['as it was bound', BOTH, 'usable', true, true],
    ['unsubscribed', unsubscribe(BOTH, 'email', NOW), 'unsubscribed', false, true],
    ...TROUBLE_KINDS.map(
      (kind) => [kind, noteTrouble(BOTH, 'email', VERSION, trouble(kind)), kind, false, false] as const,
    ),
    [
      'unsubscribed and bounced',
      noteTrouble(unsubscribe(BOTH, 'email', NOW), 'email', VERSION, trouble('bounced')),
      'bounced',
      false,
      false,
    ],
  ] as const)(
    'given one that is %s, then reminders and notices go there or not',
    (_is, contacts, state, remind, notify) => {
      expect(contactState(emailOf(contacts))).toBe(state);
      expect(usableContact(contacts, 'email', 'reminder') !== undefined).toBe(remind);
      expect(usableContact(contacts, 'email', 'notice') !== undefined).toBe(notify);
      expect(usableContact(contacts, 'sms', 'reminder')).toBe(BOTH.sms);
    },
  );

  test('given both, then e-mail first; an SMS as well where it is urgent, and alone where no e-mail may be used', () => {
    const { email: _email, ...smsOnly } = BOTH;
    const { sms: _sms, ...emailOnly } = BOTH;
    const off = unsubscribe(BOTH, 'email', NOW);
    expect(channelsFor(BOTH, 'reminder')).toEqual(['email']);
    expect(channelsFor(BOTH, 'reminder', { urgent: true })).toEqual(['email', 'sms']);
    expect(channelsFor(off, 'reminder')).toEqual(['sms']);
    expect(channelsFor(off, 'notice')).toEqual(['email']);
    expect(channelsFor(smsOnly, 'reminder', { urgent: true })).toEqual(['sms']);
    expect(channelsFor(emailOnly, 'reminder', { urgent: true })).toEqual(['email']);
    expect(channelsFor({ language: 'en' }, 'notice', { urgent: true })).toEqual([]);
  });
});

describe('unsubscribing', () => {
  test('keeps the first instant, and changes nothing the second time', () => {
    const off = unsubscribe(BOTH, 'email', later(1));
    expect(emailOf(off).unsubscribedAt).toBe(later(1));
    expect(unsubscribe(off, 'email', later(2))).toBe(off);
    expect(unsubscribe({ language: 'en' }, 'sms', NOW)).toEqual({ language: 'en' });
  });

  test('given a link of an address that is bound no more, then the present one stays as it is', () => {
    const next = bindContact(BOTH, 'email', 'new@example.com', CONSENT);
    expect(unsubscribeByLink(next, LINK, NOW)).toBe(next);
    expect(unsubscribeByLink(removeContact(BOTH, 'email'), LINK, NOW).email).toBeUndefined();
    expect(contactState(emailOf(unsubscribeByLink(BOTH, LINK, NOW)))).toBe('unsubscribed');
  });

  test('given a new consent, then reminders are taken up again', () => {
    const result = subscribeAgain(unsubscribe(BOTH, 'email', NOW), 'email', CONSENT);
    if (result.kind !== 'subscribed') throw new Error(result.kind);
    expect(emailOf(result.contacts)).toEqual({ address: EMAIL, verifiedAt: NOW, consent: CONSENT });
    expect(subscribeAgain(BOTH, 'email', CONSENT)).toEqual({ kind: 'subscribed', contacts: BOTH });
    expect(subscribeAgain({ language: 'en' }, 'email', CONSENT)).toEqual({ kind: 'nothing_bound' });
  });

  test.each(TROUBLE_KINDS)('given one that is %s, then a click does not take it up again', (kind) => {
    const contacts = noteTrouble(unsubscribe(BOTH, 'email', NOW), 'email', VERSION, trouble(kind));
    expect(subscribeAgain(contacts, 'email', CONSENT)).toEqual({ kind: 'in_trouble', trouble: kind });
  });
});

describe('what comes back', () => {
  test('is noted once, and what a person says is kept over what machines say', () => {
    const order = (...kinds: readonly TroubleKind[]) =>
      emailOf(
        kinds.reduce(
          (contacts, kind, index) => noteTrouble(contacts, 'email', VERSION, trouble(kind, later(index))),
          BOTH,
        ),
      ).trouble;
    expect(order('bounced', 'bounced')).toEqual(trouble('bounced', later(0)));
    expect(order('bounced', 'complained')).toEqual(trouble('complained', later(1)));
    expect(order('complained', 'bounced', 'complained')).toEqual(trouble('complained', later(0)));
  });

  test('given a report about an earlier address, then the present one stays usable', () => {
    const next = bindContact(BOTH, 'email', 'new@example.com', CONSENT);
    expect(noteTrouble(next, 'email', VERSION, trouble('bounced'))).toBe(next);
  });

  test('given START, then only a STOP is over', () => {
    const smsVersion = contactVersion(BOTH.sms ?? emailOf(BOTH));
    for (const kind of TROUBLE_KINDS) {
      const contacts = takeUpAgain(noteTrouble(BOTH, 'sms', smsVersion, trouble(kind)), 'sms');
      expect(contacts.sms?.trouble?.kind).toBe(kind === 'stopped' ? undefined : kind);
    }
    expect(takeUpAgain(BOTH, 'sms')).toBe(BOTH);
  });

  test('given that it is verified anew, then all of it is over', () => {
    const bad = noteTrouble(unsubscribe(BOTH, 'email', NOW), 'email', VERSION, trouble('bounced'));
    const fresh = { address: EMAIL, verifiedAt: CONSENT.at, consent: CONSENT };
    expect(emailOf(bindContact(bad, 'email', EMAIL, CONSENT))).toEqual(fresh);
  });

  test('given any reports in any order, then the last state of trouble does not depend on repetitions', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TROUBLE_KINDS), { maxLength: 6 }), (kinds) => {
        const note = (contacts: Contacts, kind: TroubleKind) => noteTrouble(contacts, 'email', VERSION, trouble(kind));
        const once = kinds.reduce(note, BOTH);
        const twice = kinds.flatMap((kind) => [kind, kind]).reduce(note, BOTH);
        expect(twice).toEqual(once);
        const said = kinds.some((kind) => kind === 'complained' || kind === 'stopped');
        expect(['complained', 'stopped'].includes(emailOf(once).trouble?.kind ?? '')).toBe(said);
        expect(kinds.length > 0).toBe(usableContact(once, 'email', 'notice') === undefined);
      }),
    );
  });
});

test('a language is changed once', () => {
  expect(speak(BOTH, 'ja').language).toBe('ja');
  expect(speak(BOTH, 'en')).toBe(BOTH);
});

describe('an address that is to be verified', () => {
  const asked = askToVerify({ lineId: LINE_ID, channel: 'email', address: EMAIL, requestId: 'r1' }, NOW);
  const withCode = { ...asked, codeHash: 'h' };

  test('given the same asked a moment later, then it is under way; another address or later is not', () => {
    expect(isUnderWay(asked, EMAIL, later(RESEND_AFTER_MS - 1))).toBe(true);
    expect(isUnderWay(asked, EMAIL, later(RESEND_AFTER_MS))).toBe(false);
    expect(isUnderWay(asked, 'new@example.com', NOW)).toBe(false);
    expect(isUnderWay(undefined, EMAIL, NOW)).toBe(false);
  });

  test('a code is sent once, for this request, while it is good', () => {
    expect(maySendCode(asked, 'r1', NOW)).toBe(true);
    expect(maySendCode(asked, 'r2', NOW)).toBe(false);
    expect(maySendCode(withCode, 'r1', NOW)).toBe(false);
    expect(maySendCode(asked, 'r1', plusMs(NOW, CODE_LIFETIME_MS))).toBe(false);
    expect(maySendCode(undefined, 'r1', NOW)).toBe(false);
  });

  test('a code is looked at while it is good and not tried too often', () => {
    expect(isOpen(withCode, NOW)).toBe(true);
    expect(isOpen(asked, NOW)).toBe(false);
    expect(isOpen(withCode, later(CODE_LIFETIME_MS))).toBe(false);
    expect(isOpen({ ...withCode, tries: MAX_CODE_TRIES }, NOW)).toBe(false);
    expect(isOpen(undefined, NOW)).toBe(false);
  });

  test('it has bound once the contact is as old as it is', () => {
    expect(hasBound(asked, BOTH)).toBe(true);
    expect(hasBound(askToVerify({ ...asked, address: 'new@example.com' }, NOW), BOTH)).toBe(false);
    expect(hasBound(askToVerify(asked, later(1)), BOTH)).toBe(false);
    expect(hasBound(asked, { language: 'en' })).toBe(false);
  });
});
