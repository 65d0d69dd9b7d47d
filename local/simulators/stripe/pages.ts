import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { findCard } from './cards.ts';
import type { Checkouts } from './checkouts.ts';
import type { Deliveries } from './deliveries.ts';
import type { FaultSwitch } from './faults.ts';
import { layout } from './layout.ts';
import { overviewPage } from './overview-page.ts';
import { payPage } from './pay-page.ts';
import type { Paying } from './paying.ts';
import type { Till } from './till.ts';

/** The hosted payment page and the overview. */
export const pageRoutes = (
  app: Hono,
  {
    checkouts,
    deliveries,
    faults,
    till,
  }: {
    readonly checkouts: Checkouts;
    readonly deliveries: Deliveries;
    readonly faults: FaultSwitch;
    readonly till: Till;
  },
): void => {
  app.get('/', (c) => c.html(overviewPage(checkouts.list(), deliveries.list(), faults.read())));

  app.get('/pay/:id', (c) => {
    const checkout = checkouts.find(c.req.param('id'));
    return checkout ? c.html(payPage(checkout)) : noSuchPage(c);
  });

  app.post('/pay/:id', async (c) => {
    const id = c.req.param('id');
    if (!checkouts.find(id)) return noSuchPage(c);
    const { card: number } = await c.req.parseBody();
    const card = typeof number === 'string' ? findCard(number) : undefined;
    return card ? goOn(c, id, till.pay(id, card)) : c.redirect(`/pay/${id}`, 303);
  });

  app.post('/pay/:id/authenticate', async (c) => {
    const id = c.req.param('id');
    if (!checkouts.find(id)) return noSuchPage(c);
    const { answer } = await c.req.parseBody();
    return goOn(c, id, till.authenticate(id, answer === 'approve' ? 'approve' : 'fail'));
  });
};

/** To the shop after success; to the page, which tells what happened, after anything else. */
const goOn = (c: Context, id: string, result: Paying): Response =>
  c.redirect(
    result.kind === 'paid' ? result.next.order.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', id) : `/pay/${id}`,
    303,
  );

const noSuchPage = (c: Context) =>
  c.html(layout('en', 'Not found', html`<h1>Not found</h1><p>There is no such payment page.</p>`), 404);
