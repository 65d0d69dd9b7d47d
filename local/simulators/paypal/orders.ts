import type { Records } from '../records.ts';
import type { Deliveries } from './deliveries.ts';
import { tellApprovalReversed } from './events.ts';
import type { Order } from './order.ts';

export interface Orders {
  find(id: string): Order | undefined;
  /** By the id of its capture or of one of its refunds. */
  findByPayment(id: string): Order | undefined;
  list(): readonly Order[];
  /** Stores it, then sends off the events that came with it. */
  save(next: Order): void;
}

/** What is not captured is forgotten; PayPal's default for both is three hours. */
const LIFE_MS = 3 * 60 * 60_000;

export const openOrders = (records: Records, deliveries: Deliveries, now: () => number): Orders => {
  const save = (next: Order): void => {
    records.put('order', next.id, next);
    deliveries.enqueue(next);
  };
  /** An order whose time is over is noticed by whoever looks at it next. */
  const current = (order: Order): Order | undefined => {
    if (order.status === 'COMPLETED' || order.updatedAt + LIFE_MS > now()) return order;
    const isTold = order.events.some(({ type }) => type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED');
    if (order.status === 'APPROVED' && !isTold) save(tellApprovalReversed(order, now()));
    return undefined;
  };
  const list = (): readonly Order[] =>
    records
      .list<Order>('order')
      .map(current)
      .filter((order) => order !== undefined);
  return {
    find(id) {
      const order = records.get<Order>('order', id);
      return order && current(order);
    },
    findByPayment: (id) =>
      list().find(({ capture, refunds }) => capture?.id === id || refunds.some((refund) => refund.id === id)),
    list,
    save,
  };
};
