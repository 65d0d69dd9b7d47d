import type { Line, Usage } from '../../domain/line/line.ts';
import { startNext } from '../../domain/line/settle.ts';
import { isUsedUp } from '../../domain/line/usage.ts';
import { newlyReached } from '../../domain/reminder/data-reminder.ts';
import type { LineId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Store } from '../../table/store.ts';

/** Somebody else changes the line each time: its message comes back. */
const MAX_TRIES = 3;

/**
 * Writes newer figures of a line and, in the same write, the reminder that they make due: it lies in the due index, where
 * the planner of reminders finds it, whatever becomes of us. Where there is none, this is one write and no read.
 *
 * @returns whether the figures were newer
 * @throws Error when others keep changing the line under our hands
 */
export const noteUsage = async (store: NotingStore, line: Line, usage: Usage, now: Instant): Promise<boolean> => {
  const isNoted = await note(store, line, usage, now);
  // Also where the figure was known: whoever noted it may have been stopped before this.
  if (isUsedUp(usage) && line.grants.some(({ stacking }) => stacking === 'queue_on_depletion'))
    await startWaiting(store, line.lineId, usage.asOf, now);
  return isNoted;
};

export type NotingStore = Pick<Store, 'lineNow' | 'noteUsage' | 'plan' | 'settleLine'>;

/** A period that has waited for the data to be used up begins with the figure that says so. */
const startWaiting = async (store: NotingStore, id: LineId, at: Instant, now: Instant): Promise<void> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const line = await store.lineNow(id);
    const plan = line && (await store.plan(line.plan));
    const next = line && plan && startNext(line, at, plan, now);
    if (!line || !next || (await store.settleLine(line, next))) return;
  }
  throw new Error(`line ${id} kept changing: what waits for its data will be begun again`);
};

const note = async (
  store: Pick<Store, 'lineNow' | 'noteUsage'>,
  line: Line,
  usage: Usage,
  now: Instant,
): Promise<boolean> => {
  let seen: Line | undefined = line;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const reminder = newlyReached(seen, usage, now);
    if (!reminder) return store.noteUsage(line.lineId, usage);
    if (await store.noteUsage(line.lineId, usage, { seen, reminder })) return true;
    seen = await store.lineNow(line.lineId);
    if (!seen || seen.usage.asOf >= usage.asOf) return false;
  }
  throw new Error(`line ${line.lineId} kept changing: its figures will be noted again`);
};
