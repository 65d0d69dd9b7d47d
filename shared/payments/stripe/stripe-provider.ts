import { Stripe } from 'stripe';
import { type PaymentReference, withoutLine } from '../../domain/values/ids.ts';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { OpenedPayment, PaymentNotice, PaymentOrder, PaymentProvider, SignedRequest } from '../provider.ts';
import { checkoutSession } from './checkout-session.ts';
import { createOnce } from './create-once.ts';
import { type EventReading, readEvent } from './event.ts';
import { lookUpSession } from './look-up.ts';
import { refundedNow, refundMissing } from './refunds.ts';
import { intentReply, openedReply, referenceIn, sessionReply } from './replies.ts';
import { isSigned } from './signature.ts';
import { isLive, type StripeAccount } from './stripe-account.ts';
import { type StripeCall, stripeCalls, understood } from './stripe-calls.ts';
import type { StripeHttpClient } from './stripe-client.ts';

/** Stripe's hosted payment page (Checkout), paid by card. `httpClient` replaces the SDK's own, for tests. */
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
    async verify(request) {
      const { secretKey } = await signer(account, request);
      return notices(call, readEvent(request.body, isLive({ secretKey })));
    },
    lookUp: ({ sessionId }) => lookUpSession(call, sessionId),
    close: ({ sessionId }) => closeSession(call, sessionId),
    refund: (order) => refundMissing(call, order),
  };
};

const openSession = async (call: StripeCall, order: PaymentOrder): Promise<OpenedPayment> => {
  const parameters = checkoutSession(order);
  const reply = await createOnce(`checkout.${withoutLine(order.reference)}`, (idempotencyKey) =>
    call((stripe) => stripe.checkout.sessions.create(parameters, { idempotencyKey })),
  ).catch((error: unknown) => {
    // The key is derived from the caller's own one: the same one now comes with another order, or for another line.
    if (error instanceof Stripe.errors.StripeIdempotencyError) throw new Refusal('idempotency_key_reused');
    throw error;
  });
  const { id, url } = understood(openedReply, reply);
  return { sessionId: id, url };
};

/** The account as it stood when a secret of it fitted; it is read again once, for a secret may have been added. */
const signer = async (account: Secret<StripeAccount>, request: SignedRequest): Promise<StripeAccount> => {
  const present = await account();
  if (isSigned(request, present.webhookSecrets)) return present;
  const fresh = await account({ refresh: true });
  if (isSigned(request, fresh.webhookSecrets)) return fresh;
  throw new Refusal('bad_signature');
};

const notices = async (call: StripeCall, reading: EventReading): Promise<readonly PaymentNotice[]> => {
  switch (reading.kind) {
    case 'nothing':
      return [];
    case 'report':
      return [{ reference: reading.reference, report: reading.report }];
    case 'refund': {
      const { intentId: captureId, failed } = reading;
      const reference = reading.reference ?? (await referenceOf(call, captureId));
      if (reference === undefined) return [];
      const refunded = await refundedNow(call, captureId);
      return refunded
        ? [{ reference, report: { kind: failed ? 'refund_failed' : 'refunded', captureId, refunded } }]
        : [];
    }
  }
};

const referenceOf = async (call: StripeCall, intentId: string): Promise<PaymentReference | undefined> => {
  const reply = await call((stripe) => stripe.paymentIntents.retrieve(intentId));
  return referenceIn(understood(intentReply, reply).metadata);
};

/** Stripe expires only open sessions; what refuses to be expired is paid or has expired already. */
const closeSession = async (call: StripeCall, sessionId: string): Promise<void> => {
  try {
    await call((stripe) => stripe.checkout.sessions.expire(sessionId));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    const reply = await call((stripe) => stripe.checkout.sessions.retrieve(sessionId));
    if (understood(sessionReply, reply).status === 'open') throw error;
  }
};
