import type { Hono } from 'hono';
import * as z from 'zod';
import type { Calls } from './calls.ts';
import type { FaultSwitch } from './faults.ts';
import { jsonBody } from './json-body.ts';

/** For tests and demonstrations at every carrier: count the calls of the API, and switch faults on. */
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
};
