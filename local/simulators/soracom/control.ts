import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Calls } from './calls.ts';
import { type FaultSwitch, faultsSchema } from './faults.ts';
import { canConnect, expiryAction, type Sim, STATUSES } from './sim.ts';
import type { Sims } from './sims.ts';

const newSim = z.strictObject({
  iccid: z.string().min(1).max(32),
  status: z.enum(STATUSES).default('active'),
  expiryTime: z.int().positive().nullable().default(null),
  expiryAction: expiryAction.nullable().default('deleteSession'),
  speedClass: z.string().default('s1.standard'),
});

/** For tests and demonstrations: SIMs come into being here, and everything that happened can be counted. */
export const controlRoutes = (
  app: Hono,
  { sims, calls, faults }: { readonly sims: Sims; readonly calls: Calls; readonly faults: FaultSwitch },
): void => {
  app.put('/_sim/sims/:id', async (c) => {
    const wanted = newSim.safeParse(await jsonOf(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    return c.json(shown(sims.add({ simId: c.req.param('id'), ...wanted.data })));
  });

  app.get('/_sim/sims', (c) => c.json(sims.list().map(shown)));

  app.get('/_sim/calls', (c) => c.json(calls.list()));

  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faultsSchema.safeParse(await jsonOf(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });
};

const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const shown = ({ before: _before, ...sim }: Sim) => ({ ...sim, canConnect: canConnect(sim) });
