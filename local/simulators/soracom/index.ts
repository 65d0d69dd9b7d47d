import { Hono } from 'hono';
import { openCalls } from '../carrier/calls.ts';
import { callControl } from '../carrier/control.ts';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { simControl } from './control.ts';
import { openFaults } from './faults.ts';
import { overviewPage } from './page.ts';
import { openSims } from './sims.ts';
import { openTokens } from './tokens.ts';

interface SoracomConfig {
  /** The one key of a SAM user that can authenticate. */
  readonly authKeyId: string;
  readonly authKey: string;
}

/** Soracom as a brand meets it: SIMs whose ends are set through the API, tokens that end. All of it outlives the process. */
export const createSoracom =
  (account: SoracomConfig) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const sims = openSims(records, now);
    const calls = openCalls(records, now);
    const faults = openFaults(records);
    apiRoutes(app, { sims, calls, faults, now, tokens: openTokens(records, now, account) });
    callControl(app, { calls, faults });
    simControl(app, sims);
    app.get('/', (c) => c.html(overviewPage(sims.list(), { calls: calls.list(), faults: faults.read() })));
    app.notFound((c) => c.json({ code: 'AGW0404', message: 'no such API' }, 404));
    return { app };
  };
