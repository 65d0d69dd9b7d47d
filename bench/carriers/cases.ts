import { JAPAN_DAYS } from '../../local/seed/catalogue.ts';
import { verified } from '../../local/seed/people.ts';
import type { CarrierSim } from '../../shared/carriers/carrier.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import { lineId, personId } from '../../shared/domain/values/ids.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS, SECOND_MS } from '../../shared/domain/values/instant.ts';
import { type Draws, drawsOf } from './draws.ts';
import type { Mishap } from './mishaps.ts';
import type { Stage } from './stage.ts';

/** One renewal as it is planned. */
export interface Case {
  /** The Idempotency-Key of its order. */
  readonly key: string;
  readonly mishaps: readonly Mishap[];
}

/** One line, what it looks like at first, and its renewals, which are paid together. */
export interface LineCase {
  readonly line: Line;
  readonly simFacts: Readonly<Record<string, unknown>>;
  readonly orderedAt: Instant;
  readonly cases: readonly Case[];
}

/** Of the lines. */
const SEVERAL_SHARE = 0.1;
const MOST_OF_A_LINE = 3;
/** Of the renewals that meet a mishap. */
const SECOND_MISHAP_SHARE = 0.15;
const MOST_IN_A_BURST = 12;
const BETWEEN_BURSTS_SECONDS = { least: 30, most: 120 } as const;
/** Far enough ahead that no line ends before its renewals are settled. */
const ENDS_IN_DAYS = { least: 2, most: 20 } as const;

/** Every line that the proof renews, drawn from the seed. */
export const drawCases = (
  stage: Stage,
  { renewals, faults, seed, start }: { renewals: number; faults: number; seed: number; start: Instant },
): readonly LineCase[] => {
  const draws = drawsOf(seed, `${stage.account}/cases`);
  const deck = deckOf(stage, draws);
  const lines: LineCase[] = [];
  let left = renewals;
  let orderedAt = start;
  let inBurst = 0;
  while (left > 0) {
    const wanted = draws.happens(SEVERAL_SHARE) ? draws.between(2, MOST_OF_A_LINE) : 1;
    const count = Math.min(left, wanted);
    left -= count;
    if (inBurst === 0) {
      inBurst = draws.between(1, MOST_IN_A_BURST);
      const { least, most } = BETWEEN_BURSTS_SECONDS;
      orderedAt = plusMs(orderedAt, draws.between(least, most) * SECOND_MS);
    }
    inBurst -= 1;
    const pick = (): Mishap => deck.next(count > 1);
    lines.push(drawLine(stage, draws, { number: lines.length + 1, count, orderedAt, faults, pick }));
  }
  return lines;
};

/** Every mishap comes once before one comes again. */
const deckOf = ({ mishaps }: Stage, draws: Draws) => {
  let left: readonly Mishap[] = [];
  const take = (isPossible: (mishap: Mishap) => boolean): Mishap => {
    const possible = left.filter(isPossible);
    if (possible.length === 0) left = mishaps;
    const taken = draws.pick(left.filter(isPossible));
    left = left.filter((each) => each !== taken);
    return taken;
  };
  return { next: (isOneOfSeveral: boolean) => take(({ onlyAlone }) => !(onlyAlone && isOneOfSeveral)) };
};

interface Wanted {
  readonly number: number;
  readonly count: number;
  readonly orderedAt: Instant;
  readonly faults: number;
  readonly pick: () => Mishap;
}

const drawLine = (stage: Stage, draws: Draws, { number, count, orderedAt, faults, pick }: Wanted): LineCase => {
  const sim = stage.newSim(number);
  const { least, most } = ENDS_IN_DAYS;
  const endsAt = instant(
    Math.floor(plusMs(orderedAt, draws.between(least, most) * ROLLING_DAY_MS) / SECOND_MS) * SECOND_MS,
  );
  return {
    line: newLine(stage, sim, number, endsAt, orderedAt),
    simFacts: stage.simFacts?.(draws) ?? {},
    orderedAt,
    cases: Array.from({ length: count }, (_, index) => ({
      key: `key-${number}-${index + 1}`,
      mishaps: drawMishaps(draws, faults, pick),
    })),
  };
};

const drawMishaps = (draws: Draws, share: number, pick: () => Mishap): readonly Mishap[] => {
  if (!draws.happens(share)) return [];
  const first = pick();
  const second = draws.happens(SECOND_MISHAP_SHARE) ? pick() : first;
  return first === second ? [first] : [first, second];
};

/** Crockford's digits, without letters. */
const idOf = (number: number): string => String(number).padStart(12, '0');

const newLine = (stage: Stage, sim: CarrierSim, number: number, endsAt: Instant, now: Instant): Line => {
  const { account, plan } = stage;
  return {
    lineId: lineId(idOf(number)),
    ownerId: personId(`traveller-${number}`),
    ...sim,
    carrier: account,
    form: 'esim',
    family: plan.family,
    zone: 'Asia/Tokyo',
    contacts: verified({ language: 'en', email: 'traveller@example.com' }, now),
    usage: { remainingBytes: plan.allowanceBytes, totalBytes: plan.allowanceBytes, asOf: now },
    initial: { startsAt: plusMs(now, -ROLLING_DAY_MS), endsAt },
    grants: [],
    endsAt,
    expiryVersion: 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs: plan.graceMs,
    reminders: JAPAN_DAYS[0].reminders,
    claims: {},
    fenceRev: 0,
  };
};
