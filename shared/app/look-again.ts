import type { Renewal } from '../domain/renewal/renewal.ts';
import { Refusal } from '../errors.ts';
import { isUnavailable, lookUpPayments, openPayments, type PaymentNewsDeps } from './payment-news.ts';

/**
 * Asks the providers now instead of waiting for them: the payer is back from the payment page, or somebody wants to
 * know. The webhook, if it comes, says nothing new.
 *
 * @throws Refusal `payment_outcome_unknown`, `renewal_not_found`, `busy`
 */
export const lookAgain =
  (deps: PaymentNewsDeps) =>
  async (renewal: Renewal): Promise<Renewal> => {
    const open = openPayments(renewal);
    if (open.length === 0) return renewal;
    await lookUpPayments(deps, renewal, open).catch((error: unknown) => {
      throw isUnavailable(error) ? new Refusal('payment_outcome_unknown', {}, { cause: error }) : error;
    });
    const stored = await deps.store.renewal(renewal.renewalId);
    if (!stored) throw new Refusal('renewal_not_found');
    return stored.renewal;
  };
