import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { findCard } from './cards.ts';
import { type Checkout, intentId, refundedMinor, sessionId } from './checkout.ts';
import { type Checkouts, referenceOf } from './checkouts.ts';
import type { Deliveries } from './deliveries.ts';
import { type FaultSwitch, faultsSchema } from './faults.ts';
import type { Till } from './till.ts';

const payment = z.strictObject({
  card: z.string(),
  /** The holder's answer where the card asks for one; without it the payment waits for the page. */
  authenticate: z.enum(['approve', 'fail']).optional(),
});

/** For tests and demonstrations: what a person does on the pages, and what Stripe's dashboard would show. */
export const controlRoutes = (
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
  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faultsSchema.safeParse(await jsonOf(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });

  app.post('/_sim/sessions/:id/pay', async (c) => {
    const asked = payment.safeParse(await jsonOf(c));
    if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400);
    const card = findCard(asked.data.card);
    if (!card) return c.json({ error: 'no such test card' }, 400);
    const id = c.req.param('id');
    if (!checkouts.find(id)) return c.json({ error: 'no such session' }, 404);
    const first = till.pay(id, card);
    const { authenticate } = asked.data;
    const result = first.kind === 'must_approve' && authenticate ? till.authenticate(id, authenticate) : first;
    switch (result.kind) {
      case 'paid':
        return c.json({ status: 'paid', redirectUrl: result.next.order.successUrl });
      case 'declined':
        return c.json({ status: 'declined', code: result.failure.code, declineCode: result.failure.declineCode });
      case 'must_approve':
        return c.json({ status: 'must_approve' });
      case 'refused':
        return c.json({ error: 'the session is not open' }, 409);
    }
  });

  app.get('/_sim/payments', (c) => c.json(checkouts.list().map(summary)));

  app.get('/_sim/deliveries', (c) =>
    c.json(
      deliveries
        .list()
        .map(({ body: _body, suffix, ...delivery }) => ({ ...delivery, sessionId: `cs_test_${suffix}` })),
    ),
  );

  app.post('/_sim/deliveries/:eventId/resend', (c) => {
    if (!deliveries.resend(c.req.param('eventId'))) return c.json({ error: 'no such event' }, 404);
    return c.req.header('accept')?.includes('text/html') ? c.redirect('/', 303) : c.json({ resent: true });
  });
};

const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const summary = (checkout: Checkout) => {
  const { order, status, intent, refunds, payUrl } = checkout;
  return {
    sessionId: sessionId(checkout),
    reference: referenceOf(checkout),
    status,
    url: payUrl,
    amountMinor: order.amountMinor,
    currency: order.currency.toUpperCase(),
    intentId: intent ? intentId(checkout) : null,
    intentStatus: intent?.status ?? null,
    receivedMinor: intent?.receivedMinor ?? 0,
    declines: intent?.charges.filter(({ failure }) => failure).length ?? 0,
    refundedMinor: refundedMinor(checkout),
    refunds: refunds.map(({ id, amountMinor, status: state }) => ({ id, amountMinor, status: state })),
  };
};
