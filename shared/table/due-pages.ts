import * as z from 'zod/mini';
import type { Instant } from '../domain/values/instant.ts';
import { DUE_DAYS_BACK, DUE_INDEX, type DueKind, dayOf, duePartitions, dueUntil, type Key, walkKey } from './keys.ts';
import { DUE_PAGE_SIZE, type DuePage } from './store.ts';
import type { IndexQuery, TableClient } from './table-client.ts';

/** After an outage that lasted longer than this somebody has to look by hand. */
const MAX_DAYS_WALKED = 800;

const mark = z.object({ day: z.number() });

/** Where a walk stands, between its pages. */
interface Walk {
  /** Up to which day the last walk that found nothing old came; none before the first one. */
  readonly markedDay?: number;
  readonly firstDay: number;
  /** Of the partitions from the first day on. */
  readonly partition: number;
  /** Something lay further back than every walk goes. */
  readonly foundOld: boolean;
  /** The index key after which to go on in that partition. */
  readonly after?: string;
}

/**
 * Walks the due partitions in order and answers one page. Every walk goes back {@link DUE_DAYS_BACK} days from the day
 * on which a walk last came to its end and found nothing older than that: after an outage of any length nothing is out
 * of sight, and what is found keeps the mark where it is until it is handled.
 */
export const duePages = async <Id>(
  table: TableClient,
  kind: DueKind,
  now: Instant,
  cursor: string | undefined,
  idOf: (key: Key) => Id,
): Promise<DuePage<Id>> => {
  let walk = cursor === undefined ? await begin(table, kind, now) : parseCursor(cursor);
  const partitions = duePartitions(kind, walk.firstDay, dayOf(now));
  for (;;) {
    const partition = partitions[walk.partition];
    if (partition === undefined) {
      if (!walk.foundOld) await remember(table, kind, walk, dayOf(now));
      return { ids: [] };
    }
    const { keys, next } = await table.queryIndex(dueBy(partition.name, now), DUE_PAGE_SIZE, walk.after);
    const { after: _done, ...rest } = walk;
    walk = {
      ...rest,
      partition: walk.partition + (next === undefined ? 1 : 0),
      foundOld: walk.foundOld || (keys.length > 0 && partition.day < dayOf(now) - DUE_DAYS_BACK),
      ...(next !== undefined && { after: next }),
    };
    if (keys.length > 0) return { ids: keys.map(idOf), cursor: JSON.stringify(walk) };
  }
};

/** The keys of one due partition up to and including `now`, soonest first. */
const dueBy = (partition: string, now: Instant): IndexQuery => ({
  index: DUE_INDEX,
  condition: '#pk = :pk AND #sk <= :until',
  names: { '#pk': 'duePk', '#sk': 'dueSk' },
  values: { ':pk': partition, ':until': dueUntil(now) },
});

const begin = async (table: TableClient, kind: DueKind, now: Instant): Promise<Walk> => {
  const found = await table.get(walkKey(kind), false);
  const today = dayOf(now);
  const markedDay = found && mark.parse(found).day;
  const since = Math.min(markedDay ?? today, today);
  return {
    firstDay: Math.max(since - DUE_DAYS_BACK, today - MAX_DAYS_WALKED),
    partition: 0,
    foundOld: false,
    ...(markedDay !== undefined && { markedDay }),
  };
};

/** Once a day, by whoever comes first. */
const remember = async (table: TableClient, kind: DueKind, { markedDay }: Walk, day: number): Promise<void> => {
  if (markedDay !== undefined && markedDay >= day) return;
  const walked = { ...walkKey(kind), day };
  await table.put(walked, 'attribute_not_exists(#pk) OR #day < :day', { ':day': day });
};

const walkCursor = z.object({
  markedDay: z.exactOptional(z.number()),
  firstDay: z.number(),
  partition: z.number(),
  foundOld: z.boolean(),
  after: z.exactOptional(z.string()),
});

const parseCursor = (cursor: string): Walk => walkCursor.parse(JSON.parse(cursor));
