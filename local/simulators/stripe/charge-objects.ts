import {
  type Charge,
  type Checkout,
  chargeId,
  chargeThatWentThrough,
  type Dispute,
  intentId,
  type Means,
  type Refund,
  refundedMinor,
} from './checkout.ts';
import { type Expand, isExpanded, type StripeObject } from './expand.ts';
import { listPage } from './list-page.ts';

/** As many as a charge shows of its refunds when they are expanded. */
const SHOWN_REFUNDS = 10;
/** How long a payer has to name a bank account (docs.stripe.com/payments/konbini, "Refunds"). */
export const REFUND_DETAILS_SECONDS = 45 * 24 * 60 * 60;

export const chargeObject = (checkout: Checkout, charge: Charge, index: number, expand: Expand = []): StripeObject => {
  const { failure, amountMinor } = charge;
  const refunded = failure ? 0 : refundedMinor(checkout);
  const id = chargeId(checkout, index);
  return {
    id,
    object: 'charge',
    amount: amountMinor,
    amount_captured: failure ? 0 : amountMinor,
    amount_refunded: refunded,
    billing_details: { address: null, email: checkout.email ?? null, name: null, phone: null },
    captured: failure === undefined,
    created: charge.createdAt,
    currency: checkout.order.currency,
    description: checkout.order.intentDescription,
    disputed: failure === undefined && checkout.disputes.length > 0,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    livemode: false,
    metadata: checkout.order.intentMetadata,
    paid: failure === undefined,
    payment_intent: intentId(checkout),
    payment_method_details: { type: charge.means.type, [charge.means.type]: meansDetails(charge.means) },
    receipt_email: null,
    refunded: failure === undefined && refunded >= amountMinor,
    ...(isExpanded(expand, 'refunds') && {
      refunds: listPage(
        `/v1/charges/${id}/refunds`,
        failure ? [] : checkout.refunds.map((refund) => refundObject(checkout, refund)).toReversed(),
        { limit: String(SHOWN_REFUNDS) },
      ),
    }),
    status: failure ? 'failed' : 'succeeded',
  };
};

const meansDetails = (means: Means): StripeObject => {
  if (means.type === 'konbini') return { store: { chain: 'familymart' } };
  if (means.type !== 'card') return {};
  const { last4, wallet } = means;
  return { brand: 'visa', last4, wallet: wallet ? { type: wallet, [wallet]: { type: wallet } } : null };
};

const chargeOf = (checkout: Checkout): string | null => {
  const paid = chargeThatWentThrough(checkout);
  return paid && checkout.intent ? chargeId(checkout, checkout.intent.charges.indexOf(paid)) : null;
};

export const refundObject = (checkout: Checkout, refund: Refund): StripeObject => {
  const { status, instructionsEmail } = refund;
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amountMinor,
    charge: chargeOf(checkout),
    created: refund.createdAt,
    currency: checkout.order.currency,
    ...(status === 'failed' && { failure_reason: instructionsEmail ? 'unknown' : 'expired_or_canceled_card' }),
    ...(instructionsEmail && { instructions_email: instructionsEmail }),
    metadata: refund.metadata,
    ...(status === 'requires_action' && {
      next_action: {
        type: 'display_details',
        display_details: {
          email_sent: { email_sent_at: refund.createdAt, email_sent_to: instructionsEmail },
          expires_at: refund.createdAt + REFUND_DETAILS_SECONDS,
        },
      },
    }),
    payment_intent: intentId(checkout),
    reason: refund.reason,
    status,
  };
};

export const disputeObject = (checkout: Checkout, { id, amountMinor, createdAt, status }: Dispute): StripeObject => ({
  id,
  object: 'dispute',
  amount: amountMinor,
  charge: chargeOf(checkout),
  created: createdAt,
  currency: checkout.order.currency,
  is_charge_refundable: status.startsWith('warning_'),
  livemode: false,
  metadata: {},
  payment_intent: intentId(checkout),
  reason: 'fraudulent',
  status,
});
