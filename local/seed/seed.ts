import type { Line } from '../../shared/domain/line/line.ts';
import { instant } from '../../shared/domain/values/instant.ts';
import type { Store } from '../../shared/table/store.ts';
import { type CarrierUrls, putSim } from './carrier-sims.ts';
import { PROMOTIONS } from './promotions.ts';
import { seededLines } from './seeded-lines.ts';

export interface Seeding {
  readonly store: Pick<Store, 'line' | 'addLine' | 'addPromotion'>;
  readonly carriers: CarrierUrls;
  /** Milliseconds since the epoch on the clock that people can move. */
  readonly now: () => number;
}

/**
 * What a newcomer finds beside the plans that the deployment has put on sale: lines with their SIMs. Safe at every start: what is there already stays
 * as it has become since.
 */
export const seed = async ({ store, carriers, now }: Seeding): Promise<void> => {
  await Promise.all(PROMOTIONS.map((promotion) => store.addPromotion(promotion)));
  // One after the other: when one fails, nothing of the rest is still under way.
  for (const line of seededLines(instant(now())))
    if (!(await store.line(line.lineId))) await introduce({ store, carriers }, line);
};

/** The SIM first: a line in the table without a SIM at the carrier could never be renewed. */
export const introduce = async (
  { store, carriers }: Pick<Seeding, 'store' | 'carriers'>,
  line: Line,
): Promise<void> => {
  await putSim(carriers, line);
  if (!(await store.addLine(line))) throw new Error(`line ${line.lineId} is there already`);
};
