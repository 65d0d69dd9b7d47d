import type { CarrierNotice, NamedSim } from '../../carriers/webhook.ts';
import { mayBeOlder, nextUsageLook, notAhead } from '../../domain/line/usage.ts';
import type { LineId } from '../../domain/values/ids.ts';
import type { Queue } from '../../outbox/outbox.ts';
import { usageCommand } from '../../outbox/usage-command.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Store } from '../../table/store.ts';
import { type NotingStore, noteUsage } from './note-usage.ts';

interface Deps {
  readonly store: Pick<Store, 'line' | 'lineOfSim' | 'watchUsage'> & NotingStore;
  /** Whose deliveries these are: an account speaks for its own SIMs alone. */
  readonly account: string;
  readonly usageRefreshes: Queue;
  readonly clock: Clock;
}

export interface TakenNotices {
  readonly taken: number;
  /** About SIMs that no line stands for: somebody else uses the account as well, or the number was passed on. */
  readonly notOurs: number;
}

/**
 * Writes the figures that a carrier has signed, and has the usage of every other SIM that it speaks of read, also where a
 * delivery may have come too late. A notice that fails holds up no other.
 *
 * @throws the first failure of the store or the queue: the carrier delivers again, and repeating changes nothing
 */
export const takeCarrierNotices =
  (deps: Deps) =>
  async (notices: readonly CarrierNotice[]): Promise<TakenNotices> => {
    const changed = new Set<LineId>();
    const take = async (notice: CarrierNotice): Promise<'taken' | 'not_ours'> => {
      const id = await deps.store.lineOfSim(deps.account, nameOf(notice.sim));
      if (id === undefined) return 'not_ours';
      const result = notice.kind === 'usage' ? await noteFigures(deps, id, notice) : 'to_be_read';
      if (result === 'not_ours') return result;
      if (result === 'to_be_read') changed.add(id);
      return 'taken';
    };

    const results: ('taken' | 'not_ours')[] = [];
    const failures: unknown[] = [];
    for (const notice of notices)
      await take(notice).then(
        (result) => results.push(result),
        (error: unknown) => failures.push(error),
      );
    const unsent = await deps.usageRefreshes.send(
      [...changed].map((lineId) => usageCommand({ lineId, changed: true })),
    );
    if (failures.length > 0) throw failures[0];
    if (unsent.length > 0) throw new Error(`the queue did not take ${unsent.length} lines whose usage changed`);
    const taken = results.filter((result) => result === 'taken').length;
    return { taken, notOurs: results.length - taken };
  };

const nameOf = (sim: NamedSim): string => ('iccid' in sim ? sim.iccid : sim.carrierRef);

type Figures = Extract<CarrierNotice, { kind: 'usage' }>;

const noteFigures = async (
  { store, clock }: Deps,
  id: LineId,
  { remainingBytes, totalBytes, asOf, undated }: Figures,
): Promise<'noted' | 'to_be_read' | 'not_ours'> => {
  const line = await store.line(id);
  if (!line || line.recycledAt !== undefined) return 'not_ours';
  if (undated && mayBeOlder({ remainingBytes, totalBytes, asOf }, line.usage)) return 'to_be_read';
  const now = clock();
  const usage = notAhead({ remainingBytes, totalBytes, asOf }, now);
  if (await noteUsage(store, line, usage, now)) await store.watchUsage(id, nextUsageLook(line, usage, now));
  return 'noted';
};
