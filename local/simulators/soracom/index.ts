import { Hono } from 'hono';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { openCalls } from './calls.ts';
import { controlRoutes } from './control.ts';
import { faultSwitch } from './faults.ts';
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
    const faults = faultSwitch(records);
    apiRoutes(app, { sims, calls, faults, now, tokens: openTokens(records, now, account) });
    controlRoutes(app, { sims, calls, faults });
    app.get('/', (c) => c.html(overviewPage(sims.list(), calls.list(), faults.read())));
    app.notFound((c) => c.json({ code: 'AGW0404', message: 'no such API' }, 404));
    return { app };
  };
