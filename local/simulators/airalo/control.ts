import type { Hono } from 'hono';
import * as z from 'zod';
import { jsonBody } from '../carrier/json-body.ts';
import type { Credit } from './credit.ts';
import { LEVELS, type Notices } from './notices.ts';
import type { Orders } from './orders.ts';
import { recycled, type Sim, serviceEnd, statusOf, used } from './sim.ts';
import type { Sims } from './sims.ts';

const newSim = z.strictObject({
  iccid: z
    .string()
    .regex(/^\d{17,20}$/)
    .optional(),
  endsAt: z.int().positive().nullable().default(null),
  amountMb: z.int().positive().default(3_072),
  usedMb: z.number().min(0).default(0),
  isUnlimited: z.boolean().default(false),
  connected: z.boolean().default(true),
});
const usage = z.strictObject({ usedMb: z.number().positive() });
const notices = z.strictObject({ levels: z.array(z.enum(LEVELS)).min(1).max(LEVELS.length) });
const connection = z.strictObject({ connected: z.boolean() });
const dollars = z.strictObject({ amount: z.number().min(0).max(1_000_000) });
const orderStatus = z.strictObject({ status: z.enum(['completed', 'failed', 'refunded']) });

interface ControlDeps {
  readonly sims: Sims;
  readonly orders: Orders;
  readonly credit: Credit;
  readonly notices: Notices;
  readonly now: () => number;
}

/** For tests and demonstrations: SIMs come into being here, use data, and are lost. */
export const simControl = (app: Hono, deps: ControlDeps): void => {
  const { sims, orders, notices: sender, now } = deps;
  const shown = (sim: Sim) => shownSim(sim, now());

  app.put('/_sim/sims/:iccid', async (c) => {
    const iccid = c.req.param('iccid');
    const wanted = newSim.safeParse({ iccid, ...Object(await jsonBody(c)) });
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    if (wanted.data.iccid !== iccid) return c.json({ error: 'Airalo names an eSIM by its ICCID' }, 400);
    const isNew = !sims.find(iccid);
    const sim = sims.add({ ...wanted.data, iccid });
    const [first] = sim.packages;
    if (isNew && first) orders.add({ type: 'sim', iccid, description: null, offer: first.offer });
    return c.json(shown(sim));
  });

  app.get('/_sim/sims', (c) => c.json(sims.list().map(shown)));

  /** `act` on a SIM that is known, with a body that fits. */
  const onSim = <T>(path: string, schema: z.ZodType<T>, act: (sim: Sim, body: T) => Sim | Promise<Sim>): void => {
    app.post(`/_sim/sims/:iccid/${path}`, async (c) => {
      const body = schema.safeParse((await jsonBody(c)) ?? {});
      if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
      const sim = sims.find(c.req.param('iccid'));
      return sim ? c.json(shown(await act(sim, body.data))) : c.json({ error: 'no such SIM' }, 404);
    });
  };

  onSim('usage', usage, (sim, { usedMb }) => sims.change(used(sim, usedMb, now())));
  onSim('connection', connection, (sim, { connected }) =>
    sims.change({ ...sim, connectedAt: connected ? (sim.connectedAt ?? now()) : null }),
  );
  onSim('recycle', z.strictObject({}), (sim) => sims.change(recycled(sim, now())));
  onSim('notices', notices, async (sim, { levels }) => {
    await sender.send(sim, levels);
    return sim;
  });
  accountControl(app, deps);
};

/** What the brand has paid in, and what Airalo's staff does with orders. */
const accountControl = (app: Hono, { orders, credit }: ControlDeps): void => {
  app.get('/_sim/float', (c) => c.json({ amount: credit.read() }));

  app.put('/_sim/float', async (c) => {
    const wanted = dollars.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    credit.set(wanted.data.amount);
    return c.json({ amount: credit.read() });
  });

  app.get('/_sim/orders', (c) => c.json(orders.list()));

  app.post('/_sim/orders/:code', async (c) => {
    const wanted = orderStatus.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    const order = orders.mark(c.req.param('code'), wanted.data.status);
    return order ? c.json(order) : c.json({ error: 'no such order' }, 404);
  });
};

const shownSim = (sim: Sim, now: number) => ({
  carrierRef: sim.iccid,
  iccid: sim.iccid,
  endsAt: serviceEnd(sim, now),
  changes: sim.packages.filter(({ type }) => type === 'topup').length,
  connected: sim.connectedAt !== null,
  recycled: sim.recycledAt !== null,
  packages: sim.packages.map((each) => ({
    id: each.id,
    package: each.offer.id,
    status: statusOf(each, now),
    activatedAt: each.activatedAt,
    endsAt: each.expiredAt,
    totalMb: each.offer.amountMb,
    usedMb: each.usedMb,
  })),
});

export type ShownSim = ReturnType<typeof shownSim>;
