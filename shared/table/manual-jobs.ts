import { renewalId } from '../domain/values/ids.ts';
import { jobReferenceOfKey, manualJobKey, openJobsPk, REVIEW_INDEX } from './keys.ts';
import { manualJobFromItem, manualJobToItem } from './manual-job-item.ts';
import { JOB_PAGE_SIZE, type Store } from './store.ts';
import type { TableClient } from './table-client.ts';

type ManualJobs = Pick<Store, 'manualJob' | 'createManualJob' | 'saveManualJob' | 'openManualJobs'>;

/** Jobs lie in the partition of their line; the open ones of an account stand in the index of what waits for people. */
export const manualJobs = (table: TableClient): ManualJobs => ({
  async manualJob(reference) {
    const item = await table.get(manualJobKey(reference), true);
    return item && manualJobFromItem(item);
  },

  async createManualJob(job) {
    const result = await table.put(manualJobToItem(job), 'attribute_not_exists(#pk)');
    if (result.written) return undefined;
    if (!result.found) throw new Error(`job ${job.reference} was refused, and the one in its way not shown`);
    return manualJobFromItem(result.found);
  },

  async saveManualJob(seen, next) {
    const condition = '#state = :open AND #targetEnd = :targetEnd';
    return (await table.put(manualJobToItem(next), condition, { ':open': 'open', ':targetEnd': seen.targetEnd }))
      .written;
  },

  async openManualJobs(account, cursor) {
    const waiting = {
      index: REVIEW_INDEX,
      condition: '#pk = :pk',
      names: { '#pk': 'reviewPk' },
      values: { ':pk': openJobsPk(account) },
    };
    const { keys, next } = await table.queryIndex(waiting, JOB_PAGE_SIZE, cursor);
    return { ids: keys.map((key) => renewalId(jobReferenceOfKey(key))), ...(next !== undefined && { cursor: next }) };
  },
});
