import { ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import type { Records } from '../records.ts';
import type { TopUp } from './catalogue.ts';
import { type DataPackage, type Sim, upToDate } from './sim.ts';

export interface NewSim {
  readonly iccid: string;
  /** When the package that it comes with ends; `null` for one that has not begun. */
  readonly endsAt: number | null;
  readonly amountMb: number;
  readonly usedMb: number;
  readonly isUnlimited: boolean;
  readonly connected: boolean;
}

export interface Sims {
  /** Up to date, like all that is answered here. */
  list(): readonly Sim[];
  find(iccid: string): Sim | undefined;
  /** Makes it known; one that is known already stays as it is. */
  add(sim: NewSim): Sim;
  change(sim: Sim): Sim;
  topUp(sim: Sim, offer: TopUp): Sim;
}

const FIRST_DAYS = 7;

/** The state is computed when somebody looks, so it follows a clock that jumps. `onLook` sees each state that was computed. */
export const openSims = (records: Records, now: () => number, onLook: (sim: Sim) => void): Sims => {
  const nextId = (): number => {
    const id = (records.get<number>('counter', 'package') ?? 700) + 1;
    records.put('counter', 'package', id);
    return id;
  };

  const save = (sim: Sim): Sim => {
    const current = upToDate(sim, now());
    records.put('sim', sim.iccid, current);
    onLook(current);
    return current;
  };

  const find = (iccid: string): Sim | undefined => {
    const sim = records.get<Sim>('sim', iccid);
    return sim && save(sim);
  };

  return {
    find,
    list: () => records.list<Sim>('sim').map(save),
    add(wanted) {
      const known = find(wanted.iccid);
      if (known) return known;
      const { iccid, connected } = wanted;
      const sim: Sim = {
        iccid,
        connectedAt: connected ? now() : null,
        recycledAt: null,
        packages: [firstPackage(wanted, nextId(), now())],
      };
      return save(sim);
    },
    change: save,
    topUp(sim, offer) {
      const bought: DataPackage = {
        id: nextId(),
        type: 'topup',
        offer,
        boughtAt: now(),
        activatedAt: null,
        expiredAt: null,
        finishedAt: null,
        usedMb: 0,
      };
      return save({ ...sim, packages: [...sim.packages, bought] });
    },
  };
};

const firstPackage = ({ endsAt, amountMb, usedMb, isUnlimited }: NewSim, id: number, now: number): DataPackage => {
  const activatedAt = endsAt === null ? null : Math.min(now, endsAt - ROLLING_DAY_MS);
  const day = endsAt === null || activatedAt === null ? FIRST_DAYS : Math.ceil((endsAt - activatedAt) / ROLLING_DAY_MS);
  return {
    id,
    type: 'sim',
    offer: {
      id: 'moshi-moshi-first',
      title: 'The package it came with',
      operator: 'Moshi Moshi',
      amountMb: isUnlimited ? 0 : amountMb,
      day,
      isUnlimited,
      price: 0,
      netPrice: 0,
    },
    boughtAt: activatedAt ?? now,
    activatedAt,
    expiredAt: endsAt,
    finishedAt: null,
    usedMb: isUnlimited ? 0 : Math.min(usedMb, amountMb),
  };
};
