import { invalid } from './api-error.ts';
import { chargeObject, refundObject } from './charge-objects.ts';
import { type Charge, type Checkout, chargeThatWentThrough, type Refund, refundedMinor } from './checkout.ts';
import { hasOpenDispute } from './disputing.ts';
import { eventRecord, type Occasion, withEvents } from './events.ts';

export interface RefundRequest {
  readonly id: string;
  /** All that is left when absent. */
  readonly amountMinor: number | undefined;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly instructionsEmail: string | undefined;
  /** Taken on first, failed a moment later: the fault of that name. */
  readonly fails: boolean;
}

/** @throws ApiError when nothing was captured, less is left than is asked for, or Stripe would not do it */
export const refund = (
  checkout: Checkout,
  request: RefundRequest,
  occasion: Occasion,
): { readonly next: Checkout; readonly refund: Refund } => {
  const charge = chargeThatWentThrough(checkout);
  if (!charge) throw invalid('This PaymentIntent does not have a successful charge to refund.');
  if (hasOpenDispute(checkout)) throw invalid('This charge has been charged back.', { code: 'charge_disputed' });
  const asked = askedMinor(checkout, charge, request.amountMinor);
  const { id, reason, metadata, instructionsEmail } = request;
  const inCash = charge.means.type === 'konbini';
  if (inCash && !instructionsEmail)
    throw invalid('A valid email address is required to refund this payment method.', { param: 'instructions_email' });

  const taken: Refund = {
    id,
    createdAt: occasion.now,
    amountMinor: asked,
    status: inCash ? 'requires_action' : request.fails ? 'pending' : 'succeeded',
    reason,
    metadata,
    ...(inCash && instructionsEmail && { instructionsEmail }),
  };
  const next = addRefund(checkout, charge, taken, occasion);
  return { next: request.fails ? moveRefund(next, taken, 'failed', occasion) : next, refund: taken };
};

const askedMinor = (checkout: Checkout, charge: Charge, amountMinor: number | undefined): number => {
  const left = charge.amountMinor - refundedMinor(checkout);
  if (left <= 0) throw invalid('Charge has already been refunded.', { code: 'charge_already_refunded' });
  const asked = amountMinor ?? left;
  if (asked > left)
    throw invalid(`Refund amount (${asked}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  return asked;
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

/** The same refund in its next state; only a failure has an event of its own. */
export const moveRefund = (
  checkout: Checkout,
  { id }: Pick<Refund, 'id'>,
  status: Refund['status'],
  occasion: Occasion,
): Checkout => {
  const refunds = checkout.refunds.map((refund) => (refund.id === id ? { ...refund, status } : refund));
  const changed = refunds.find((refund) => refund.id === id);
  if (!changed) return checkout;
  const next: Checkout = { ...checkout, refunds };
  const told = refundObject(next, changed);
  const updated = withEvents(next, eventRecord('refund.updated', told, occasion));
  return status === 'failed' ? withEvents(updated, eventRecord('refund.failed', told, occasion)) : updated;
};

/** The payer names a bank account: the money leaves, and arrives or comes back because the account was wrong. */
export const nameAccount = (
  checkout: Checkout,
  refund: Pick<Refund, 'id'>,
  account: 'right' | 'wrong',
  occasion: Occasion,
): Checkout =>
  moveRefund(
    moveRefund(checkout, refund, 'pending', occasion),
    refund,
    account === 'right' ? 'succeeded' : 'requires_action',
    occasion,
  );
