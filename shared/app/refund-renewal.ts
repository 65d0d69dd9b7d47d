import { backoffMs } from '../domain/activation/backoff.ts';
import {
  type CapturedPayment,
  disputedMinor,
  isCaptured,
  owedBackMinor,
  type PaymentReport,
} from '../domain/payment/payment.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { paymentReference, type RenewalId } from '../domain/values/ids.ts';
import { plusMs } from '../domain/values/instant.ts';
import { money } from '../domain/values/money.ts';
import type { PaymentAccounts } from '../payments/provider.ts';
import type { Clock, Random } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';
import { isUnavailable } from './payment-news.ts';

interface Deps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal'>;
  readonly payments: Pick<PaymentAccounts, 'of'>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Sends back what this renewal owes. The provider's own list of refunds is read before one is asked for, so running
 * it again, after a crash or at the same time, returns the money once. A payment that fails holds up no other.
 *
 * @throws Error when the renewal does not exist, and what a provider's refusal has left undecided
 */
export const refundRenewal =
  (deps: Deps) =>
  async (renewalId: RenewalId): Promise<void> => {
    const stored = await deps.store.renewal(renewalId);
    if (!stored) throw new Error(`no such renewal: ${renewalId}`);
    const failures: unknown[] = [];
    for (const payment of owedBack(stored.renewal))
      await refundPayment(deps, stored.renewal, payment).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };

const refundPayment = async (
  { store, payments, clock, random }: Deps,
  renewal: Renewal,
  payment: CapturedPayment,
): Promise<void> => {
  const { renewalId } = renewal;
  const report = await sendBack(payments, renewalId, payment).catch((error: unknown) => {
    if (isUnavailable(error)) return undefined;
    throw error;
  });
  const at = clock();
  const event = report
    ? ({ type: 'payment_reported', number: payment.number, report, at } as const)
    : ({
        type: 'refund_postponed',
        code: 'provider_unavailable',
        retryAt: plusMs(at, backoffMs(waits(renewal), random())),
        at,
      } as const);
  await applyEvent(store, renewalId, event);
};

/**
 * All that the payer's bank has not taken back by itself. What cannot be sent back by us, because its account is only
 * listened to, waits for a person.
 */
const sendBack = async (
  payments: Pick<PaymentAccounts, 'of'>,
  renewalId: RenewalId,
  payment: CapturedPayment,
): Promise<PaymentReport> => {
  const { account, number, captureId, captured, refundedMinor } = payment;
  const amount = money(captured.amountMinor - disputedMinor(payment), captured.currency);
  return (
    payments.of(account)?.refund({ reference: paymentReference(renewalId, number), captureId, amount }) ?? {
      kind: 'refund_failed',
      captureId,
      refunded: money(refundedMinor, captured.currency),
    }
  );
};

const owedBack = (renewal: Renewal): readonly CapturedPayment[] =>
  renewal.payments.filter(isCaptured).filter((payment) => owedBackMinor(payment) > 0);

const waits = ({ trail }: Renewal): number => trail.filter(({ what }) => what === 'wait.provider_unavailable').length;
