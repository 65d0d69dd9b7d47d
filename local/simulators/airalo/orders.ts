import type { Records } from '../records.ts';
import type { TopUp } from './catalogue.ts';
import { netPriceOf, type Pricing, paidFor } from './pricing.ts';
import { withoutZone } from './times.ts';

export interface Order {
  readonly id: number;
  readonly code: string;
  readonly createdAt: number;
  readonly type: 'sim' | 'topup';
  readonly iccid: string;
  readonly description: string | null;
  /** As it was when it was ordered. */
  readonly offer: TopUp;
  readonly status: 'completed' | 'failed' | 'refunded';
}

export interface Orders {
  add(order: Pick<Order, 'type' | 'iccid' | 'description' | 'offer'>): Order;
  /** The newest first. */
  list(): readonly Order[];
  /** `undefined` when there is none with this code. */
  mark(code: string, status: Order['status']): Order | undefined;
}

export const openOrders = (records: Records, now: () => number): Orders => ({
  add(facts) {
    const id = (records.get<number>('counter', 'order') ?? 0) + 1;
    records.put('counter', 'order', id);
    const createdAt = now();
    const code = `${withoutZone(createdAt).slice(0, 10).replaceAll('-', '')}-${String(id).padStart(6, '0')}`;
    const order: Order = { id, code, createdAt, ...facts, status: 'completed' };
    records.put('order', code, order);
    return order;
  },
  list: () => records.list<Order>('order').toReversed(),
  mark(code, status) {
    const order = records.get<Order>('order', code);
    if (!order) return undefined;
    const marked = { ...order, status };
    records.put('order', code, marked);
    return marked;
  },
});

const shared = ({ id, code, createdAt, type, description, offer }: Order) => ({
  id,
  code,
  created_at: withoutZone(createdAt),
  description,
  type,
  package_id: offer.id,
  quantity: 1,
  package: `${offer.operator}-${offer.title}`,
  esim_type: 'Prepaid',
  data: offer.isUnlimited ? 'Unlimited' : `${offer.amountMb / 1_024} GB`,
  currency: 'USD',
  manual_installation: '',
  qrcode_installation: '',
  installation_guides: { en: 'https://www.airalo.com/help/getting-started-with-airalo' },
});

/** Page "Submit top-up order". */
export const orderReply = (order: Order, pricing: Pricing) => {
  const { offer } = order;
  const paid = paidFor(offer, pricing);
  return {
    data: {
      ...shared(order),
      validity: offer.day,
      price: offer.price,
      pricing_model: pricing.model,
      net_price: netPriceOf(offer, pricing),
      ...(pricing.model === 'discount_pricing' && {
        discount_percentage: pricing.percent,
        discount_amount: Math.round((offer.price - paid) * 100) / 100,
        unit_paid_price: paid,
        total_amount_paid: paid,
      }),
      text: null,
      voice: null,
    },
    meta: { message: 'success' },
  };
};

/** A row of the page "Get order list": numbers are texts there, and a top-up does not list its SIM. */
export const orderRow = (order: Order, include: readonly string[]) => ({
  ...shared(order),
  validity: String(order.offer.day),
  price: order.offer.price.toFixed(2),
  ...(include.includes('sims') && { sims: order.type === 'sim' ? [{ id: order.id, iccid: order.iccid }] : [] }),
  ...(include.includes('status') && {
    status: { name: order.status.charAt(0).toUpperCase() + order.status.slice(1), slug: order.status },
  }),
});
