import type { Renewal } from '../domain/renewal/renewal.ts';
import type { LineId, PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Store } from '../table/store.ts';
import { ownLine } from './read-lines.ts';

export const RENEWALS_PAGE_SIZE = 20;

/**
 * What a person ordered for one of their lines, newest first, a page at a time. What others ordered for it, before it was
 * theirs, is not for them. Of one line there are few enough to be read at once: a hundred are 25 read units.
 *
 * @param after the last one of the page before
 * @throws Refusal `line_not_found`
 */
export const listRenewals =
  (store: Pick<Store, 'line' | 'renewalsOf'>) =>
  async (
    person: PersonId,
    id: LineId,
    after?: RenewalId,
  ): Promise<{ readonly renewals: readonly Renewal[]; readonly cursor?: RenewalId }> => {
    const [, all] = await Promise.all([ownLine(store, person, id), store.renewalsOf(id)]);
    const ordered = all
      .filter(({ ownerId }) => ownerId === person)
      .sort((a, b) => b.createdAt - a.createdAt || (a.renewalId < b.renewalId ? -1 : 1));
    const begin = after === undefined ? 0 : ordered.findIndex(({ renewalId }) => renewalId === after) + 1;
    const renewals = ordered.slice(begin, begin + RENEWALS_PAGE_SIZE);
    const last = renewals.at(-1);
    return { renewals, ...(begin + renewals.length < ordered.length && last && { cursor: last.renewalId }) };
  };
