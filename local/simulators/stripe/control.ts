import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type Checkout, intentId, refundedMinor, sessionId } from './checkout.ts';
import { referenceOf } from './checkouts.ts';
import { payerControl } from './control-payer.ts';
import { faultsSchema } from './faults.ts';
import type { Premises } from './premises.ts';

/** For tests and demonstrations: what people and banks do, and what Stripe's dashboard would show. */
export const controlRoutes = (app: Hono, deps: Premises): void => {
  const { checkouts, deliveries, faults } = deps;
  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faultsSchema.safeParse(await jsonOf(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });

  payerControl(app, deps);

  app.get('/_sim/payments', (c) => c.json(checkouts.list().map(summary)));

  app.get('/_sim/deliveries', (c) =>
    c.json(
      deliveries
        .list()
        .map(({ body: _body, sender: { suffix }, ...delivery }) => ({ ...delivery, sessionId: `cs_test_${suffix}` })),
    ),
  );

  app.post('/_sim/deliveries/:eventId/resend', (c) => {
    if (!deliveries.resend(c.req.param('eventId'))) return c.json({ error: 'no such event' }, 404);
    return c.req.header('accept')?.includes('text/html') ? c.redirect('/', 303) : c.json({ resent: true });
  });
};

const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const summary = (checkout: Checkout) => {
  const { order, status, intent, refunds, disputes, payUrl } = checkout;
  return {
    sessionId: sessionId(checkout),
    reference: referenceOf(checkout),
    methods: order.methods,
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
    disputes: disputes.map(({ id, amountMinor, status: state }) => ({ id, amountMinor, status: state })),
  };
};
