import type { Hono } from 'hono';
import * as z from 'zod';
import { jsonBody } from '../carrier/json-body.ts';
import type { CarrierWebhooks } from '../carrier/webhooks.ts';
import type { Platform } from './api.ts';
import { ALERTS, type Alert, alertsOf, callback } from './callbacks.ts';
import type { Esim } from './esim.ts';
import { finalEnd, type Seen, seenAt } from './timeline.ts';

const newSim = z.strictObject({
  iccid: z.string().regex(/^\d{18,20}$/),
  endsAt: z.int().positive().nullable().default(null),
  /** What is in use until then; the first of the catalogue unless it is named. */
  bundle: z.string().optional(),
  state: z.enum(['active', 'deactivated']).default('active'),
  installed: z.boolean().default(true),
  online: z.boolean().default(true),
  incompatible: z.array(z.string()).default([]),
});
const usage = z.strictObject({ bytes: z.int().positive() });
const alert = z.strictObject({ alertType: z.enum(ALERTS) });
const settings = z.strictObject({
  balance: z.exactOptional(z.number().min(0)),
  currency: z.exactOptional(z.string().length(3)),
  processingMs: z.exactOptional(z.int().min(0).max(86_400_000)),
  iccidsAsNumbers: z.exactOptional(z.boolean()),
});

/** For tests and demonstrations: eSIMs come into being here, use data, and have callbacks sent. */
export const esimControl = (app: Hono, platform: Platform, webhooks: CarrierWebhooks): void => {
  const { esims, catalogue, organisation, now, write } = platform;

  /** A SIM is its ICCID. */
  app.put('/_sim/sims/:iccid', async (c) => {
    const wanted = newSim.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    const { endsAt, bundle: name, ...esim } = wanted.data;
    if (esim.iccid !== c.req.param('iccid')) return c.json({ error: 'an eSIM is named by its ICCID' }, 400);
    const bundle = name === undefined ? catalogue[0] : catalogue.find((each) => each.name === name);
    if (!bundle) return c.json({ error: 'no such bundle' }, 400);
    const added = esims.add({ ...esim, ...(endsAt !== null && { term: { bundle, endsAt } }) });
    return c.json(shownSim(added, now()));
  });

  app.get('/_sim/sims', (c) => c.json(esims.list().map((esim) => shownSim(esim, now()))));

  app.get('/_sim/organisation', (c) => c.json(organisation.get()));

  app.put('/_sim/organisation', async (c) => {
    const wanted = settings.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    return c.json(organisation.set(wanted.data));
  });

  /** What one happening makes the platform tell. */
  const send = (iccid: string, alerts: readonly (readonly [Alert, Seen | undefined])[]): void => {
    const sent = webhooks.list().length;
    webhooks.send(
      ...alerts.map(([alertType, seen], index) =>
        callback(`callback-${sent + index + 1}`, alertType, iccid, seen, write),
      ),
    );
  };

  /** Data is used; the platform calls back as it does by itself. */
  app.post('/_sim/sims/:iccid/usage', async (c) => {
    const wanted = usage.safeParse(await jsonBody(c));
    const esim = esims.find(c.req.param('iccid'));
    if (!wanted.success || !esim) return c.json({ error: 'an eSIM that is known, and { bytes }' }, 400);
    const before = new Map(seenAt(esim, now()).map((seen) => [seen.id, seen]));
    const after = esims.use(esim.iccid, wanted.data.bytes);
    send(
      esim.iccid,
      seenAt(after, now()).flatMap((seen) =>
        alertsOf(before.get(seen.id), seen).map((alertType): readonly [Alert, Seen] => [alertType, seen]),
      ),
    );
    return c.json(shownSim(after, now()));
  });

  /** Fires one callback with the figures of the bundle in use. */
  app.post('/_sim/sims/:iccid/callbacks', async (c) => {
    const wanted = alert.safeParse(await jsonBody(c));
    const esim = esims.find(c.req.param('iccid'));
    if (!wanted.success || !esim) return c.json({ error: 'an eSIM that is known, and { alertType }' }, 400);
    const seen = seenAt(esim, now());
    const inUse = seen.find(({ state }) => state === 'active') ?? seen.at(-1);
    send(esim.iccid, [[wanted.data.alertType, inUse]]);
    return c.json({ sent: true });
  });
};

const shownSim = (esim: Esim, now: number) => ({
  carrierRef: esim.iccid,
  iccid: esim.iccid,
  endsAt: finalEnd(esim, now),
  changes: esim.orders,
  state: esim.state,
  returned: esim.returnedAt !== null,
  bundles: seenAt(esim, now).map(({ id, bundle, state, startsAt, endsAt, bytes, usedBytes }) => ({
    id,
    bundle,
    state,
    startsAt,
    endsAt,
    bytes,
    usedBytes,
  })),
});
