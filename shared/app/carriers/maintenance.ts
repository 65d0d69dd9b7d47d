import { type CarrierHealth, MAX_MAINTENANCE_WINDOWS, type MaintenanceWindow } from '../../domain/carrier/health.ts';
import { Refusal } from '../../errors.ts';
import type { Store } from '../../table/store.ts';

/** Two people, and workers that write down what they meet. */
const MAX_ATTEMPTS = 5;

/**
 * Replaces the windows that the brand has announced for an account.
 *
 * @throws Refusal `bad_request` for too many windows or one that ends before it begins; `busy`
 */
export const announceMaintenance =
  (store: Pick<Store, 'carrierHealth' | 'saveCarrierHealth'>) =>
  async (account: string, maintenance: readonly MaintenanceWindow[]): Promise<CarrierHealth> => {
    const problem = problemOf(maintenance);
    if (problem) throw new Refusal('bad_request', { errors: [{ field: 'windows', problem }] });
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const seen = await store.carrierHealth(account);
      const next = { ...seen.health, maintenance: [...maintenance].sort((a, b) => a.from - b.from) };
      if (await store.saveCarrierHealth(account, seen, next)) return next;
    }
    throw new Refusal('busy');
  };

const problemOf = (windows: readonly MaintenanceWindow[]): string | undefined => {
  if (windows.length > MAX_MAINTENANCE_WINDOWS) return `at most ${MAX_MAINTENANCE_WINDOWS} windows`;
  return windows.some(({ from, until }) => until <= from) ? 'a window ends after it begins' : undefined;
};
