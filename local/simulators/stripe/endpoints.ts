import { type ApiRequest, type apiRoutes, orMissing } from './api.ts';
import { invalid } from './api-error.ts';
import { expire } from './attempt.ts';
import { chargeObject, disputeObject } from './charge-objects.ts';
import { type Checkout, intentId } from './checkout.ts';
import type { Checkouts } from './checkouts.ts';
import { expandInside, expandOf } from './expand.ts';
import type { FaultSwitch } from './faults.ts';
import { listPage } from './list-page.ts';
import { intentObject, sessionObject } from './objects.ts';
import { refundEndpoints } from './refund-endpoints.ts';
import { sessionOrder } from './session-parameters.ts';

/** Stripe's own default for a payment page. */
const SESSION_LIFE_SECONDS = 24 * 60 * 60;

type Routes = ReturnType<typeof apiRoutes>;

/** The part of Stripe's API that a shop's payments need. */
export const endpoints = (routes: Routes, checkouts: Checkouts, faults: FaultSwitch): void => {
  sessionEndpoints(routes, checkouts);
  paymentEndpoints(routes, checkouts);
  refundEndpoints(routes, checkouts, faults);
  routes.unknown();
};

const sessionEndpoints = ({ get, post }: Routes, checkouts: Checkouts): void => {
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
      disputes: [],
      events: [],
    };
    checkouts.save(checkout);
    return sessionObject(checkout);
  });

  get('/v1/checkout/sessions', ({ parameters }) => {
    const wanted = parameters['payment_intent'];
    const found = checkouts.list().filter((checkout) => wanted === undefined || intentId(checkout) === wanted);
    return listPage('/v1/checkout/sessions', found.map((each) => sessionObject(each)).toReversed(), parameters);
  });

  get('/v1/checkout/sessions/:id', ({ parameters }, id) => sessionObject(session(id), expandOf(parameters)));

  post('/v1/checkout/sessions/:id/expire', ({ occasion }, id) => {
    const checkout = session(id);
    if (checkout.status !== 'open')
      throw invalid(`Only Checkout Sessions with a status in ["open"] can be expired. It is ${checkout.status}.`);
    const expired = expire(checkout, occasion);
    checkouts.save(expired);
    return sessionObject(expired);
  });
};

const paymentEndpoints = ({ get }: Routes, checkouts: Checkouts): void => {
  get('/v1/payment_intents', ({ parameters }) => {
    const expand = expandInside(expandOf(parameters), 'data');
    const found = checkouts
      .list()
      .flatMap((checkout) => (checkout.intent ? [{ checkout, intent: checkout.intent }] : []))
      .filter(({ intent }) => isWithin(intent.createdAt, parameters['created']))
      .toSorted((a, b) => b.intent.createdAt - a.intent.createdAt);
    const objects = found.map(({ checkout, intent }) => intentObject(checkout, intent, expand));
    return listPage('/v1/payment_intents', objects, parameters);
  });

  get('/v1/payment_intents/:id', ({ parameters }, id) => {
    const checkout = orMissing(checkouts.find(id), 'payment_intent', id);
    return intentObject(checkout, orMissing(checkout.intent, 'payment_intent', id), expandOf(parameters));
  });

  get('/v1/charges/:id', ({ parameters }, id) => {
    const checkout = orMissing(checkouts.find(id), 'charge', id);
    const index = Number(id.slice(`ch_${checkout.suffix}`.length)) - 1;
    const charge = orMissing(checkout.intent?.charges[index], 'charge', id);
    return chargeObject(checkout, charge, index, expandOf(parameters));
  });

  get('/v1/disputes', ({ parameters }) => {
    const wanted = parameters['payment_intent'];
    const found = checkouts.list().filter((checkout) => wanted === undefined || intentId(checkout) === wanted);
    const objects = found.flatMap((checkout) => checkout.disputes.map((each) => disputeObject(checkout, each)));
    return listPage('/v1/disputes', objects.toReversed(), parameters);
  });

  get('/v1/disputes/:id', (_request, id) => {
    const checkout = orMissing(checkouts.find(id), 'dispute', id);
    const dispute = checkout.disputes.find((each) => each.id === id);
    return disputeObject(checkout, orMissing(dispute, 'dispute', id));
  });
};

/** A range over whole seconds: `created[gte]`, `[gt]`, `[lte]`, `[lt]`, or one second exactly. */
const isWithin = (at: number, range: ApiRequest['parameters'][string] | undefined): boolean => {
  if (range === undefined) return true;
  if (typeof range === 'string') return at === Number(range);
  return Object.entries(range).every(([bound, value]) => {
    const limit = Number(value);
    if (bound === 'gte') return at >= limit;
    if (bound === 'gt') return at > limit;
    if (bound === 'lte') return at <= limit;
    if (bound === 'lt') return at < limit;
    throw invalid(`Received unknown parameter: created[${bound}]`, { code: 'parameter_unknown' });
  });
};
