import { cancelRenewal } from '../../../shared/app/cancel-renewal.ts';
import { lookAgain } from '../../../shared/app/look-again.ts';
import { payAgain } from '../../../shared/app/pay-again.ts';
import { reconcile } from '../../../shared/app/reconcile.ts';
import { openReview, resolveReview, reviewQueue, type Verdict } from '../../../shared/app/reviews.ts';
import { takePaymentNotices } from '../../../shared/app/take-payment-notices.ts';
import type { PaymentMethod, PaymentReport } from '../../../shared/domain/payment/payment.ts';
import { paymentReference, personId, type RenewalId } from '../../../shared/domain/values/ids.ts';
import { selling } from '../../fakes/selling.ts';
import { memoryLog } from '../http/http-event.ts';
import { OWNER, renewingWorld } from './renewing-world.ts';

export const STAFF = personId('sato');

/** The world of a renewal with everything that may be done with it until it is paid, and by staff after that. */
export const payingWorld = async () => {
  const world = await renewingWorld();
  const { store, payments, clock } = world;
  const log = memoryLog();
  const offer = selling(store, clock, { carrier: world.carrier });
  const deps = { ...offer, store, payments, clock, log, publicUrl: 'https://sim.example.com' };
  const pay = payAgain(deps);
  const cancel = cancelRenewal(deps);
  const resolve = resolveReview(deps);
  const open = openReview(deps);
  const look = lookAgain(deps);
  return {
    ...world,
    log,
    payAgain: (id: RenewalId, key: string, method: PaymentMethod = 'card', owner = OWNER) =>
      pay(owner, key, id, method),
    cancel: (id: RenewalId, owner = OWNER) => cancel(owner, id),
    look: async (id: RenewalId) => look(await world.stored(id)),
    resolve: (id: RenewalId, verdict: Omit<Verdict, 'note'>) =>
      resolve(STAFF, id, { note: 'looked it up', ...verdict }),
    open: (id: RenewalId) => open(STAFF, id, 'a change of mind'),
    queue: reviewQueue(store),
    reconcile: reconcile(deps),
    /** What a webhook of this account tells. */
    tell: (account: string, id: RenewalId, number: number, report: PaymentReport) =>
      takePaymentNotices({ ...deps, account })([{ reference: paymentReference(id, number), report }]),
    /** No outage any more. */
    calm(): void {
      store.beforeWrite = () => {};
      store.afterWrite = () => {};
    },
    ordered: async (method: PaymentMethod = 'card', key = 'key-0001'): Promise<RenewalId> =>
      (await world.order(key, { method })).renewal.renewalId,
  };
};

export type PayingWorld = Awaited<ReturnType<typeof payingWorld>>;

export const sessionOf = (id: RenewalId, number = 1): string => `cs_${paymentReference(id, number)}`;

/**
 * Plays a story in a fresh world for each write of it, with an outage before or after that write.
 *
 * @returns how many writes the story has
 */
export const withEveryOutage = async (
  story: (world: PayingWorld, fail: () => ReturnType<PayingWorld['failWrite']>) => Promise<void>,
): Promise<number> => {
  let writes = 0;
  for (const moment of ['before', 'after'] as const)
    for (let number = 1; ; number += 1) {
      const world = await payingWorld();
      let hook: ReturnType<PayingWorld['failWrite']> | undefined;
      await story(world, () => {
        hook = world.failWrite(number, moment);
        return hook;
      });
      if (hook?.failed() === undefined) {
        writes = number - 1;
        break;
      }
    }
  return writes;
};
