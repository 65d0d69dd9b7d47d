import type { ManualJob } from '../../shared/domain/activation/manual-job.ts';
import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { JOB_PAGE_SIZE, type Store } from '../../shared/table/store.ts';

type Jobs = Pick<Store, 'manualJob' | 'createManualJob' | 'saveManualJob' | 'openManualJobs'>;

/** Jobs in memory, with the same conditions as the table. A cursor is the name after which to go on. */
export const memoryJobs = (): Jobs => {
  const jobs = new Map<RenewalId, ManualJob>();
  const nameOf = ({ createdAt, reference }: ManualJob): string => `${String(createdAt).padStart(14, '0')}#${reference}`;
  return {
    manualJob: async (reference) => jobs.get(reference),
    async createManualJob(job) {
      const existing = jobs.get(job.reference);
      if (!existing) jobs.set(job.reference, job);
      return existing;
    },
    async saveManualJob(seen, next) {
      const now = jobs.get(next.reference);
      if (now?.state !== 'open' || now.targetEnd !== seen.targetEnd) return false;
      jobs.set(next.reference, next);
      return true;
    },
    async openManualJobs(account, cursor = '') {
      const open = [...jobs.values()]
        .filter((job) => job.state === 'open' && job.account === account && nameOf(job) > cursor)
        .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      const shown = open.slice(0, JOB_PAGE_SIZE);
      const last = shown.at(-1);
      return {
        ids: shown.map(({ reference }) => reference),
        ...(open.length > shown.length && last && { cursor: nameOf(last) }),
      };
    },
  };
};
