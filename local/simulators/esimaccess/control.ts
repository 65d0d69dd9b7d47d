import type { Hono } from 'hono';
import * as z from 'zod';
import { jsonBody } from '../carrier/json-body.ts';
import type { Balance } from './balance.ts';
import { type Esim, statusOf, totalDuration, totalVolume } from './esim.ts';
import type { Esims } from './esims.ts';
import { NOTIFY_TYPES, type Notices } from './notices.ts';

const newSim = z.strictObject({
  iccid: z.string().regex(/^\d{19,20}$/),
  /** Milliseconds since the epoch; `null` for one that was not used yet. */
  endsAt: z.int().positive().nullable(),
  days: z.int().min(1).max(365).default(7),
  volume: z.int().min(1).default(1_073_741_824),
  dataType: z.int().min(1).max(4).default(1),
});
const usage = z.strictObject({ bytes: z.int().min(0) });
const state = z.strictObject({ takenAway: z.enum(['CANCEL', 'REVOKE']) });
const wantedBalance = z.strictObject({ balance: z.int().min(0) });
const wantedNotice = z.strictObject({ type: z.enum(NOTIFY_TYPES), carrierRef: z.string().optional() });

interface Parts {
  readonly esims: Esims;
  readonly balance: Balance;
  readonly notices: Notices;
  readonly now: () => number;
}

/** For tests and demonstrations: SIMs come into being, are used and taken away; money comes in; notifications go out. */
export const simControl = (app: Hono, parts: Parts): void => {
  simRoutes(app, parts);
  otherRoutes(app, parts);
};

const simRoutes = (app: Hono, { esims, notices, now }: Parts): void => {
  app.get('/_sim/sims', (c) => c.json(esims.list().map((esim) => shown(esim, now()))));

  app.put('/_sim/sims/:ref', async (c) => {
    const wanted = newSim.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    return c.json(shown(esims.add({ esimTranNo: c.req.param('ref'), ...wanted.data }), now()));
  });

  app.post('/_sim/sims/:ref/usage', async (c) => {
    const wanted = usage.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    const before = esims.find(c.req.param('ref'));
    if (!before) return c.json({ error: 'no such SIM' }, 404);
    const after = esims.use(before, wanted.data.bytes);
    notices.used(before, after);
    return c.json(shown(after, now()));
  });

  app.post('/_sim/sims/:ref/take-away', async (c) => {
    const wanted = state.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    const esim = esims.find(c.req.param('ref'));
    if (!esim) return c.json({ error: 'no such SIM' }, 404);
    const after = esims.change(esim, wanted.data);
    notices.tell('ESIM_STATUS', after);
    return c.json(shown(after, now()));
  });
};

const otherRoutes = (app: Hono, { esims, balance, notices }: Parts): void => {
  app.get('/_sim/balance', (c) => c.json({ balance: balance.read() }));

  app.put('/_sim/balance', async (c) => {
    const wanted = wantedBalance.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    balance.write(wanted.data.balance);
    return c.json(wanted.data);
  });

  app.post('/_sim/webhooks', async (c) => {
    const wanted = wantedNotice.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    const { type, carrierRef = '' } = wanted.data;
    if (type === 'CHECK_HEALTH') return c.json({ eventId: notices.checkHealth() });
    const esim = esims.find(carrierRef);
    return esim ? c.json({ eventId: notices.tell(type, esim) }) : c.json({ error: 'no such SIM' }, 404);
  });
};

const shown = (esim: Esim, now: number) => ({
  carrierRef: esim.esimTranNo,
  iccid: esim.iccid,
  /** With everything bought; `null` until it is first used. */
  endsAt: esim.activateTime === null ? null : esim.expiresAt,
  /** Top-ups carried out. */
  changes: esim.packages.length - 1,
  status: statusOf(esim, now),
  totalVolume: totalVolume(esim),
  totalDuration: totalDuration(esim),
  orderUsage: esim.orderUsage,
  packages: esim.packages,
});
