import { openDifferences, type Reconciliation } from '../../shared/domain/reconciliation/reconciliation.ts';
import { formatInstant, instant, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { Bus } from '../../shared/outbox/outbox.ts';
import type { Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly reconcile: () => Promise<{
    readonly reports: readonly Reconciliation[];
    readonly failed: readonly string[];
  }>;
  readonly bus: Bus;
  readonly log: Log;
}

/** One comparison of all books. The log line is what the metric counts. @throws Error that names what was not compared */
export const reconciler =
  ({ reconcile, bus, log }: Deps) =>
  async (): Promise<void> => {
    const { reports, failed } = await reconcile();
    const facts = reports.map(summary);
    for (const fact of facts) log.info('reconciled', fact);
    const lost = await bus.put(
      facts.map((detail) => ({ type: 'reconciliation.finished', id: detail.account, detail }) as const),
    );
    if (failed.length > 0) throw new Error(`not compared: ${failed.join(', ')}`);
    if (lost.length > 0) throw new Error(`compared, and the event bus was not told: ${lost.join(', ')}`);
  };

const summary = (report: Reconciliation) => {
  const { account, day, theirs, ours, differences } = report;
  return {
    account,
    day: formatInstant(instant(day * ROLLING_DAY_MS)).slice(0, 10),
    theirs,
    ours,
    repaired: differences.filter(({ kind }) => kind === 'repaired').length,
    open: openDifferences(report),
  };
};
