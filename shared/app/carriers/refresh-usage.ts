import type { Carrier, CarrierAccounts, CarrierUsage } from '../../carriers/carrier.ts';
import type { Line } from '../../domain/line/line.ts';
import { nextUsageLook, notAhead, usageFreshUntil } from '../../domain/line/usage.ts';
import type { LineId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { UsageCommand } from '../../outbox/usage-command.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Store } from '../../table/store.ts';
import type { CarrierGuard } from './guard.ts';
import { type NotingStore, noteUsage } from './note-usage.ts';

interface Deps {
  readonly store: Pick<Store, 'line' | 'watchUsage' | 'markRecycled'> & NotingStore;
  readonly carriers: Pick<CarrierAccounts, 'of'>;
  readonly guard: CarrierGuard;
  readonly clock: Clock;
}

/** What came of it, for the log. */
export type Refreshed =
  | 'noted'
  /** There is a figure that is as new already. */
  | 'nothing_newer'
  /** It was true, or was asked for, a moment ago. */
  | 'fresh'
  | 'no_figure'
  | 'recycled'
  | 'unavailable'
  /** The carrier tells no usage, or the line is none any more. */
  | 'not_read';

type Read = NonNullable<Carrier['readUsage']>;

/** The oldest ones are forgotten, and then asked about once more. */
const MAX_REMEMBERED = 1_000;

/**
 * Reads what is left of a line's data at its carrier, and says when it is to be read again by itself. One that cannot
 * be read keeps the figure that it has, with the time at which that was true.
 *
 * @throws Error when others change the line under our hands, or the store fails: the message comes back
 */
export const refreshUsage = (deps: Deps): ((command: UsageCommand) => Promise<Refreshed>) => {
  const { store, carriers, clock } = deps;
  /** Figures may be old when they are read: without this, everybody who looks would have them read again. */
  const asked = new Map<LineId, Instant>();
  const remember = (id: LineId, at: Instant): void => {
    asked.delete(id);
    asked.set(id, at);
    const [oldest] = asked.keys();
    if (asked.size > MAX_REMEMBERED && oldest !== undefined) asked.delete(oldest);
  };

  return async ({ lineId, changed }) => {
    const line = await store.line(lineId);
    const read = line && carriers.of(line.carrier)?.readUsage;
    if (!line || !read || line.recycledAt !== undefined) {
      if (line) await store.watchUsage(lineId, undefined);
      return 'not_read';
    }
    const now = clock();
    const freshUntil = usageFreshUntil(line.usage, asked.get(lineId));
    if (now < freshUntil) {
      await store.watchUsage(lineId, changed ? freshUntil : nextUsageLook(line, line.usage, now));
      return 'fresh';
    }
    const found = await ask(deps, line, read);
    const result = await take(deps, line, found, changed);
    if (found.kind !== 'unavailable') remember(lineId, now);
    return result;
  };
};

const ask = async ({ guard }: Deps, { carrier, carrierRef, iccid }: Line, read: Read): Promise<CarrierUsage> => {
  const permit = await guard.permit(carrier, 'read');
  if (!permit.ok) return { kind: 'unavailable', code: permit.code };
  const found = await read({ carrierRef, iccid });
  await guard.note(carrier, found);
  return found;
};

const take = async ({ store, clock }: Deps, line: Line, found: CarrierUsage, changed: boolean): Promise<Refreshed> => {
  const now = clock();
  const { lineId } = line;
  switch (found.kind) {
    case 'usage': {
      const { remainingBytes, totalBytes, asOf } = found;
      const usage = notAhead({ remainingBytes, totalBytes, asOf }, now);
      const isNoted = await noteUsage(store, line, usage, now);
      await store.watchUsage(lineId, nextUsageLook(line, isNoted ? usage : line.usage, now));
      return isNoted ? 'noted' : 'nothing_newer';
    }
    case 'no_figure':
      await store.watchUsage(lineId, undefined);
      return 'no_figure';
    case 'recycled':
      if (!(await store.markRecycled(line, now))) throw new Error(`line ${lineId} kept changing: will be tried again`);
      await store.watchUsage(lineId, undefined);
      return 'recycled';
    case 'unavailable':
      // What the carrier told of and nobody could read is not forgotten.
      await store.watchUsage(
        lineId,
        nextUsageLook(line, line.usage, now) ?? (changed ? usageFreshUntil(line.usage, now) : undefined),
      );
      return 'unavailable';
  }
};
