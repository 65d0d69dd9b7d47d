import type { RecordedPeriod } from '../carrier/record.ts';
import type { Period } from '../line/timeline.ts';
import type { RenewalIn } from '../renewal/renewal.ts';
import { type Instant, latest } from '../values/instant.ts';

type Active = Pick<RenewalIn<'active'>, 'period'>;

interface Span extends Period {
  readonly status: RecordedPeriod['status'];
}

/**
 * How much later service ends because periods began later than was promised: many carriers begin one with its first
 * use. That is the time in which nothing ran at the carrier, less the time in which nothing was promised. 0 where the
 * record does not say when its periods run.
 */
export const servedLateMs = (periods: readonly RecordedPeriod[], active: readonly Active[]): number => {
  const spans = spansOf(periods);
  const from = firstOf(active);
  if (!spans || from === undefined) return 0;
  return Math.max(
    0,
    idleMs(spans, from) -
      idleMs(
        active.map(({ period }) => period),
        from,
      ),
  );
};

/** How much earlier service ends because data was used up, and what came next began at once. */
export const servedShortMs = (periods: readonly RecordedPeriod[], active: readonly Active[]): number => {
  const spans = spansOf(periods);
  const from = firstOf(active);
  if (!spans || from === undefined) return 0;
  return inOrder(spans).reduce((sum, span, index, all) => {
    const next = all[index + 1];
    if (span.status !== 'depleted' || !next || next.endsAt <= from) return sum;
    return sum + Math.max(0, span.endsAt - next.startsAt);
  }, 0);
};

/** `undefined` where one of them does not say when it runs. */
const spansOf = (periods: readonly RecordedPeriod[]): readonly Span[] | undefined => {
  const live = periods.filter(({ status }) => status !== 'revoked');
  const spans = live.flatMap(({ startsAt, endsAt, status }) =>
    startsAt === undefined || endsAt === undefined ? [] : [{ startsAt, endsAt, status }],
  );
  return spans.length === live.length ? spans : undefined;
};

const firstOf = (active: readonly Active[]): Instant | undefined =>
  active.map(({ period }) => period.startsAt).sort((a, b) => a - b)[0];

const inOrder = <T extends Period>(spans: readonly T[]): readonly T[] =>
  spans.toSorted((a, b) => a.startsAt - b.startsAt);

/** Time from `from` on, until the last of them begins, in which none of them ran. */
const idleMs = (spans: readonly Period[], from: Instant): number => {
  let idle = 0;
  let reached = from;
  for (const { startsAt, endsAt } of inOrder(spans)) {
    idle += Math.max(0, startsAt - reached);
    reached = latest(reached, endsAt);
  }
  return idle;
};
