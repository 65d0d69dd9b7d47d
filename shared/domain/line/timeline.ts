import { endAfter, endFrom, type Length, monthEndAfter, monthEndFrom } from '../plan/length.ts';
import { earliest, type Instant, latest, plusMs } from '../values/instant.ts';
import type { Grant } from './grant.ts';

export interface Period {
  readonly startsAt: Instant;
  /** Exclusive. */
  readonly endsAt: Instant;
}

/** One period of service of a line; the one it was sold with has no grant. */
export type Span =
  | (Period & { readonly state: 'dated'; readonly grant?: Grant })
  /** Begins when the data before it is used up, and lapses at the end of everything else. */
  | { readonly state: 'waiting'; readonly grant: Grant; readonly lapsesAt: Instant }
  /** Everything else had ended, and it had not begun. */
  | { readonly state: 'lapsed'; readonly grant: Grant; readonly lapsedAt: Instant };

export type DatedSpan = Extract<Span, { state: 'dated' }>;

/**
 * Rebuilds a line's periods from nothing but facts, in the order of granting; a revoked grant that never began is left
 * out. Revoking one moves the others but takes no day from them.
 */
export const timeline = (initial: Period, grants: readonly Grant[]): readonly Span[] => {
  const first: readonly Span[] = [{ state: 'dated', ...initial }];
  const spans = grants.reduce<readonly Span[]>((all, grant) => {
    const before = lapsing(all, grant.grantedAt);
    return revoked(place(before, grant), before, grant);
  }, first);
  const end = endOf(spans);
  return spans.map((span) => (span.state === 'waiting' ? { ...span, lapsesAt: end } : span));
};

/** The exclusive end of service. What waits for data to be used up promises none. */
export const endOf = (spans: readonly Span[]): Instant =>
  spans
    .filter(isDated)
    .map(({ endsAt }) => endsAt)
    .reduce((end, each) => latest(end, each));

export const isDated = (span: Span): span is DatedSpan => span.state === 'dated';

/** What was still waiting when everything else ended is never used, whatever is bought afterwards. */
const lapsing = (spans: readonly Span[], at: Instant): readonly Span[] => {
  const end = endOf(spans);
  if (end > at) return spans;
  return spans.map((span) => (span.state === 'waiting' ? { state: 'lapsed', grant: span.grant, lapsedAt: end } : span));
};

/** What is there after one more grant. The new period is the one with that grant. */
const place = (spans: readonly Span[], grant: Grant): readonly Span[] => {
  const { grantedAt, length } = grant;
  const end = endOf(spans);
  switch (grant.stacking) {
    case 'extend_end':
      return [...spans, follow(end, grant, endAfter, endFrom)];
    case 'queue_after_expiry':
      return grant.early ? reset(spans, grant) : [...spans, follow(end, grant, endAfter, endFrom)];
    case 'month_end':
      return [...spans, follow(end, grant, monthEndAfter, monthEndFrom)];
    case 'reset_from_now':
      return reset(spans, grant);
    case 'parallel': {
      const startsAt = beginningOf(grant);
      return [...spans, { state: 'dated', grant, startsAt, endsAt: endFrom(startsAt, length) }];
    }
    case 'queue_on_depletion': {
      if (end > grantedAt && grant.startedAt === undefined)
        return [...spans, { state: 'waiting', grant, lapsesAt: end }];
      const startsAt = beginningOf(grant);
      return [...spans, { state: 'dated', grant, startsAt, endsAt: endFrom(startsAt, length) }];
    }
  }
};

type Ending = (from: Instant, length: Length) => Instant;

/** Behind everything that is there; where nothing runs any more it begins by itself. */
const follow = (end: Instant, grant: Grant, after: Ending, from: Ending): DatedSpan => {
  if (end > grant.grantedAt) return { state: 'dated', grant, startsAt: end, endsAt: after(end, grant.length) };
  const startsAt = beginningOf(grant);
  return { state: 'dated', grant, startsAt, endsAt: from(startsAt, grant.length) };
};

/** Until it is known when it began, it is counted from the earliest instant that it can have begun. */
const beginningOf = ({ grantedAt, startedAt = grantedAt }: Grant): Instant => latest(grantedAt, startedAt);

/** What runs ends with the grant; what has not begun moves behind the new period, whole. */
const reset = (spans: readonly Span[], grant: Grant): readonly Span[] => {
  const { grantedAt } = grant;
  const isQueued = (span: Span): boolean =>
    isDated(span) ? span.startsAt >= grantedAt && !hasBegunSince(span) : span.state === 'waiting';
  const ended = spans
    .filter((span) => !isQueued(span))
    .map((span) =>
      isDated(span) && span.startsAt < grantedAt ? { ...span, endsAt: earliest(span.endsAt, grantedAt) } : span,
    );
  const startsAt = beginningOf(grant);
  const begun: readonly Span[] = [
    ...ended,
    { state: 'dated', grant, startsAt, endsAt: endFrom(startsAt, grant.length) },
  ];
  return spans.filter(isQueued).reduce((all, span) => all.concat(moved(span, endOf(all))), begun);
};

/** It waited when the new start came, and the data of that was used up later: when it began is a fact. */
const hasBegunSince = ({ grant }: DatedSpan): boolean =>
  grant?.stacking === 'queue_on_depletion' && grant.startedAt !== undefined;

const moved = (span: Span, end: Instant): Span => {
  if (!isDated(span)) return span;
  const { grant, startsAt, endsAt } = span;
  if (!grant) return { ...span, startsAt: end, endsAt: plusMs(end, endsAt - startsAt) };
  const after = grant.stacking === 'month_end' ? monthEndAfter : endAfter;
  return { ...span, startsAt: end, endsAt: after(end, grant.length) };
};

/**
 * A period that had not begun leaves nothing behind; one that had begun ends there, and what follows begins then. Time
 * that a reset had taken comes back: it goes on where the revoked period was left.
 */
const revoked = (after: readonly Span[], before: readonly Span[], grant: Grant): readonly Span[] => {
  const { revokedAt } = grant;
  if (revokedAt === undefined) return after;
  const own = after.find((span) => span.grant === grant);
  if (!own || !isDated(own) || own.startsAt >= revokedAt) return before;
  const usedMs = earliest(own.endsAt, revokedAt) - own.startsAt;
  const isReset = grant.stacking === 'reset_from_now' || grant.early === true;
  const others = isReset ? before.map((span) => restored(span, grant.grantedAt, usedMs)) : before;
  return [...others, { ...own, endsAt: earliest(own.endsAt, revokedAt) }];
};

const restored = (span: Span, at: Instant, pausedMs: number): Span => {
  if (!isDated(span) || span.endsAt <= at) return span;
  const startsAt = span.startsAt >= at ? plusMs(span.startsAt, pausedMs) : span.startsAt;
  return { ...span, startsAt, endsAt: plusMs(span.endsAt, pausedMs) };
};
