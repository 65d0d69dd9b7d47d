import { decide } from '../domain/renewal/decide.ts';
import { dueOf } from '../domain/renewal/due.ts';
import type { Decision, RenewalEvent } from '../domain/renewal/event.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { Store, StoredRenewal } from '../table/store.ts';

/** Writers of one renewal are few: a webhook, its duplicates, the sweeper. After this many lost races something is wrong. */
const MAX_ATTEMPTS = 5;

type RenewalStore = Pick<Store, 'renewal' | 'saveRenewal'>;

/**
 * Load, decide, save; again when somebody else saved in between. An event that changes nothing is no failure: the
 * answer says so.
 *
 * @throws Refusal `renewal_not_found`, `busy`
 */
export const applyEvent = async (
  store: RenewalStore,
  renewalId: RenewalId,
  event: RenewalEvent,
): Promise<Decision<Renewal>> => {
  const [decision] = await applyEvents(store, renewalId, [event]);
  if (!decision) throw new Error('an event without a decision');
  return decision;
};

/**
 * Events that became known together are written together: nobody acts on the first of them while the second is on its
 * way. Answers what was decided on each.
 *
 * @throws Refusal `renewal_not_found`, `busy`
 */
export const applyEvents = async (
  store: RenewalStore,
  renewalId: RenewalId,
  events: readonly RenewalEvent[],
): Promise<readonly Decision<Renewal>[]> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const stored = await store.renewal(renewalId);
    if (!stored) throw new Refusal('renewal_not_found');
    const { decisions, next, at } = decideAll(stored.renewal, events);
    if (at === undefined || (await saveDecision(store, stored, next, { at }))) return decisions;
  }
  throw new Refusal('busy');
};

const decideAll = (renewal: Renewal, events: readonly RenewalEvent[]) => {
  const decisions: Decision<Renewal>[] = [];
  let next = renewal;
  let at: RenewalEvent['at'] | undefined;
  for (const event of events) {
    const decision = decide(next, event);
    decisions.push(decision);
    if (!decision.ok) continue;
    next = decision.next;
    at = event.at;
  }
  return { decisions, next, at };
};

/** Saves what was decided on a renewal that is at hand; `false` when it has changed meanwhile. */
export const saveDecision = (
  store: Pick<Store, 'saveRenewal'>,
  stored: StoredRenewal,
  next: Renewal,
  { at }: Pick<RenewalEvent, 'at'>,
): Promise<boolean> => store.saveRenewal(stored, next, dueOf(next, at, stored.due));
