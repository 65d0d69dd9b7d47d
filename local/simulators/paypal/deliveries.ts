import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Records } from '../records.ts';
import type { FaultSwitch } from './faults.ts';
import { stamp } from './objects.ts';
import type { Order } from './order.ts';
import type { SigningChain } from './signing-chain.ts';
import { headersOf, sign, type Transmission } from './transmission.ts';

/** One event on its way to the webhook. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  /** The order it tells of. */
  readonly orderId: string;
  readonly createdAt: number;
  readonly body: string;
  readonly certUrl: string;
  /** Made once: repetitions carry the first id, time and signature. */
  readonly transmission: Transmission;
  readonly state: 'pending' | 'delivered' | 'given_up' | 'lost';
  readonly tries: readonly Try[];
}

/** `status` is null when nobody answered. */
interface Try {
  readonly at: number;
  readonly status: number | null;
  readonly answer: string;
}

export interface Deliveries {
  /** Sends the events of an order that have not been sent off yet. */
  enqueue(order: Order): void;
  list(): readonly Delivery[];
  /** Sends it once more, whatever became of it; `false` when there is no such event. */
  resend(eventId: string): boolean;
  /** Goes on with what an earlier process left undelivered. */
  resume(): void;
  stop(): void;
}

/** PayPal repeats 25 times within three days; here the last try comes after about twenty minutes. */
const MAX_TRIES = 26;
const MAX_RETRY_DELAY_MS = 60_000;
/** How long the webhook may take to answer. */
const ANSWER_TIMEOUT_MS = 20_000;
const MAX_ANSWER_LENGTH = 300;

export interface WebhookConfig {
  readonly url: () => string;
  readonly webhookId: string;
  readonly signing: SigningChain;
}

export const createDeliveries = (
  records: Records,
  now: () => number,
  faults: FaultSwitch,
  webhook: WebhookConfig,
): Deliveries => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const get = (eventId: string): Delivery | undefined => records.get('delivery', eventId);
  const put = (delivery: Delivery): void => records.put('delivery', delivery.eventId, delivery);

  /** One POST, which leaves a try. `true` when the event needs no other one. */
  const send = async (eventId: string): Promise<boolean> => {
    const wanted = get(eventId);
    if (!wanted) return true;
    const at = now();
    const answer = await post(webhook.url(), wanted, faults.read().badSignature, signal);
    const delivery = get(eventId);
    if (signal.aborted || !delivery) return true;
    const taken = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const state = taken ? 'delivered' : delivery.state;
    put({ ...delivery, state, tries: [...delivery.tries, { at, ...answer }] });
    return state === 'delivered';
  };

  const repeat = async (eventId: string): Promise<void> => {
    let pauseMs = faults.read().retryBaseMs;
    for (let repetition = 1; repetition < MAX_TRIES; repetition += 1) {
      await wait(pauseMs, undefined, { signal });
      if (await send(eventId)) return;
      pauseMs = Math.min(pauseMs * 2, MAX_RETRY_DELAY_MS);
    }
    const delivery = get(eventId);
    if (delivery?.state === 'pending') put({ ...delivery, state: 'given_up' });
  };

  const sendNow = async (eventId: string): Promise<void> => {
    if (!(await send(eventId))) await repeat(eventId);
  };

  /** First tries, with their copies; what is not taken is repeated on its own, without holding up the next event. */
  const sendOff = async (eventIds: readonly string[]): Promise<void> => {
    const { delayMs, duplicates, simultaneous, reorder } = faults.read();
    await wait(delayMs, undefined, { signal });
    const order = reorder ? eventIds.toReversed() : eventIds;
    const copies = order.flatMap((eventId) => Array.from({ length: 1 + duplicates }, () => eventId));
    if (simultaneous) await Promise.all(copies.map(send));
    else for (const eventId of copies) await send(eventId);
    for (const eventId of order) if (get(eventId)?.state === 'pending') background(repeat(eventId));
  };

  const background = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      if (!signal.aborted) console.error('paypal simulator: delivery failed', error);
    });
  };

  const enqueue = ({ id: orderId, origin, events }: Order): void => {
    const fresh = events.filter(({ id }) => get(id) === undefined);
    if (fresh.length === 0) return;
    const state = faults.read().lost ? 'lost' : 'pending';
    const certUrl = `${origin}/v1/notifications/certs/${webhook.signing.certId}`;
    for (const { id: eventId, type, body } of fresh) {
      const transmission = sign({ id: randomUUID(), time: stamp(now()) }, body, {
        webhookId: webhook.webhookId,
        privateKeyPem: webhook.signing.privateKeyPem,
      });
      put({ eventId, type, orderId, createdAt: now(), body, certUrl, transmission, state, tries: [] });
    }
    if (state === 'pending') background(sendOff(fresh.map(({ id }) => id)));
  };

  return {
    enqueue,
    list: () => records.list('delivery'),
    resend(eventId) {
      const delivery = get(eventId);
      if (!delivery) return false;
      put({ ...delivery, state: 'pending' });
      background(sendNow(eventId));
      return true;
    },
    resume() {
      const left = records.list<Delivery>('delivery').filter(({ state }) => state === 'pending');
      for (const { eventId } of left) background(sendNow(eventId));
      // Killed between writing what happened and writing what to send.
      for (const order of records.list<Order>('order')) enqueue(order);
    },
    stop: () => stopping.abort(),
  };
};

const post = async (
  url: string,
  { body, certUrl, transmission }: Delivery,
  spoiled: boolean,
  signal: AbortSignal,
): Promise<{ readonly status: number | null; readonly answer: string }> => {
  const sent = spoiled ? { ...transmission, id: randomUUID() } : transmission;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: headersOf(sent, certUrl),
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    return { status: response.status, answer: (await response.text()).slice(0, MAX_ANSWER_LENGTH) };
  } catch (error) {
    return { status: null, answer: error instanceof Error ? error.message : 'no answer' };
  }
};
