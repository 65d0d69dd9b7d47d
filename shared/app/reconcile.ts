import { isCaptured } from '../domain/payment/payment.ts';
import {
  type Difference,
  type LedgerEntry,
  MAX_DIFFERENCES,
  type Reconciliation,
} from '../domain/reconciliation/reconciliation.ts';
import { parsePaymentReference } from '../domain/values/ids.ts';
import { type Instant, instant, ROLLING_DAY_MS } from '../domain/values/instant.ts';
import { sameMoney } from '../domain/values/money.ts';
import { Refusal } from '../errors.ts';
import type { BookedPayment, PaymentAccounts, PaymentProvider } from '../payments/provider.ts';
import type { Log } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';
import { notePayment, type PaymentNewsDeps } from './payment-news.ts';

interface Deps extends PaymentNewsDeps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal' | 'capturedOn' | 'saveReconciliation'>;
  readonly payments: Pick<PaymentAccounts, 'of' | 'names'>;
  readonly log: Log;
}

/** Days of our own books that every run compares again: a webhook may come days late. */
const LEDGER_DAYS = 3;
/** Days of the provider's books. A voucher is paid up to two days after it was made; a refund comes later still. */
const BOOK_DAYS = 7;

/**
 * Compares the books of every account with ours, in both directions, up to the end of yesterday (UTC). What the
 * provider knows and we do not goes through the same transitions as a webhook; what we hold for paid and the provider
 * does not know is held for a person. An account that cannot be asked keeps no other from being compared.
 */
export const reconcile =
  (deps: Deps) =>
  async (): Promise<{ readonly reports: readonly Reconciliation[]; readonly failed: readonly string[] }> => {
    const reports: Reconciliation[] = [];
    const failed: string[] = [];
    for (const account of deps.payments.names) {
      const provider = deps.payments.of(account);
      if (!provider) continue;
      try {
        const report = await reconcileAccount(deps, account, provider);
        await deps.store.saveReconciliation(report);
        reports.push(report);
      } catch (error) {
        failed.push(account);
        deps.log.error('reconciliation failed', { account, error });
      }
    }
    return { reports, failed };
  };

const reconcileAccount = async (deps: Deps, account: string, provider: PaymentProvider): Promise<Reconciliation> => {
  const ranAt = deps.clock();
  const today = Math.floor(ranAt / ROLLING_DAY_MS);
  const ours = await ledger(deps, account, today);
  const known = new Map(ours.map((entry) => [entry.captureId, entry]));
  const differences: Difference[] = [];
  const seen = new Set<string>();
  let theirs = 0;
  for await (const booked of provider.list(startOf(today - BOOK_DAYS), startOf(today))) {
    const captured = booked.reports.find((report) => report.kind === 'captured');
    if (!captured) continue;
    theirs += 1;
    seen.add(captured.captureId);
    const difference = await compare(deps, account, booked, known.get(captured.captureId));
    if (difference) differences.push(difference);
  }
  for (const entry of ours.filter(({ captureId }) => !seen.has(captureId))) {
    const difference = await findAtProvider(deps, provider, entry);
    if (difference) differences.push(difference);
  }
  return {
    kind: 'payments',
    account,
    day: today - 1,
    ranAt,
    theirs,
    ours: ours.length,
    differences: differences.slice(0, MAX_DIFFERENCES),
    unlisted: Math.max(0, differences.length - MAX_DIFFERENCES),
  };
};

const ledger = async ({ store }: Deps, account: string, today: number): Promise<readonly LedgerEntry[]> => {
  const days = Array.from({ length: LEDGER_DAYS }, (_, index) => today - LEDGER_DAYS + index);
  return (await Promise.all(days.map((day) => store.capturedOn(account, day)))).flat();
};

/** A payment that our books show just so, and that nothing happened to since, costs no request. */
const compare = async (
  deps: Deps,
  account: string,
  { reference, reports }: BookedPayment,
  entry: LedgerEntry | undefined,
): Promise<Difference | undefined> => {
  const target = reference === undefined ? undefined : parsePaymentReference(reference);
  if (reference === undefined || !target) return undefined;
  const [captured] = reports;
  if (reports.length === 1 && captured?.kind === 'captured' && entry && sameMoney(entry.captured, captured.amount))
    return undefined;
  const told = { number: target.number, reports, account };
  const decisions = await notePayment(deps, target.renewalId, told).catch(codeOf);
  if (decisions === 'renewal_not_found') return { kind: 'unknown_to_us', reference };
  if (typeof decisions === 'string') return { kind: 'failed', reference, code: decisions };
  if (decisions.some((decision) => !decision.ok && decision.refusal === 'unknown_payment'))
    return { kind: 'unknown_to_us', reference };
  if (decisions.some((decision) => !decision.ok && decision.refusal === 'too_many_payments'))
    return { kind: 'failed', reference, code: 'too_many_payments' };
  const repaired = reports.flatMap(({ kind }, index) => (decisions[index]?.ok ? [kind] : []));
  if (repaired.length > 0) return { kind: 'repaired', reference, what: repaired };
  return entry && captured?.kind === 'captured' && !sameMoney(entry.captured, captured.amount)
    ? { kind: 'amount_differs', reference, captureId: entry.captureId }
    : undefined;
};

/** Its session may have been made before the days that were listed: asked for by itself it has to be there. */
const findAtProvider = async (
  { store, clock }: Deps,
  provider: PaymentProvider,
  { reference, captureId }: LedgerEntry,
): Promise<Difference | undefined> => {
  const target = parsePaymentReference(reference);
  const renewal = target && (await store.renewal(target.renewalId))?.renewal;
  const payment = renewal?.payments.filter(isCaptured).find((each) => each.captureId === captureId);
  if (!renewal || !payment) return { kind: 'unknown_to_us', reference, captureId };
  const reports = await provider.lookUp({ sessionId: payment.sessionId, reference }).catch(codeOf);
  if (typeof reports === 'string') return { kind: 'failed', reference, captureId, code: reports };
  if (reports.some((report) => report.kind === 'captured' && report.captureId === captureId)) return undefined;
  await applyEvent(store, renewal.renewalId, { type: 'payment_missing', number: payment.number, at: clock() });
  return { kind: 'unknown_to_provider', reference, captureId };
};

const codeOf = (error: unknown): string => {
  if (error instanceof Refusal) return error.code;
  throw error;
};

const startOf = (day: number): Instant => instant(day * ROLLING_DAY_MS);
