import { Hono } from 'hono';
import { cors } from 'hono/cors';
import * as z from 'zod';
import type { MovableClock } from './cloud/clock.ts';
import type { Cloud } from './cloud/cloud.ts';
import { messageReport } from './cloud/message-events.ts';

interface Deps {
  readonly cloud: Cloud;
  readonly clock: MovableClock;
  /** Makes a fresh line for a seeded person; what it takes is checked by itself. */
  readonly addLine: (spec: unknown) => Promise<unknown>;
}

const clockMove = z.union([
  z.strictObject({ advanceMs: z.number().int().positive() }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
]);

/** What only a local cloud has: a clock to move, schedules to fire, counts to read. */
export const control = ({ cloud, clock, addLine }: Deps): Hono => {
  const app = new Hono();
  const time = () => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() });
  app.use(cors({ origin: (origin) => (/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin) ? origin : null) }));

  app.get('/', (context) => context.json({ routes: app.routes.map(({ method, path }) => `${method} ${path}`) }));
  app.get('/health', (context) => context.json({ ok: true }));

  app.get('/clock', (context) => context.json(time()));
  app.post('/clock', async (context) => {
    const move = clockMove.safeParse(await context.req.json().catch(() => undefined));
    if (!move.success) return context.json({ error: 'give advanceMs (milliseconds) or to (RFC 3339)' }, 400);
    const ms = 'to' in move.data ? Date.parse(move.data.to) - clock.now() : move.data.advanceMs;
    if (ms <= 0) return context.json({ error: 'the clock moves forward only', ...time() }, 409);
    try {
      clock.advance(ms);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return context.json({ error: error.message, ...time() }, 400);
    }
    return context.json(time());
  });

  app.get('/schedules', (context) => context.json(cloud.schedules.list()));
  app.post('/schedules/:name/fire', async (context) => {
    try {
      await cloud.schedules.fire(context.req.param('name'));
      return context.json({ fired: true });
    } catch (error) {
      return context.json({ error: String(error) }, error instanceof RangeError ? 404 : 500);
    }
  });

  app.post('/lines', async (context) => {
    try {
      return context.json(await addLine(await context.req.json().catch(() => undefined)), 201);
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
  });

  // The phone and mailbox simulator calls it.
  app.post('/message-events', async (context) => {
    const report = messageReport.safeParse(await context.req.json().catch(() => undefined));
    if (!report.success) return context.json({ error: z.prettifyError(report.error) }, 400);
    return context.json({ topics: await cloud.reportMessage(report.data) });
  });

  app.get('/functions', (context) => context.json(cloud.functions.counts()));
  app.get('/queues', (context) => context.json(cloud.queues.depths()));
  app.get('/usage', (context) => context.json({ functions: cloud.functions.counts(), requests: cloud.usage.list() }));
  app.delete('/usage', (context) => {
    cloud.usage.reset();
    return context.json({ reset: true });
  });
  return app;
};
