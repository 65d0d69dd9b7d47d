import { randomUUID } from 'node:crypto';
import type { Records } from '../records.ts';
import { noAccess, notAssigned } from './api-error.ts';
import type { CatalogueBundle } from './catalogue.ts';
import type { Assigned, Esim } from './esim.ts';
import { type Seen, seenAt } from './timeline.ts';

export type NewEsim = Pick<Esim, 'iccid'> &
  Partial<Pick<Esim, 'state' | 'installed' | 'online' | 'incompatible'>> & {
    /** A bundle that is in use until then. */
    readonly term?: { readonly bundle: CatalogueBundle; readonly endsAt: number };
  };

export interface Esims {
  list(): readonly Esim[];
  find(iccid: string): Esim | undefined;
  /** @throws ApiError 403 for one that is not, or no longer, the organisation's */
  get(iccid: string): Esim;
  /** Makes it known; one that is known already stays as it is. */
  add(esim: NewEsim): Esim;
  /** Assigns one, in answer to an order. */
  assign(iccid: string, bundle: CatalogueBundle, reference: string, processingMs: number): Esim;
  /** @throws ApiError 400 */
  assignment(iccid: string, bundle: string, id: string): Seen;
  revoke(iccid: string, id: string): void;
  use(iccid: string, bytes: number): Esim;
}

const DAY_MS = 86_400_000;
/** Ids of eSIM Go have nine digits. */
const FIRST_ID = 215_009_266;

export const openEsims = (records: Records, now: () => number): Esims => {
  const save = (esim: Esim): Esim => {
    records.put('esim', esim.iccid, esim);
    return esim;
  };

  const find = (iccid: string): Esim | undefined => records.get<Esim>('esim', iccid);

  const get = (iccid: string): Esim => {
    const esim = find(iccid);
    if (!esim || esim.returnedAt !== null) throw noAccess();
    return esim;
  };

  const nextId = (): string => {
    const count = (records.get<number>('counter', 'assignment') ?? 0) + 1;
    records.put('counter', 'assignment', count);
    return String(FIRST_ID + count);
  };

  const assigned = ({ name, days, bytes, price }: CatalogueBundle, reference: string, readyAt: number): Assigned => ({
    id: nextId(),
    reference: `${reference}-0`,
    bundle: name,
    days,
    bytes,
    price,
    assignedAt: now(),
    readyAt,
    revokedAt: null,
    term: null,
  });

  return {
    find,
    get,
    list: () => records.list<Esim>('esim'),
    add({ term, ...esim }) {
      const known = find(esim.iccid);
      if (known) return known;
      const at = now();
      const inUse = (of: NonNullable<typeof term>): Assigned => {
        const startsAt = Math.min(at, of.endsAt - of.bundle.days * DAY_MS);
        return {
          ...assigned(of.bundle, randomUUID(), startsAt),
          assignedAt: startsAt,
          term: { startsAt, endsAt: of.endsAt },
        };
      };
      return save({
        state: 'active',
        installed: true,
        online: true,
        incompatible: [],
        ...esim,
        createdAt: at,
        returnedAt: null,
        orders: 0,
        assigned: term ? [inUse(term)] : [],
        usage: [],
      });
    },
    assign(iccid, bundle, reference, processingMs) {
      const esim = get(iccid);
      const fresh = assigned(bundle, reference, now() + processingMs);
      return save({ ...esim, orders: esim.orders + 1, assigned: [...esim.assigned, fresh] });
    },
    assignment(iccid, bundle, id) {
      const found = seenAt(get(iccid), now()).find((each) => each.bundle === bundle && each.id === id);
      if (!found) throw notAssigned();
      return found;
    },
    revoke(iccid, id) {
      const esim = get(iccid);
      const left = esim.assigned.map((each) => (each.id === id ? { ...each, revokedAt: now() } : each));
      const changed = { ...esim, assigned: left };
      const isBare = !seenAt(changed, now()).some(({ state }) => ON_THE_ESIM.has(state));
      // The returns process takes an eSIM that nobody has installed.
      save(isBare && !esim.installed ? { ...changed, returnedAt: now() } : changed);
    },
    use(iccid, bytes) {
      const esim = get(iccid);
      return save({ ...esim, usage: [...esim.usage, { at: now(), bytes }] });
    },
  };
};

const ON_THE_ESIM = new Set(['processing', 'queued', 'active', 'depleted']);
