import * as z from 'zod';
import { type ApiRequest, type apiRoutes, orMissing } from './api.ts';
import { ApiError, invalid } from './api-error.ts';
import { type Checkout, intentId } from './checkout.ts';
import type { Checkouts } from './checkouts.ts';
import type { FaultSwitch } from './faults.ts';
import { chargeObject, intentObject, refundObject, sessionObject } from './objects.ts';
import { expire } from './paying.ts';
import { refund } from './refunding.ts';
import { sessionOrder } from './session-parameters.ts';

/** Stripe's own default for a payment page. */
const SESSION_LIFE_SECONDS = 24 * 60 * 60;
const DEFAULT_PAGE = 10;
const MAX_PAGE = 100;

const refundParameters = z
  .strictObject({
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
    amount: z.coerce.number().pipe(z.int().min(1)).optional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    metadata: z.record(z.string(), z.string()).default({}),
  })
  .refine(({ payment_intent, charge }) => (payment_intent === undefined) !== (charge === undefined));

/** The part of Stripe's API that a card payment needs. */
export const endpoints = (
  { get, post, unknown }: ReturnType<typeof apiRoutes>,
  checkouts: Checkouts,
  faults: FaultSwitch,
): void => {
  const session = (id: string): Checkout => orMissing(checkouts.find(id), 'checkout.session', id);

  post('/v1/checkout/sessions', ({ parameters, suffix, occasion, origin }) => {
    const order = sessionOrder(parameters);
    // A process that was killed before it kept its answer finds its own work again.
    const existing = checkouts.find(`cs_test_${suffix}`);
    if (existing) return sessionObject(existing);
    const checkout: Checkout = {
      suffix,
      order,
      payUrl: `${origin}/pay/cs_test_${suffix}`,
      createdAt: occasion.now,
      expiresAt: occasion.now + SESSION_LIFE_SECONDS,
      status: 'open',
      refunds: [],
      events: [],
    };
    checkouts.save(checkout);
    return sessionObject(checkout);
  });

  get('/v1/checkout/sessions', (request) => {
    const wanted = request.parameters['payment_intent'];
    const found = checkouts.list().filter((checkout) => wanted === undefined || intentId(checkout) === wanted);
    return page(request, '/v1/checkout/sessions', found.map((checkout) => sessionObject(checkout)).toReversed());
  });

  get('/v1/checkout/sessions/:id', (request, id) => sessionObject(session(id), expanded(request)));

  post('/v1/checkout/sessions/:id/expire', ({ occasion }, id) => {
    const checkout = session(id);
    if (checkout.status !== 'open')
      throw invalid(`Only Checkout Sessions with a status in ["open"] can be expired. It is ${checkout.status}.`);
    const expired = expire(checkout, occasion);
    checkouts.save(expired);
    return sessionObject(expired);
  });

  get('/v1/payment_intents/:id', (request, id) => {
    const checkout = checkouts.find(id);
    const intent = orMissing(checkout?.intent, 'payment_intent', id);
    return intentObject(orMissing(checkout, 'payment_intent', id), intent, expanded(request));
  });

  get('/v1/charges/:id', (_request, id) => {
    const checkout = orMissing(checkouts.find(id), 'charge', id);
    const index = Number(id.slice(`ch_${checkout.suffix}`.length)) - 1;
    return chargeObject(checkout, orMissing(checkout.intent?.charges[index], 'charge', id), index);
  });

  post('/v1/refunds', ({ parameters, suffix, occasion }) => {
    const asked = refundParameters.safeParse(parameters);
    if (!asked.success)
      throw new ApiError(400, { type: 'invalid_request_error', message: z.prettifyError(asked.error) });
    const { payment_intent, charge, amount, reason, metadata } = asked.data;
    const target = payment_intent ?? charge ?? '';
    const checkout = orMissing(checkouts.find(target), payment_intent ? 'payment_intent' : 'charge', target);
    const id = `re_${suffix}`;
    const existing = checkout.refunds.find((candidate) => candidate.id === id);
    if (existing) return refundObject(checkout, existing);
    const wanted = { id, amountMinor: amount, reason: reason ?? null, metadata, fails: faults.read().refundFails };
    const { next, refund: taken } = refund(checkout, wanted, occasion);
    checkouts.save(next);
    return refundObject(next, taken);
  });

  get('/v1/refunds', (request) => {
    const wanted = request.parameters['payment_intent'];
    const of =
      typeof wanted === 'string' ? [orMissing(checkouts.find(wanted), 'payment_intent', wanted)] : checkouts.list();
    const found = of.flatMap((checkout) => checkout.refunds.map((each) => refundObject(checkout, each)));
    return page(request, '/v1/refunds', found.toReversed());
  });

  unknown();
};

const expanded = ({ parameters }: ApiRequest): readonly string[] => {
  const asked = parameters['expand'];
  return Array.isArray(asked) ? asked.filter((path) => typeof path === 'string') : [];
};

/** The newest first (docs.stripe.com/api/pagination). */
const page = ({ parameters }: ApiRequest, url: string, all: readonly Readonly<Record<string, unknown>>[]) => {
  const limit = Math.min(Number(parameters['limit'] ?? DEFAULT_PAGE) || DEFAULT_PAGE, MAX_PAGE);
  const after = parameters['starting_after'];
  const start = typeof after === 'string' ? all.findIndex(({ id }) => id === after) + 1 : 0;
  return { object: 'list', url, has_more: start + limit < all.length, data: all.slice(start, start + limit) };
};
