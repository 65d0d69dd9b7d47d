import { Stripe } from 'stripe';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { OpenedPayment, PaymentOrder, PaymentProvider } from '../provider.ts';
import { checkoutSession } from './checkout-session.ts';
import { createOnce } from './create-once.ts';
import { listPayments } from './list-payments.ts';
import { lookUpSession } from './look-up.ts';
import { refundMissing } from './refunds.ts';
import { openedReply, sessionReply } from './replies.ts';
import type { StripeAccount } from './stripe-account.ts';
import { type StripeCall, stripeCalls, understood } from './stripe-calls.ts';
import type { StripeHttpClient } from './stripe-client.ts';

/** Stripe's hosted payment page (Checkout). `httpClient` replaces the SDK's own, for tests. */
export const stripeProvider = ({
  account,
  httpClient,
}: {
  readonly account: Secret<StripeAccount>;
  readonly httpClient?: StripeHttpClient;
}): PaymentProvider => {
  const call = stripeCalls(account, httpClient);
  return {
    open: (order) => openSession(call, order),
    lookUp: ({ sessionId }) => lookUpSession(call, sessionId),
    // Every method of ours captures when the payer agrees: there is nothing to do but to look.
    capture: ({ sessionId }) => lookUpSession(call, sessionId),
    close: ({ sessionId }) => closeSession(call, sessionId),
    refund: (order) => refundMissing(call, order),
    list: (from, until) => listPayments(call, from, until),
  };
};

const openSession = async (call: StripeCall, order: PaymentOrder): Promise<OpenedPayment> => {
  const parameters = checkoutSession(order);
  const reply = await createOnce(`checkout.${order.key}`, (idempotencyKey) =>
    call((stripe) => stripe.checkout.sessions.create(parameters, { idempotencyKey })),
  ).catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeIdempotencyError) throw new Refusal('idempotency_key_reused');
    throw error;
  });
  const { id, url } = understood(openedReply, reply);
  return { sessionId: id, url };
};

/**
 * Stripe expires only open sessions; what refuses to be expired is paid, has expired already, or waits at the till: a
 * voucher that was issued cannot be called back (docs.stripe.com/api/payment_intents/cancel: "you must expire the
 * Checkout Session"), only what is paid on it sent back.
 */
const closeSession = async (call: StripeCall, sessionId: string): Promise<void> => {
  try {
    await call((stripe) => stripe.checkout.sessions.expire(sessionId));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    const reply = await call((stripe) => stripe.checkout.sessions.retrieve(sessionId));
    if (understood(sessionReply, reply).status === 'open') throw error;
  }
};
