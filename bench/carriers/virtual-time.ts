import { type Instant, latest, plusMs } from '../../shared/domain/values/instant.ts';

export interface VirtualTime {
  now(): Instant;
  /** Begins a task then. What it waits for in real life (the table, a connection) takes no time here. */
  at(at: Instant, task: () => Promise<void>): void;
  /** At an instant when every other task sleeps, and before any of them goes on: nothing is on its way then. */
  quietlyAt(at: Instant, task: () => Promise<void>): void;
  /** Only within a task, and not twice at once in one: the clock waits until every task has come to sleep. */
  sleep(ms: number): Promise<void>;
  /** Only in a quiet moment: the time passes for everybody, and whatever was due meanwhile happens later. */
  pass(ms: number): Promise<void>;
  /**
   * Lets everything happen that is due until then.
   *
   * @throws what a task threw
   */
  runUntil(until: Instant): Promise<void>;
}

/**
 * A clock that stands still while anybody works, and otherwise jumps to whatever happens next. Tasks of one instant run
 * at the same time, in real life as well: so they meet each other at the table.
 */
export const virtualTime = (start: Instant): VirtualTime => {
  let now = start;
  let working = 0;
  let allAsleep = (): void => {};
  const failures: unknown[] = [];
  const agenda: { readonly at: Instant; readonly begin: () => void }[] = [];
  const quiet: { readonly at: Instant; readonly task: () => Promise<void> }[] = [];

  /** After everything of the same instant. */
  const add = (wanted: Instant, begin: () => void): void => {
    const at = latest(wanted, now);
    const place = agenda.findIndex((each) => each.at > at);
    agenda.splice(place === -1 ? agenda.length : place, 0, { at, begin });
  };
  const rest = (): void => {
    working -= 1;
    if (working === 0) allAsleep();
  };
  const untilAllSleep = (): Promise<void> =>
    working === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          allAsleep = resolve;
        });
  const takeDue = <T extends { readonly at: Instant }>(from: T[]): readonly T[] => {
    const due = from.filter(({ at }) => at <= now);
    from.splice(0, from.length, ...from.filter(({ at }) => at > now));
    return due;
  };

  return {
    now: () => now,
    at: (at, task) =>
      add(at, () => {
        working += 1;
        task()
          .catch((error: unknown) => failures.push(error))
          .finally(rest);
      }),
    quietlyAt(at, task) {
      quiet.push({ at, task });
      // Has the clock stop there.
      add(at, () => {});
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        add(plusMs(now, Math.max(0, Math.round(ms))), () => {
          working += 1;
          resolve();
        });
        rest();
      }),
    async pass(ms) {
      now = plusMs(now, Math.max(0, Math.round(ms)));
    },
    async runUntil(until) {
      for (let [next] = agenda; next && next.at <= until; [next] = agenda) {
        now = latest(now, next.at);
        for (const { task } of takeDue(quiet)) await task();
        for (const { begin } of takeDue(agenda)) begin();
        await untilAllSleep();
        if (failures.length > 0) throw failures[0];
      }
      now = latest(now, until);
    },
  };
};
