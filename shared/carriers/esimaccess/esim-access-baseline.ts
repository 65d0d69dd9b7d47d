import { type Instant, instant, ROLLING_DAY_MS } from '../../domain/values/instant.ts';
import type { ActivationOrder, CarrierLookUp, Confirmed } from '../carrier.ts';
import { type Esim, endOf, isSuspended, type PackageRow } from './esim-access-sim.ts';
import { timeOf } from './esim-access-time.ts';

/** What a SIM had before a top-up. Volumes in bytes, durations in days. */
export interface Baseline {
  readonly volume: number;
  readonly duration: number;
  /** The part of it that packages with a transaction id account for. */
  readonly namedVolume: number;
  readonly namedDuration: number;
  /** Absent while its validity does not run. */
  readonly endsAt?: Instant;
  readonly suspended: boolean;
  /** The number of the package that has our reference already: an earlier attempt that was found late. */
  readonly done?: string;
}

const NONE: Baseline = { volume: 0, duration: 0, namedVolume: 0, namedDuration: 0, suspended: false };
const PATTERN = /^v1\/(\d{1,16})\/(\d{1,9})\/(\d{1,16})\/(\d{1,9})\/(\d{1,15}|-)\/([01])(?:\/([\x21-\x7e]{1,64}))?$/;
/** What can be told as the proof of an activation. */
const REFERENCE = /^[\x21-\x7e]{1,64}$/;

/** At most 138 characters. `undefined` is a SIM that the carrier does not know. */
export const baselineText = (sim: Esim | undefined, reference: string): string => {
  const { volume, duration, namedVolume, namedDuration, endsAt = '-', suspended } = sim ? baselineOf(sim) : NONE;
  const ours = sim && rowOf(sim, reference);
  const done = ours ? `/${nameOf(ours, reference)}` : '';
  return `v1/${volume}/${duration}/${namedVolume}/${namedDuration}/${endsAt}/${suspended ? 1 : 0}${done}`;
};

const rowOf = ({ packageList }: Esim, reference: string): PackageRow | undefined =>
  packageList?.find(({ transactionId }) => transactionId === reference);

/** The carrier's own name of a top-up, or else ours, which it has kept. */
const nameOf = ({ esimTranNo }: PackageRow, reference: string): string =>
  esimTranNo && REFERENCE.test(esimTranNo) ? esimTranNo : reference;

/** `undefined` for a text that {@link baselineText} did not write. */
export const readBaseline = (text: string | undefined): Baseline | undefined => {
  const [whole, volume, duration, namedVolume, namedDuration, endsAt, suspended, done] = PATTERN.exec(text ?? '') ?? [];
  if (whole === undefined) return undefined;
  return {
    volume: Number(volume),
    duration: Number(duration),
    namedVolume: Number(namedVolume),
    namedDuration: Number(namedDuration),
    ...(endsAt !== '-' && { endsAt: instant(Number(endsAt)) }),
    suspended: suspended === '1',
    ...(done !== undefined && { done }),
  };
};

const baselineOf = (sim: Esim): Baseline => {
  const endsAt = endOf(sim);
  return { ...totalsOf(sim), ...(endsAt !== undefined && { endsAt }), suspended: isSuspended(sim) };
};

const totalsOf = ({ totalVolume, totalDuration, packageList }: Esim) => {
  const named = (packageList ?? []).filter(({ transactionId }) => transactionId);
  const sum = (part: (row: PackageRow) => number | null | undefined): number =>
    named.reduce((total, row) => total + (part(row) ?? 0), 0);
  return {
    volume: totalVolume,
    duration: totalDuration,
    namedVolume: sum(({ volume }) => volume),
    namedDuration: sum(({ duration }) => duration),
  };
};

/**
 * Whether the SIM shows the top-up of this order.
 *
 * A package that carries our reference proves it. Nobody documents that top-ups are listed so; without such a package
 * the SIM is compared with what it had before the attempt, while the line's fence keeps all other attempts of ours
 * away. Only one that has not grown at all lacks the top-up, and only one that has grown by exactly the bought days has
 * it. Anything else was done by somebody else, or by us and somebody else: no rule can tell, so nothing is concluded.
 * The end alone proves nothing: it is set anew when the SIM is first used.
 */
export const topUpIn = (
  sim: Esim,
  { reference, days, baseline }: Pick<ActivationOrder, 'reference' | 'days' | 'baseline'>,
  now: Instant,
): Extract<CarrierLookUp, { kind: 'confirmed' | 'absent' | 'unavailable' }> => {
  const ours = rowOf(sim, reference);
  if (ours) return confirmed(sim, nameOf(ours, reference), timeOf(ours.createTime) ?? now);
  const before = readBaseline(baseline);
  if (!before) return { kind: 'unavailable', code: 'no_baseline' };
  const after = baselineOf(sim);
  const grownDays = after.duration - before.duration;
  const grownVolume = after.volume - before.volume;
  // By less than a day it was only counted anew.
  const isLonger =
    before.endsAt !== undefined && after.endsAt !== undefined && after.endsAt >= before.endsAt + ROLLING_DAY_MS;
  if (grownDays === 0 && grownVolume === 0 && !isLonger) return { kind: 'absent' };
  const isAnothers = after.namedVolume !== before.namedVolume || after.namedDuration !== before.namedDuration;
  if (grownDays === days && grownVolume >= 0 && !isAnothers) return confirmed(sim, reference, now);
  return { kind: 'unavailable', code: 'other_change' };
};

const confirmed = (sim: Esim, reference: string, confirmedAt: Instant): Confirmed => {
  const endsAt = endOf(sim);
  return { kind: 'confirmed', reference, confirmedAt, ...(endsAt !== undefined && { endsAt }) };
};
