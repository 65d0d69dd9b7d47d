import type { PaymentReport } from '../../domain/payment/payment.ts';
import { declineReason } from './decline-reason.ts';
import { disputesNow } from './disputes.ts';
import { refundReports } from './refund-reports.ts';
import { listRefunds } from './refunds.ts';
import { type HeldIntentReply, type IntentReply, moneyOf } from './replies.ts';
import type { StripeCall } from './stripe-calls.ts';

export const captured = ({ id, amount_received, currency }: IntentReply): PaymentReport => ({
  kind: 'captured',
  captureId: id,
  amount: moneyOf(amount_received, currency),
});

/** What Stripe holds of one payment, in the order in which it happened. */
export const heldReports = async (call: StripeCall, intent: HeldIntentReply): Promise<readonly PaymentReport[]> => {
  switch (intent.status) {
    case 'succeeded':
      return [captured(intent), ...(await sinceCaptured(call, intent))];
    case 'processing':
      return [{ kind: 'processing' }];
    case 'requires_action':
      return [{ kind: 'requires_action' }];
    case 'canceled':
      return [{ kind: 'cancelled' }];
    // Not tried yet, or tried in vain.
    default:
      return intent.last_payment_error ? [{ kind: 'declined', reason: declineReason(intent.last_payment_error) }] : [];
  }
};

const sinceCaptured = async (call: StripeCall, intent: HeldIntentReply): Promise<readonly PaymentReport[]> => {
  const { id, currency, latest_charge: charge } = intent;
  // An expanded charge shows its ten newest refunds at most.
  const shown = charge?.refunds;
  const refunds = shown && !shown.has_more ? shown.data : await listRefunds(call, id);
  const disputes = charge?.disputed ? await disputesNow(call, id) : [];
  return [...refundReports(refunds, id, currency.toUpperCase()), ...disputes];
};
