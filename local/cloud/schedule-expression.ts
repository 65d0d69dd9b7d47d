import { Cron } from 'croner';
import { Unsupported } from './unsupported.ts';

/** When a schedule fires next, in milliseconds since the epoch; `undefined` when never again. */
export type NextFiring = (after: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads a schedule expression of EventBridge Scheduler: `rate(5 minutes)`, `cron(0 8 * * ? *)`, `at(2026-10-01T08:00:00)`.
 *
 * @throws Unsupported
 */
export const nextFiring = (expression: string, timezone = 'UTC'): NextFiring => {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  switch (kind) {
    case 'rate': {
      const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
      const intervalMs = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
      if (!(intervalMs > 0)) throw new Unsupported(`the schedule expression ${expression}`);
      return (after) => after + intervalMs;
    }
    case 'cron': {
      // AWS has no seconds, and names the days of the week 1-7 from Sunday.
      const cron = new Cron(`0 ${argument}`, { timezone, alternativeWeekdays: true, sloppyRanges: true });
      return (after) => cron.nextRun(new Date(after))?.getTime();
    }
    case 'at': {
      const once = new Cron(argument, { timezone });
      return (after) => once.nextRun(new Date(after))?.getTime();
    }
    default:
      throw new Unsupported(`the schedule expression ${expression}`);
  }
};
