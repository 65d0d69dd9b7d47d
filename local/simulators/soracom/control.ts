import type { Hono } from 'hono';
import * as z from 'zod';
import { jsonBody } from '../carrier/json-body.ts';
import { canConnect, expiryAction, type Sim, STATUSES } from './sim.ts';
import type { Sims } from './sims.ts';

const newSim = z.strictObject({
  iccid: z.string().min(1).max(32),
  status: z.enum(STATUSES).default('active'),
  expiryTime: z.int().positive().nullable().default(null),
  expiryAction: expiryAction.nullable().default('deleteSession'),
  speedClass: z.string().default('s1.standard'),
});

/** For tests and demonstrations: SIMs come into being here. */
export const simControl = (app: Hono, sims: Sims): void => {
  app.put('/_sim/sims/:id', async (c) => {
    const wanted = newSim.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    return c.json(shown(sims.add({ simId: c.req.param('id'), ...wanted.data })));
  });

  app.get('/_sim/sims', (c) => c.json(sims.list().map(shown)));
};

const shown = ({ before: _before, ...sim }: Sim) => ({ ...sim, canConnect: canConnect(sim) });
