import { decide } from '../domain/renewal/decide.ts';
import { dueOf } from '../domain/renewal/due.ts';
import type { Decision, RenewalEvent } from '../domain/renewal/event.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { RenewalId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import type { Store, StoredRenewal } from '../table/store.ts';

/** Writers of one renewal are few: a webhook, its duplicates, the sweeper. After this many lost races something is wrong. */
const MAX_ATTEMPTS = 5;

/**
 * Load, decide, save; again when somebody else saved in between. An event that changes nothing is no failure: the
 * answer says so.
 *
 * @throws Refusal `renewal_not_found`, `busy`
 */
export const applyEvent = async (
  store: Pick<Store, 'renewal' | 'saveRenewal'>,
  renewalId: RenewalId,
  event: RenewalEvent,
): Promise<Decision<Renewal>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const stored = await store.renewal(renewalId);
    if (!stored) throw new Refusal('renewal_not_found');
    const decision = decide(stored.renewal, event);
    if (!decision.ok || (await saveDecision(store, stored, decision.next, event))) return decision;
  }
  throw new Refusal('busy');
};

/** Saves what was decided on a renewal that is at hand; `false` when it has changed meanwhile. */
export const saveDecision = (
  store: Pick<Store, 'saveRenewal'>,
  stored: StoredRenewal,
  next: Renewal,
  { at }: Pick<RenewalEvent, 'at'>,
): Promise<boolean> => store.saveRenewal(stored, next, dueOf(next, at, stored.due));
