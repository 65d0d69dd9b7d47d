import { describe, expect, test } from '@jest/globals';
import { followUnsubscribe, setLanguage, setSubscription } from '../../../../shared/app/contacts/subscription.ts';
import { takeFeedback } from '../../../../shared/app/contacts/take-feedback.ts';
import { bindContact } from '../../../../shared/domain/contact/change.ts';
import { type Contact, contactVersion } from '../../../../shared/domain/contact/contact.ts';
import { lineId } from '../../../../shared/domain/values/ids.ts';
import type { Feedback } from '../../../../shared/messaging/feedback/feedback.ts';
import { memoryContacts } from '../../../fakes/memory-contacts.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aLine, aRenewal, bound, LINE_ID, later, NOW, RENEWAL_ID } from '../../domain/given.ts';
import { memoryLog } from '../../http/http-event.ts';
import { WHERE, WORDING } from './contacts-world.ts';

const PHONE = '+819000000002';
const CONTACTS = bound({ language: 'en', email: 'mei@example.com', phone: PHONE });
const versionOf = (contact: Contact | undefined): string => {
  if (!contact) throw new Error('no contact');
  return contactVersion(contact);
};
const CONTACT = versionOf(CONTACTS.email);
const ABOUT_REMINDER = {
  kind: 'reminder',
  lineId: LINE_ID,
  expiryVersion: 1,
  claimId: '3d.email',
  contact: CONTACT,
} as const;
const ABOUT_NOTICE = {
  kind: 'notice',
  renewalId: RENEWAL_ID,
  claimId: 'renewal_active.email',
  contact: CONTACT,
} as const;
const OTHER_LINE = lineId('FAB000000000');

type Outcome = Extract<Feedback, { kind: 'outcome' }>;
const told = (more: Partial<Outcome> = {}): Outcome => ({
  ...{ kind: 'outcome', about: ABOUT_REMINDER, channel: 'email', at: later(5_000), code: 'bounce_general' },
  ...more,
});
const HARD = told({ outcome: 'failed', trouble: 'bounced' });

const world = async () => {
  const store = memoryStore();
  const contacts = memoryContacts();
  await store.addLine(aLine({ contacts: CONTACTS }));
  await store.createRenewal(aRenewal('active'), undefined);
  await store.claimReminder(LINE_ID, 1, '3d.email', NOW);
  await store.claimNotice(RENEWAL_ID, 'active', 'renewal_active.email', NOW);
  const log = memoryLog();
  const lineNow = async (id = LINE_ID) => {
    const line = await store.line(id);
    if (!line) throw new Error('no line');
    return line;
  };
  return { store, contacts, log, lineNow, take: takeFeedback({ store, contacts, clock: () => NOW, log }) };
};

describe('what is reported of a message', () => {
  test('given a hard bounce, then the reminder has failed and the channel is stopped, however often it is told', async () => {
    const { take, lineNow } = await world();
    for (let times = 0; times < 3; times += 1) await take(HARD);
    const { contacts, claims } = await lineNow();
    expect(claims['3d.email']).toEqual({ state: 'failed', at: later(5_000), reason: 'bounce_general' });
    expect(contacts.email?.trouble).toEqual({ kind: 'bounced', at: later(5_000), code: 'bounce_general' });
    expect(contacts.rev).toBe(1);
  });

  test('given one about a notice, then its renewal shows it, and the line knows the bounce', async () => {
    const { take, lineNow, store } = await world();
    await take({ ...HARD, about: ABOUT_NOTICE });
    expect((await store.renewal(RENEWAL_ID))?.renewal.claims['renewal_active.email']?.state).toBe('failed');
    expect((await lineNow()).contacts.email?.trouble?.kind).toBe('bounced');
  });

  test('given a soft bounce, then the reminder has failed and the channel goes on', async () => {
    const { take, lineNow } = await world();
    await take(told({ outcome: 'failed', code: 'bounce_mailbox_full' }));
    const { contacts, claims } = await lineNow();
    expect([claims['3d.email']?.state, contacts]).toEqual(['failed', CONTACTS]);
  });

  test('given a complaint after a delivery, then it stays delivered, and the channel is stopped', async () => {
    const { take, lineNow } = await world();
    await take(told({ outcome: 'delivered', code: 'delivered' }));
    await take(told({ trouble: 'complained', code: 'complaint_abuse' }));
    const { contacts, claims } = await lineNow();
    expect([claims['3d.email']?.state, contacts.email?.trouble?.kind]).toEqual(['delivered', 'complained']);
  });

  test('given that the address was replaced meanwhile, then the new one goes on', async () => {
    const { take, lineNow, store } = await world();
    const next = bindContact(CONTACTS, 'email', 'new@example.com', { at: later(60_000), wording: WORDING });
    await store.saveContacts(await lineNow(), { ...next, rev: 1 });
    await take(HARD);
    expect((await lineNow()).contacts.email?.trouble).toBeUndefined();
  });

  test('given that the line has a new end, or is gone, then there is nothing to note', async () => {
    const { take, lineNow } = await world();
    await take(told({ outcome: 'delivered', about: { ...ABOUT_REMINDER, expiryVersion: 2 } }));
    await take({ ...HARD, about: { ...ABOUT_REMINDER, lineId: OTHER_LINE } });
    expect((await lineNow()).claims['3d.email']?.state).toBe('claimed');
  });

  test('given one about a code, then it is logged and nothing else', async () => {
    const { take, lineNow, log } = await world();
    await take({ ...HARD, about: { kind: 'code', lineId: LINE_ID } });
    expect((await lineNow()).contacts).toEqual(CONTACTS);
    expect(log.entries.map(({ message }) => message)).toEqual(['code reported']);
  });

  test('given an outage between claim and contact, then the report comes again and ends the same', async () => {
    const { take, lineNow, store } = await world();
    store.beforeWrite = (write) => {
      if (write === 'saveContacts') throw new Error('outage');
    };
    await expect(take(HARD)).rejects.toThrow('outage');
    store.beforeWrite = () => {};
    await take(HARD);
    expect((await lineNow()).contacts.email?.trouble?.kind).toBe('bounced');
  });
});

describe('what people answer', () => {
  test('given STOP, then all SIMs of that number get no SMS, until START', async () => {
    const { take, store, contacts, lineNow } = await world();
    await store.addLine(aLine({ lineId: OTHER_LINE, contacts: CONTACTS }));
    for (const id of [LINE_ID, OTHER_LINE]) await contacts.nameNumber(PHONE, id);
    await take({ kind: 'answer', from: PHONE, wish: 'stop' });
    for (const id of [LINE_ID, OTHER_LINE]) {
      const { sms, email } = (await lineNow(id)).contacts;
      expect([sms?.trouble?.kind, email?.trouble]).toEqual(['stopped', undefined]);
    }
    await take({ kind: 'answer', from: PHONE, wish: 'start' });
    for (const id of [LINE_ID, OTHER_LINE]) expect((await lineNow(id)).contacts.sms).toEqual(CONTACTS.sms);
  });

  test('given a number that nobody has, or that its line has no more, then nothing changes', async () => {
    const { take, contacts, lineNow } = await world();
    await contacts.nameNumber('+819000000009', LINE_ID);
    for (const from of ['+819000000009', '+12025550123']) await take({ kind: 'answer', from, wish: 'stop' });
    expect((await lineNow()).contacts).toEqual(CONTACTS);
  });
});

describe('what the owner wants', () => {
  const at = later(9_000);
  const deps = async () => {
    const { store, lineNow } = await world();
    const set = setSubscription({ store, clock: () => at });
    return { store, lineNow, set, follow: followUnsubscribe({ store, clock: () => at }) };
  };

  test('off and on again, once each, with a new consent', async () => {
    const { set, lineNow } = await deps();
    for (let times = 0; times < 2; times += 1) await set(WHERE, { subscribed: false });
    expect((await lineNow()).contacts).toMatchObject({ rev: 1, email: { unsubscribedAt: at } });
    for (let times = 0; times < 2; times += 1) await set(WHERE, { subscribed: true, wording: '2027-1' });
    const { contacts } = await lineNow();
    expect(contacts).toMatchObject({ rev: 2, email: { consent: { at, wording: '2027-1' } } });
    expect(contacts.email?.unsubscribedAt).toBeUndefined();
  });

  test('given an address that complained, or none, then it is said why not', async () => {
    const { set, store, lineNow } = await deps();
    const { take } = { take: takeFeedback({ store, contacts: memoryContacts(), clock: () => at, log: memoryLog() }) };
    await take(told({ trouble: 'complained', code: 'complaint_abuse' }));
    const wish = { subscribed: true, wording: WORDING } as const;
    await expect(set(WHERE, wish)).rejects.toMatchObject({
      code: 'contact_in_trouble',
      details: { state: 'complained' },
    });
    await store.saveContacts(await lineNow(), { language: 'en', rev: 2 });
    await expect(set(WHERE, wish)).rejects.toMatchObject({ code: 'contact_not_found' });
  });

  test('a link of a message unsubscribes its own contact, any number of times', async () => {
    const { follow, lineNow } = await deps();
    const order = { lineId: LINE_ID, channel: 'email', contact: CONTACT } as const;
    for (let times = 0; times < 2; times += 1) expect((await follow(order))?.email?.unsubscribedAt).toBe(at);
    expect((await lineNow()).contacts.rev).toBe(1);
    expect(await follow({ ...order, lineId: OTHER_LINE })).toBeUndefined();
  });

  test('another language', async () => {
    const { store, lineNow } = await deps();
    await setLanguage({ store })(WHERE.owner, LINE_ID, 'ko');
    expect((await lineNow()).contacts).toEqual({ ...CONTACTS, language: 'ko', rev: 1 });
  });
});
