import type { PaymentReport } from '../payment/payment.ts';
import type { PaymentReference } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';
import type { CarrierReconciliation } from './carrier-reconciliation.ts';

/** One captured payment, as our books have it. */
export interface LedgerEntry {
  readonly account: string;
  readonly reference: PaymentReference;
  readonly captureId: string;
  readonly captured: Money;
  readonly at: Instant;
}

/** Where the books of a provider and ours differ, and what was done about it. */
export type Difference = {
  readonly reference: string;
  readonly captureId?: string;
} /** The provider knew more than we did; it was written down by the same transitions as a webhook. */ & (
  | { readonly kind: 'repaired'; readonly what: readonly PaymentReport['kind'][] }
  /** It carries a reference of ours, and there is no such renewal or payment: a person has to look. */
  | { readonly kind: 'unknown_to_us' }
  /** We hold it for captured and the provider does not: its money is held for a person. */
  | { readonly kind: 'unknown_to_provider' }
  /** Both know the payment, and not by the same amount: a person has to look. */
  | { readonly kind: 'amount_differs' }
  /** Could not be settled this time; the next run tries again. */
  | { readonly kind: 'failed'; readonly code: string }
);

/** What one run found for one account of a payment provider. */
export interface Reconciliation {
  readonly kind: 'payments';
  readonly account: string;
  /** Days since 1970 (UTC) of the last day that was compared. */
  readonly day: number;
  readonly ranAt: Instant;
  /** Payments in the provider's books, and in ours. */
  readonly theirs: number;
  readonly ours: number;
  readonly differences: readonly Difference[];
  /** Differences beyond those that are listed. */
  readonly unlisted: number;
}

/** What a report lists; a run that finds more has found an outage, not payments. */
export const MAX_DIFFERENCES = 100;

export type ReconciliationReport = Reconciliation | CarrierReconciliation;

/** Differences that nothing has settled yet. */
export const openDifferences = ({ differences, unlisted }: ReconciliationReport): number =>
  differences.filter(({ kind }) => kind !== 'repaired' && kind !== 'settled').length + unlisted;

/** Differences that this run settled by itself. */
export const repairedDifferences = ({ differences }: ReconciliationReport): number =>
  differences.filter(({ kind }) => kind === 'repaired').length;
