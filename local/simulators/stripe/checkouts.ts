import type { Records } from '../records.ts';
import { type Checkout, sessionId, suffixIn } from './checkout.ts';
import type { Deliveries } from './deliveries.ts';
import { expire } from './paying.ts';

export interface Checkouts {
  /** By the id of its session, payment or charge, as it stands now. */
  find(id: string): Checkout | undefined;
  list(): readonly Checkout[];
  /** Stores it, then sends off the events that came with it. */
  save(next: Checkout): void;
}

export const checkouts = (records: Records, deliveries: Deliveries, now: () => number): Checkouts => {
  const save = (next: Checkout): void => {
    records.put('checkout', next.suffix, next);
    deliveries.enqueue(next);
  };
  /** A session whose time is over is noticed by whoever looks at it next. */
  const current = (checkout: Checkout): Checkout => {
    const seconds = Math.floor(now() / 1_000);
    if (checkout.status !== 'open' || checkout.expiresAt > seconds) return checkout;
    const expired = expire(checkout, { now: seconds });
    save(expired);
    return expired;
  };
  return {
    find(id) {
      const suffix = suffixIn(id);
      const checkout = suffix ? records.get<Checkout>('checkout', suffix) : undefined;
      return checkout && current(checkout);
    },
    list: () => records.list<Checkout>('checkout').map(current),
    save,
  };
};

export const referenceOf = (checkout: Checkout): string =>
  checkout.order.clientReferenceId ?? checkout.order.metadata['reference'] ?? sessionId(checkout);
