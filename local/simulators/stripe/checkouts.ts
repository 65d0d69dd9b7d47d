import type { Records } from '../records.ts';
import { expire, fail } from './attempt.ts';
import { voucherExpired } from './cards.ts';
import { REFUND_DETAILS_SECONDS } from './charge-objects.ts';
import { type Checkout, type Refund, type Seconds, sessionId, suffixIn } from './checkout.ts';
import type { Deliveries } from './deliveries.ts';
import { moveRefund } from './refunding.ts';

export interface Checkouts {
  /** By the id of its session, payment, charge or dispute, as it stands now. */
  find(id: string): Checkout | undefined;
  findRefund(id: string): { readonly checkout: Checkout; readonly refund: Refund } | undefined;
  list(): readonly Checkout[];
  /** Stores it, then sends off the events that came with it. */
  save(next: Checkout): void;
}

export const checkouts = (records: Records, deliveries: Deliveries, now: () => number): Checkouts => {
  const save = (next: Checkout): void => {
    records.put('checkout', next.suffix, next);
    deliveries.enqueue(next);
  };
  /** Time that is over is noticed by whoever looks next. */
  const current = (checkout: Checkout): Checkout => {
    const timely = withTime(checkout, Math.floor(now() / 1_000));
    if (timely !== checkout) save(timely);
    return timely;
  };
  const list = () => records.list<Checkout>('checkout').map(current);
  return {
    find(id) {
      const suffix = suffixIn(id);
      const checkout = suffix ? records.get<Checkout>('checkout', suffix) : undefined;
      return checkout && current(checkout);
    },
    findRefund: (id) =>
      list()
        .flatMap((checkout) => checkout.refunds.map((refund) => ({ checkout, refund })))
        .find(({ refund }) => refund.id === id),
    list,
    save,
  };
};

/** The page, the voucher and the refund that waits for a bank account each have an end. */
const withTime = (checkout: Checkout, now: Seconds): Checkout => {
  const { status, expiresAt, intent, refunds } = checkout;
  if (status === 'open' && expiresAt <= now) return expire(checkout, { now });
  const pending = intent?.pending;
  if (status === 'complete' && pending?.kind === 'voucher' && pending.expiresAt < now)
    return fail(checkout, pending.means, voucherExpired, { now });
  const late = refunds.find(
    (refund) => refund.status === 'requires_action' && refund.createdAt + REFUND_DETAILS_SECONDS <= now,
  );
  return late ? withTime(moveRefund(checkout, late, 'failed', { now }), now) : checkout;
};

export const referenceOf = (checkout: Checkout): string =>
  checkout.order.clientReferenceId ?? checkout.order.metadata['order_id'] ?? sessionId(checkout);
