import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { layout } from '../payment-provider/layout.ts';
import { findCard } from './cards.ts';
import { isWallet, METHODS } from './checkout.ts';
import type { DisputeStep } from './disputing.ts';
import { overviewPage } from './overview-page.ts';
import { payPage } from './pay-page.ts';
import type { Action, Paying } from './paying.ts';
import type { Premises } from './premises.ts';

type Form = Readonly<Record<string, unknown>>;

/** The hosted payment page, whose forms are all that a payer can do, and the overview. */
export const pageRoutes = (app: Hono, { checkouts, deliveries, faults, till }: Premises): void => {
  app.get('/', (c) => c.html(overviewPage(checkouts.list(), deliveries.list(), faults.read())));

  app.get('/pay/:id', (c) => {
    const checkout = checkouts.find(c.req.param('id'));
    return checkout ? c.html(payPage(checkout)) : noSuchPage(c);
  });

  const step = (path: string, actionOf: (form: Form) => Action | undefined): void => {
    app.post(path, async (c) => {
      const id = c.req.param('id') ?? '';
      if (!checkouts.find(id)) return noSuchPage(c);
      const form: Form = await c.req.parseBody();
      const action = actionOf(form);
      if (!action) return c.redirect(`/pay/${id}`, 303);
      return goOn(c, id, till.act(id, action, typeof form['email'] === 'string' ? form['email'] : undefined));
    });
  };
  step('/pay/:id', firstAction);
  step('/pay/:id/authenticate', ({ answer }) => ({
    kind: 'answer',
    answer: answer === 'approve' || answer === 'later' ? answer : 'decline',
  }));
  step('/pay/:id/settle', ({ outcome }) => ({ kind: 'settle', outcome: outcome === 'paid' ? 'paid' : 'failed' }));

  app.post('/disputes/:id', async (c) => {
    const wanted = DISPUTE_STEPS.find((each) => each === c.req.query('step'));
    if (wanted) till.moveDispute(c.req.param('id'), wanted);
    return c.redirect('/', 303);
  });
  app.post('/payments/:id/dispute', (c) => {
    till.dispute(c.req.param('id'), { inquiry: c.req.query('inquiry') === 'true' });
    return c.redirect('/', 303);
  });
  app.post('/refunds/:id', (c) => {
    const wanted = REFUND_STEPS.find((each) => each === c.req.query('step'));
    if (wanted) till.refundStep(c.req.param('id'), wanted);
    return c.redirect('/', 303);
  });
};

const DISPUTE_STEPS: readonly DisputeStep[] = ['escalate', 'drop', 'win', 'lose'];
const REFUND_STEPS = ['right', 'wrong', 'expire'] as const;

const firstAction = ({ card: number, method }: Form): Action | undefined => {
  if (typeof number === 'string') {
    const card = findCard(number);
    return card && { kind: 'card', card };
  }
  if (method === 'apple_pay' || method === 'konbini') return { kind: method };
  const wallet = METHODS.find((each) => each === method);
  return wallet && isWallet(wallet) ? { kind: 'wallet', wallet } : undefined;
};

/** To the shop after success; to the page, which tells what happened, after anything else. */
const goOn = (c: Context, id: string, result: Paying): Response =>
  c.redirect(
    result.kind === 'paid' ? result.next.order.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', id) : `/pay/${id}`,
    303,
  );

const noSuchPage = (c: Context) =>
  c.html(layout('en', 'Not found', html`<h1>Not found</h1><p>There is no such payment page.</p>`), 404);
