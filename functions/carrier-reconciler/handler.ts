import { type ReconciliationRun, tellReconciliations } from '../../shared/app/tell-reconciliations.ts';
import type { Bus } from '../../shared/outbox/outbox.ts';
import type { Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly reconcile: () => Promise<ReconciliationRun>;
  readonly bus: Bus;
  readonly log: Log;
}

/** One comparison of the lines that were renewed lately with their carriers. @throws Error that names what was not compared */
export const carrierReconciler =
  ({ reconcile, bus, log }: Deps) =>
  async (): Promise<void> =>
    tellReconciliations({ bus, log })(await reconcile());
