import * as z from 'zod/mini';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { signedJson } from '../signed-json.ts';
import type { PaymentNotice } from '../webhook.ts';
import { type Payment, payment, paymentReports } from './payment.ts';
import type { SquareAccount } from './square-account.ts';

const event = z.object({
  type: z.string(),
  merchant_id: z.nullish(z.string()),
  data: z.optional(z.object({ object: z.optional(z.unknown()) })),
});

const paymentEvent = z.object({ payment: z.unknown() });
const checkoutEvent = z.object({ checkout: z.unknown() });
const named = z.object({ reference_id: z.nullish(z.string()) });

const checkout = z.object({
  status: z.enum(['PENDING', 'IN_PROGRESS', 'CANCEL_REQUESTED', 'CANCELED', 'COMPLETED']),
  cancel_reason: z.nullish(z.string()),
  location_id: z.nullish(z.string()),
});
type Checkout = z.output<typeof checkout>;

type Seller = Pick<SquareAccount, 'merchantId' | 'locationId'>;

/**
 * Reads a verified event (developer.squareup.com/docs/webhooks/v2webhook-events-tech-ref). What names a payment of
 * ours by `reference_id` is the payment itself and the Terminal checkout that it was taken by. `refund.*` and
 * `dispute.*` name only Square's payment id and are let pass: every refund also updates its payment, whose
 * `refunded_money` is the sum of them, while disputes show in Square's dashboard alone.
 *
 * @throws ZodError, RangeError when an event about a payment of ours cannot be read: it must not be acknowledged
 */
export const readEvent = (body: Buffer, seller: Seller): readonly PaymentNotice[] => {
  const { type, merchant_id, data } = event.parse(signedJson(body));
  const isOtherMerchant = seller.merchantId !== undefined && seller.merchantId !== merchant_id;
  switch (type) {
    case 'payment.created':
    case 'payment.updated': {
      const object = paymentEvent.parse(data?.object).payment;
      return about(object, () => readPayment(payment.parse(object), seller, isOtherMerchant));
    }
    case 'terminal.checkout.created':
    case 'terminal.checkout.updated': {
      const object = checkoutEvent.parse(data?.object).checkout;
      return about(object, () => readCheckout(checkout.parse(object), seller, isOtherMerchant));
    }
    default:
      return [];
  }
};

const about = (object: unknown, read: () => readonly PaymentReport[]): readonly PaymentNotice[] => {
  const { reference_id: reference } = named.parse(object);
  return reference ? read().map((report) => ({ reference, report })) : [];
};

const isElsewhere = ({ location_id }: { location_id?: string | null | undefined }, { locationId }: Seller): boolean =>
  locationId !== undefined && locationId !== location_id;

/** Our reference on money that another seller, or another shop, took: a person has to look at it. */
const readPayment = (paid: Payment, seller: Seller, isOtherMerchant: boolean): readonly PaymentReport[] => {
  const reports = paymentReports(paid);
  if (!isOtherMerchant && !isElsewhere(paid, seller)) return reports;
  return reports.flatMap((report) => (report.kind === 'captured' ? [{ ...report, merchant: 'unexpected' }] : []));
};

const readCheckout = (asked: Checkout, seller: Seller, isOtherMerchant: boolean): readonly PaymentReport[] =>
  isOtherMerchant || isElsewhere(asked, seller) ? [] : checkoutReports(asked);

const checkoutReports = ({ status, cancel_reason }: Checkout): readonly PaymentReport[] => {
  switch (status) {
    // Not paid yet, and no news: it waits at the terminal from the moment it was made. A declined card changes nothing.
    case 'PENDING':
    case 'IN_PROGRESS':
    case 'CANCEL_REQUESTED':
      return [];
    // The terminal is done; whether that payment became money is for the payment's own event to say.
    case 'COMPLETED':
      return [{ kind: 'processing' }];
    case 'CANCELED':
      return [{ kind: cancel_reason === 'TIMED_OUT' ? 'expired' : 'cancelled' }];
  }
};
