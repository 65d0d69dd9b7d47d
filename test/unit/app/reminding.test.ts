import { describe, expect, test } from '@jest/globals';
import { admitAll } from '../../../shared/app/contacts/sms-guard.ts';
import { planReminders } from '../../../shared/app/plan-reminders.ts';
import { publishReminders } from '../../../shared/app/publish-reminders.ts';
import { sendMessage } from '../../../shared/app/send-message.ts';
import { settleLine } from '../../../shared/domain/line/settle.ts';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { composeEmail } from '../../../shared/messaging/compose.ts';
import type { OutgoingMessage } from '../../../shared/messaging/messenger.ts';
import { parseReminderPage } from '../../../shared/outbox/reminder-page.ts';
import type { PlannedMessage } from '../../../shared/outbox/topic-message.ts';
import { DUE_PAGE_SIZE } from '../../../shared/table/store.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, aPlan, END, LINE_ID } from '../domain/given.ts';

const ONE_DAY_BEFORE = plusMs(END, -ROLLING_DAY_MS);

/** Schedule, pages, topic and sender, with a store in memory. */
const remindingWorld = async () => {
  const store = memoryStore();
  await store.addLine(aLine({ nextReminder: { threshold: '1d', at: ONE_DAY_BEFORE } }));
  const state: { now: number } = { now: ONE_DAY_BEFORE };
  const clock = () => instant(state.now);
  const pages: string[] = [];
  const published: PlannedMessage[] = [];
  const sent: OutgoingMessage[] = [];
  let pagesTaken = true;
  const plan = planReminders({
    store,
    pages: {
      async send(commands) {
        if (!pagesTaken) return commands.map(({ id }) => id);
        pages.push(...commands.map(({ body }) => body));
        return [];
      },
    },
    clock,
  });
  const publish = publishReminders({
    store,
    topic: {
      async publish(messages) {
        published.push(
          ...messages.flatMap(({ id: _id, ...message }) => (message.kind === 'contact_code' ? [] : [message])),
        );
        return [];
      },
    },
    activations: { send: async () => [] },
    clock,
  });
  const send = sendMessage<'email'>({
    store,
    messenger: {
      async send(message) {
        sent.push(message);
        return { kind: 'accepted', messageId: String(sent.length) };
      },
    },
    channel: 'email',
    compose: composeEmail,
    unsubscribeUrl: async () => 'https://sim.example.com/u/token',
    admit: admitAll,
    publicUrl: 'https://sim.example.com',
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  return {
    store,
    state,
    pages,
    published,
    sent,
    plan,
    publish,
    send,
    refusePages: () => {
      pagesTaken = false;
    },
    /** What has been handed out goes the whole way. */
    async deliver(): Promise<void> {
      for (const page of pages.splice(0)) await publish(parseReminderPage(page));
      for (const message of published.splice(0)) await send(message);
    },
    line: async () => {
      const line = await store.line(LINE_ID);
      if (!line) throw new Error('no line');
      return line;
    },
  };
};

describe('reminding of the end', () => {
  test('given a line that is due, then it is handed out, reminded of once, and the next reminder is planned', async () => {
    const world = await remindingWorld();
    expect(await world.plan()).toEqual({ lines: 1 });
    await world.deliver();
    expect(world.sent).toHaveLength(1);
    expect((await world.line()).nextReminder).toEqual({ threshold: '2h', at: plusMs(END, -2 * HOUR_MS) });
    expect(await world.plan()).toEqual({ lines: 0 });
  });

  test('given a schedule that fires twice before anything is handled, then still one message arrives', async () => {
    const world = await remindingWorld();
    await world.plan();
    await world.plan();
    expect(world.pages).toHaveLength(2);
    await world.deliver();
    expect(world.sent).toHaveLength(1);
  });

  test('given a crash after publishing, then the page comes again, and still one message arrives', async () => {
    const world = await remindingWorld();
    await world.plan();
    world.store.beforeWrite = (write) => {
      if (write === 'planReminder') throw new Error('crash');
    };
    await expect(world.publish([LINE_ID])).rejects.toThrow('crash');
    world.store.beforeWrite = () => {};
    await world.plan();
    await world.deliver();
    expect(world.sent).toHaveLength(1);
    expect((await world.line()).nextReminder?.threshold).toBe('2h');
  });

  test.each([
    ['planned', async () => {}],
    ['published', async (world: Awaited<ReturnType<typeof remindingWorld>>) => world.publish([LINE_ID])],
  ])('given a renewal after it was %s, then nobody is told the old end', async (_when, until) => {
    const world = await remindingWorld();
    await world.plan();
    await until(world);
    const line = await world.line();
    await world.store.settleLine(line, settleLine(line, plusMs(END, 3 * ROLLING_DAY_MS), aPlan(), ONE_DAY_BEFORE));
    await world.deliver();
    expect(world.sent).toEqual([]);
  });

  test('each threshold comes once until the end, and nothing after it', async () => {
    const world = await remindingWorld();
    for (let hour = 0; hour <= 30; hour += 1) {
      world.state.now = plusMs(ONE_DAY_BEFORE, hour * HOUR_MS);
      await world.plan();
      await world.deliver();
    }
    expect(world.sent).toHaveLength(2);
    expect(Object.keys((await world.line()).claims)).toEqual(['1d.email', '2h.email']);
    expect((await world.line()).nextReminder).toBeUndefined();
  });

  test('given more lines than a page holds, then each is handed out once, a page to a message', async () => {
    const world = await remindingWorld();
    const count = DUE_PAGE_SIZE * 2 + 1;
    for (let number = 1; number < count; number += 1)
      await world.store.addLine(
        aLine({
          lineId: lineId(number.toString(16).toUpperCase().padStart(12, '0')),
          nextReminder: { threshold: '1d', at: ONE_DAY_BEFORE },
        }),
      );
    expect(await world.plan()).toEqual({ lines: count });
    const pages = world.pages.map(parseReminderPage);
    expect(pages.map(({ length }) => length)).toEqual([DUE_PAGE_SIZE, DUE_PAGE_SIZE, 1]);
    expect(new Set(pages.flat()).size).toBe(count);
  });

  test('given a queue that does not take a page, then the tick fails and nothing counts as handed out', async () => {
    const world = await remindingWorld();
    world.refusePages();
    await expect(world.plan()).rejects.toThrow('did not take a page');
    expect((await world.store.dueLines(ONE_DAY_BEFORE)).ids).toEqual([LINE_ID]);
  });
});
