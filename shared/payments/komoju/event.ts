import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { money } from '../../domain/values/money.ts';
import { signedJson } from '../signed-json.ts';
import type { PaymentNotice } from '../webhook.ts';

const count = z.int().check(z.nonnegative());

const event = z.object({ type: z.string(), data: z.optional(z.unknown()) });

const payment = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.enum(['pending', 'authorized', 'captured', 'refunded', 'cancelled', 'expired', 'failed']),
  total: count,
  payment_method_fee: count,
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  /** Of all refunds together. Older versions of the API leave it out while there are none. */
  amount_refunded: z._default(count, 0),
});
type Payment = z.output<typeof payment>;

const references = z.object({
  external_order_num: z.nullish(z.string()),
  metadata: z.nullish(z.object({ order_id: z.optional(z.unknown()) })),
});

/**
 * Reads a verified event (doc.komoju.com/docs/webhooks). Every `payment.*` event carries the whole payment as it stood,
 * so its status and amounts say what is true; the type only says what made KOMOJU write. Events of customers,
 * subscriptions, settlements and of a platform's submerchants, `ping`, and `refund_request.updated` (which names
 * neither our order nor an amount; the refund itself arrives as a payment's) change nothing.
 *
 * @throws ZodError, RangeError when an event about an order of ours cannot be read: it must not be acknowledged
 */
export const readEvent = (body: Buffer): readonly PaymentNotice[] => {
  const { type, data } = event.parse(signedJson(body));
  if (!type.startsWith('payment.')) return [];
  const reference = referenceIn(data);
  return reference ? reports(type, payment.parse(data)).map((report) => ({ reference, report })) : [];
};

const referenceIn = (data: unknown): string | undefined => {
  const { external_order_num, metadata } = references.parse(data);
  if (external_order_num) return external_order_num;
  return typeof metadata?.order_id === 'string' ? metadata.order_id : undefined;
};

const reports = (type: string, paid: Payment): readonly PaymentReport[] => {
  switch (paid.status) {
    // An attempt that failed leaves the payment pending in older versions of the API: it may be tried again.
    case 'pending':
      return type === 'payment.failed'
        ? [{ kind: 'declined', reason: 'try_another_method' }]
        : [{ kind: 'requires_action' }];
    // Of a voucher: it was issued, and waits for the payer at the till. No money yet.
    case 'authorized':
      return [{ kind: 'requires_action' }];
    // A payment that was refunded in part stays captured; refunded is one that was refunded in full.
    case 'captured':
    case 'refunded':
      return refundedMinor(paid) > 0 ? [captured(paid), refunded(paid)] : [captured(paid)];
    case 'cancelled':
      return [{ kind: 'cancelled' }];
    case 'expired':
      return [{ kind: 'expired' }];
    case 'failed':
      return [{ kind: 'failed', reason: 'try_another_method' }];
  }
};

/**
 * `total` is price, tax and the store's fee where the payer bears it (komoju-woocommerce takes the fee off before it
 * compares, too). We ask for prices with tax, so what is left is what was asked for.
 */
const captured = ({ id, total, payment_method_fee, currency }: Payment): PaymentReport => ({
  kind: 'captured',
  captureId: id,
  amount: money(total - payment_method_fee, currency),
});

/** A chargeback counts as a refund, too (KOMOJU marks it in `refunds`); with the fee it may be more than the price. */
const refunded = (paid: Payment): PaymentReport => ({
  kind: 'refunded',
  captureId: paid.id,
  refunded: money(refundedMinor(paid), paid.currency),
});

/** The status alone says that it was all of it, should the sum not be told. */
const refundedMinor = ({ status, amount_refunded, total }: Payment): number =>
  status === 'refunded' ? amount_refunded || total : amount_refunded;
