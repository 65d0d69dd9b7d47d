import { Stripe } from 'stripe';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import { Refusal } from '../../errors.ts';
import type { RefundOrder } from '../provider.ts';
import { createOnce } from './create-once.ts';
import { type RefundReply, refundListReply, refundReply } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** Stripe's largest page. One payment of ours is refunded once, and again after a failure. */
const MAX_REFUNDS_PER_PAYMENT = 100;

/** Pending ones count: their money is on its way (docs.stripe.com/api/refunds/object, `status`). */
const isUnderWay = ({ status }: RefundReply): boolean => status !== 'failed' && status !== 'canceled';

const sumMinor = (refunds: readonly RefundReply[]): number =>
  refunds.filter(isUnderWay).reduce((sum, { amount }) => sum + amount, 0);

const listRefunds = async (call: StripeCall, intentId: string): Promise<readonly RefundReply[]> => {
  const reply = await call((stripe) =>
    stripe.refunds.list({ payment_intent: intentId, limit: MAX_REFUNDS_PER_PAYMENT }),
  );
  const { data, has_more } = understood(refundListReply, reply);
  if (has_more) throw new Error(`more than ${MAX_REFUNDS_PER_PAYMENT} refunds of one payment`);
  return data;
};

/** What a payment's refunds amount to now; the currency is the payment's own, so it needs at least one refund. */
export const refundedNow = async (call: StripeCall, intentId: string): Promise<Money | undefined> => {
  const refunds = await listRefunds(call, intentId);
  const currency = refunds[0]?.currency.toUpperCase();
  return currency ? money(sumMinor(refunds), currency) : undefined;
};

/**
 * Asks only for what no earlier refund covers. The key says what is still missing after how many failures, so that
 * ten who see the same list ask for one refund, and a refund that failed can be asked for again.
 *
 * @throws Refusal `payment_provider_unavailable`
 */
export const refundMissing = async (call: StripeCall, order: RefundOrder): Promise<PaymentReport> => {
  const { reference, captureId, amount } = order;
  const before = await listRefunds(call, captureId);
  const missing = amount.amountMinor - sumMinor(before);
  if (missing <= 0) return { kind: 'refunded', captureId, refunded: money(sumMinor(before), amount.currency) };

  const failures = before.filter((refund) => !isUnderWay(refund)).length;
  const asked = await createOnce(`refund.${reference}.${missing}.${failures}`, (idempotencyKey) =>
    call((stripe) =>
      stripe.refunds.create(
        { payment_intent: captureId, amount: missing, metadata: { reference } },
        { idempotencyKey },
      ),
    ),
  ).catch(refusedOrThrow);
  const failed = asked === 'refused' || (asked !== 'done' && !isUnderWay(understood(refundReply, asked)));
  const refunded = money(sumMinor(await listRefunds(call, captureId)), amount.currency);
  return { kind: failed ? 'refund_failed' : 'refunded', captureId, refunded };
};

/**
 * Somebody else refunded meanwhile: the list tells how much. An empty balance fills again: that refund waits. Any other
 * refusal (a dispute, a method that takes nothing back) stays one: a person has to find another way.
 */
const refusedOrThrow = (error: unknown): 'done' | 'refused' => {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  if (error.code === 'charge_already_refunded') return 'done';
  if (error.code === 'balance_insufficient') throw new Refusal('payment_provider_unavailable', {}, { cause: error });
  return 'refused';
};
