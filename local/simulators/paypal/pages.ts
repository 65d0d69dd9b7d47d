import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { layout } from '../payment-provider/layout.ts';
import type { Deliveries } from './deliveries.ts';
import type { FaultSwitch } from './faults.ts';
import { approve } from './moves.ts';
import { INSTRUMENTS } from './order.ts';
import type { Orders } from './orders.ts';
import { overviewPage } from './overview-page.ts';
import { payPage } from './pay-page.ts';
import { returnUrl } from './return-url.ts';

interface Deps {
  readonly orders: Orders;
  readonly deliveries: Deliveries;
  readonly faults: FaultSwitch;
  readonly now: () => number;
}

/** The page where the payer agrees, and the overview. */
export const pageRoutes = (app: Hono, { orders, deliveries, faults, now }: Deps): void => {
  app.get('/', (c) => c.html(overviewPage(orders.list(), deliveries.list(), faults.read())));

  app.get('/checkoutnow', (c) => {
    const order = orders.find(c.req.query('token') ?? '');
    return order ? c.html(payPage(order)) : noSuchPage(c);
  });

  app.post('/checkoutnow/:id', async (c) => {
    const order = orders.find(c.req.param('id'));
    if (!order) return noSuchPage(c);
    const { instrument: chosen } = await c.req.parseBody();
    const instrument = INSTRUMENTS.find((each) => each === chosen);
    const approved = instrument && approve(order, instrument, now());
    if (!approved) return c.redirect(`/checkoutnow?token=${order.id}`, 303);
    orders.save(approved);
    return c.redirect(returnUrl(approved), 303);
  });
};

const noSuchPage = (c: Context) =>
  c.html(layout('en', 'Not found', html`<h1>Not found</h1><p>There is no such payment page.</p>`), 404);
