import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Deliveries } from './deliveries.ts';
import { type FaultSwitch, faultsSchema } from './faults.ts';
import { approve, closeDispute, openDispute, reverse, settleCapture, settleRefund } from './moves.ts';
import { pageUrl } from './objects.ts';
import { INSTRUMENTS, type Order, referenceOf, refundedMinor } from './order.ts';
import type { Orders } from './orders.ts';
import { returnUrl } from './return-url.ts';
import type { Tokens } from './tokens.ts';

const payment = z.strictObject({ instrument: z.enum(INSTRUMENTS).default('balance') });

interface Deps {
  readonly orders: Orders;
  readonly deliveries: Deliveries;
  readonly faults: FaultSwitch;
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** For tests and demonstrations: what a person does on the pages, and what PayPal's dashboard would show. */
export const controlRoutes = (app: Hono, deps: Deps): void => {
  const { orders, deliveries, faults, tokens, now } = deps;
  app.get('/_sim/faults', (c) => c.json(faults.read()));

  app.put('/_sim/faults', async (c) => {
    const wanted = faultsSchema.safeParse(await jsonOf(c));
    if (!wanted.success) return c.json({ error: z.prettifyError(wanted.error) }, 400);
    faults.write(wanted.data);
    return c.json(faults.read());
  });

  app.post('/_sim/sessions/:id/pay', async (c) => {
    const asked = payment.safeParse((await jsonOf(c)) ?? {});
    if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400);
    const order = orders.find(c.req.param('id'));
    if (!order) return c.json({ error: 'no such session' }, 404);
    const approved = approve(order, asked.data.instrument, now());
    if (!approved) return c.json({ error: 'the session is not open' }, 409);
    orders.save(approved);
    return c.json({ status: 'approved', redirectUrl: returnUrl(approved) });
  });

  app.get('/_sim/payments', (c) => c.json(orders.list().map(summary)));

  app.get('/_sim/deliveries', (c) =>
    c.json(
      deliveries.list().map(({ body: _body, sender: { transmission, orderId }, ...delivery }) => ({
        ...delivery,
        transmissionId: transmission.id,
        sessionId: orderId,
      })),
    ),
  );

  app.post('/_sim/deliveries/:eventId/resend', (c) => {
    if (!deliveries.resend(c.req.param('eventId'))) return c.json({ error: 'no such event' }, 404);
    return c.req.header('accept')?.includes('text/html') ? c.redirect('/', 303) : c.json({ resent: true });
  });

  app.delete('/_sim/tokens', (c) => {
    tokens.revokeAll();
    return c.json({ revoked: true });
  });

  decisionRoutes(app, deps);
};

/** What PayPal, the payer's bank or time decide later. */
const decisionRoutes = (app: Hono, { orders, now }: Deps): void => {
  const route = <T extends z.ZodType>(
    path: string,
    schema: T,
    decide: (order: Order, asked: z.output<T>, at: number) => Order | undefined,
  ): void => {
    app.post(`/_sim/sessions/:id/${path}`, async (c) => {
      const asked = schema.safeParse((await jsonOf(c)) ?? {});
      if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400);
      const order = orders.find(c.req.param('id') ?? '');
      if (!order) return c.json({ error: 'no such session' }, 404);
      const next = decide(order, asked.data, now());
      if (!next) return c.json({ error: 'there is nothing to decide' }, 409);
      orders.save(next);
      return c.json(summary(next));
    });
  };
  route('settle', z.strictObject({ outcome: z.enum(['complete', 'deny']) }), (order, { outcome }, at) =>
    settleCapture(order, outcome, at),
  );
  route('settle-refund', z.strictObject({ outcome: z.enum(['complete', 'fail']) }), (order, { outcome }, at) =>
    settleRefund(order, outcome, at),
  );
  route('dispute', z.strictObject({ amountMinor: z.int().min(1).optional() }), (order, { amountMinor }, at) =>
    openDispute(order, amountMinor, at),
  );
  route('dispute/close', z.strictObject({ outcome: z.enum(['won', 'lost']) }), (order, { outcome }, at) =>
    closeDispute(order, outcome, at),
  );
  route('reverse', z.strictObject({}), (order, _asked, at) => reverse(order, at));
};

const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const summary = (order: Order) => {
  const { id, status, terms, capture, refunds, disputes, awaitsNewApproval } = order;
  return {
    sessionId: id,
    reference: referenceOf(order),
    status,
    url: pageUrl(order),
    amountMinor: terms.amount.amountMinor,
    currency: terms.amount.currency,
    captureId: capture?.id ?? null,
    captureStatus: capture?.status ?? null,
    receivedMinor: capture?.status === 'COMPLETED' ? capture.amount.amountMinor : 0,
    declined: awaitsNewApproval,
    refundedMinor: refundedMinor(order),
    refunds: refunds.map(({ id: refundId, amount, status: state }) => ({
      id: refundId,
      amountMinor: amount.amountMinor,
      status: state,
    })),
    disputes: disputes.map(({ id: disputeId, amount, outcome }) => ({
      id: disputeId,
      amountMinor: amount.amountMinor,
      outcome: outcome ?? null,
    })),
  };
};
