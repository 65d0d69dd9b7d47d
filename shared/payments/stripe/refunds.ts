import { Stripe } from 'stripe';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { money } from '../../domain/values/money.ts';
import { Refusal } from '../../errors.ts';
import type { RefundOrder } from '../provider.ts';
import { createOnce } from './create-once.ts';
import { hasFailed, refundedMinor, refundReports, underWayMinor } from './refund-reports.ts';
import { payerReply, REFERENCE_KEY, type RefundReply, refundListReply } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** Stripe's largest page. One payment of ours is refunded once, and again after a failure. */
const MAX_REFUNDS_PER_PAYMENT = 100;

/** All refunds of a payment as they stand now, the newest first. */
export const listRefunds = async (call: StripeCall, intentId: string): Promise<readonly RefundReply[]> => {
  const reply = await call((stripe) =>
    stripe.refunds.list({ payment_intent: intentId, limit: MAX_REFUNDS_PER_PAYMENT }),
  );
  const { data, has_more } = understood(refundListReply, reply);
  if (has_more) throw new Error(`more than ${MAX_REFUNDS_PER_PAYMENT} refunds of one payment`);
  return data;
};

/**
 * Asks only for what no earlier refund covers. The key says what is still missing after how many failures, so that
 * ten who see the same list ask for one refund, and a refund that failed can be asked for again.
 *
 * @throws Refusal `payment_provider_unavailable`
 */
export const refundMissing = async (call: StripeCall, order: RefundOrder): Promise<PaymentReport> => {
  const { captureId, amount } = order;
  const before = await listRefunds(call, captureId);
  const missing = amount.amountMinor - underWayMinor(before);
  if (missing <= 0) return told(before, order);

  const outcome = await askFor(call, order, missing, before.filter(hasFailed).length);
  const after = await listRefunds(call, captureId);
  return outcome === 'refused'
    ? { kind: 'refund_failed', captureId, refunded: money(refundedMinor(after), amount.currency) }
    : told(after, order);
};

/** The last word counts: what waits for the payer is not over, whatever else went back. */
const told = (refunds: readonly RefundReply[], { captureId, amount }: RefundOrder): PaymentReport =>
  refundReports(refunds, captureId, amount.currency).at(-1) ?? {
    kind: 'refunded',
    captureId,
    refunded: money(0, amount.currency),
  };

const askFor = async (call: StripeCall, order: RefundOrder, missing: number, failures: number) => {
  const { reference, captureId } = order;
  const email = await instructionsEmail(call, captureId);
  const parameters: Stripe.RefundCreateParams = {
    payment_intent: captureId,
    amount: missing,
    metadata: { [REFERENCE_KEY]: reference },
    ...(email && { instructions_email: email }),
  };
  return createOnce(`refund.${reference}.${missing}.${failures}`, async (idempotencyKey) => {
    await call((stripe) => stripe.refunds.create(parameters, { idempotencyKey }));
    return 'asked' as const;
  }).catch(refusedOrThrow);
};

/**
 * Money paid in cash has no way back: Stripe asks the payer for a bank account at this address
 * (docs.stripe.com/payments/konbini/accept-a-payment, "Refunds"; docs.stripe.com/api/refunds/create). The address is
 * the one that the payer gave on the payment page; we keep none.
 */
const instructionsEmail = async (call: StripeCall, intentId: string): Promise<string | undefined> => {
  const reply = await call((stripe) => stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }));
  const { latest_charge: charge } = understood(payerReply, reply);
  if (charge?.payment_method_details?.type !== 'konbini') return undefined;
  return charge.billing_details.email ?? charge.receipt_email ?? undefined;
};

/**
 * Somebody else refunded meanwhile: the list tells how much. An empty balance fills again: that refund waits. Any other
 * refusal (a dispute, a method that takes nothing back) stays one: a person has to find another way.
 */
const refusedOrThrow = (error: unknown): 'asked' | 'refused' => {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  if (error.code === 'charge_already_refunded') return 'asked';
  if (error.code === 'balance_insufficient') throw new Refusal('payment_provider_unavailable', {}, { cause: error });
  return 'refused';
};
