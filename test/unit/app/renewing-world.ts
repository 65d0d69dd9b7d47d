import { activateRenewal } from '../../../shared/app/activation/activate-renewal.ts';
import { carrierGuard } from '../../../shared/app/carriers/guard.ts';
import { orderRenewal } from '../../../shared/app/order-renewal.ts';
import { refundRenewal } from '../../../shared/app/refund-renewal.ts';
import { sweep } from '../../../shared/app/sweep.ts';
import { takePaymentNotices } from '../../../shared/app/take-payment-notices.ts';
import type { WholesaleMoney } from '../../../shared/domain/carrier/health.ts';
import { owes } from '../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { paymentReference, type RenewalId } from '../../../shared/domain/values/ids.ts';
import { type Instant, instant, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import type { Money } from '../../../shared/domain/values/money.ts';
import type { Command } from '../../../shared/outbox/outbox.ts';
import { parseRenewalCommand } from '../../../shared/outbox/renewal-command.ts';
import { fakeCarrier } from '../../fakes/fake-carrier.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { memoryStore, type Write } from '../../fakes/memory-store.ts';
import { selling } from '../../fakes/selling.ts';
import { aLine, aPlan, NOW } from '../domain/given.ts';

export const OWNER = aLine().ownerId;

type WorldOptions = Omit<Parameters<typeof fakeCarrier>[0], 'clock'> & { readonly floor?: WholesaleMoney };

/** Everything around a renewal in memory: store, provider, carrier, queues and a clock, with the real use cases. */
export const renewingWorld = async ({ floor, ...options }: WorldOptions = {}) => {
  const state: { now: number } = { now: NOW };
  const clock = (): Instant => instant(state.now);
  const random = (): number => 0.5;
  const store = memoryStore();
  const payments = fakePayments();
  const carrier = fakeCarrier({ clock, without: ['quote'], ...options });
  const queued: { kind: 'activate' | 'refund'; id: RenewalId }[] = [];
  const queue = (kind: 'activate' | 'refund') => ({
    async send(commands: readonly Command[]) {
      queued.push(...commands.map(({ body }) => ({ kind, id: parseRenewalCommand(body) })));
      return [];
    },
  });
  const log = { info: () => {}, warn: () => {}, error: () => {} };

  const guard = carrierGuard(store, clock);
  const activate = activateRenewal({ store, carriers: { of: () => carrier }, guard, clock, random });
  const refund = refundRenewal({ store, payments, clock, random });
  const offer = selling(store, clock, { carrier, ...(floor && { floor }) });
  const order = orderRenewal({ ...offer, store, payments, publicUrl: 'https://sim.example.com' });
  const takeNotices = takePaymentNotices({ store, payments, account: 'stripe', clock });
  const sweepAll = sweep({
    store,
    payments,
    activations: queue('activate'),
    refunds: queue('refund'),
    clock,
    log,
  });

  const line = aLine({ carrierRef: 'sim-1' });
  const plan = aPlan();
  await store.addLine(line);
  await store.addPlan(plan);

  const stored = async (id: RenewalId): Promise<Renewal> => {
    const found = await store.renewal(id);
    if (!found) throw new Error('no such renewal');
    return found.renewal;
  };

  const world = {
    state,
    clock,
    store,
    payments,
    carrier,
    queued,
    activate,
    refund,
    sweep: sweepAll,
    takeNotices,
    stored,
    line: async () => {
      const found = await store.line(line.lineId);
      if (!found) throw new Error('no line');
      return found;
    },
    order: (key: string, change: Partial<Parameters<typeof order>[2]> = {}, owner = OWNER) =>
      order(owner, key, {
        lineId: line.lineId,
        planId: plan.planId,
        planVersion: plan.version,
        price: plan.prices[0],
        newEnd: instant(0),
        method: 'card',
        ...change,
      }),
    /** Ordered, paid, and the payment reported. */
    async paid(key: string, amount: Money = plan.prices[0]): Promise<RenewalId> {
      const { renewal } = await world.order(key);
      await world.reportCapture(renewal.renewalId, amount);
      return renewal.renewalId;
    },
    async reportCapture(id: RenewalId, amount: Money = plan.prices[0]): Promise<void> {
      const reference = paymentReference(id, 1);
      payments.pay(`cs_${reference}`, amount);
      await takeNotices([{ reference, report: { kind: 'captured', captureId: `pi_cs_${reference}`, amount } }]);
    },
    /** Works through what is owed, again and again as time goes on, whatever single runs come to. */
    async rest(ids: readonly RenewalId[], stepMs = MINUTE_MS): Promise<void> {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        state.now += stepMs;
        await sweepAll().catch(() => undefined);
        queued.length = 0;
        for (const id of ids) {
          await activate(id).catch(() => undefined);
          for (const effect of owes(await stored(id)))
            if (effect.kind === 'refund') await refund(id).catch(() => undefined);
        }
        if ((await Promise.all(ids.map(stored))).every((renewal) => isSettled(renewal)) && !(await world.line()).fence)
          return;
      }
      throw new Error('no rest');
    },
    /** The n-th write from now on is an outage: before it was made, or after it was. */
    failWrite(number: number, moment: 'before' | 'after'): { readonly failed: () => Write | undefined } {
      let count = 0;
      let failed: Write | undefined;
      const hook = (write: Write): void => {
        count += 1;
        if (count !== number) return;
        failed = write;
        throw new Error(`outage at ${write}`);
      };
      store[moment === 'before' ? 'beforeWrite' : 'afterWrite'] = hook;
      return { failed: () => failed };
    },
  };
  return world;
};

const MAX_ROUNDS = 60;

const isSettled = (renewal: Renewal): boolean =>
  ['active', 'expired', 'cancelled', 'refunded', 'needs_review', 'closed'].includes(renewal.status) &&
  // What was given up is watched for a day.
  owes(renewal).every(({ kind }) => kind === 'activate' && renewal.abandoned !== undefined);
