import { backoffMs } from '../domain/activation/backoff.ts';
import { type CapturedPayment, isCaptured, owedBackMinor } from '../domain/payment/payment.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { paymentReference, type RenewalId } from '../domain/values/ids.ts';
import { plusMs } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { PaymentProvider } from '../payments/provider.ts';
import type { Clock, Random } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';

interface Deps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal'>;
  readonly payments: Pick<PaymentProvider, 'refund'>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Sends back what this renewal owes. The provider's own list of refunds is read before one is asked for, so running
 * it again, after a crash or at the same time, returns the money once.
 *
 * @throws Error when the renewal does not exist
 */
export const refundRenewal =
  ({ store, payments, clock, random }: Deps) =>
  async (renewalId: RenewalId): Promise<void> => {
    const stored = await store.renewal(renewalId);
    if (!stored) throw new Error(`no such renewal: ${renewalId}`);
    for (const payment of owedBack(stored.renewal)) {
      const report = await payments
        .refund({
          reference: paymentReference(renewalId, payment.number),
          captureId: payment.captureId,
          amount: payment.captured,
        })
        .catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'payment_provider_unavailable') return undefined;
          throw error;
        });
      const at = clock();
      const event = report
        ? ({ type: 'payment_reported', number: payment.number, report, at } as const)
        : ({
            type: 'refund_postponed',
            code: 'provider_unavailable',
            retryAt: plusMs(at, backoffMs(waits(stored.renewal), random())),
            at,
          } as const);
      await applyEvent(store, renewalId, event);
    }
  };

const owedBack = (renewal: Renewal): readonly CapturedPayment[] =>
  renewal.payments.filter(isCaptured).filter((payment) => owedBackMinor(payment) > 0);

const waits = ({ trail }: Renewal): number => trail.filter(({ what }) => what === 'wait.provider_unavailable').length;
