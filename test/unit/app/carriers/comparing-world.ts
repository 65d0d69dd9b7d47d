import { carrierGuard } from '../../../../shared/app/carriers/guard.ts';
import { reconcileCarriers } from '../../../../shared/app/carriers/reconcile-carriers.ts';
import { openReview, resolveReview } from '../../../../shared/app/reviews.ts';
import type { Carrier } from '../../../../shared/carriers/carrier.ts';
import { newCaptures } from '../../../../shared/domain/reconciliation/ledger.ts';
import { inReviewSince } from '../../../../shared/domain/renewal/resolve-review.ts';
import { personId, type RenewalId } from '../../../../shared/domain/values/ids.ts';
import { ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { memoryLog } from '../../http/http-event.ts';
import { renewingWorld } from '../renewing-world.ts';

const STAFF = personId('sato');

/** The world of a renewal whose carrier's record is compared with ours on the days after. */
export const comparingWorld = async (options: Parameters<typeof renewingWorld>[0] = {}) => {
  const world = await renewingWorld(options);
  const { store, clock, carrier } = world;
  const log = memoryLog();
  const pauses: number[] = [];
  const carriers = new Map<string, Carrier>([['soracom', carrier]]);
  const compare = reconcileCarriers({
    store,
    carriers: {
      get names() {
        return [...carriers.keys()];
      },
      of: (name) => carriers.get(name),
    },
    payments: ['stripe', 'paypal'],
    guard: carrierGuard(store, clock),
    clock,
    pause: async (ms) => {
      pauses.push(ms);
      world.state.now += ms;
    },
    log,
  });
  const resolve = resolveReview({ store, clock });

  const more = {
    ...world,
    log,
    pauses,
    carriers,
    compare,
    open: openReview({ store, clock }),
    /** What the dispatcher writes down of a captured payment. */
    async inBooks(id: RenewalId): Promise<void> {
      for (const entry of newCaptures(undefined, await world.stored(id))) await store.noteCaptured(entry);
    },
    /** Ordered, paid, in our books, and as far as the worker brings it at once. */
    async renewed(key: string): Promise<RenewalId> {
      const id = await world.paid(key);
      await more.inBooks(id);
      await world.activate(id);
      return id;
    },
    nextDay(): void {
      world.state.now += ROLLING_DAY_MS;
    },
    /** The report of the one account that most tests have. */
    async report() {
      const { reports, failed } = await compare();
      const report = reports.find(({ account }) => account === 'soracom');
      if (!report) throw new Error(`no report; failed: ${failed.join(', ')}`);
      return report;
    },
    close: (id: RenewalId) => resolve(STAFF, id, { exit: 'close', note: 'looked it up' }),
    isWaiting: async (id: RenewalId): Promise<boolean> => inReviewSince(await world.stored(id)) !== undefined,
  };
  return more;
};

export type ComparingWorld = Awaited<ReturnType<typeof comparingWorld>>;
