import { reconcileCarriers } from '../../shared/app/carriers/reconcile-carriers.ts';
import { watchCarriers } from '../../shared/app/carriers/watch-carriers.ts';
import type { sweep } from '../../shared/app/sweep.ts';
import type { CarrierReconciliation } from '../../shared/domain/reconciliation/carrier-reconciliation.ts';
import { type Instant, MINUTE_MS, plusMs } from '../../shared/domain/values/instant.ts';
import type { PaymentAccounts } from '../../shared/payments/provider.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Instance } from './instances.ts';
import { pool } from './pool.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

const SWEEP_EVERY_MS = 10 * MINUTE_MS;
/** As the template has it in production. */
const WATCH_EVERY_MS = 5 * MINUTE_MS;
const FUNCTIONS = 2;

interface Options {
  readonly stage: Stage;
  readonly time: VirtualTime;
  readonly store: Store;
  readonly payments: Pick<PaymentAccounts, 'names'>;
  readonly sweepAll: ReturnType<typeof sweep>;
  /** Whether the sweeper has anything to find. */
  readonly isAnythingDue: () => boolean;
  readonly instance: () => Instance;
  readonly quietInstance: () => Instance;
  readonly runs: Tally;
  readonly log: Log;
}

const nobody = { put: async () => [], send: async () => [] };

/** What happens by the clock: sweeps, and looks at the carrier's credit. Comparing the books is for the caller to begin. */
export const schedules = (options: Options) => {
  const { stage, time, store, payments, sweepAll, isAnythingDue, instance, quietInstance, runs, log } = options;
  const { account, credit } = stage;
  const clock = time.now;
  const functions = pool(time, FUNCTIONS, instance);
  const reports: CarrierReconciliation[] = [];
  const of = ({ carrier }: Instance) => ({ names: [account], of: () => carrier, floorOf: () => credit?.floor });

  const every = (ms: number, tick: () => void): void =>
    time.at(plusMs(clock(), ms), async () => {
      tick();
      every(ms, tick);
    });
  every(SWEEP_EVERY_MS, () => {
    // One that finds nothing changes nothing, and days of them would take minutes.
    if (isAnythingDue())
      functions.add(async () => {
        runs.add('sweeper');
        await sweepAll();
      });
  });
  every(WATCH_EVERY_MS, () =>
    functions.add(async (own) => {
      // Nobody uses data here: looking for those who do would be most of what the table is asked.
      const withoutUsage = { ...store, dueUsage: async () => ({ ids: [] }) };
      const shared = { bus: nobody, usageRefreshes: nobody, clock, log };
      await watchCarriers({ ...shared, store: withoutUsage, carriers: of(own), guard: own.guard })();
    }),
  );

  return {
    /** The daily comparison with the carrier's records. */
    reconcileAt: (at: Instant): void =>
      time.quietlyAt(at, async () => {
        const own = quietInstance();
        const found = await reconcileCarriers({
          store,
          carriers: of(own),
          payments: payments.names,
          guard: own.guard,
          clock,
          pause: time.pass,
          log,
        })();
        reports.push(...found.reports);
      }),
    reports: (): readonly CarrierReconciliation[] => reports,
  };
};
