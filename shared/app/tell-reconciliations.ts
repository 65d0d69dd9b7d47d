import {
  openDifferences,
  type ReconciliationReport,
  repairedDifferences,
} from '../domain/reconciliation/reconciliation.ts';
import { formatInstant, instant, ROLLING_DAY_MS } from '../domain/values/instant.ts';
import type { Bus } from '../outbox/outbox.ts';
import type { Log } from '../runtime/deps.ts';

/** What one run of a comparison came to; `failed` are the accounts that were not compared. */
export interface ReconciliationRun {
  readonly reports: readonly ReconciliationReport[];
  readonly failed: readonly string[];
}

/**
 * Tells of each account in the log, where the metric counts it, and on the bus.
 *
 * @throws Error that names what was not compared, or what the bus was not told of
 */
export const tellReconciliations =
  ({ bus, log }: { readonly bus: Bus; readonly log: Log }) =>
  async ({ reports, failed }: ReconciliationRun): Promise<void> => {
    const facts = reports.map(summary);
    for (const fact of facts) log.info('reconciled', fact);
    const lost = await bus.put(
      facts.map((detail) => ({ type: 'reconciliation.finished', id: detail.account, detail }) as const),
    );
    if (failed.length > 0) throw new Error(`not compared: ${failed.join(', ')}`);
    if (lost.length > 0) throw new Error(`compared, and the event bus was not told: ${lost.join(', ')}`);
  };

const summary = (report: ReconciliationReport) => {
  const { kind, account, day, theirs, ours } = report;
  return {
    kind,
    account,
    day: formatInstant(instant(day * ROLLING_DAY_MS)).slice(0, 10),
    theirs,
    ours,
    repaired: repairedDifferences(report),
    open: openDifferences(report),
  };
};
