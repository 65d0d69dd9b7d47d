import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { newLine } from '../../../local/seed/new-line.ts';
import { MEI, verified } from '../../../local/seed/people.ts';
import { publishReminders } from '../../../shared/app/publish-reminders.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import type { Command } from '../../../shared/outbox/outbox.ts';
import type { TopicMessage } from '../../../shared/outbox/topic-message.ts';

const BOUND_AT = instant(Date.parse('2026-11-24T09:00:00Z'));
const ENDS_AT = plusMs(BOUND_AT, 5 * ROLLING_DAY_MS);

/** Ends in five days, at six in the evening; the plan reminds three days and one day before, at the end and in grace. */
const lineOf = (more: Partial<Line> = {}): Line => {
  const [plan] = CATALOGUE;
  if (!plan) throw new Error('no plan');
  const line = newLine(
    {
      lineId: MEI.lineId,
      ownerId: MEI.sub,
      iccid: iccid('8981300000000000018'),
      contacts: verified(MEI.contacts, BOUND_AT),
      plan,
      initial: { startsAt: BOUND_AT, endsAt: ENDS_AT },
      remainingBytes: 0,
    },
    BOUND_AT,
  );
  return { ...line, ...more };
};

const run = async (line: Line, daysBeforeEnd: number, refuses: readonly string[] = []) => {
  const published: TopicMessage[] = [];
  const woken: Command[] = [];
  const planned: (string | undefined)[] = [];
  const publish = publishReminders({
    store: {
      lines: async () => [line],
      async planReminder(_seen, next) {
        planned.push(next?.threshold);
        return true;
      },
    },
    topic: {
      async publish(messages) {
        published.push(...messages);
        return refuses;
      },
    },
    activations: {
      async send(commands) {
        woken.push(...commands);
        return [];
      },
    },
    clock: () => plusMs(ENDS_AT, -daysBeforeEnd * ROLLING_DAY_MS),
  });
  const outcome = await publish([line.lineId]).then(
    () => 'done',
    () => 'failed',
  );
  return {
    published: published.map((message) => `${'threshold' in message && message.threshold}.${message.channel}`),
    woken,
    planned,
    outcome,
  };
};

describe('publishing the reminders of a page', () => {
  test('given a line that is due, then an e-mail goes out, and the next threshold is planned', async () => {
    expect(await run(lineOf(), 3)).toMatchObject({
      published: ['3d.email'],
      planned: ['1d'],
      outcome: 'done',
    });
  });

  test('given a threshold that is urgent, then an SMS goes out beside it', async () => {
    expect(await run(lineOf(), 1)).toMatchObject({ published: ['1d.email', '1d.sms'] });
  });

  test('given no e-mail, or one that bounced, then an SMS goes out instead', async () => {
    const { email, ...rest } = lineOf().contacts;
    if (!email) throw new Error('no e-mail');
    const trouble = { kind: 'bounced', at: BOUND_AT, code: 'bounce_general' } as const;
    for (const contacts of [rest, { ...rest, email: { ...email, trouble } }])
      expect(await run(lineOf({ contacts }), 3)).toMatchObject({ published: ['3d.sms'], planned: ['1d'] });
  });

  test('given a tick so late that two thresholds have passed, then only the last one is sent', async () => {
    expect(await run(lineOf(), 0.25)).toMatchObject({ published: ['1d.email', '1d.sms'], planned: ['end'] });
  });

  test('given a line that is over for good or is not due, then nothing is sent', async () => {
    expect(await run(lineOf(), -2)).toMatchObject({ published: [], planned: [undefined] });
    expect(await run(lineOf(), 4)).toMatchObject({ published: [], planned: [] });
  });

  test('given no address, then nothing is sent and the next one is planned', async () => {
    expect(await run(lineOf({ contacts: { language: 'en' } }), 3)).toMatchObject({ published: [], planned: ['1d'] });
  });

  test('given a renewal under way, then that one is woken and nobody is told that the SIM ends', async () => {
    const fence = {
      renewalId: renewalIdFrom(MEI.lineId, new Uint8Array(10)),
      attempt: 1,
      grantedAt: BOUND_AT,
      targetEnd: ENDS_AT,
      submittedAt: BOUND_AT,
      emptyLookUps: 0,
    };
    const { published, woken, planned } = await run(lineOf({ fence }), 3);
    expect([published, planned]).toEqual([[], []]);
    expect(woken.map(({ id }) => id)).toEqual([fence.renewalId]);
  });

  test('given a topic that does not take a message, then nothing is planned and the page comes back', async () => {
    expect(await run(lineOf(), 3, [MEI.lineId])).toMatchObject({ planned: [], outcome: 'failed' });
  });

  test('given a number that belongs to another SIM, then nothing is sent, and nothing is planned', async () => {
    const dataReminder = { threshold: 'd80', usedPercent: 80, totalBytes: 1, at: BOUND_AT };
    const line = lineOf({ recycledAt: BOUND_AT, dataReminder });
    expect(await run(line, 3)).toMatchObject({ published: [], planned: [undefined], outcome: 'done' });
  });

  test('given that end and data are due at once, then both are told', async () => {
    const dataReminder = { threshold: 'd80', usedPercent: 80, totalBytes: 1, at: BOUND_AT };
    expect(await run(lineOf({ dataReminder }), 3)).toMatchObject({
      published: ['3d.email', 'd80.email'],
      planned: ['1d'],
    });
  });
});
