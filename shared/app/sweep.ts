import { isCaptured, isDisputed, isUnderWay, owedBackMinor, type Payment } from '../domain/payment/payment.ts';
import { dueOf } from '../domain/renewal/due.ts';
import { owes } from '../domain/renewal/effects.ts';
import type { RenewalIn } from '../domain/renewal/renewal.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../domain/values/instant.ts';
import type { Queue } from '../outbox/outbox.ts';
import { renewalCommand } from '../outbox/renewal-command.ts';
import type { PaymentAccounts } from '../payments/provider.ts';
import type { Clock, Log } from '../runtime/deps.ts';
import type { Store, StoredRenewal } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';
import { closePayments, isUnavailable, lookUpPayments, openPayments } from './payment-news.ts';

interface Deps {
  readonly store: Pick<Store, 'dueRenewals' | 'renewal' | 'saveRenewal'>;
  readonly payments: Pick<PaymentAccounts, 'of'>;
  readonly activations: Queue;
  readonly refunds: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of {@link DUE_PAGE_SIZE} renewals each; what is left waits for the next tick. */
const MAX_PAGES_PER_RUN = 20;
/** Well within the function's own time: what is left comes first at the next tick. */
const MAX_RUN_MS = 4 * MINUTE_MS;
/** A refund takes seconds. One that has not begun to move after this is told with every sweep. */
const REFUND_OVERDUE_MS = 24 * HOUR_MS;

/**
 * Finds what was left behind: unpaid orders (asked about at their provider, closed when their time is over) and work
 * whose message was lost. One renewal that fails does not keep the others from being swept.
 */
export const sweep = (deps: Deps) => async (): Promise<{ swept: number; failed: number }> => {
  const { store, clock, log } = deps;
  const now = clock();
  let swept = 0;
  let failed = 0;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES_PER_RUN; page += 1) {
    const { ids, cursor: next } = await store.dueRenewals(now, cursor);
    for (const id of ids) {
      if (clock() - now > MAX_RUN_MS) return { swept, failed };
      try {
        await sweepOne(deps, id, now);
        swept += 1;
      } catch (error) {
        failed += 1;
        log.error('sweep failed', { renewalId: id, error });
        // To the back of the line: what fails again and again must not keep the others from their turn.
        await moveDue(deps, id, now).catch(() => undefined);
      }
    }
    cursor = next;
    if (cursor === undefined) break;
  }
  return { swept, failed };
};

const sweepOne = async (deps: Deps, id: RenewalId, now: Instant): Promise<void> => {
  const stored = await deps.store.renewal(id);
  // The index is eventually consistent: what it shows may have moved on.
  if (!stored || stored.due === undefined || stored.due > now) return;
  const { renewal } = stored;
  if (renewal.status === 'awaiting_payment') await askProvider(deps, renewal, now);
  else {
    // First what is owed: a provider that is down must not keep it from being done.
    await repeatWork(deps, stored, now);
    await lookUpPayments(deps, renewal, renewal.payments.filter(isUndecided));
  }
  await moveDue(deps, id, now);
  if (renewal.payments.some((payment) => isOverdue(payment, now)))
    throw new Error(`renewal ${id} has waited too long for its refund`);
};

const askProvider = async (deps: Deps, renewal: RenewalIn<'awaiting_payment'>, now: Instant): Promise<void> => {
  const open = openPayments(renewal);
  if (now < renewal.payBy) return lookUpPayments(deps, renewal, open);
  const expire = () => applyEvent(deps.store, renewal.renewalId, { type: 'pay_by_passed', at: now });
  try {
    await closePayments(deps, renewal, open);
  } catch (error) {
    // What is under way is asked about after the end of the order just as well; what could still be paid must not be.
    if (isUnavailable(error) && open.every(isUnderWay)) await expire();
    throw error;
  }
  await expire();
};

/** Asked about until it is money or not, or until the bank has decided whose money it is. */
const isUndecided = (payment: Payment): boolean => isUnderWay(payment) || (isCaptured(payment) && isDisputed(payment));

/** A payer who has to say where the money goes may take weeks; nothing else may. */
const isOverdue = (payment: Payment, now: Instant): boolean =>
  isCaptured(payment) &&
  owedBackMinor(payment) > 0 &&
  payment.detailsAskedAt === undefined &&
  payment.owedSince !== undefined &&
  now - payment.owedSince > REFUND_OVERDUE_MS;

const repeatWork = async ({ activations, refunds }: Deps, { renewal }: StoredRenewal, now: Instant): Promise<void> => {
  for (const effect of owes(renewal)) {
    const queue = effect.kind === 'activate' ? activations : refunds;
    const failed = await queue.send([renewalCommand(effect, now)]);
    if (failed.length > 0) throw new Error('the queue did not take the command');
  }
};

/** Handling an item moves or removes its key. Losing the race is fine: whoever won set a due instant of their own. */
const moveDue = async ({ store }: Deps, id: RenewalId, now: Instant): Promise<void> => {
  const stored = await store.renewal(id);
  if (!stored || stored.due === undefined || stored.due > now) return;
  await store.saveRenewal(stored, stored.renewal, dueOf(stored.renewal, now));
};
