import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, type Work } from '../carrier/answer.ts';
import type { Calls } from '../carrier/calls.ts';
import { STALE } from '../carrier/fault-kinds.ts';
import type { FaultTarget, Take } from '../carrier/faults.ts';
import { jsonBody } from '../carrier/json-body.ts';
import type { Records } from '../records.ts';
import { dialect, notFound, numbered, wrongParameters } from './api-error.ts';
import type { TopUp } from './catalogue.ts';
import { balanceBody, type Credit } from './credit.ts';
import { type Endpoint, type Faults, MAINTENANCE, RECYCLED } from './faults.ts';
import type { Notices } from './notices.ts';
import { orderListBody } from './order-list.ts';
import type { Orders } from './orders.ts';
import type { Pricing } from './pricing.ts';
import { rateLimit } from './rate-limit.ts';
import type { Sim } from './sim.ts';
import type { Sims } from './sims.ts';
import type { Tokens } from './tokens.ts';
import { placeTopUp } from './top-up-order.ts';
import { CACHE_MS, RECYCLED_FIGURES, shownFigures, usageBody } from './usage.ts';
import { packagesBody, topUpsBody } from './views.ts';

export interface Partner {
  readonly records: Records;
  readonly now: () => number;
  readonly sims: Sims;
  readonly orders: Orders;
  readonly credit: Credit;
  readonly offers: readonly TopUp[];
  readonly pricing: Pricing;
  readonly notices: Notices;
  readonly tokens: Tokens;
  readonly calls: Calls;
  readonly faults: Faults;
}

/** Page "Rate limits": the usage and the packages of one ICCID. */
const PER_ICCID_AND_MINUTE = 10;

const optIn = z.object({ type: z.literal('webhook_low_data'), webhook_url: z.url() });

type WithToken = (c: Context, target: FaultTarget<Endpoint>, work: Work) => Promise<Response>;

/** The part of the Partner API that renewing needs (developers.partners.airalo.com), under `/v2`. */
export const apiRoutes = (app: Hono, partner: Partner): void => {
  const { tokens, credit, calls, faults } = partner;
  const answering = { calls, faults, dialect };

  /** Every call but that for the token itself shows it. */
  const withToken: WithToken = (c, target, work) =>
    answer(c, answering, target, (take) => {
      tokens.check(c.req.header('authorization'));
      return work(take);
    });

  app.post('/v2/token', async (c) => {
    const form = await formOf(c);
    return answer(c, answering, aimAt('token', null), () => tokens.issue(form));
  });
  app.get('/v2/balance', (c) => withToken(c, aimAt('balance', null), () => balanceBody(credit)));

  orderRoutes(app, partner, withToken);
  simRoutes(app, partner, withToken);
  noticeRoutes(app, partner, withToken);
};

const aimAt = (endpoint: Endpoint, iccid: string | null): FaultTarget<Endpoint> => ({
  endpoint,
  carrierRef: iccid,
  iccid,
});

/** A body that is no form has no fields. */
const formOf = (c: Context): Promise<Readonly<Record<string, unknown>>> => c.req.parseBody().catch(() => ({}));

/** What a record that lags shows of the time when something was bought. */
const lagging = (take: Take, times: readonly number[], now: number): ((at: number) => boolean) => {
  const lag = take(STALE, ({ staleMs }) => times.some((at) => now < at + staleMs));
  return (at) => lag === undefined || now >= at + lag.staleMs;
};

const orderRoutes = (app: Hono, partner: Partner, withToken: WithToken): void => {
  const { orders, now } = partner;

  app.post('/v2/orders/topups', async (c) => {
    const form = await formOf(c);
    const iccid = typeof form['iccid'] === 'string' ? form['iccid'] : null;
    return withToken(c, aimAt('topup_order', iccid), (take) => placeTopUp(partner, form, take));
  });

  app.get('/v2/orders', (c) =>
    withToken(c, aimAt('orders', null), (take) => {
      const all = orders.list();
      const isShown = lagging(
        take,
        all.map(({ createdAt }) => createdAt),
        now(),
      );
      const { origin, pathname } = new URL(c.req.url);
      return orderListBody(
        all.filter(({ createdAt }) => isShown(createdAt)),
        c.req.query(),
        `${origin}${pathname}`,
      );
    }),
  );
};

const simRoutes = (app: Hono, partner: Partner, withToken: WithToken): void => {
  const { records, now, sims, offers, pricing } = partner;
  const limits = {
    packages: rateLimit(records, now, 'packages-request', PER_ICCID_AND_MINUTE),
    usage: rateLimit(records, now, 'usage-request', PER_ICCID_AND_MINUTE),
  };

  /** @throws ApiError 404 */
  const known = (iccid: string): Sim => {
    const sim = sims.find(iccid);
    if (!sim) throw notFound();
    return sim;
  };

  app.get('/v2/sims/:iccid/topups', (c) =>
    withToken(c, aimAt('topups', c.req.param('iccid')), (take) => {
      const sim = known(c.req.param('iccid'));
      if (sim.recycledAt !== null || take(RECYCLED)) throw numbered(73);
      if (take(MAINTENANCE)) throw numbered(13);
      return topUpsBody(offers, pricing);
    }),
  );

  // What it says of a number that was recycled is documented nowhere: here the past stays readable, and a fault refuses it.
  app.get('/v2/sims/:iccid/packages', (c) =>
    withToken(c, aimAt('packages', c.req.param('iccid')), (take) => {
      const iccid = c.req.param('iccid');
      limits.packages.take(iccid);
      const sim = known(iccid);
      if (take(RECYCLED)) throw numbered(73);
      const isShown = lagging(
        take,
        sim.packages.map(({ boughtAt }) => boughtAt),
        now(),
      );
      return packagesBody(sim, pricing, now(), isShown);
    }),
  );

  app.get('/v2/sims/:iccid/usage', (c) =>
    withToken(c, aimAt('usage', c.req.param('iccid')), (take) => {
      const iccid = c.req.param('iccid');
      limits.usage.take(iccid);
      const sim = known(iccid);
      if (take(RECYCLED)) return usageBody(RECYCLED_FIGURES);
      return usageBody(shownFigures(records, sim, now(), take(STALE)?.staleMs ?? CACHE_MS));
    }),
  );
};

const noticeRoutes = (app: Hono, { notices }: Partner, withToken: WithToken): void => {
  const shown = () => ({
    data: { notification: { type: 'webhook_low_data', contact_point: notices.address() ?? null } },
    meta: { message: 'success' },
  });

  app.post('/v2/notifications/opt-in', async (c) => {
    const wanted = optIn.safeParse(await jsonBody(c));
    // The address is asked first, so that the work itself need not wait.
    const answers = wanted.success && (await notices.optIn(wanted.data.webhook_url));
    return withToken(c, aimAt('opt_in', null), () => {
      if (!wanted.success) throw wrongParameters({ type: 'The selected type is invalid.' });
      if (!answers) throw wrongParameters({ webhook_url: 'The webhook url does not answer a HEAD request with 200.' });
      return shown();
    });
  });

  app.get('/v2/notifications/opt-in', (c) => withToken(c, aimAt('opt_in', null), shown));
};
