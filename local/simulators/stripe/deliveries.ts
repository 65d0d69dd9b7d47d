import { createHmac } from 'node:crypto';
import type { Records } from '../records.ts';
import {
  type Deliveries as AllDeliveries,
  type Delivery as AnyDelivery,
  createDeliveries as createAll,
} from '../webhooks/deliveries.ts';
import { doubling } from '../webhooks/retry-schedule.ts';
import type { Checkout } from './checkout.ts';
import type { FaultSwitch } from './faults.ts';

interface Sender {
  /** The session it tells of. */
  readonly suffix: string;
}

export type Delivery = AnyDelivery<Sender>;
export interface Deliveries extends Omit<AllDeliveries<Sender>, 'enqueue'> {
  /** Sends the events of a checkout that have not been sent off yet. */
  enqueue(checkout: Checkout): void;
}

/** Stripe repeats for three days; here the last try comes after about a quarter of an hour. */
const MAX_TRIES = 20;

interface Endpoint {
  readonly url: () => string;
  /** `whsec_…`, all of it the key. */
  readonly secret: string;
}

export const createDeliveries = (
  records: Records,
  now: () => number,
  faults: FaultSwitch,
  { url, secret }: Endpoint,
): Deliveries => {
  const all = createAll<Sender>(records, now, faults, {
    name: 'stripe',
    url,
    schedule: doubling(MAX_TRIES),
    headers: ({ body }, at, spoiled) => ({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signatureOf(body, at, spoiled ? `${secret}x` : secret),
    }),
  });
  const enqueue = ({ suffix, events }: Checkout): void =>
    all.enqueue(events.map((event) => ({ ...event, sender: () => ({ suffix }) })));
  return {
    ...all,
    enqueue,
    resume() {
      all.resume();
      // Killed between writing what happened and writing what to send.
      for (const checkout of records.list<Checkout>('checkout')) enqueue(checkout);
    },
  };
};

/** `Stripe-Signature` (docs.stripe.com/webhooks/signature), dated anew for every try as Stripe does. */
const signatureOf = (body: string, atMs: number, secret: string): string => {
  const timestamp = Math.floor(atMs / 1_000);
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
};
