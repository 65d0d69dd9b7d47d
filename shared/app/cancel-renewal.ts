import type { Renewal } from '../domain/renewal/renewal.ts';
import type { PersonId, RenewalId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import { applyEvent } from './apply-event.ts';
import { closePayments, isUnavailable, openPayments, type PaymentNewsDeps } from './payment-news.ts';
import { ownRenewal } from './read-lines.ts';

/**
 * Calls off an order that is not paid. Its sessions are closed first: what was paid a moment before is no longer the
 * traveller's to call off.
 *
 * @throws Refusal `renewal_not_found`, `renewal_not_cancellable`, `payment_under_way`, `payment_outcome_unknown`
 */
export const cancelRenewal =
  (deps: PaymentNewsDeps) =>
  async (owner: PersonId, id: RenewalId): Promise<Renewal> => {
    const known = await ownRenewal(deps.store, owner, id);
    if (known.status === 'cancelled') return known;
    if (known.status === 'awaiting_payment')
      await closePayments(deps, known, openPayments(known)).catch((error: unknown) => {
        throw isUnavailable(error) ? new Refusal('payment_outcome_unknown', {}, { cause: error }) : error;
      });
    const decision = await applyEvent(deps.store, id, { type: 'cancelled', at: deps.clock() });
    if (decision.ok) return decision.next;
    if (decision.refusal === 'payment_under_way') throw new Refusal('payment_under_way');
    const now = await ownRenewal(deps.store, owner, id);
    // The same request, a moment earlier.
    if (now.status === 'cancelled') return now;
    throw new Refusal('renewal_not_cancellable', { renewalStatus: now.status });
  };
