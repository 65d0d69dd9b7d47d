import { activateRenewal } from '../../shared/app/activation/activate-renewal.ts';
import { dispatch } from '../../shared/app/dispatch.ts';
import { orderRenewal } from '../../shared/app/order-renewal.ts';
import { refundRenewal } from '../../shared/app/refund-renewal.ts';
import { sweep } from '../../shared/app/sweep.ts';
import { takePaymentNotices } from '../../shared/app/take-payment-notices.ts';
import type { RenewalStatus } from '../../shared/domain/renewal/renewal.ts';
import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { type Instant, plusMs } from '../../shared/domain/values/instant.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { fakePayments } from '../../test/fakes/fake-payments.ts';
import { Crash } from './crash.ts';
import { drawsOf } from './draws.ts';
import { type Ground, instancesOn } from './instances.ts';
import { pool } from './pool.ts';
import { renewalQueue } from './renewal-queue.ts';
import { schedules } from './schedules.ts';
import type { Tally } from './tally.ts';
import type { Trouble } from './trouble.ts';
import { type OnSaved, watchedStore } from './watched-store.ts';

/** Instances of each function. */
const ACTIVATION_WORKERS = 8;
const REFUND_WORKERS = 2;
const API_FUNCTIONS = 4;
const WEBHOOK_FUNCTIONS = 4;
/** From the table's stream to the function that reads it. */
const STREAM_LAG_MS = 200;
/** A worker that finds its work changing under its hands says so, and its message comes again. */
const EXPECTED_ERROR = /kept changing/;

export type Product = ReturnType<typeof product>;

interface StatusChange {
  readonly status: RenewalStatus;
  readonly at: Instant;
}

/** The product's use cases as its functions run them, around one table, on the virtual clock. */
export const product = (ground: Ground, trouble: Pick<Trouble, 'fateOf' | 'onFate' | 'isLost'>, runs: Tally) => {
  const { stage, time, client, tableName, seed } = ground;
  const clock = time.now;
  const base = dynamoStore(client, tableName);
  const payments = fakePayments({ clock });
  const bus = { put: async () => [] };
  const errors: string[] = [];
  const log = logInto(errors);
  const due = new Map<RenewalId, Instant | undefined>();
  const lastChanges = new Map<RenewalId, StatusChange>();
  let changes = 0;

  const onSaved: OnSaved = (before, after, at) => {
    due.set(after.renewalId, at);
    if (before?.status !== after.status) lastChanges.set(after.renewalId, { status: after.status, at: clock() });
    changes += 1;
    const change = { id: String(changes), kind: 'renewal' as const, ...(before && { before }), after };
    time.at(plusMs(clock(), STREAM_LAG_MS), async () => {
      if ((await handOver([change])).size > 0) errors.push(`not dispatched: ${after.renewalId}`);
    });
  };
  const store = watchedStore(base, onSaved);
  const instances = instancesOn(ground, store);

  const workers = pool(time, ACTIVATION_WORKERS, () => instancesOn(ground, base).worker(onSaved));
  const activate = (id: RenewalId, again: () => void): void =>
    workers.add(async (own, replace) => {
      runs.add('activation worker');
      const random = drawsOf(seed, `${id}/jitter/${runs.of('activation worker')}`).next;
      const deps = { store: own.store, carriers: { of: () => own.carrier }, guard: own.guard, clock, random };
      own.fate.begin(trouble.fateOf(id));
      try {
        await activateRenewal(deps)(id);
      } catch (error) {
        const isDead = error instanceof Crash;
        if (isDead) replace();
        else if (!EXPECTED_ERROR.test(String(error))) errors.push(`activation of ${id}: ${String(error)}`);
        runs.add(isDead ? 'activation worker died' : 'activation worker gave up');
        again();
      }
      trouble.onFate(id, own.fate.end());
    });

  const refundWorkers = pool(time, REFUND_WORKERS, () => undefined);
  const refund = (id: RenewalId, again: () => void): void =>
    refundWorkers.add(async () => {
      runs.add('refund worker');
      const random = drawsOf(seed, `${id}/refund/${runs.of('refund worker')}`).next;
      await refundRenewal({ store, payments, clock, random })(id).catch((error: unknown) => {
        errors.push(`refund of ${id}: ${String(error)}`);
        again();
      });
    });

  const queueFor = (name: string, work: typeof refund) =>
    renewalQueue({ time, draws: drawsOf(seed, `${stage.account}/queue/${name}`), work, isLost: trouble.isLost, runs });
  const queues = { activations: queueFor('activations', activate), refunds: queueFor('refunds', refund) };
  const handOver = dispatch({ ...queues, topic: { publish: async () => [] }, bus, store: base, clock });

  const api = pool(time, API_FUNCTIONS, instances.function);
  const webhooks = pool(time, WEBHOOK_FUNCTIONS, () => undefined);
  const plan = schedules({
    stage,
    time,
    store,
    payments,
    sweepAll: sweep({ store, payments, ...queues, clock, log }),
    isAnythingDue: () => [...due.values()].some((at) => at !== undefined && at <= clock()),
    instance: instances.function,
    quietInstance: instances.quietFunction,
    runs,
    log,
  });

  return {
    ...plan,
    store: base,
    payments,
    plan: stage.plan,
    statusOf: (id: RenewalId): StatusChange | undefined => lastChanges.get(id),
    /** What no function may meet. */
    errors: (): readonly string[] => errors,
    order: (job: (order: ReturnType<typeof orderRenewal>) => Promise<void>): void =>
      api.add(({ guard, carrier }) => {
        const carriers = { of: () => carrier, floorOf: () => stage.credit?.floor };
        const shared = { store, carriers, guard, clock, log };
        return job(orderRenewal({ ...shared, payments, publicUrl: 'https://sim.example.com' }));
      }),
    webhook: (job: (take: ReturnType<typeof takePaymentNotices>) => Promise<void>): void =>
      webhooks.add(() => job(takePaymentNotices({ store, payments, account: 'stripe', clock }))),
  };
};

const logInto = (errors: string[]): Log => ({
  info: () => {},
  warn: () => {},
  error: (message, { error } = {}) => void errors.push(error === undefined ? message : `${message}: ${String(error)}`),
});
