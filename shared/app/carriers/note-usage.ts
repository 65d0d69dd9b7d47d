import type { Line, Usage } from '../../domain/line/line.ts';
import { newlyReached } from '../../domain/reminder/data-reminder.ts';
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
export const noteUsage = async (
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
