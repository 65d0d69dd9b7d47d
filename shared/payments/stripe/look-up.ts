import type { PaymentReport } from '../../domain/payment/payment.ts';
import { declineReason } from './decline-reason.ts';
import { heldReports } from './held-payment.ts';
import { lookUpReply } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** What a session and its payment amount to, in the order in which it happened. */
export const lookUpSession = async (call: StripeCall, sessionId: string): Promise<readonly PaymentReport[]> => {
  const reply = await call((stripe) =>
    stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent.latest_charge.refunds'] }),
  );
  const { status, payment_intent: intent } = understood(lookUpReply, reply);
  if (intent?.status === 'succeeded') return heldReports(call, intent);
  if (status === 'expired') return [{ kind: 'expired' }];
  // The page is done with and its payment has failed (a voucher ran out): nobody can pay it any more.
  if (status === 'complete' && intent?.status === 'requires_payment_method')
    return [{ kind: 'failed', reason: declineReason(intent.last_payment_error) }];
  return intent ? heldReports(call, intent) : [];
};
