import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type FaultSwitch, faultsSchema } from './faults.ts';
import type { Message, Messages } from './message.ts';
import type { Reports } from './reports.ts';

/** For tests and demonstrations. */
export const controlRoutes = (app: Hono, messages: Messages, faults: FaultSwitch, reports: Reports): void => {
  app.get('/_sim/messages', (c) => c.json(messages.list(addressee(c)).map(shown)));

  app.delete('/_sim/messages', (c) => c.json({ removed: messages.clear(addressee(c)) }));

  app.get('/_sim/reports', (c) => c.json(reports.list()));

  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faultsSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });
};

/** A plus sign that nobody encoded arrives as a space, and no address begins with one. */
const addressee = (c: Context): string | undefined => c.req.query('to')?.replace(/^ /, '+');

const shown = ({ at, set: _set, tags: _tags, ...message }: Message) => ({ ...message, at: new Date(at).toISOString() });
