import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import type { Store } from '../../shared/table/store.ts';

/** What follows a renewal that was saved. */
export type OnSaved = (before: Renewal | undefined, after: Renewal, due: Instant | undefined) => void;

/** What happens at the writes of one worker; what is thrown here ends it. */
export interface AtWrites {
  before(write: string): void;
  after(write: string): Promise<void> | void;
}

/**
 * A store that tells of each renewal that was saved, as the table's stream does: also where the worker dies right after
 * its write.
 */
export const watchedStore = (inner: Store, onSaved: OnSaved, atWrites?: AtWrites): Store => {
  const writing = async <T>(name: string, write: () => Promise<T>): Promise<T> => {
    atWrites?.before(name);
    const answer = await write();
    await atWrites?.after(name);
    return answer;
  };
  return {
    ...inner,
    createRenewal: (renewal, due) =>
      writing('createRenewal', async () => {
        const existing = await inner.createRenewal(renewal, due);
        if (!existing) onSaved(undefined, renewal, due);
        return existing;
      }),
    createPromotedRenewal: (renewal, due, promotion, limit) =>
      writing('createPromotedRenewal', async () => {
        const created = await inner.createPromotedRenewal(renewal, due, promotion, limit);
        if (created.kind === 'created') onSaved(undefined, renewal, due);
        return created;
      }),
    saveRenewal: (seen, next, due) =>
      writing('saveRenewal', async () => {
        const isSaved = await inner.saveRenewal(seen, next, due);
        if (isSaved) onSaved(seen.renewal, next, due);
        return isSaved;
      }),
    saveWithFence: (seen, next, due, fence) =>
      writing('saveWithFence', async () => {
        const isSaved = await inner.saveWithFence(seen, next, due, fence);
        if (isSaved) onSaved(seen.stored.renewal, next, due);
        return isSaved;
      }),
    holdFence: (seen, fence) => writing('holdFence', () => inner.holdFence(seen, fence)),
    releaseFence: (seen) => writing('releaseFence', () => inner.releaseFence(seen)),
    settleLine: (seen, next) => writing('settleLine', () => inner.settleLine(seen, next)),
    markRecycled: (seen, at) => writing('markRecycled', () => inner.markRecycled(seen, at)),
    saveCarrierHealth: (account, seen, next) =>
      writing('saveCarrierHealth', () => inner.saveCarrierHealth(account, seen, next)),
  };
};
