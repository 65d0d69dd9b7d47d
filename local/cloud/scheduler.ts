import type { Records } from '../simulators/records.ts';
import type { NextFiring } from './schedule-expression.ts';
import { type Loop, loop, pause } from './stopping.ts';

export interface Schedule {
  readonly name: string;
  readonly expression: string;
  readonly next: NextFiring;
  /** Hands the schedule's input to its target; resolves when the target has run. */
  readonly fire: (scheduledAt: number) => Promise<void>;
}

export interface Scheduler {
  add(schedule: Schedule): void;
  list(): readonly { readonly name: string; readonly expression: string; readonly nextAt?: number }[];
  /** Fires one now, beside its own rhythm. @throws RangeError for an unknown name */
  fire(name: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** EventBridge Scheduler is exact to the minute; a person who moves the clock does not want to wait for one. */
const TICK_MS = 200;

/**
 * Fires schedules by the movable clock. After a jump or a pause each overdue schedule fires once. When it fires next is
 * kept, so a restart neither forgets nor repeats one that is not due.
 */
export const scheduler = (
  now: () => number,
  records: Records,
  failed: (name: string, error: unknown) => void,
): Scheduler => {
  const schedules = new Map<string, Schedule>();
  const running = new Set<Promise<void>>();
  let ticking: Loop | undefined;

  const nextAt = ({ name, expression, next }: Schedule): number | undefined => {
    const kept = records.get<{ expression: string; at: number }>('schedule', name);
    if (kept?.expression === expression) return kept.at;
    const at = next(now());
    if (at !== undefined) records.put('schedule', name, { expression, at });
    return at;
  };

  const run = (schedule: Schedule, scheduledAt: number): Promise<void> => {
    const firing = schedule.fire(scheduledAt).finally(() => running.delete(firing));
    running.add(firing);
    return firing;
  };

  const tick = (schedule: Schedule): void => {
    const at = nextAt(schedule);
    const present = now();
    if (at === undefined || at > present) return;
    const following = schedule.next(present);
    // Before it fires: like on AWS a schedule may fire twice, and its target must take that.
    if (following === undefined) records.remove('schedule', schedule.name);
    else records.put('schedule', schedule.name, { expression: schedule.expression, at: following });
    run(schedule, at).catch((error) => failed(schedule.name, error));
  };

  return {
    add(schedule) {
      schedules.set(schedule.name, schedule);
    },
    list: () =>
      [...schedules.values()].map((schedule) => {
        const at = nextAt(schedule);
        return { name: schedule.name, expression: schedule.expression, ...(at !== undefined && { nextAt: at }) };
      }),
    async fire(name) {
      const schedule = schedules.get(name);
      if (!schedule) throw new RangeError(`no such schedule: ${name}`);
      await run(schedule, now());
    },
    start() {
      ticking = loop(
        async (signal) => {
          for (const schedule of schedules.values()) tick(schedule);
          await pause(TICK_MS, signal);
        },
        (error) => failed('all', error),
      );
    },
    async stop() {
      await ticking?.stop();
      await Promise.allSettled(running);
    },
  };
};
