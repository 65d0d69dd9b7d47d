import { randomUUID } from 'node:crypto';
import type { Records } from '../records.ts';
import {
  type Deliveries as AllDeliveries,
  type Delivery as AnyDelivery,
  createDeliveries as createAll,
} from '../webhooks/deliveries.ts';
import { doubling } from '../webhooks/retry-schedule.ts';
import type { FaultSwitch } from './faults.ts';
import { stamp } from './objects.ts';
import type { Order } from './order.ts';
import type { SigningChain } from './signing-chain.ts';
import { headersOf, sign, type Transmission } from './transmission.ts';

interface Sender {
  /** The order it tells of. */
  readonly orderId: string;
  readonly certUrl: string;
  /** Made once: repetitions carry the first id, time and signature. */
  readonly transmission: Transmission;
}

export type Delivery = AnyDelivery<Sender>;
export interface Deliveries extends Omit<AllDeliveries<Sender>, 'enqueue'> {
  /** Sends the events of an order that have not been sent off yet. */
  enqueue(order: Order): void;
}

/** PayPal repeats 25 times within three days; here the last try comes after about twenty minutes. */
const MAX_TRIES = 26;

export interface WebhookConfig {
  readonly url: () => string;
  readonly webhookId: string;
  readonly signing: SigningChain;
}

export const createDeliveries = (
  records: Records,
  now: () => number,
  faults: FaultSwitch,
  { url, webhookId, signing }: WebhookConfig,
): Deliveries => {
  const all = createAll<Sender>(records, now, faults, {
    name: 'paypal',
    url,
    schedule: doubling(MAX_TRIES),
    headers: ({ sender: { transmission, certUrl } }, _at, spoiled) =>
      headersOf(spoiled ? { ...transmission, id: randomUUID() } : transmission, certUrl),
  });
  const { privateKeyPem, certId } = signing;
  const enqueue = ({ id: orderId, origin, events }: Order): void =>
    all.enqueue(
      events.map((event) => ({
        ...event,
        sender: () => ({
          orderId,
          certUrl: `${origin}/v1/notifications/certs/${certId}`,
          transmission: sign({ id: randomUUID(), time: stamp(now()) }, event.body, { webhookId, privateKeyPem }),
        }),
      })),
    );
  return {
    ...all,
    enqueue,
    resume() {
      all.resume();
      // Killed between writing what happened and writing what to send.
      for (const order of records.list<Order>('order')) enqueue(order);
    },
  };
};
