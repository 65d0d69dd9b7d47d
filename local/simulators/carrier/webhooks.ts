import type { Hono } from 'hono';
import * as z from 'zod';
import type { Surroundings } from '../simulator.ts';
import { createDeliveries, type Delivery, type Dispatch } from '../webhooks/deliveries.ts';
import { type WebhookFaults, webhookFaultSwitch, webhookFaultsSchema } from '../webhooks/faults.ts';
import { jsonBody } from './json-body.ts';

/** What a carrier tells on its own account. */
export interface CarrierEvent {
  /** An event whose id was sent off before is not sent again. */
  readonly id: string;
  readonly type: string;
  /** Exactly what is posted, and what a signature covers. */
  readonly body: string;
}

/** What a person looks at: what was sent, and what goes wrong with it on purpose. */
export interface ShownWebhooks {
  readonly deliveries: readonly Delivery<null>[];
  readonly faults: WebhookFaults;
}

export interface CarrierWebhooks {
  /** What is sent together may arrive in another order. */
  send(...events: readonly CarrierEvent[]): void;
  list(): readonly Delivery<null>[];
  shown(): ShownWebhooks;
  stop(): void;
}

/**
 * The webhooks of a carrier, repeated as its schedule says, and the routes to look at them and to let them go wrong:
 * `GET`/`PUT /_sim/webhook-faults`, `GET /_sim/deliveries`, `POST /_sim/deliveries/:eventId/resend`. Goes on with what an
 * earlier process left undelivered.
 */
export const carrierWebhooks = (
  app: Hono,
  { records, now }: Surroundings,
  dispatch: Dispatch<null>,
): CarrierWebhooks => {
  const faults = webhookFaultSwitch(records);
  const deliveries = createDeliveries(records, now, faults, dispatch);

  app.get('/_sim/webhook-faults', (c) => c.json(faults.read()));

  app.put('/_sim/webhook-faults', async (c) => {
    const wanted = webhookFaultsSchema.safeParse(await jsonBody(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });

  app.get('/_sim/deliveries', (c) => c.json(deliveries.list().map(({ sender: _sender, ...delivery }) => delivery)));

  app.post('/_sim/deliveries/:eventId/resend', (c) =>
    deliveries.resend(c.req.param('eventId')) ? c.json({ resent: true }) : c.json({ error: 'no such event' }, 404),
  );

  deliveries.resume();
  return {
    send: (...events) => deliveries.enqueue(events.map((event) => ({ ...event, sender: () => null }))),
    list: deliveries.list,
    shown: () => ({ deliveries: deliveries.list(), faults: faults.read() }),
    stop: deliveries.stop,
  };
};
