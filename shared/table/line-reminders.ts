import type { Line } from '../domain/line/line.ts';
import type { DataReminder } from '../domain/reminder/data-reminder.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import { CLAIMED, noteClaim, stillNews } from './claim-update.ts';
import { claimRow } from './fields.ts';
import { lineKey } from './keys.ts';
import { dataReminderRow, lineFromItem, nextRow, reminderAttributes, unplanned, usageRow } from './line-item.ts';
import type { Store } from './store.ts';
import type { TableClient } from './table-client.ts';

type LineReminders = Pick<
  Store,
  | 'lineNow'
  | 'planReminder'
  | 'claimReminder'
  | 'recordReminder'
  | 'reportReminder'
  | 'suppressReminder'
  | 'noteUsage'
  | 'revokeLinks'
>;

/** What is written to a line because of reminders, each in one conditional request. */
export const lineReminders = (table: TableClient): LineReminders => ({
  async lineNow(id) {
    const item = await table.get(lineKey(id), true);
    return item && lineFromItem(item);
  },

  planReminder(seen, next, dataReminder = seen.dataReminder) {
    const planned = { lineId: seen.lineId, ...(next && { nextReminder: next }), ...(dataReminder && { dataReminder }) };
    return table.update(lineKey(seen.lineId), {
      set: reminderAttributes(planned),
      remove: unplanned(planned),
      ...asSeen(seen, { low: seen.dataReminder && dataReminderRow(seen.dataReminder) }),
    });
  },

  claimReminder: (id, expiryVersion, claimId, at) =>
    table.update(lineKey(id), {
      condition:
        '#version = :seenVersion AND attribute_not_exists(#claims.#claim) AND attribute_not_exists(#recycledAt)',
      names: { '#version': 'version', '#claims': 'claims', '#claim': claimId, '#recycledAt': 'recycledAt' },
      values: { ':seenVersion': expiryVersion, ':claim': claimRow({ state: 'claimed', at }) },
      assign: { '#claims.#claim': ':claim' },
    }),

  recordReminder: (id, expiryVersion, claimId, outcome) =>
    table.update(lineKey(id), noteClaim(claimId, outcome, CLAIMED, { version: expiryVersion })),

  reportReminder: (id, expiryVersion, claimId, outcome) =>
    table.update(lineKey(id), noteClaim(claimId, outcome, stillNews(outcome), { version: expiryVersion })),

  suppressReminder: (seen, claimId, reason, at) =>
    table.update(lineKey(seen.lineId), {
      condition: '#version = :seenVersion AND attribute_not_exists(#claims.#claim)',
      names: { '#version': 'version', '#claims': 'claims', '#claim': claimId },
      values: { ':seenVersion': seen.expiryVersion, ':claim': claimRow({ state: 'suppressed', at, reason }) },
      assign: { '#claims.#claim': ':claim' },
    }),

  noteUsage(id, usage, reached) {
    const set = { usage: usageRow(usage) };
    const newer = '#usage[2] < :asOf';
    if (!reached)
      return table.update(lineKey(id), { set, condition: newer, names: {}, values: { ':asOf': usage.asOf } });
    const { seen, reminder } = reached;
    const { condition, names, values } = asSeen(seen, plannedRows(seen));
    return table.update(lineKey(id), {
      set: { ...set, ...reminderAttributes({ ...seen, dataReminder: reminder }) },
      condition: `${newer} AND ${condition} AND attribute_not_exists(#recycledAt)`,
      names: { ...names, '#recycledAt': 'recycledAt' },
      values: { ...values, ':asOf': usage.asOf },
    });
  },

  revokeLinks: (id) =>
    table.update(lineKey(id), {
      condition: 'attribute_exists(#pk)',
      names: { '#pk': 'pk', '#links': 'links' },
      values: { ':none': 0, ':one': 1 },
      assign: { '#links': 'if_not_exists(#links, :none) + :one' },
    }),
});

type Row = readonly (string | number)[] | undefined;

const plannedRows = ({ nextReminder, dataReminder }: Line) => ({
  next: rowOf(nextReminder, nextRow),
  low: rowOf(dataReminder, dataReminderRow),
});

const rowOf = <T extends PlannedReminder | DataReminder>(value: T | undefined, row: (value: T) => Row): Row =>
  value && row(value);

/** The end is the one that was seen, and so are these rows: what somebody else has planned since is not lost. */
const asSeen = ({ expiryVersion }: Line, rows: Readonly<Record<string, Row>>) => {
  const named = Object.entries(rows);
  return {
    condition: [
      '#version = :seenVersion',
      ...named.map(([name, row]) => (row ? `#${name} = :seen_${name}` : `attribute_not_exists(#${name})`)),
    ].join(' AND '),
    names: { '#version': 'version', ...Object.fromEntries(named.map(([name]) => [`#${name}`, name])) },
    values: {
      ':seenVersion': expiryVersion,
      ...Object.fromEntries(named.flatMap(([name, row]) => (row ? [[`:seen_${name}`, row]] : []))),
    },
  };
};
