import type { Hono } from 'hono';
import * as z from 'zod';
import { ApiError } from '../carrier/api-error.ts';
import { jsonBody } from '../carrier/json-body.ts';
import type { EventHandler } from './event-handler.ts';
import { canConnect, expiryAction, type Sim, STATUSES } from './sim.ts';
import type { Sims } from './sims.ts';

const endMs = z.int().positive().nullable();
const iccid = z.string().min(1).max(32);

const newSim = z
  .strictObject({
    iccid,
    status: z.enum(STATUSES).default('active'),
    /** Two names of one thing: Soracom's, and the one that every carrier's simulator takes. */
    expiryTime: endMs.optional(),
    endsAt: endMs.optional(),
    expiryAction: expiryAction.nullable().default('deleteSession'),
    speedClass: z.string().default('s1.standard'),
  })
  .transform(({ endsAt, expiryTime, ...sim }) => ({ ...sim, expiryTime: expiryTime ?? endsAt ?? null }));

const usage = z.strictObject({ bytes: z.int().positive(), event: z.string().min(1).max(64).default('data_usage') });
const event = z.strictObject({ event: z.string().min(1).max(64) });

/** For tests and demonstrations: SIMs come into being here, and things happen to them. */
export const simControl = (app: Hono, sims: Sims, handler: EventHandler): void => {
  const act = async <T extends z.ZodType>(
    schema: T,
    body: unknown,
    work: (wanted: z.output<T>) => Sim,
  ): Promise<Response> => {
    const wanted = schema.safeParse(body);
    if (!wanted.success) return Response.json({ error: z.prettifyError(wanted.error) }, { status: 400 });
    try {
      return Response.json(shown(work(wanted.data)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return Response.json({ error: error.message }, { status: error.status });
    }
  };

  app.put('/_sim/sims/:id', async (c) =>
    act(newSim, await jsonBody(c), (sim) => sims.add({ simId: c.req.param('id'), ...sim })),
  );

  app.get('/_sim/sims', (c) => c.json(sims.list().map(shown)));

  /** Traffic comes about, and the brand's event handler tells of it. */
  app.post('/_sim/sims/:id/usage', async (c) =>
    act(usage, await jsonBody(c), ({ bytes, event }) => {
      const sim = sims.use(c.req.param('id'), bytes);
      handler.fire(sim.simId, event);
      return sim;
    }),
  );

  /** The brand's event handler tells of whatever the brand calls so. */
  app.post('/_sim/sims/:id/events', async (c) =>
    act(event, await jsonBody(c), ({ event }) => {
      const sim = sims.get(c.req.param('id'));
      handler.fire(sim.simId, event);
      return sim;
    }),
  );

  /** Another card stands behind the same name from now on. */
  app.post('/_sim/sims/:id/recycle', async (c) =>
    act(z.strictObject({ iccid }), await jsonBody(c), (wanted) => sims.recycle(c.req.param('id'), wanted.iccid)),
  );
};

const shown = ({ before: _before, ...sim }: Sim) => ({
  ...sim,
  carrierRef: sim.simId,
  endsAt: sim.expiryTime,
  canConnect: canConnect(sim),
});
