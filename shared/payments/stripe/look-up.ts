import type { PaymentReport } from '../../domain/payment/payment.ts';
import { declineReason } from './decline-reason.ts';
import { captured } from './event.ts';
import { lookUpReply, moneyOf } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** What a session and its payment amount to, in the order in which it happened. */
export const lookUpSession = async (call: StripeCall, sessionId: string): Promise<readonly PaymentReport[]> => {
  const reply = await call((stripe) =>
    stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent.latest_charge'] }),
  );
  const { status, payment_intent: intent } = understood(lookUpReply, reply);
  if (intent?.status === 'succeeded') {
    const { id: captureId, currency, latest_charge: charge } = intent;
    const capture = captured(intent);
    return charge && charge.amount_refunded > 0
      ? [capture, { kind: 'refunded', captureId, refunded: moneyOf(charge.amount_refunded, currency) }]
      : [capture];
  }
  if (status === 'expired' || intent?.status === 'canceled') return [{ kind: 'expired' }];
  if (intent?.status === 'processing') return [{ kind: 'processing' }];
  const failure = intent?.last_payment_error;
  return failure ? [{ kind: 'declined', reason: declineReason(failure) }] : [];
};
