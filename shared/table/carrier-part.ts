import * as z from 'zod/mini';
import type { Line } from '../domain/line/line.ts';
import { type LineId, lineId } from '../domain/values/ids.ts';
import { healthFromItem, healthToItem, UNWRITTEN } from './carrier-health-item.ts';
import { duePages } from './due-pages.ts';
import { carrierKey, dueKey, lineIdOfKey, lineKey, simKey, usageWatchKey } from './keys.ts';
import { REMINDER_ATTRIBUTES } from './line-item.ts';
import type { Store } from './store.ts';
import type { TableClient } from './table-client.ts';

type CarrierPart = Pick<
  Store,
  'carrierHealth' | 'saveCarrierHealth' | 'markRecycled' | 'lineOfSim' | 'watchUsage' | 'dueUsage'
>;

const simRow = z.pipe(
  z.object({ line: z.string() }),
  z.transform(({ line }): LineId => lineId(line)),
);

/** What the table keeps because of carriers: their health, their names of SIMs, and what they say of usage. */
export const carrierPart = (table: TableClient): CarrierPart => ({
  async carrierHealth(account) {
    const item = await table.get(carrierKey(account, 'HEALTH'), true);
    return item ? healthFromItem(item) : UNWRITTEN;
  },

  async saveCarrierHealth(account, { rev }, next) {
    const item = healthToItem(account, next, rev + 1);
    const result =
      rev === 0
        ? await table.put(item, 'attribute_not_exists(#pk)')
        : await table.put(item, '#rev = :rev', { ':rev': rev });
    return result.written;
  },

  markRecycled: (seen, at) =>
    table.update(lineKey(seen.lineId), {
      set: { recycledAt: at },
      remove: REMINDER_ATTRIBUTES,
      // The fence stays as it is: what an attempt left behind still has to be cleared up.
      condition: 'attribute_exists(#pk) AND attribute_not_exists(#recycledAt)',
      names: { '#pk': 'pk' },
      values: {},
    }),

  async lineOfSim(account, name) {
    const item = await table.get(simKey(account, name), false);
    return item && simRow.parse(item);
  },

  async watchUsage(id, at) {
    if (at === undefined) await table.remove(usageWatchKey(id));
    else await table.put({ ...usageWatchKey(id), ...dueKey('usage', id, at) });
  },

  dueUsage: (now, cursor) => duePages(table, 'usage', now, cursor, (key) => lineId(lineIdOfKey(key))),
});

/**
 * Lets a SIM's names lead to its line. A new line takes over what its number stood for; for one that is there, only
 * what an interrupted import left out is added, so that an older line never takes a number back.
 */
export const nameSim = async (table: TableClient, line: Line, isNew: boolean): Promise<void> => {
  const names = new Set<string>([line.carrierRef, line.iccid]);
  for (const name of names) {
    const item = { ...simKey(line.carrier, name), line: line.lineId };
    await (isNew ? table.put(item) : table.put(item, 'attribute_not_exists(#pk)'));
  }
};
