import type { RenewalEvent } from '../domain/renewal/event.ts';
import { parsePaymentReference } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { PaymentNotice } from '../payments/provider.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';

/**
 * Writes what a provider reported. A notice about a renewal or payment that is not stored (yet) is refused, so that
 * the provider delivers it again: it may have overtaken our own write. One that fails holds up no other.
 *
 * @throws Refusal `unknown_payment`, `busy`; whatever the store throws comes first
 */
export const takePaymentNotices =
  ({ store, clock }: Deps) =>
  async (notices: readonly PaymentNotice[]): Promise<void> => {
    const failures: unknown[] = [];
    for (const notice of notices) await take(store, notice, clock()).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures.find((error) => !(error instanceof Refusal)) ?? failures[0];
  };

interface Deps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal'>;
  readonly clock: Clock;
}

const take = async (store: Deps['store'], { reference, report }: PaymentNotice, at: Instant): Promise<void> => {
  const target = parsePaymentReference(reference);
  if (!target) throw new Refusal('unknown_payment');
  const { renewalId, number } = target;
  const event: RenewalEvent = { type: 'payment_reported', number, report, at };
  const decision = await applyEvent(store, renewalId, event).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'renewal_not_found' ? new Refusal('unknown_payment') : error;
  });
  if (!decision.ok && decision.refusal === 'unknown_payment') throw new Refusal('unknown_payment');
};
