import type { Line } from '../domain/line/line.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { lineId } from '../domain/values/ids.ts';
import { lineKey, ownedLineKey, ownedLinesOf, RENEWAL_SK_PREFIX, simKey, triesKey } from './keys.ts';
import { lineFromItem, REMINDER_ATTRIBUTES, reminderAttributes, unplanned } from './line-item.ts';
import { renewalFromItem } from './renewal-item.ts';
import { LINES_PAGE_SIZE, type Store } from './store.ts';
import type { TableClient } from './table-client.ts';

type OwnerPart = Pick<
  Store,
  'linesOf' | 'renewalsOf' | 'linesNamed' | 'bindLine' | 'unbindLine' | 'nameLine' | 'countTry'
>;

/** What the table keeps because lines belong to people. */
export const ownerPart = (table: TableClient): OwnerPart => ({
  async linesOf(person, cursor) {
    const { pk, prefix } = ownedLinesOf(person);
    const page = await table.queryPage(pk, prefix, LINES_PAGE_SIZE, cursor === undefined ? undefined : prefix + cursor);
    const ids = page.items.map(({ sk }) => lineId(sk.slice(prefix.length)));
    const found = ids.length === 0 ? [] : (await table.batchGet(ids.map(lineKey))).map(lineFromItem);
    // The list may be behind the line, which is the truth.
    const lines = ids.flatMap((id) => found.filter((line) => line.lineId === id && line.ownerId === person));
    const last = ids.at(-1);
    return { lines, ...(page.isMore && last !== undefined && { cursor: last }) };
  },

  async renewalsOf(id) {
    const items = await table.query(lineKey(id).pk, RENEWAL_SK_PREFIX);
    return items.map((item): Renewal => renewalFromItem(item).renewal);
  },

  async linesNamed(accounts, name) {
    const sims = await table.batchGet(accounts.map((account) => simKey(account, name)));
    const ids = [...new Set(sims.flatMap(({ line }) => (typeof line === 'string' ? [lineId(line)] : [])))];
    return ids.length === 0 ? [] : (await table.batchGet(ids.map(lineKey), true)).map(lineFromItem);
  },

  bindLine({ lineId: id, contacts }, owner, reminder) {
    const planned = { lineId: id, ...(reminder && { nextReminder: reminder }) };
    return table.transact([
      {
        update: lineKey(id),
        set: { owner, lang: contacts.language, ...reminderAttributes(planned) },
        remove: unplanned(planned),
        condition: 'attribute_exists(#pk) AND attribute_not_exists(#owner)',
        names: { '#pk': 'pk', '#owner': 'owner' },
        values: {},
      },
      { put: ownedLineKey(owner, id) },
    ]);
  },

  unbindLine: ({ lineId: id }, owner) =>
    table.transact([
      {
        update: lineKey(id),
        set: {},
        remove: ['owner', 'name', ...CONTACT_ATTRIBUTES, ...REMINDER_ATTRIBUTES],
        condition: '#owner = :seenOwner',
        names: { '#owner': 'owner', '#links': 'links' },
        values: { ':seenOwner': owner, ':none': 0, ':one': 1 },
        // Whoever has a link from before opens nothing of the next owner's.
        assign: { '#links': 'if_not_exists(#links, :none) + :one' },
      },
      { remove: ownedLineKey(owner, id) },
    ]),

  nameLine: ({ lineId: id }, owner, name) =>
    table.update(lineKey(id), {
      set: name === undefined ? {} : { name },
      remove: name === undefined ? ['name'] : [],
      condition: '#owner = :seenOwner',
      names: { '#owner': 'owner' },
      values: { ':seenOwner': owner },
    }),

  async countTry(what, window, limit) {
    const key = triesKey(what);
    const isAllowed = await table.update(key, {
      set: {},
      condition: '#window = :window AND #count < :limit',
      names: { '#window': 'window', '#count': 'count' },
      values: { ':window': window, ':limit': limit, ':one': 1 },
      assign: { '#count': '#count + :one' },
    });
    if (isAllowed) return true;
    const first = { ...key, window, count: 1 };
    const isNew = 'attribute_not_exists(#pk) OR #window < :window';
    const begun = await table.put(first, isNew, { ':window': window });
    return begun.written;
  },
});

/** Nobody is to be written to about a SIM that is no longer theirs. */
const CONTACT_ATTRIBUTES = ['toEmail', 'toSms'];

/** The entry under which a person finds a line that a brand hands over with an owner. */
export const listOwned = async (table: TableClient, { lineId: id, ownerId }: Line): Promise<void> => {
  if (ownerId !== undefined) await table.put(ownedLineKey(ownerId, id));
};
