import type { Instant } from '../domain/values/instant.ts';
import { type DueKind, duePartitions, dueUntil, type Key } from './keys.ts';
import { DUE_PAGE_SIZE, type DuePage } from './store.ts';
import type { TableClient } from './table-client.ts';

/**
 * Walks the due partitions in order and answers one page. The cursor names the partition to go on with and, within
 * it, the key after which to go on: `<partition index>|<key or nothing>`.
 */
export const duePages = async <Id>(
  table: TableClient,
  kind: DueKind,
  now: Instant,
  cursor: string | undefined,
  idOf: (key: Key) => Id,
): Promise<DuePage<Id>> => {
  const partitions = duePartitions(kind, now);
  const [start = '0', after = ''] = cursor?.split('|', 2) ?? [];
  let resumeAfter = after;
  for (let index = Number(start); index < partitions.length; index += 1) {
    const partition = partitions[index];
    if (partition === undefined) break;
    const { keys, next } = await table.queryDue(partition, dueUntil(now), DUE_PAGE_SIZE, resumeAfter || undefined);
    resumeAfter = '';
    if (keys.length === 0 && next === undefined) continue;
    const last = next === undefined && index === partitions.length - 1;
    return {
      ids: keys.map(idOf),
      ...(!last && { cursor: next === undefined ? `${index + 1}|` : `${index}|${next}` }),
    };
  }
  return { ids: [] };
};
