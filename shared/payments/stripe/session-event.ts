import type { PaymentReport } from '../../domain/payment/payment.ts';
import { moneyOf, referenceIn, type SessionReply, sessionReply } from './replies.ts';

type SessionEvent = `checkout.session.${'completed' | 'async_payment_succeeded' | 'async_payment_failed' | 'expired'}`;

interface SessionReport {
  readonly kind: 'report';
  readonly reference: string;
  readonly report: PaymentReport;
}

/** @throws ZodError */
export const readSession = (type: SessionEvent, object: unknown): SessionReport | undefined => {
  const session = sessionReply.parse(object);
  const reference = referenceIn(session.metadata) ?? (session.client_reference_id || undefined);
  const report = reference && sessionReport(type, session);
  return reference && report ? { kind: 'report', reference, report } : undefined;
};

const sessionReport = (type: SessionEvent, session: SessionReply): PaymentReport | undefined => {
  switch (type) {
    case 'checkout.session.completed':
      return session.payment_status === 'unpaid' ? unpaid(session) : paid(session);
    case 'checkout.session.async_payment_succeeded':
      return paid(session);
    // The session is complete and its payment has failed: nobody can pay it any more. Why, the payment's event tells.
    case 'checkout.session.async_payment_failed':
      return { kind: 'failed', reason: 'try_another_method' };
    case 'checkout.session.expired':
      return { kind: 'expired' };
  }
};

/** The voucher waits at the till; anything else that is not paid at once waits for a bank. */
const unpaid = ({ payment_method_types: methods }: SessionReply): PaymentReport =>
  methods.includes('konbini') ? { kind: 'requires_action' } : { kind: 'processing' };

/** Without a payment nothing was captured: such a session was free of charge. */
const paid = ({ payment_intent: captureId, amount_total, currency }: SessionReply): PaymentReport | undefined =>
  captureId && amount_total !== null && currency
    ? { kind: 'captured', captureId, amount: moneyOf(amount_total, currency) }
    : undefined;
