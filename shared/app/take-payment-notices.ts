import type { PaymentReport } from '../domain/payment/payment.ts';
import { parsePaymentReference } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { PaymentNotice } from '../payments/webhook.ts';
import { notePayment, type PaymentNewsDeps } from './payment-news.ts';

interface Deps extends PaymentNewsDeps {
  /** Whose deliveries these are: an account speaks for its own payments alone. */
  readonly account: string;
  /** Which payment a reference means; `undefined` when it is none of ours. */
  readonly identify?: typeof parsePaymentReference;
}

/**
 * Writes what a provider reported. What carries no reference of ours belongs to somebody else who uses the account. A
 * notice about a renewal or payment that is not stored (yet) is refused, so that the provider delivers it again: it
 * may have overtaken our own write. One that fails holds up no other.
 *
 * @throws Refusal `unknown_payment`, `busy`, `payment_provider_unavailable`; whatever the store throws comes first
 */
export const takePaymentNotices =
  ({ account, identify = parsePaymentReference, ...deps }: Deps) =>
  async (notices: readonly PaymentNotice[]): Promise<void> => {
    const take = async (reference: string, reports: readonly PaymentReport[]): Promise<void> => {
      const target = identify(reference);
      if (!target) return;
      const { renewalId, number } = target;
      const decisions = await notePayment(deps, renewalId, { number, reports, account }).catch((error: unknown) => {
        throw error instanceof Refusal && error.code === 'renewal_not_found' ? new Refusal('unknown_payment') : error;
      });
      if (decisions.some((decision) => !decision.ok && decision.refusal === 'unknown_payment'))
        throw new Refusal('unknown_payment');
    };

    const failures: unknown[] = [];
    for (const [reference, reports] of byReference(notices))
      await take(reference, reports).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures.find((error) => !(error instanceof Refusal)) ?? failures[0];
  };

/** What one delivery says of one payment is one piece of news. */
const byReference = (notices: readonly PaymentNotice[]): ReadonlyMap<string, readonly PaymentReport[]> => {
  const grouped = new Map<string, PaymentReport[]>();
  for (const { reference, report } of notices) grouped.set(reference, [...(grouped.get(reference) ?? []), report]);
  return grouped;
};
