import { parsePaymentReference } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { PaymentNotice } from '../payments/provider.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';

/**
 * Writes what a provider reported. A notice about a renewal or payment that is not stored (yet) is refused, so that
 * the provider delivers it again: it may have overtaken our own write.
 *
 * @throws Refusal `unknown_payment`, `busy`
 */
export const takePaymentNotices =
  ({ store, clock }: { readonly store: Pick<Store, 'renewal' | 'saveRenewal'>; readonly clock: Clock }) =>
  async (notices: readonly PaymentNotice[]): Promise<void> => {
    for (const { reference, report } of notices) {
      const target = parsePaymentReference(reference);
      if (!target) throw new Refusal('unknown_payment');
      const { renewalId, number } = target;
      const decision = await applyEvent(store, renewalId, {
        type: 'payment_reported',
        number,
        report,
        at: clock(),
      }).catch((error: unknown) => {
        throw error instanceof Refusal && error.code === 'renewal_not_found' ? new Refusal('unknown_payment') : error;
      });
      if (!decision.ok && decision.refusal === 'unknown_payment') throw new Refusal('unknown_payment');
    }
  };
