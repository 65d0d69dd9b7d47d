import * as z from 'zod/mini';
import { money } from '../../../shared/domain/values/money.ts';
import { paypalAmount } from '../../../shared/payments/paypal/amount.ts';
import type { FixtureOrder } from './context.ts';

const text = z.optional(z.nullable(z.string()));

/** As much of PayPal's resources as the answers need; the rest is passed on as it came. */
export const paypalResource = z.looseObject({ id: text, status: text });

export interface PaypalTold {
  /** Of the event. */
  readonly type: string;
  readonly resource: z.output<typeof paypalResource>;
}

const LOOK_UP = /^\/v2\/(?:payments\/captures|payments\/refunds|checkout\/orders)\/([A-Za-z0-9-]+)$/;

/** `paidBefore`: the order whose money any capture is that was not delivered. `undefined`: not known. */
export const paypalAnswer = (
  told: readonly PaypalTold[],
  path: string,
  order: FixtureOrder | undefined,
  paidBefore: FixtureOrder | undefined,
): unknown => {
  const [, id] = LOOK_UP.exec(path) ?? [];
  if (id === undefined) return undefined;
  const itself = told.findLast(({ resource }) => resource.id === id);
  const isCapture = path.startsWith('/v2/payments/captures/');
  if (itself) return isCapture ? captureAsTold(itself) : itself.resource;
  if (isCapture) return paidBefore && captureOf(paidBefore, id);
  return path.startsWith('/v2/checkout/orders/') ? order && sessionOf(order, id, told) : undefined;
};

/** An event's type may say more than the object in it. */
const STATUS: ReadonlyMap<string, string> = new Map([
  ['PAYMENT.CAPTURE.PENDING', 'PENDING'],
  ['PAYMENT.CAPTURE.DENIED', 'DENIED'],
  ['PAYMENT.CAPTURE.DECLINED', 'DECLINED'],
  ['PAYMENT.CAPTURE.REVERSED', 'REVERSED'],
]);

const captureAsTold = ({ type, resource }: PaypalTold): unknown => ({
  ...resource,
  status: STATUS.get(type) ?? resource.status,
});

const priceOf = ({ amount, currency }: FixtureOrder) => paypalAmount(money(amount, currency));

const captureOf = (order: FixtureOrder, id: string): unknown => ({
  id,
  status: 'COMPLETED',
  amount: priceOf(order),
  custom_id: order.id,
  supplementary_data: { related_ids: { order_id: 'UNTOLD' } },
});

/** What the order was opened as at PayPal, with every refund that was delivered. */
const sessionOf = (order: FixtureOrder, id: string, told: readonly PaypalTold[]): unknown => {
  const refunds = told.filter(({ type }) => type === 'PAYMENT.CAPTURE.REFUNDED' || type.startsWith('PAYMENT.REFUND.'));
  const newest = new Map(refunds.map(({ resource }) => [resource.id, resource]));
  return {
    id,
    status: 'COMPLETED',
    purchase_units: [{ custom_id: order.id, amount: priceOf(order), payments: { refunds: [...newest.values()] } }],
  };
};
