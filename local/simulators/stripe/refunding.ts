import { invalid } from './api-error.ts';
import { type Charge, type Checkout, chargeThatWentThrough, type Refund, refundedMinor } from './checkout.ts';
import { eventRecord, type Occasion, withEvents } from './events.ts';
import { chargeObject, refundObject } from './objects.ts';

export interface RefundRequest {
  readonly id: string;
  /** All that is left when absent. */
  readonly amountMinor: number | undefined;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Taken on first, failed a moment later: the fault of that name. */
  readonly fails: boolean;
}

/** @throws ApiError when nothing was captured or less is left than is asked for */
export const refund = (
  checkout: Checkout,
  request: RefundRequest,
  occasion: Occasion,
): { readonly next: Checkout; readonly refund: Refund } => {
  const charge = chargeThatWentThrough(checkout);
  if (!charge) throw invalid('This PaymentIntent does not have a successful charge to refund.');
  const { amountMinor, id, reason, metadata } = request;
  const left = charge.amountMinor - refundedMinor(checkout);
  if (left <= 0) throw invalid('Charge has already been refunded.', { code: 'charge_already_refunded' });
  const asked = amountMinor ?? left;
  if (asked > left)
    throw invalid(`Refund amount (${asked}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });

  const taken: Refund = {
    id,
    createdAt: occasion.now,
    amountMinor: asked,
    status: request.fails ? 'pending' : 'succeeded',
    reason,
    metadata,
  };
  const next = addRefund(checkout, charge, taken, occasion);
  return { next: request.fails ? fail(next, taken, occasion) : next, refund: taken };
};

const addRefund = (checkout: Checkout, charge: Charge, taken: Refund, occasion: Occasion): Checkout => {
  const next: Checkout = { ...checkout, refunds: [...checkout.refunds, taken] };
  const index = checkout.intent?.charges.indexOf(charge) ?? 0;
  return withEvents(
    next,
    eventRecord('refund.created', refundObject(next, taken), occasion),
    eventRecord('charge.refunded', chargeObject(next, charge, index), occasion),
  );
};

const fail = (checkout: Checkout, taken: Refund, occasion: Occasion): Checkout => {
  const failed: Refund = { ...taken, status: 'failed' };
  const next: Checkout = {
    ...checkout,
    refunds: checkout.refunds.map((refund) => (refund.id === taken.id ? failed : refund)),
  };
  return withEvents(
    next,
    eventRecord('refund.updated', refundObject(next, failed), occasion),
    eventRecord('refund.failed', refundObject(next, failed), occasion),
  );
};
