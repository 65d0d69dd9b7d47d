import { Hono } from 'hono';
import { openCalls } from '../carrier/calls.ts';
import { callControl } from '../carrier/control.ts';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { simControl } from './control.ts';
import { type EventHandlerConfig, eventHandler } from './event-handler.ts';
import { openFaults } from './faults.ts';
import { overviewPage } from './page.ts';
import { openSims } from './sims.ts';
import { openTokens } from './tokens.ts';

interface SoracomConfig {
  /** The one key of a SAM user that can authenticate. */
  readonly authKeyId: string;
  readonly authKey: string;
  /** Where the brand's event handler posts to; left out, to nobody, and what it would have posted is only listed. */
  readonly webhook?: EventHandlerConfig;
}

/** Nobody listens on the discard port. */
const NOBODY: EventHandlerConfig = { url: () => 'http://127.0.0.1:9/', token: 'nobody' };

/** Soracom as a brand meets it: SIMs whose ends are set through the API, tokens that end. All of it outlives the process. */
export const createSoracom =
  ({ webhook = NOBODY, ...account }: SoracomConfig) =>
  (surroundings: Surroundings): Simulator => {
    const { records, now } = surroundings;
    const app = new Hono();
    const sims = openSims(records, now);
    const calls = openCalls(records, now);
    const faults = openFaults(records);
    const handler = eventHandler(app, surroundings, webhook);
    apiRoutes(app, { sims, calls, faults, now, tokens: openTokens(records, now, account) });
    callControl(app, { calls, faults });
    simControl(app, sims, handler);
    app.get('/', (c) =>
      c.html(overviewPage(sims.list(), handler.webhooks.shown(), { calls: calls.list(), faults: faults.read() })),
    );
    app.notFound((c) => c.json({ code: 'AGW0404', message: 'no such API' }, 404));
    return { app, stop: handler.webhooks.stop };
  };
