import type { Records } from '../records.ts';
import { notFound, wrongState } from './api-error.ts';
import { type Sim, type SimState, type SimStatus, withExpiry } from './sim.ts';

/** One change of status, as the API lists it. */
export interface StatusChange {
  readonly simId: string;
  readonly status: SimStatus;
  readonly time: number;
}

export interface Sims {
  list(): readonly Sim[];
  /** @throws ApiError 404 */
  get(simId: string): Sim;
  find(simId: string): Sim | undefined;
  /** Makes it known; one that is known already stays as it is. */
  add(sim: Pick<Sim, 'simId' | 'iccid'> & Partial<Omit<SimState, 'lastModifiedTime' | 'expired'>>): Sim;
  /** @throws ApiError 404, or 400 for one that is terminated */
  change(simId: string, change: Partial<Omit<SimState, 'lastModifiedTime'>>): Sim;
  /** @throws ApiError 404, or 400 for one that is terminated */
  setExpiry(simId: string, expiry: Pick<SimState, 'expiryTime' | 'expiryAction'>): Sim;
  /** Puts another card behind the same name. @throws ApiError 404 */
  recycle(simId: string, iccid: string): Sim;
  /** @throws ApiError 404 */
  use(simId: string, bytes: number): Sim;
  /** The newest first. */
  history(simId: string): readonly StatusChange[];
}

/** The state after expiry is computed when somebody looks: so it follows a clock that jumps. */
export const openSims = (records: Records, now: () => number): Sims => {
  const save = (sim: Sim, old: Sim | undefined): Sim => {
    records.put('sim', sim.simId, sim);
    if (sim.status !== old?.status) remember({ simId: sim.simId, status: sim.status, time: sim.lastModifiedTime });
    return sim;
  };

  const remember = (change: StatusChange): void => {
    const past = records.get<readonly StatusChange[]>('history', change.simId) ?? [];
    records.put('history', change.simId, [change, ...past]);
  };

  const upToDate = (sim: Sim): Sim => {
    const next = withExpiry(sim, now());
    return next === sim ? sim : save(next, sim);
  };

  const find = (simId: string): Sim | undefined => {
    const sim = records.get<Sim>('sim', simId);
    return sim && upToDate(sim);
  };

  const get = (simId: string): Sim => {
    const sim = find(simId);
    if (!sim) throw notFound();
    return sim;
  };

  const change: Sims['change'] = (simId, changed) => {
    const old = get(simId);
    if (old.status === 'terminated') throw wrongState('the SIM is terminated');
    return upToDate(save({ ...old, ...changed, lastModifiedTime: now(), before: stateOf(old) }, old));
  };

  return {
    find,
    get,
    list: () => records.list<Sim>('sim').map(upToDate),
    add(sim) {
      const known = find(sim.simId);
      if (known) return known;
      const at = now();
      const added: Sim = {
        status: 'active',
        expiryTime: null,
        expiryAction: null,
        speedClass: 's1.standard',
        ...sim,
        expired: false,
        createdTime: at,
        lastModifiedTime: at,
        before: null,
        changes: 0,
        usedBytes: 0,
      };
      return upToDate(save(added, undefined));
    },
    change,
    setExpiry(simId, expiry) {
      const sim = change(simId, { ...expiry, expired: false });
      return save({ ...sim, changes: sim.changes + 1 }, sim);
    },
    recycle(simId, iccid) {
      const old = get(simId);
      return save({ ...old, iccid }, old);
    },
    use(simId, bytes) {
      const old = get(simId);
      return save({ ...old, usedBytes: old.usedBytes + bytes }, old);
    },
    history(simId) {
      get(simId);
      return records.get<readonly StatusChange[]>('history', simId) ?? [];
    },
  };
};

const stateOf = ({ status, expiryTime, expiryAction, expired, speedClass, lastModifiedTime }: Sim): SimState => ({
  status,
  expiryTime,
  expiryAction,
  expired,
  speedClass,
  lastModifiedTime,
});
