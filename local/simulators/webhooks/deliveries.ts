import { setTimeout as wait } from 'node:timers/promises';
import type { Records } from '../records.ts';
import type { WebhookFaults } from './faults.ts';
import type { RetrySchedule } from './retry-schedule.ts';

/** One event on its way to the webhook endpoint. `sender` is what the sending side keeps to send it (again). */
export interface Delivery<Sender> {
  readonly eventId: string;
  readonly type: string;
  readonly createdAt: number;
  readonly body: string;
  readonly sender: Sender;
  readonly state: 'pending' | 'delivered' | 'given_up' | 'lost';
  readonly tries: readonly Try[];
}

/** `status` is null when nobody answered. */
interface Try {
  readonly at: number;
  readonly status: number | null;
  readonly answer: string;
}

interface FreshEvent<Sender> {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly sender: () => Sender;
}

export interface Deliveries<Sender> {
  /** Sends those events that have not been sent off yet. */
  enqueue(events: readonly FreshEvent<Sender>[]): void;
  list(): readonly Delivery<Sender>[];
  /** Sends it once more, whatever became of it; `false` when there is no such event. */
  resend(eventId: string): boolean;
  /** Goes on with what an earlier process left undelivered. */
  resume(): void;
  stop(): void;
}

/** How a provider or a carrier delivers. */
export interface Dispatch<Sender> {
  readonly name: string;
  /** Where events go; asked for each delivery, for it may not be known at the start. */
  readonly url: () => string;
  readonly schedule: RetrySchedule;
  /** The signed headers of one try; `spoiled` ones must not verify. */
  headers(delivery: Delivery<Sender>, at: number, spoiled: boolean): Readonly<Record<string, string>>;
  /** Which answers count as delivered; left out, every 2xx. */
  isTaken?(status: number): boolean;
}

/** How long the endpoint may take to answer. */
const ANSWER_TIMEOUT_MS = 20_000;
const MAX_ANSWER_LENGTH = 300;

/** Webhooks that are repeated until they are taken, with the faults that are switched on. */
export const createDeliveries = <Sender>(
  records: Records,
  now: () => number,
  faults: { read(): WebhookFaults },
  dispatch: Dispatch<Sender>,
): Deliveries<Sender> => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { isTaken = isSuccess } = dispatch;
  const get = (eventId: string): Delivery<Sender> | undefined => records.get('delivery', eventId);
  const put = (delivery: Delivery<Sender>): void => records.put('delivery', delivery.eventId, delivery);

  /** One POST, which leaves a try. `true` when the event needs no other one. */
  const send = async (eventId: string): Promise<boolean> => {
    const wanted = get(eventId);
    if (!wanted) return true;
    const at = now();
    const headers = dispatch.headers(wanted, at, faults.read().badSignature);
    const answer = await post(dispatch.url(), wanted.body, headers, signal);
    const delivery = get(eventId);
    if (signal.aborted || !delivery) return true;
    const taken = answer.status !== null && isTaken(answer.status);
    const state = taken ? 'delivered' : delivery.state;
    put({ ...delivery, state, tries: [...delivery.tries, { at, ...answer }] });
    return state === 'delivered';
  };

  const repeat = async (eventId: string): Promise<void> => {
    for (const pauseMs of dispatch.schedule(faults.read().retryBaseMs)) {
      await wait(pauseMs, undefined, { signal });
      if (await send(eventId)) return;
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
      if (!signal.aborted) console.error(`${dispatch.name} simulator: delivery failed`, error);
    });
  };

  return {
    enqueue(events) {
      const fresh = events.filter(({ id }) => get(id) === undefined);
      if (fresh.length === 0) return;
      const state = faults.read().lost ? 'lost' : 'pending';
      for (const { id: eventId, type, body, sender } of fresh)
        put({ eventId, type, createdAt: now(), body, sender: sender(), state, tries: [] });
      if (state === 'pending') background(sendOff(fresh.map(({ id }) => id)));
    },
    list: () => records.list('delivery'),
    resend(eventId) {
      const delivery = get(eventId);
      if (!delivery) return false;
      put({ ...delivery, state: 'pending' });
      background(sendNow(eventId));
      return true;
    },
    resume() {
      const left = records.list<Delivery<Sender>>('delivery').filter(({ state }) => state === 'pending');
      for (const { eventId } of left) background(sendNow(eventId));
    },
    stop: () => stopping.abort(),
  };
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const post = async (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly status: number | null; readonly answer: string }> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    return { status: response.status, answer: (await response.text()).slice(0, MAX_ANSWER_LENGTH) };
  } catch (error) {
    return { status: null, answer: error instanceof Error ? error.message : 'no answer' };
  }
};
