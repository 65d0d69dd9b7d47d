import { isOpen, type Payment, type PaymentReport } from '../domain/payment/payment.ts';
import type { Decision } from '../domain/renewal/event.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { paymentReference, type RenewalId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { PaymentAccounts, PaymentSession } from '../payments/provider.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvents } from './apply-event.ts';

export interface PaymentNewsDeps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal'>;
  readonly payments: Pick<PaymentAccounts, 'of'>;
  readonly clock: Clock;
}

interface PaymentNews {
  readonly number: number;
  /** In the order in which it happened. */
  readonly reports: readonly PaymentReport[];
  /** The account that told it by itself. */
  readonly account?: string;
}

/**
 * Writes what a provider says of one payment, whoever heard it: a webhook, a look-up, the comparison of the books. A
 * payment that was approved is captured, if the order still wants it, and what comes of that is written too. What the
 * capture leaves open stays `capturing` and is looked up by the sweeper.
 *
 * @returns what was decided on each report
 * @throws Refusal `renewal_not_found`, `busy`, `payment_provider_unavailable`
 */
export const notePayment = async (
  deps: PaymentNewsDeps,
  renewalId: RenewalId,
  { number, reports, account }: PaymentNews,
): Promise<readonly Decision<Renewal>[]> => {
  const { store, clock } = deps;
  if (reports.length === 0) return [];
  const at = clock();
  const decisions = await applyEvents(
    store,
    renewalId,
    reports.map((report) => ({
      type: 'payment_reported',
      number,
      report,
      at,
      ...(account !== undefined && { account }),
    })),
  );
  if (reports.some(({ kind }) => kind === 'approved')) await captureApproved(deps, renewalId, number);
  return decisions;
};

/** The decision stands in the stored state: whoever was interrupted after writing it is followed by the next one. */
const captureApproved = async (deps: PaymentNewsDeps, renewalId: RenewalId, number: number): Promise<void> => {
  const renewal = (await deps.store.renewal(renewalId))?.renewal;
  const payment = renewal?.payments.find((each) => each.number === number);
  if (renewal?.status !== 'awaiting_payment' || payment?.status !== 'capturing') return;
  const reports = (await deps.payments.of(payment.account)?.capture(sessionOf(renewal, payment))) ?? [];
  // Whatever a capture answers, it is not asked for again on the strength of that.
  await notePayment(deps, renewalId, { number, reports: reports.filter(({ kind }) => kind !== 'approved') });
};

/** Asks the providers about these payments, writes what they know, and takes what was approved. */
export const lookUpPayments = async (
  deps: PaymentNewsDeps,
  renewal: Renewal,
  payments: readonly Payment[],
): Promise<void> => {
  for (const payment of payments) {
    const reports = await askAbout(deps, renewal, payment);
    await notePayment(deps, renewal.renewalId, { number: payment.number, reports });
  }
};

const askAbout = async (
  { payments }: PaymentNewsDeps,
  renewal: Renewal,
  payment: Payment,
): Promise<readonly PaymentReport[]> => (await payments.of(payment.account)?.lookUp(sessionOf(renewal, payment))) ?? [];

/**
 * After it nobody can pay these sessions any more, as far as their providers can see to it; what was paid before is
 * written down. What was merely approved is left alone: whoever calls an order off, or pays it another way, does not
 * want that money taken.
 */
export const closePayments = async (
  deps: PaymentNewsDeps,
  renewal: Renewal,
  payments: readonly Payment[],
): Promise<void> => {
  for (const payment of payments) await deps.payments.of(payment.account)?.close(sessionOf(renewal, payment));
  for (const payment of payments) {
    const reports = (await askAbout(deps, renewal, payment)).filter(({ kind }) => kind !== 'approved');
    await notePayment(deps, renewal.renewalId, { number: payment.number, reports });
  }
};

export const openPayments = ({ payments }: Renewal): readonly Payment[] => payments.filter(isOpen);

export const isUnavailable = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'payment_provider_unavailable';

const sessionOf = ({ renewalId }: Renewal, { sessionId, number }: Payment): PaymentSession => ({
  sessionId,
  reference: paymentReference(renewalId, number),
});
