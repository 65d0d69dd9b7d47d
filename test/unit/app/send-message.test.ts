import { describe, expect, test } from '@jest/globals';
import { sendMessage } from '../../../shared/app/send-message.ts';
import type { OutgoingMessage, SendOutcome } from '../../../shared/messaging/messenger.ts';
import type { TopicMessage } from '../../../shared/outbox/topic-message.ts';
import { linking } from '../../fakes/links.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, aPlan, aRenewal, END, LINE_ID, later, NOW, RENEWAL_ID } from '../domain/given.ts';

const REMINDER: TopicMessage = {
  kind: 'reminder',
  channel: 'email',
  lineId: LINE_ID,
  expiryVersion: 1,
  threshold: '3d',
  endsAt: END,
};
const NOTICE: TopicMessage = { kind: 'notice', channel: 'email', renewalId: RENEWAL_ID, notice: 'renewal_active' };

const world = async (outcome: SendOutcome = { kind: 'accepted', messageId: 'm1' }, line = aLine()) => {
  const store = memoryStore();
  await store.addLine(line);
  await store.addPlan(aPlan());
  await store.createRenewal(aRenewal('active'), undefined);
  const sent: OutgoingMessage[] = [];
  const state = { now: NOW };
  const logged: unknown[] = [];
  const send = sendMessage<'email'>({
    store,
    messenger: {
      async send(message) {
        sent.push(message);
        return outcome;
      },
    },
    address: ({ contacts: { email } }, content) => (email ? { channel: 'email', to: email, ...content } : undefined),
    ...linking,
    clock: () => state.now,
    log: { info: (_message, facts) => logged.push(facts), warn: () => {}, error: () => {} },
  });
  return { store, sent, send, state, logged };
};

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
