import type { Line } from '../../shared/domain/line/line.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { type LineId, lineOf, type RenewalId } from '../../shared/domain/values/ids.ts';
import { LINES_PAGE_SIZE, type Store, type StoredRenewal } from '../../shared/table/store.ts';

type Owners = Pick<
  Store,
  'linesOf' | 'renewalsOf' | 'linesNamed' | 'bindLine' | 'unbindLine' | 'nameLine' | 'countTry'
>;

interface Kept {
  readonly lines: ReadonlyMap<LineId, Line>;
  readonly renewals: ReadonlyMap<RenewalId, StoredRenewal>;
  readonly sims: ReadonlyMap<string, LineId>;
  readonly changeLine: (id: LineId, holds: (now: Line) => boolean, change: (now: Line) => Line) => boolean;
}

const withoutAddresses = ({ email: _email, sms: _sms, ...contacts }: Line['contacts']): Line['contacts'] => contacts;

/** What the table keeps because lines belong to people, in memory. */
export const memoryOwners = ({ lines, renewals, sims, changeLine }: Kept): Owners => {
  const tries = new Map<string, { readonly window: number; readonly count: number }>();
  return {
    async linesOf(person, cursor) {
      const owned = [...lines.values()]
        .filter(({ ownerId, lineId }) => ownerId === person && (cursor === undefined || lineId > cursor))
        .sort((a, b) => (a.lineId < b.lineId ? -1 : 1));
      const page = owned.slice(0, LINES_PAGE_SIZE);
      const last = page.at(-1);
      return { lines: page, ...(owned.length > page.length && last && { cursor: last.lineId }) };
    },
    renewalsOf: async (id) =>
      [...renewals.values()].map(({ renewal }): Renewal => renewal).filter(({ renewalId }) => lineOf(renewalId) === id),
    async linesNamed(accounts, name) {
      const ids = new Set(accounts.flatMap((account) => sims.get(`${account}#${name}`) ?? []));
      return [...ids].flatMap((id) => lines.get(id) ?? []);
    },
    bindLine: async ({ lineId, contacts: { language } }, owner, reminder) =>
      changeLine(
        lineId,
        (now) => now.ownerId === undefined,
        ({ nextReminder: _void, dataReminder: _low, ...now }) => ({
          ...now,
          ownerId: owner,
          contacts: { ...now.contacts, language },
          ...(reminder && { nextReminder: reminder }),
        }),
      ),
    unbindLine: async ({ lineId }, owner) =>
      changeLine(
        lineId,
        (now) => now.ownerId === owner,
        ({ ownerId: _owner, name: _name, nextReminder: _void, dataReminder: _low, ...now }) => ({
          ...now,
          contacts: withoutAddresses(now.contacts),
          linkVersion: (now.linkVersion ?? 0) + 1,
        }),
      ),
    nameLine: async ({ lineId }, owner, name) =>
      changeLine(
        lineId,
        (now) => now.ownerId === owner,
        ({ name: _former, ...now }) => ({ ...now, ...(name !== undefined && { name }) }),
      ),
    async countTry(what, window, limit) {
      const now = tries.get(what);
      if (now && (now.window > window || (now.window === window && now.count >= limit))) return false;
      tries.set(what, { window, count: now?.window === window ? now.count + 1 : 1 });
      return true;
    },
  };
};
