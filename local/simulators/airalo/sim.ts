import { ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import type { TopUp } from './catalogue.ts';

/** A package on an eSIM: the one it came with, or a top-up. Times in milliseconds since the epoch. */
export interface DataPackage {
  readonly id: number;
  readonly type: 'sim' | 'topup';
  readonly offer: TopUp;
  readonly boughtAt: number;
  readonly activatedAt: number | null;
  readonly expiredAt: number | null;
  /** Its data was used up then. */
  readonly finishedAt: number | null;
  readonly usedMb: number;
}

export interface Sim {
  readonly iccid: string;
  /** Since when its device is where there is a network; `null` while it is not. A package begins only then. */
  readonly connectedAt: number | null;
  readonly recycledAt: number | null;
  /** In the order in which they were bought. */
  readonly packages: readonly DataPackage[];
}

export type PackageStatus = 'NOT_ACTIVE' | 'ACTIVE' | 'FINISHED' | 'EXPIRED';

export const statusOf = ({ expiredAt, finishedAt }: DataPackage, now: number): PackageStatus => {
  if (expiredAt === null) return 'NOT_ACTIVE';
  if (expiredAt <= now) return 'EXPIRED';
  return finishedAt === null ? 'ACTIVE' : 'FINISHED';
};

/** The package whose data the device uses. */
export const running = ({ packages }: Sim, now: number): DataPackage | undefined =>
  packages.find((each) => statusOf(each, now) === 'ACTIVE');

const waiting = ({ packages }: Sim): readonly DataPackage[] => packages.filter(({ expiredAt }) => expiredAt === null);

export const replaced = (sim: Sim, changed: DataPackage): Sim => ({
  ...sim,
  packages: sim.packages.map((each) => (each.id === changed.id ? changed : each)),
});

/**
 * The eSIM as time has left it. Packages queue: the next one begins when the one before has ended or its data is used up,
 * it is bought, and the device is connected.
 */
export const upToDate = (sim: Sim, now: number): Sim => {
  if (sim.connectedAt === null || sim.recycledAt !== null || running(sim, now)) return sim;
  const [next] = waiting(sim);
  if (!next) return sim;
  const free = Math.max(0, ...sim.packages.map(({ expiredAt, finishedAt }) => finishedAt ?? expiredAt ?? 0));
  const activatedAt = Math.max(free, next.boughtAt, sim.connectedAt);
  // A package of the past may have ended too: look again until one runs or none waits.
  return upToDate(
    replaced(sim, { ...next, activatedAt, expiredAt: activatedAt + next.offer.day * ROLLING_DAY_MS }),
    now,
  );
};

/** When service ends with everything bought; `null` while something bought waits for the device. */
export const serviceEnd = (sim: Sim, now: number): number | null => {
  const current = running(sim, now);
  const left = waiting(sim);
  if (current?.expiredAt)
    return left.reduce((end, { offer: { day } }) => end + day * ROLLING_DAY_MS, current.expiredAt);
  if (left.length > 0) return null;
  const ends = sim.packages.flatMap(({ expiredAt }) => (expiredAt === null ? [] : [expiredAt]));
  return ends.length === 0 ? null : Math.max(...ends);
};

/** Everything ends when a number is taken back. */
export const recycled = (sim: Sim, now: number): Sim => ({
  ...sim,
  recycledAt: sim.recycledAt ?? now,
  packages: sim.packages.map((each) => ({ ...each, expiredAt: Math.min(each.expiredAt ?? now, now) })),
});

/** Uses data of the package that runs, and of those behind it once it is used up. Unlimited ones count nothing. */
export const used = (sim: Sim, megabytes: number, now: number): Sim => {
  const current = running(sim, now);
  if (!current || current.offer.isUnlimited || megabytes <= 0) return sim;
  const left = current.offer.amountMb - current.usedMb;
  if (megabytes < left) return replaced(sim, { ...current, usedMb: current.usedMb + megabytes });
  const empty = replaced(sim, { ...current, usedMb: current.offer.amountMb, finishedAt: now });
  return used(upToDate(empty, now), megabytes - left, now);
};
