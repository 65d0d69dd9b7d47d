import { mine } from '../../shared/app/read-lines.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import type { Store } from '../../shared/table/store.ts';
import { requireLineId } from './requests.ts';
import { answer, type Routes } from './route.ts';

export interface RevokingDeps {
  readonly store: Pick<Store, 'line' | 'revokeLinks'>;
  readonly log: Log;
}

/** For the owner, and for staff whom the owner asks: a message has come into the wrong hands. */
export const revokingRoutes = ({ store, log }: RevokingDeps): Routes => ({
  'POST /v1/lines/{lineId}/links/revocation': async ({ event, person, isStaff, language }) => {
    const lineId = requireLineId(event.pathParameters?.['lineId']);
    if (!isStaff) mine(await store.line(lineId), person);
    if (!(await store.revokeLinks(lineId))) throw new Refusal('line_not_found');
    log.info('links called back', { lineId, ...(isStaff && { by: person }) });
    return answer(200, { lineId, links: 'called_back' }, language);
  },
});
