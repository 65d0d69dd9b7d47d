import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { type CarrierWebhooks, carrierWebhooks } from '../carrier/webhooks.ts';
import type { Surroundings } from '../simulator.ts';

export interface EventHandlerConfig {
  /** Asked for each delivery, for it may not be known at the start. */
  readonly url: () => string;
  /** What the brand has put into the header of its handler. */
  readonly token: string;
}

export interface EventHandler {
  /** `event` is what the brand calls it in its template. */
  fire(simId: string, event: string): void;
  readonly webhooks: CarrierWebhooks;
}

/**
 * The brand's event handler with an `ExecuteWebRequestAction`, which posts the template that the brand has written.
 * Soracom documents no repetition: there is one try.
 */
export const eventHandler = (
  app: Hono,
  surroundings: Surroundings,
  { url, token }: EventHandlerConfig,
): EventHandler => {
  const webhooks = carrierWebhooks(app, surroundings, {
    name: 'Soracom',
    url,
    schedule: () => [],
    headers: (_delivery, _at, spoiled) => ({
      'content-type': 'application/json',
      'x-keizoku-token': spoiled ? 'a-token-that-nobody-knows' : token,
    }),
  });
  return {
    fire: (simId, event) => webhooks.send({ id: randomUUID(), type: event, body: JSON.stringify({ simId, event }) }),
    webhooks,
  };
};
