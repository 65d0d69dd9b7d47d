import { describe, expect, test } from '@jest/globals';
import { noteUsage } from '../../../shared/app/carriers/note-usage.ts';
import { admitAll } from '../../../shared/app/contacts/sms-guard.ts';
import { planReminders } from '../../../shared/app/plan-reminders.ts';
import { publishReminders } from '../../../shared/app/publish-reminders.ts';
import { sendMessage } from '../../../shared/app/send-message.ts';
import type { Line, Usage } from '../../../shared/domain/line/line.ts';
import { settleLine } from '../../../shared/domain/line/settle.ts';
import { DEFAULT_QUIET_HOURS } from '../../../shared/domain/reminder/quiet-hours.ts';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { composeEmail } from '../../../shared/messaging/compose.ts';
import type { OutgoingMessage } from '../../../shared/messaging/messenger.ts';
import { parseReminderPage } from '../../../shared/outbox/reminder-page.ts';
import type { PlannedMessage } from '../../../shared/outbox/topic-message.ts';
import { DUE_PAGE_SIZE } from '../../../shared/table/store.ts';
import { linking } from '../../fakes/links.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aGrant, aLine, aPlan, END, LINE_ID } from '../domain/given.ts';

const ONE_DAY_BEFORE = plusMs(END, -ROLLING_DAY_MS);

const TWO_HOURS_BEFORE = plusMs(END, -2 * HOUR_MS);
const NOBODY_SLEEPS = { fromMinute: 0, untilMinute: 0 };

/** Schedule, pages, topic and sender, with a store in memory. */
const remindingWorld = async (change: Partial<Line> = {}) => {
  const store = memoryStore();
  await store.addLine(
    aLine({ quietHours: NOBODY_SLEEPS, nextReminder: { threshold: '1d', at: ONE_DAY_BEFORE }, ...change }),
  );
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
    ...linking,
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
    await world.store.settleLine(
      line,
      settleLine(line, aGrant({ grantedAt: ONE_DAY_BEFORE }), aPlan(), ONE_DAY_BEFORE),
    );
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

describe('reminding of data that runs low', () => {
  const TOTAL = 3_000_000_000;
  const reminders = [
    ...aPlan().reminders,
    ...[80, 95, 100].map((usedPercent) => ({ kind: 'data_used' as const, id: `d${usedPercent}`, usedPercent })),
  ];
  const used = (percent: number, asOf: number, totalBytes = TOTAL): Usage => ({
    remainingBytes: Math.round(totalBytes * (1 - percent / 100)),
    totalBytes,
    asOf: instant(asOf),
  });
  const lowWorld = async (change: Partial<Line> = {}) => {
    const world = await remindingWorld({
      reminders,
      nextReminder: { threshold: '2h', at: TWO_HOURS_BEFORE },
      ...change,
    });
    return {
      ...world,
      note: async (percent: number, totalBytes = TOTAL) =>
        noteUsage(
          world.store,
          await world.line(),
          used(percent, world.state.now, totalBytes),
          instant(world.state.now),
        ),
      async tick(): Promise<void> {
        await world.plan();
        await world.deliver();
        world.state.now += MINUTE_MS;
      },
      subjects: () => world.sent.map((message) => (message.channel === 'email' ? message.subject : '')),
    };
  };

  test('each threshold that is reached comes once, in the next tick, and the reminder of the end stays planned', async () => {
    const world = await lowWorld();
    for (const percent of [50, 81, 82, 96, 96, 100, 100]) {
      await world.note(percent);
      await world.tick();
      expect(await world.plan()).toEqual({ lines: 0 });
      await world.tick();
    }
    expect(world.subjects()).toEqual([
      "You have used 80% of your SIM's data",
      "You have used 95% of your SIM's data",
      "Your SIM's data is used up",
    ]);
    expect((await world.line()).nextReminder).toEqual({ threshold: '2h', at: TWO_HOURS_BEFORE });
    world.state.now = TWO_HOURS_BEFORE;
    await world.tick();
    expect(world.subjects().at(-1)).toMatch(/^Your SIM ends/);
  });

  test('a renewal that adds data makes it void, and arms all of them again', async () => {
    const world = await lowWorld();
    await world.note(96);
    await world.plan();
    const line = await world.line();
    await world.store.settleLine(
      line,
      settleLine(
        line,
        aGrant({ grantedAt: ONE_DAY_BEFORE }),
        aPlan({ reminders, quietHours: NOBODY_SLEEPS }),
        ONE_DAY_BEFORE,
      ),
    );
    await world.deliver();
    expect(world.sent).toEqual([]);
    world.state.now += MINUTE_MS;
    await world.note(85, 2 * TOTAL);
    await world.tick();
    expect(world.subjects()).toEqual(["You have used 80% of your SIM's data"]);
  });

  test('given another allowance without a renewal of ours, then it has reminders of its own', async () => {
    const world = await lowWorld();
    for (const total of [TOTAL, 2 * TOTAL]) {
      await world.note(80, total);
      await world.tick();
    }
    expect(world.sent).toHaveLength(2);
    expect(Object.keys((await world.line()).claims)).toHaveLength(2);
  });

  test('given data that was added after it was published, then it is suppressed, and the line says why', async () => {
    const world = await lowWorld();
    await world.note(80);
    await world.publish([LINE_ID]);
    world.state.now += MINUTE_MS;
    await world.note(10, 2 * TOTAL);
    await world.deliver();
    expect(world.sent).toEqual([]);
    expect(Object.values((await world.line()).claims)).toEqual([
      { state: 'suppressed', at: world.state.now, reason: 'renewed' },
    ]);
  });

  test.each(['before', 'after'] as const)(
    'given a worker that dies %s the figures are written, then the threshold is found again',
    async (moment) => {
      const world = await lowWorld();
      world.store[`${moment}Write`] = (write) => {
        if (write === 'noteUsage') throw new Error('crash');
      };
      await expect(world.note(80)).rejects.toThrow('crash');
      world.store[`${moment}Write`] = () => {};
      // The queue or the carrier brings the figures again.
      await world.note(80);
      await world.tick();
      await world.tick();
      expect(world.subjects()).toEqual(["You have used 80% of your SIM's data"]);
    },
  );

  test('given a crash between publishing and planning, then it is published again, and still one message arrives', async () => {
    const world = await lowWorld();
    await world.note(80);
    world.store.beforeWrite = (write) => {
      if (write === 'planReminder') throw new Error('crash');
    };
    await expect(world.publish([LINE_ID])).rejects.toThrow('crash');
    world.store.beforeWrite = () => {};
    await world.tick();
    await world.tick();
    expect(world.sent).toHaveLength(1);
  });

  test('given others who change the line at that moment, then it is tried again with what they wrote', async () => {
    const world = await lowWorld();
    let changes = 0;
    world.store.beforeWrite = async (write) => {
      if (write !== 'noteUsage' || changes === 1) return;
      changes += 1;
      await world.store.planReminder(await world.line(), { threshold: '1d', at: TWO_HOURS_BEFORE });
    };
    expect(await world.note(80)).toBe(true);
    await world.tick();
    expect(world.subjects()).toEqual(["You have used 80% of your SIM's data"]);
    expect((await world.line()).nextReminder?.threshold).toBe('1d');
  });

  test('given others who never leave off, then the figures come back', async () => {
    const world = await lowWorld();
    let at = TWO_HOURS_BEFORE;
    world.store.beforeWrite = async (write) => {
      if (write !== 'noteUsage') return;
      at = plusMs(at, 1);
      await world.store.planReminder(await world.line(), { threshold: '1d', at });
    };
    await expect(world.note(80)).rejects.toThrow('kept changing');
  });

  test('given that it is reached at night, then it is told in the morning, if nobody looked earlier', async () => {
    const evening = plusMs(END, -26 * HOUR_MS);
    const world = await lowWorld({ quietHours: DEFAULT_QUIET_HOURS });
    world.state.now = evening;
    await world.note(80);
    await world.tick();
    expect(world.sent).toEqual([]);
    world.state.now = plusMs(END, -16 * HOUR_MS);
    await world.tick();
    expect(world.subjects()).toEqual(["You have used 80% of your SIM's data"]);
  });

  test('given a schedule that stood still until night, then it waits for the morning instead of waking anybody', async () => {
    const world = await lowWorld({ quietHours: DEFAULT_QUIET_HOURS });
    world.state.now = plusMs(END, -30 * HOUR_MS);
    await world.note(80);
    world.state.now = plusMs(END, -23 * HOUR_MS);
    await world.tick();
    expect(world.sent).toEqual([]);
    world.state.now = plusMs(END, -16 * HOUR_MS);
    await world.tick();
    expect(world.sent).toHaveLength(1);
  });
});

describe('reminding in grace', () => {
  test('given a plan with grace, then the end and what can still be done are told after it, once each', async () => {
    const reminders = [
      { kind: 'at_end', id: 'end' },
      { kind: 'in_grace', id: 'grace', afterEndMs: 24 * HOUR_MS },
    ] as const;
    const graceMs = 2 * ROLLING_DAY_MS;
    const world = await remindingWorld({ reminders, graceMs, nextReminder: { threshold: 'end', at: END } });
    for (let hour = -2; hour <= 60; hour += 1) {
      world.state.now = plusMs(END, hour * HOUR_MS);
      await world.plan();
      await world.deliver();
    }
    expect(world.sent.map((message) => message.text.split('\n')[0])).toEqual([
      'Your SIM ended 3 Oct 24:00 (Japan time). You can still renew it until 5 Oct 24:00.',
      'Your SIM ended 3 Oct 24:00 (Japan time). You can still renew it until 5 Oct 24:00.',
    ]);
    expect((await world.line()).nextReminder).toBeUndefined();
  });
});
