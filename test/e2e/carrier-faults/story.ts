import type { World } from '../world.ts';
import { type Case, MINUTE_MS, type Renewing } from './cases.ts';
import { keyOf, type Tried } from './cells.ts';
import { type CarrierName, expectedIn } from './outcome.ts';

export const STORY_WITHIN_MS = 120_000;
/** The sweeper looks at what nothing else has moved for ten minutes. */
const SWEPT_AFTER_MS = 11 * MINUTE_MS;
/** Two look-ups that find nothing, one more attempt, and one that had to wait for what somebody else was trying. */
const MOST_SWEEPS = 4;

/** Carriers beside each other; at each of them one after the other, as its rate allows. */
export const eachCarrier = async <Of extends { readonly carrier: CarrierName }>(
  all: readonly Of[],
  act: (of: Of) => Promise<void>,
): Promise<void> => {
  const byCarrier = Map.groupBy(all, ({ carrier }) => carrier);
  await Promise.all(
    [...byCarrier.values()].map(async (ours) => {
      for (const of of ours) await act(of);
    }),
  );
};

/** What was begun for a cell. */
export const begunFor = <T>(all: ReadonlyMap<string, T>, of: Pick<Tried, 'fault' | 'carrier'>): T => {
  const found = all.get(keyOf(of));
  if (!found) throw new Error(`nothing was begun for ${keyOf(of)}`);
  return found;
};

export const expectCell = (renewals: Renewing, of: Case, { cell }: Tried, promisedEnd?: string): Promise<void> =>
  renewals.expectSeen(of, expectedIn(cell), promisedEnd);

/** Whatever waits is looked at. */
export const swept = async (around: World, afterMs = SWEPT_AFTER_MS): Promise<void> => {
  await around.advance(afterMs);
  await around.fire('sweeper');
  await around.idle();
};

/** Sweeps as long as one of them waits for anything, and then for the end of each. */
export const sweptUntilOver = async (around: World, renewals: Renewing, cases: readonly Case[]): Promise<void> => {
  for (let sweeps = 0; sweeps < MOST_SWEEPS && !(await renewals.areOver(cases)); sweeps += 1) await swept(around);
  await renewals.finished(cases);
};
