import * as z from 'zod';
import { amountIn } from './amount.ts';
import type { ApiRequest, apiRoutes } from './api.ts';
import { invalid, orMissing, unprocessable } from './api-error.ts';
import { randomId } from './events.ts';
import type { FaultSwitch } from './faults.ts';
import { capture, declineCapture, declined, isDeclined, refund } from './moves.ts';
import { captureObject, disputeObject, orderObject, refundObject } from './objects.ts';
import type { Capture, Order } from './order.ts';
import { orderTerms } from './order-parameters.ts';
import type { Orders } from './orders.ts';
import { statementPage } from './statement.ts';
import { isSigned } from './transmission.ts';

/** How long an order's request id is known; a refund's 45 days outlast everything here. */
const REQUEST_ID_LIFE_MS = 6 * 60 * 60_000;

const refundParameters = z.strictObject({
  amount: z.strictObject({ currency_code: z.string(), value: z.string() }).optional(),
  invoice_id: z.string().max(127).optional(),
  custom_id: z.string().max(127).optional(),
  note_to_payer: z.string().max(255).optional(),
});

interface Deps {
  readonly orders: Orders;
  readonly faults: FaultSwitch;
  readonly webhookId: string;
  readonly bundlePem: string;
}

/** The part of PayPal's API that a payment needs. */
export const endpoints = (api: ReturnType<typeof apiRoutes>, { orders, faults, webhookId, bundlePem }: Deps): void => {
  orderEndpoints(api, orders, faults);
  paymentEndpoints(api, orders, faults);
  api.get('/v1/reporting/transactions', ({ query }) => ({ body: statementPage(orders.list(), query) }));
  api.post('/v1/notifications/verify-webhook-signature', (request) => verify(request, { webhookId, bundlePem }), {
    changes: false,
  });
  api.unknown();
};

const orderEndpoints = ({ get, post }: ReturnType<typeof apiRoutes>, orders: Orders, faults: FaultSwitch): void => {
  post('/v2/checkout/orders', ({ body, requestId, at, origin }) => {
    // Whatever a known request id asks for, it is answered with what it led to.
    const known = orders.list().find((order) => requestId !== undefined && order.requestId === requestId);
    if (known && known.createdAt + REQUEST_ID_LIFE_MS > at) return { body: orderObject(known) };
    const order: Order = {
      id: randomId(),
      origin,
      ...(requestId && { requestId }),
      terms: orderTerms(body),
      createdAt: at,
      updatedAt: at,
      status: 'PAYER_ACTION_REQUIRED',
      declines: [],
      awaitsNewApproval: false,
      refunds: [],
      disputes: [],
      events: [],
    };
    orders.save(order);
    return { status: 201, body: orderObject(order) };
  });

  get('/v2/checkout/orders/:id', (_request, id) => ({ body: orderObject(orMissing(orders.find(id))) }));

  post('/v2/checkout/orders/:id/capture', ({ requestId, at }, id) => {
    const order = orMissing(orders.find(id));
    const occasion = { at, requestId, faults: faults.read() };
    if (requestId !== undefined && order.capture?.requestId === requestId) return { body: orderObject(order) };
    if (requestId !== undefined && order.declines.includes(requestId)) throw declined(order);
    if (order.capture) throw unprocessable('ORDER_ALREADY_CAPTURED');
    if (order.status !== 'APPROVED') throw unprocessable('ORDER_NOT_APPROVED');
    if (isCapturedElsewhere(orders, order)) throw unprocessable('DUPLICATE_INVOICE_ID');
    if (isDeclined(order, occasion)) {
      orders.save(declineCapture(order, occasion));
      throw declined(order);
    }
    const captured = capture(order, occasion);
    orders.save(captured);
    return { status: 201, body: orderObject(captured) };
  });
};

const isCapturedElsewhere = (orders: Orders, { id, terms }: Order): boolean =>
  terms.invoiceId !== null &&
  orders
    .list()
    .some((other) => other.id !== id && other.capture !== undefined && other.terms.invoiceId === terms.invoiceId);

const paymentEndpoints = ({ get, post }: ReturnType<typeof apiRoutes>, orders: Orders, faults: FaultSwitch): void => {
  const captured = (id: string): { readonly order: Order; readonly capture: Capture } => {
    const order = orMissing(orders.findByPayment(id));
    const { capture: found } = order;
    return { order, capture: orMissing(found?.id === id ? found : undefined) };
  };

  get('/v2/payments/captures/:id', (_request, id) => {
    const found = captured(id);
    return { body: captureObject(found.order, found.capture) };
  });

  post('/v2/payments/captures/:id/refund', ({ body = {}, requestId, at }, id) => {
    const { order, capture: found } = captured(id);
    const known = order.refunds.find((each) => requestId !== undefined && each.requestId === requestId);
    if (known) return { body: refundObject(order, found, known) };
    const asked = refundParameters.safeParse(body);
    if (!asked.success) throw invalid('INVALID_PARAMETER_VALUE', '/');
    const amount = asked.data.amount && amountIn(asked.data.amount);
    if (asked.data.amount && !amount) throw unprocessable('DECIMALS_NOT_SUPPORTED');
    const next = refund(order, found, amount, { at, requestId, faults: faults.read() });
    orders.save(next);
    return { status: 201, body: refundObject(next, found, orMissing(next.refunds[order.refunds.length])) };
  });

  get('/v2/payments/refunds/:id', (_request, id) => {
    const order = orMissing(orders.findByPayment(id));
    const found = orMissing(order.refunds.find((each) => each.id === id));
    return { body: refundObject(order, orMissing(order.capture), found) };
  });

  get('/v1/customer/disputes/:id', (_request, id) => {
    const order = orMissing(orders.list().find(({ disputes }) => disputes.some((each) => each.id === id)));
    const found = orMissing(order.disputes.find((each) => each.id === id));
    return { body: disputeObject(order, orMissing(order.capture), found) };
  });
};

const verification = z.object({
  transmission_id: z.string(),
  transmission_time: z.string(),
  transmission_sig: z.string(),
  webhook_id: z.string(),
  webhook_event: z.looseObject({}),
});

/** The event as it stands in the request's text: PayPal, too, checks the bytes and no rewriting of them. */
const EVENT = /"webhook_event"\s*:\s*/;

const verify = (
  { body, text }: ApiRequest,
  account: { readonly webhookId: string; readonly bundlePem: string },
): { readonly body: Readonly<Record<string, unknown>> } => {
  const asked = verification.safeParse(body);
  if (!asked.success) throw invalid('INVALID_PARAMETER_VALUE', '/');
  const { transmission_id: id, transmission_time: time, transmission_sig: signature, webhook_id } = asked.data;
  const start = EVENT.exec(text);
  const event = start ? text.slice(start.index + start[0].length, text.lastIndexOf('}')) : '';
  const genuine = webhook_id === account.webhookId && isSigned({ id, time, signature }, event, account);
  return { body: { verification_status: genuine ? 'SUCCESS' : 'FAILURE' } };
};
