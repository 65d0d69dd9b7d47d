import { describe, expect, test } from '@jest/globals';
import type { Admission } from '../../../shared/app/contacts/sms-guard.ts';
import { sendMessage } from '../../../shared/app/send-message.ts';
import { unsubscribe } from '../../../shared/domain/contact/change.ts';
import { contactVersion } from '../../../shared/domain/contact/contact.ts';
import { composeEmail } from '../../../shared/messaging/compose.ts';
import type { OutgoingMessage, SendOutcome } from '../../../shared/messaging/messenger.ts';
import type { PlannedMessage } from '../../../shared/outbox/topic-message.ts';
import { linking } from '../../fakes/links.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, aPlan, aRenewal, END, LINE_ID, later, NOW, RENEWAL_ID } from '../domain/given.ts';

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is missing');
  return value;
};

const UNSUBSCRIBE_URL = 'https://sim.example.com/u/token';
const REMINDER: PlannedMessage = {
  kind: 'reminder',
  channel: 'email',
  lineId: LINE_ID,
  expiryVersion: 1,
  threshold: '3d',
  endsAt: END,
};
const NOTICE: PlannedMessage = { kind: 'notice', channel: 'email', renewalId: RENEWAL_ID, notice: 'renewal_active' };

const bounced = () => {
  const { contacts } = aLine();
  if (!contacts.email) throw new Error('no e-mail');
  return { ...contacts, email: { ...contacts.email, trouble: { kind: 'bounced', at: NOW, code: 'x' } as const } };
};

const world = async (outcome: SendOutcome = { kind: 'accepted', messageId: 'm1' }, line = aLine()) => {
  const store = memoryStore();
  await store.addLine(line);
  await store.addPlan(aPlan());
  await store.createRenewal(aRenewal('active'), undefined);
  const sent: OutgoingMessage[] = [];
  const state: { now: typeof NOW; admission: Admission } = { now: NOW, admission: { kind: 'admitted' } };
  const logged: unknown[] = [];
  const send = sendMessage<'email'>({
    store,
    messenger: {
      async send(message) {
        sent.push(message);
        return outcome;
      },
    },
    channel: 'email',
    compose: composeEmail,
    unsubscribeUrl: async () => UNSUBSCRIBE_URL,
    admit: async () => state.admission,
    ...linking,
    clock: () => state.now,
    log: { info: (_message, facts) => logged.push(facts), warn: () => {}, error: () => {} },
  });
  return { store, sent, send, state, logged };
};

describe('contacts', () => {
  test('a reminder can be called off by its recipient, a notice of an order cannot', async () => {
    const { sent, send } = await world();
    await send(REMINDER);
    await send(NOTICE);
    const [reminder, notice] = sent;
    expect(reminder).toMatchObject({ unsubscribeUrl: UNSUBSCRIBE_URL, text: expect.stringContaining(UNSUBSCRIBE_URL) });
    expect(notice).not.toHaveProperty('unsubscribeUrl');
    expect(notice?.text).not.toContain('/u/');
  });

  test('each says what it is about, for what is reported of it later', async () => {
    const { sent, send } = await world();
    await send(REMINDER);
    await send(NOTICE);
    const contact = contactVersion(must(aLine().contacts.email));
    expect(sent.map(({ about }) => about)).toEqual([
      { kind: 'reminder', lineId: LINE_ID, expiryVersion: 1, claimId: '3d.email', contact },
      { kind: 'notice', renewalId: RENEWAL_ID, claimId: 'renewal_active.email', contact },
    ]);
  });

  test('given that they unsubscribed, then a notice still comes; after a bounce it does not', async () => {
    const off = await world(undefined, aLine({ contacts: unsubscribe(aLine().contacts, 'email', NOW) }));
    expect([await off.send(NOTICE), off.sent.length]).toEqual(['sent', 1]);
    const bad = await world(undefined, aLine({ contacts: bounced() }));
    expect([await bad.send(NOTICE), bad.sent.length]).toEqual(['suppressed', 0]);
  });

  test('given that it may not cost what it costs, then it is held back, and the reason is shown', async () => {
    const { store, sent, send, state } = await world();
    state.admission = { kind: 'refused', reason: 'daily_spend' };
    expect([await send(REMINDER), await send(REMINDER), sent]).toEqual(['suppressed', 'suppressed', []]);
    const suppressed = { state: 'suppressed', at: NOW, reason: 'daily_spend' };
    expect((await store.line(LINE_ID))?.claims).toEqual({ '3d.email': suppressed });
  });

  test('given that the service knows of a STOP, then the contact knows it too', async () => {
    const { store, send } = await world({ kind: 'rejected', code: 'opted_out' });
    await send(REMINDER);
    const { contacts, claims } = must(await store.line(LINE_ID));
    expect(contacts.email?.trouble).toEqual({ kind: 'stopped', at: NOW, code: 'opted_out' });
    expect(claims['3d.email']).toEqual({ state: 'failed', at: NOW, reason: 'opted_out' });
  });
});

describe('sending a message', () => {
  test.each([
    ['a reminder', REMINDER],
    ['a notice', NOTICE],
  ])('%s goes out once, however often it is handed over and by how many at once', async (_name, message) => {
    const { sent, send } = await world();
    const results = await Promise.all(Array.from({ length: 5 }, () => send(message)));
    await send(message);
    expect(sent).toHaveLength(1);
    expect(results.filter((result) => result === 'sent')).toHaveLength(1);
    expect(sent[0]).toMatchObject({ channel: 'email', to: 'mei@example.com' });
  });

  test('the outcome is noted on what made the message true', async () => {
    const { store, send } = await world();
    await send(REMINDER);
    await send(NOTICE);
    expect((await store.line(LINE_ID))?.claims).toEqual({ '3d.email': { state: 'sent', at: NOW } });
    expect((await store.renewal(RENEWAL_ID))?.renewal.claims).toEqual({
      'renewal_active.email': { state: 'sent', at: NOW },
    });
  });

  test.each([
    ['is rejected', { kind: 'rejected', code: 'opted_out' }, 'failed', 'failed'],
    ['has no known outcome', { kind: 'unknown', code: 'timeout' }, 'unknown', 'claimed'],
  ] as const)('one that %s is not sent again', async (_name, outcome, result, state) => {
    const { store, sent, send } = await world(outcome);
    expect([await send(REMINDER), await send(REMINDER)]).toEqual([result, 'suppressed']);
    expect(sent).toHaveLength(1);
    expect((await store.line(LINE_ID))?.claims['3d.email']?.state).toBe(state);
  });

  test('given a crash between claim and send, then it is never sent, and the claim shows it', async () => {
    const { store, sent, send } = await world();
    store.afterWrite = (write) => {
      if (write === 'claimReminder') throw new Error('crash');
    };
    await expect(send(REMINDER)).rejects.toThrow('crash');
    store.afterWrite = () => {};
    expect(await send(REMINDER)).toBe('suppressed');
    expect(sent).toEqual([]);
    expect((await store.line(LINE_ID))?.claims['3d.email']?.state).toBe('claimed');
  });

  test.each([
    ['the line was renewed', { expiryVersion: 2 }, '3d.email.v1', 'renewed'],
    ['time was taken back', { expiryVersion: 2, endsAt: later(1) }, '3d.email.v1', 'refunded'],
    ['its number belongs to another SIM', { recycledAt: NOW }, '3d.email', 'recycled'],
    ['nobody bound an address', { contacts: { language: 'en' as const } }, '3d.email', 'unbound'],
    ['they unsubscribed', { contacts: unsubscribe(aLine().contacts, 'email', NOW) }, '3d.email', 'unbound'],
    ['the mailbox bounced', { contacts: bounced() }, '3d.email', 'unbound'],
    ['the line has ended', { endsAt: NOW }, '3d.email', 'too_late'],
  ])(
    'given that %s since it was planned, then it is suppressed, and the line says why',
    async (_name, change, id, reason) => {
      const { store, sent, send, logged } = await world(undefined, aLine(change));
      expect([await send(REMINDER), await send(REMINDER), sent]).toEqual(['suppressed', 'suppressed', []]);
      expect((await store.line(LINE_ID))?.claims).toEqual({ [id]: { state: 'suppressed', at: NOW, reason } });
      expect(logged[0]).toMatchObject({ result: 'suppressed', reason });
    },
  );

  test('given a number that is given away between the look and the claim, then it is suppressed', async () => {
    const { store, sent, send } = await world();
    store.beforeWrite = async (write) => {
      if (write !== 'claimReminder') return;
      store.beforeWrite = () => {};
      await store.markRecycled(aLine(), NOW);
    };
    expect([await send(REMINDER), sent]).toEqual(['suppressed', []]);
    expect((await store.line(LINE_ID))?.claims['3d.email']?.reason).toBe('recycled');
  });

  test('a renewal between the look and the claim makes it void, and the line says so', async () => {
    const { store, sent, send } = await world();
    store.beforeWrite = async (write) => {
      if (write !== 'claimReminder') return;
      store.beforeWrite = () => {};
      const line = await store.line(LINE_ID);
      if (line) await store.settleLine(line, { ...line, endsAt: END, expiryVersion: 2, fenceRev: 1 });
    };
    expect([await send(REMINDER), sent]).toEqual(['suppressed', []]);
    expect((await store.line(LINE_ID))?.claims['3d.email.v1']?.reason).toBe('renewed');
  });

  test('a notice of a status that the renewal has left is suppressed', async () => {
    const { sent, send } = await world();
    expect([await send({ ...NOTICE, notice: 'renewal_refunded' }), sent]).toEqual(['suppressed', []]);
  });
});
