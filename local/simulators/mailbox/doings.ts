import type { Hono } from 'hono';
import * as z from 'zod';
import { BEHAVIOURS, type Behaviours } from './behaviour.ts';
import type { Message, Messages } from './message.ts';
import type { Reports } from './reports.ts';

const behaviourWish = z.strictObject({ behaviour: z.enum(BEHAVIOURS) });
const answerWish = z.strictObject({ text: z.string().min(1).max(1_600) });
/** Of RFC 8058, section 3.1. */
const ONE_CLICK = 'List-Unsubscribe=One-Click';

interface Deps {
  readonly messages: Messages;
  readonly inboxes: Behaviours;
  readonly reports: Reports;
}

/**
 * What people do with their phones and mailboxes, by buttons of their pages and by tests: tell an inbox how to behave,
 * answer an SMS, report spam, unsubscribe as a mail program does.
 */
export const doingRoutes = (app: Hono, { messages, inboxes, reports }: Deps): void => {
  const find = (messageId: string): Message | undefined =>
    messages.list().find((message) => message.messageId === messageId);

  app.post('/inbox/:address/behaviour', async (c) => {
    const address = c.req.param('address');
    const wish = behaviourWish.safeParse(await c.req.parseBody());
    if (!wish.success) return c.json({ error: z.prettifyError(wish.error) }, 400);
    inboxes.set(address, wish.data.behaviour);
    return c.redirect(`/inbox/${encodeURIComponent(address)}`, 303);
  });

  app.post('/inbox/:address/answer', async (c) => {
    const address = c.req.param('address');
    const wish = answerWish.safeParse(await c.req.parseBody());
    if (!wish.success) return c.json({ error: z.prettifyError(wish.error) }, 400);
    const last = messages.list(address).findLast(({ channel }) => channel === 'sms');
    if (!last) return c.json({ error: 'nobody has written to this phone' }, 409);
    reports.answer(address, wish.data.text, last);
    return c.redirect(`/inbox/${encodeURIComponent(address)}`, 303);
  });

  app.post('/message/:id/complaint', (c) => {
    const message = find(c.req.param('id'));
    if (message?.channel !== 'email') return c.json({ error: 'no such e-mail' }, 404);
    reports.complain(message);
    return c.redirect(`/inbox/${encodeURIComponent(message.to)}`, 303);
  });

  app.post('/message/:id/unsubscribe', async (c) => {
    const message = find(c.req.param('id'));
    const url = message?.unsubscribeUrl;
    if (!message || url === undefined) return c.json({ error: 'this message offers nothing to call off' }, 404);
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: ONE_CLICK,
      redirect: 'manual',
    });
    if (status !== 200) return c.json({ error: `it answered ${status}` }, 502);
    return c.redirect(`/inbox/${encodeURIComponent(message.to)}`, 303);
  });
};
