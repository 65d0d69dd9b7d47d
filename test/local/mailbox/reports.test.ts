import { serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { eventually } from '../../../local/eventually.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { readFeedback } from '../../../shared/messaging/feedback/read-feedback.ts';
import { ABOUT, EMAIL, type MailboxWorld, mailboxWorld, PHONE } from './mailbox-world.ts';

const WITHIN_MS = 10_000;

/** Where the local cloud would take reports, and a site that takes unsubscriptions. */
const listener = async () => {
  const reports: { service: string; set: string; type?: string; event: Record<string, unknown> }[] = [];
  const posted: string[] = [];
  const app = new Hono();
  app.post('/message-events', async (c) => {
    reports.push(await c.req.json());
    return c.json({ topics: 1 });
  });
  app.post('/u/:token', async (c) => {
    posted.push(`${c.req.param('token')} ${await c.req.text()}`);
    return c.text('done');
  });
  const { server, url } = await new Promise<{ server: ReturnType<typeof serve>; url: string }>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({ server: started, url: `http://127.0.0.1:${port}` }),
    );
  });
  return {
    ...{ reports, posted, url },
    /** What the product reads of all that was reported, once there is as much of it. */
    read: (count: number) =>
      eventually(`${count} reports have come`, WITHIN_MS, async () => {
        const read = reports.map(({ event }) => readFeedback(event, instant(0)));
        const news = read.filter(({ kind }) => kind !== 'ignored');
        if (news.length < count) throw new Error(`there are ${news.length}`);
        return news;
      }),
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};

let heard: Awaited<ReturnType<typeof listener>>;
let world: MailboxWorld;
beforeEach(async () => {
  heard = await listener();
  world = await mailboxWorld({ eventsUrl: `${heard.url}/message-events` });
});
afterEach(async () => {
  await world.close();
  await heard.close();
});
const about = (channel: 'email' | 'sms') => ({ ...ABOUT, claimId: `3d.${channel}` });

describe('given an inbox, when a message is sent to it', () => {
  test('that takes messages, then their delivery is reported, as the product reads it', async () => {
    await world.sms('Hello');
    await world.email({});
    expect(await heard.read(2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'delivered', channel: 'sms', about: about('sms') }),
        expect.objectContaining({ outcome: 'delivered', channel: 'email', about: about('email') }),
      ]),
    );
    expect(heard.reports.map(({ set }) => set)).toEqual(expect.arrayContaining(['keizoku-sms', 'keizoku-email']));
  });

  test.each([
    ['refuses', 'bounced', 'undeliverable'],
    ['unreachable', undefined, undefined],
    ['spam', undefined, undefined],
  ])('that is told to be %s, then what comes back is %s by e-mail and %s by SMS', async (behaviour, email, sms) => {
    for (const address of [EMAIL, PHONE])
      await world.press(`/inbox/${encodeURIComponent(address)}/behaviour`, { behaviour });
    await world.email({});
    await world.sms('Hello');
    const troubles = (await heard.read(2)).map((read) =>
      read.kind === 'outcome' ? [read.channel, read.outcome, read.trouble] : read,
    );
    expect(troubles).toEqual(
      expect.arrayContaining([
        ['email', 'failed', email],
        ['sms', 'failed', sms],
      ]),
    );
    expect(await world.messages()).toMatchObject([{ returned: behaviour }, { returned: behaviour }]);
    expect(await world.page(`/inbox/${EMAIL}`)).toContain(`Came back: ${behaviour}`);
  });

  test('that is told to complain, then it is delivered, and reported as spam', async () => {
    await world.press(`/inbox/${EMAIL}/behaviour`, { behaviour: 'complains' });
    await world.email({});
    const read = await heard.read(2);
    expect(read.map((each) => (each.kind === 'outcome' ? (each.outcome ?? each.trouble) : each))).toEqual(
      expect.arrayContaining(['delivered', 'complained']),
    );
    expect((await world.messages())[0]).not.toHaveProperty('returned');
  });

  test('and its owner reports it as spam, then that is a complaint', async () => {
    await world.email({});
    const [message] = await world.messages();
    await world.press(`/message/${message?.messageId}/complaint`);
    expect(await heard.read(2)).toEqual(
      expect.arrayContaining([expect.objectContaining({ trouble: 'complained', about: about('email') })]),
    );
  });

  test('and its owner answers STOP, then that comes in from their number', async () => {
    await world.sms('Hello');
    await world.press(`/inbox/${encodeURIComponent(PHONE)}/answer`, { text: 'STOP' });
    expect(await heard.read(2)).toEqual(expect.arrayContaining([{ kind: 'answer', from: PHONE, wish: 'stop' }]));
  });

  test('that can be called off, then its button posts as RFC 8058 says', async () => {
    await world.email({ unsubscribeUrl: `${heard.url}/u/token` });
    const [message] = await world.messages();
    expect(await world.page(`/inbox/${EMAIL}`)).toContain(`/message/${message?.messageId}/unsubscribe`);
    await world.press(`/message/${message?.messageId}/unsubscribe`);
    expect(heard.posted).toEqual(['token List-Unsubscribe=One-Click']);
  });
});
