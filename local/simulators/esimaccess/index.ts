import { Hono } from 'hono';
import { openCalls } from '../carrier/calls.ts';
import { callControl } from '../carrier/control.ts';
import { carrierWebhooks } from '../carrier/webhooks.ts';
import type { Simulator, Surroundings } from '../simulator.ts';
import { webhookFaultSwitch } from '../webhooks/faults.ts';
import { doubling } from '../webhooks/retry-schedule.ts';
import { apiRoutes } from './api.ts';
import { openBalance } from './balance.ts';
import { simControl } from './control.ts';
import { type DataPackage, DEFAULT_PACKAGES } from './data-package.ts';
import { openEsims } from './esims.ts';
import { openFaults } from './faults.ts';
import { openGate } from './gate.ts';
import { notices } from './notices.ts';
import { orders } from './orders.ts';
import { overviewPage } from './page.ts';
import { queries } from './queries.ts';

interface EsimAccessConfig {
  readonly accessCode: string;
  readonly secretKey: string;
  /** With the secret in its query parameter `token`, as the brand has entered it. */
  readonly webhookUrl: () => string;
  /** At the start, in ten-thousandths of a dollar. */
  readonly balance?: number;
  /** The documented one is 8. */
  readonly requestsPerSecond?: number;
  readonly packages?: readonly DataPackage[];
}

const DEFAULT_BALANCE = 1_000_000;
const DEFAULT_REQUESTS_PER_SECOND = 8;
/** How often eSIM Access tries again is not documented. */
const DELIVERY_TRIES = 5;

/** eSIM Access as a brand meets it: SIMs that are topped up from a balance. All of it outlives the process. */
export const createEsimAccess =
  (config: EsimAccessConfig) =>
  (surroundings: Surroundings): Simulator => {
    const { records, now } = surroundings;
    const { requestsPerSecond = DEFAULT_REQUESTS_PER_SECOND, packages = DEFAULT_PACKAGES } = config;
    const app = new Hono();
    const esims = openEsims(records, now);
    const balance = openBalance(records, config.balance ?? DEFAULT_BALANCE);
    const calls = openCalls(records, now);
    const faults = openFaults(records);
    const webhookFaults = webhookFaultSwitch(records);
    const webhooks = carrierWebhooks(app, surroundings, {
      name: 'eSIM Access',
      // Nothing is signed: what is spoiled on purpose is the secret of the address.
      url: () => (webhookFaults.read().badSignature ? withWrongToken(config.webhookUrl()) : config.webhookUrl()),
      schedule: doubling(DELIVERY_TRIES),
      headers: () => ({ 'content-type': 'application/json' }),
    });
    const tell = notices(webhooks, now);
    const parts = { records, esims, balance, packages, now };
    apiRoutes(app, {
      esims,
      calls,
      faults,
      gate: openGate({ ...config, requestsPerSecond }, now),
      reading: queries(parts),
      ordering: orders({ ...parts, onStatus: (esim) => tell.tell('ESIM_STATUS', esim) }),
    });
    callControl(app, { calls, faults });
    simControl(app, { esims, balance, notices: tell, now });
    app.get('/', (c) => {
      const journal = { calls: calls.list(), faults: faults.read(), webhooks: webhooks.shown() };
      return c.html(overviewPage(esims.list(), { ...journal, balance: balance.read(), now: now() }));
    });
    return { app, stop: webhooks.stop };
  };

const withWrongToken = (url: string): string => {
  const address = new URL(url);
  address.searchParams.set('token', 'not-the-token');
  return address.href;
};
