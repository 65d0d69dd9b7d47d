import { afterAnswer, afterTrouble, type CarrierHealth, mayCall, type Trouble } from '../../domain/carrier/health.ts';
import { type Instant, SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Store, StoredHealth } from '../../table/store.ts';

/** How long a worker may act on what it read of a carrier before it looks again. */
const MAX_AGE_MS = 5 * SECOND_MS;
/** Workers that meet trouble together write it down one after the other. */
const MAX_ATTEMPTS = 5;

export type Permit =
  | { readonly ok: true }
  | { readonly ok: false; readonly until: Instant; readonly code: 'circuit_open' | 'maintenance' | 'float_low' };

/** What a call told of the carrier, whatever was asked. */
export interface Told {
  readonly kind: string;
  readonly trouble?: Trouble;
}

/** Keeps the workers of one carrier account from calling it while it cannot answer, and each other informed. */
export interface CarrierGuard {
  health(account: string): Promise<CarrierHealth>;
  permit(account: string, purpose: 'buy' | 'read'): Promise<Permit>;
  note(account: string, told: Told): Promise<void>;
}

type HealthStore = Pick<Store, 'carrierHealth' | 'saveCarrierHealth'>;

export const carrierGuard = (store: HealthStore, clock: Clock): CarrierGuard => {
  const kept = new Map<string, StoredHealth & { readonly readAt: Instant }>();

  const read = async (account: string, fresh: boolean): Promise<StoredHealth> => {
    const now = clock();
    const known = kept.get(account);
    const ageMs = known ? now - known.readAt : Number.POSITIVE_INFINITY;
    if (known && !fresh && ageMs >= 0 && ageMs < MAX_AGE_MS) return known;
    const stored = await store.carrierHealth(account);
    kept.set(account, { ...stored, readAt: now });
    return stored;
  };

  /** `next` answers the same object when there is nothing to write. */
  const change = async (account: string, next: (health: CarrierHealth) => CarrierHealth): Promise<boolean> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const seen = await read(account, attempt > 0);
      const health = next(seen.health);
      if (health === seen.health) return true;
      if (!(await store.saveCarrierHealth(account, seen, health))) continue;
      kept.set(account, { health, rev: seen.rev + 1, readAt: clock() });
      return true;
    }
    return false;
  };

  return {
    health: async (account) => (await read(account, false)).health,

    async permit(account, purpose) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const seen = await read(account, attempt > 0);
        const answer = mayCall(seen.health, purpose, clock());
        if (answer.may === 'call') return { ok: true };
        if (answer.may === 'wait') return { ok: false, until: answer.until, code: answer.code };
        if (!(await store.saveCarrierHealth(account, seen, answer.trial))) continue;
        kept.set(account, { health: answer.trial, rev: seen.rev + 1, readAt: clock() });
        return { ok: true };
      }
      // Everybody wants to be the one who tries: whoever it is, it is not this one.
      return { ok: false, until: clock(), code: 'circuit_open' };
    },

    async note(account, { kind, trouble }) {
      if (trouble) await change(account, (health) => afterTrouble(health, trouble, clock()));
      else if (!SILENT.has(kind)) await change(account, afterAnswer);
    },
  };
};

/** These say nothing of the carrier by themselves: a budget that was used up, a wait that it asked for. */
const SILENT = new Set(['not_sent', 'unknown', 'unavailable']);
