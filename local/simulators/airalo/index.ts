import { Hono } from 'hono';
import { openCalls } from '../carrier/calls.ts';
import { callControl } from '../carrier/control.ts';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { JAPAN_TOP_UPS, type TopUp } from './catalogue.ts';
import { simControl } from './control.ts';
import { openCredit } from './credit.ts';
import { openFaults } from './faults.ts';
import { openNotices } from './notices.ts';
import { openOrders } from './orders.ts';
import { overviewPage } from './page.ts';
import type { Pricing } from './pricing.ts';
import { openSims } from './sims.ts';
import { openTokens } from './tokens.ts';

interface AiraloConfig {
  /** The one pair of credentials that gets a token; webhooks are signed with the secret. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Opted in for low data notices before anybody asks, if it answers HEAD; asked for when the first one is due. */
  readonly webhookUrl?: () => string;
  /** What the signature of a webhook covers; left out, `raw`. */
  readonly signs?: 'raw' | 'escaped';
  /** The brand's credit at the start, in dollars. */
  readonly creditDollars?: number;
  /** What every eSIM can take; left out, packages for Japan. */
  readonly topUps?: readonly TopUp[];
  readonly pricing?: Pricing;
}

const START_CREDIT_DOLLARS = 1_000;

/**
 * Airalo as a partner meets it: tokens for a day, top-ups that nothing makes safe to repeat, packages that queue, figures
 * that are kept for 20 minutes, credit that is used up, low data webhooks. All of it outlives the process.
 */
export const createAiralo =
  (config: AiraloConfig) =>
  (surroundings: Surroundings): Simulator => {
    const { records, now } = surroundings;
    const { creditDollars = START_CREDIT_DOLLARS, topUps = JAPAN_TOP_UPS, pricing = { model: 'net_pricing' } } = config;
    const app = new Hono();
    const calls = openCalls(records, now);
    const faults = openFaults(records);
    const notices = openNotices(app, surroundings, config);
    const sims = openSims(records, now, notices.sendDue);
    const orders = openOrders(records, now);
    const credit = openCredit(records, creditDollars);
    const tokens = openTokens(records, now, config);

    apiRoutes(app, { records, now, sims, orders, credit, offers: topUps, pricing, notices, tokens, calls, faults });
    callControl(app, { calls, faults });
    simControl(app, { sims, orders, credit, notices, now });
    app.get('/', (c) =>
      c.html(
        overviewPage(
          {
            sims: sims.list(),
            orders: orders.list(),
            creditDollars: credit.read(),
            webhooks: notices.shown(),
            now: now(),
          },
          { calls: calls.list(), faults: faults.read() },
        ),
      ),
    );
    app.notFound((c) => c.json({ data: [], meta: { message: 'messages.resource_not_found' } }, 404));
    return { app, stop: notices.stop };
  };
