import type { Hono } from 'hono';
import * as z from 'zod';
import type { Calls } from './calls.ts';
import type { FaultSwitch } from './faults.ts';
import { jsonBody } from './json-body.ts';

/**
 * For tests and demonstrations at every carrier: count the calls of the API, and switch faults on; all of them at once,
 * or beside each other, each of a SIM of its own.
 */
export const callControl = (
  app: Hono,
  { calls, faults }: { readonly calls: Calls; readonly faults: Pick<FaultSwitch<never>, 'schema' | 'read' | 'write'> },
): void => {
  app.get('/_sim/calls', (c) => c.json(calls.list()));

  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faults.schema.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });

  app.post('/_sim/faults', async (c) => {
    const added = faults.schema.safeParse(await jsonBody(c));
    if (!added.success) return c.json({ error: z.prettifyError(added.error) }, 400);
    // Nothing is waited for between reading and writing: a call that uses a rule up comes before or after.
    const all = faults.schema.safeParse([...faults.read(), ...added.data]);
    if (!all.success) return c.json({ error: z.prettifyError(all.error) }, 400);
    faults.write(all.data);
    return c.json(faults.read());
  });

  app.delete('/_sim/faults/:iccid', (c) => {
    faults.write(faults.read().filter(({ iccid }) => iccid !== c.req.param('iccid')));
    return c.json(faults.read());
  });
};
