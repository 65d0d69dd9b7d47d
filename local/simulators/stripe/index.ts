import { Hono } from 'hono';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { checkouts as openCheckouts } from './checkouts.ts';
import { controlRoutes } from './control.ts';
import { createDeliveries } from './deliveries.ts';
import { endpoints } from './endpoints.ts';
import { faultSwitch } from './faults.ts';
import { pageRoutes } from './pages.ts';
import { createTill } from './till.ts';

interface StripeConfig {
  /** The one key that the API accepts: `sk_test_…`. */
  readonly secretKey: string;
  /** Where events are delivered; asked for each delivery, for it may not be known at the start. */
  readonly webhookUrl: () => string;
  /** `whsec_…`, with which deliveries are signed. */
  readonly webhookSecret: string;
}

/**
 * Stripe as a shop meets it: the API that the official SDK calls, the hosted payment page, signed webhooks that are
 * repeated until they are taken. State and unfinished deliveries outlive the process.
 */
export const createStripe =
  ({ secretKey, webhookUrl, webhookSecret }: StripeConfig) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const faults = faultSwitch(records);
    const deliveries = createDeliveries(records, now, faults, { url: webhookUrl, secret: webhookSecret });
    const checkouts = openCheckouts(records, deliveries, now);
    const till = createTill(checkouts, faults, now);

    endpoints(apiRoutes(app, { records, now, faults, secretKey }), checkouts, faults);
    controlRoutes(app, { checkouts, deliveries, faults, till });
    pageRoutes(app, { checkouts, deliveries, faults, till });
    deliveries.resume();
    return { app, stop: deliveries.stop };
  };
