import type { Line } from '../../shared/domain/line/line.ts';
import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { plusMs } from '../../shared/domain/values/instant.ts';
import type { Case } from './cases.ts';
import { drawCrash, type Fate } from './crash.ts';
import { drawsOf } from './draws.ts';
import type { Mishap } from './mishaps.ts';
import type { Rule, SimulatorControl } from './simulator-control.ts';
import { type Tally, tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

/** More than what adapters take for being held up between the fence and the call. */
const SLOW_FENCE_MS = 3_000;
const MARKS_A_SEED = 100_000;

/** Whose mishap it is; the renewal is not there before it is ordered. */
export interface Arranged {
  readonly case: Case;
  readonly renewalId?: RenewalId;
}

/** What was arranged to go wrong, and what of it has come true on our side. */
export interface Trouble {
  readonly set: Tally;
  readonly met: Tally;
  /** Their numbers belong to other SIMs now. */
  readonly recycled: ReadonlySet<string>;
  /** In a quiet moment. */
  arrange(mishap: Mishap, line: Line, of: Arranged): Promise<void>;
  /** Takes away the faults that nobody has met or will meet any more; in a quiet moment. */
  clearAway(isOver: (of: Case) => boolean): Promise<void>;
  /** An order for this SIM is about to leave. */
  onOrder(carrierRef: string): Promise<void>;
  fateOf(id: RenewalId): Fate;
  onFate(id: RenewalId, met: Fate): void;
  isLost(id: RenewalId): boolean;
}

export const trouble = (time: VirtualTime, control: SimulatorControl, seed: number): Trouble => {
  const [set, met] = [tally(), tally()];
  const recycled = new Set<string>();
  const fates = new Map<RenewalId, Fate>();
  const losing = new Set<RenewalId>();
  const onceOrdered = new Map<string, readonly Rule[]>();
  /** Marks of faults that wait to be met. */
  const open = new Map<number, Case>();
  let marks = seed * MARKS_A_SEED;

  const arrangeOurs = (ours: NonNullable<Mishap['ours']>, id: RenewalId): void => {
    const fate = fates.get(id) ?? {};
    switch (ours) {
      case 'crash':
        fates.set(id, { ...fate, crash: drawCrash(drawsOf(seed, `${id}/crash`)) });
        return;
      case 'slow_table':
        fates.set(id, { ...fate, slowFenceMs: SLOW_FENCE_MS });
        return;
      case 'lost_message':
        losing.add(id);
    }
  };

  return {
    set,
    met,
    recycled,
    async arrange({ name, rules, onceOrdered: then, lastsMs, happens, recycles, ours }, line, of) {
      const { carrierRef } = line;
      set.add(name);
      // Every rule has a seed, which says nothing where it meets all calls: a mark to know it by.
      marks += 1;
      const mark = marks;
      const marked = (all: readonly Rule[] = []): readonly Rule[] => all.map((rule) => ({ ...rule, seed: mark }));
      await control.addRules(marked(rules?.(line)));
      if (then) onceOrdered.set(carrierRef, [...(onceOrdered.get(carrierRef) ?? []), ...marked(then(line))]);
      if (lastsMs !== undefined)
        time.quietlyAt(plusMs(time.now(), lastsMs), () => control.dropRules((rule) => rule['seed'] === mark));
      else if (!recycles) open.set(mark, of.case);
      await happens?.(control, line);
      if (recycles) recycled.add(carrierRef);
      if (ours && of.renewalId) arrangeOurs(ours, of.renewalId);
    },
    async clearAway(isOver) {
      const over = new Set([...open].flatMap(([mark, of]) => (isOver(of) ? [mark] : [])));
      if (over.size === 0) return;
      for (const mark of over) open.delete(mark);
      await control.dropRules(({ seed: mark }) => typeof mark === 'number' && over.has(mark));
    },
    async onOrder(carrierRef) {
      const rules = onceOrdered.get(carrierRef) ?? [];
      onceOrdered.delete(carrierRef);
      await control.addRules(rules);
    },
    fateOf: (id) => fates.get(id) ?? {},
    onFate(id, { crash, slowFenceMs }) {
      if (crash) met.add(`ours: worker died ${crash.kind === 'write' ? `${crash.moment} a write` : 'at the answer'}`);
      if (slowFenceMs !== undefined) met.add('ours: table slow before the call');
      if (crash || slowFenceMs !== undefined) fates.delete(id);
    },
    isLost(id) {
      if (!losing.delete(id)) return false;
      met.add('ours: message lost');
      return true;
    },
  };
};
