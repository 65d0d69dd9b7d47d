import { grantOf, periodOf } from '../../../../shared/domain/activation/grant.ts';
import type { Grant } from '../../../../shared/domain/line/grant.ts';
import { isLossy } from '../../../../shared/domain/line/granting.ts';
import type { Fence, Line } from '../../../../shared/domain/line/line.ts';
import { type DatedSpan, endOf, isDated, type Span, timeline } from '../../../../shared/domain/line/timeline.ts';
import { endAfter, endFrom, monthEndAfter, monthEndFrom } from '../../../../shared/domain/plan/length.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';

type Must = (holds: boolean, rule: string) => void;

/**
 * All that was ever granted to the line, which itself forgets what has ended: what it says of itself must follow from it.
 */
export const createFacts = (first: Line, plans: readonly Plan[], must: Must) => {
  const { initial } = first;
  let grants: readonly Grant[] = [];

  const check = (seen: Line, next: Line, isNewStart: boolean): void => {
    must(next.endsAt === endOf(timeline(initial, grants)), 'the line is not what its grants make of it');
    must(next.endsAt === endOf(timeline(next.initial, next.grants)), 'the summary is not what is stored');
    must(next.endsAt >= seen.endsAt || isNewStart, 'the end of a line moved back');
    const isNew = next.endsAt !== seen.endsAt || isNewStart;
    must(next.expiryVersion === seen.expiryVersion + (isNew ? 1 : 0), 'not one version for each new end');
    must(next.usage.remainingBytes <= next.usage.totalBytes, 'more data is left than there was');
  };

  return {
    end: () => endOf(timeline(initial, grants)),

    /** A renewal was taken in. All of them were ordered before anything was granted. */
    take(seen: Line, next: Line, { grantedAt }: Fence, renewal: Renewal | undefined): void {
      const plan = plans.find(({ planId }) => planId === renewal?.plan.planId);
      must(renewal?.status === 'active' && plan !== undefined, 'a line took in what is not active');
      if (renewal?.status !== 'active' || !plan) return;
      const line = { initial, grants };
      const before = timeline(initial, grants);
      const grant = grantOf(renewal, line, plan, grantedAt);
      grants = [...grants, grant];
      const after = timeline(initial, grants);
      const isNewStart = isLossy(grant);
      check(seen, next, isNewStart);
      const { startsAt, endsAt } = periodOf(line, grant);
      must(renewal.period.startsAt === startsAt && renewal.period.endsAt === endsAt, 'the period is another one');
      must(renewal.endBefore === endOf(before), 'the end before is not the end before');
      const isReset = grants.slice(0, -1).some(isLossy);
      must(isReset || next.endsAt >= renewal.quote.endAfter, 'less was granted than previewed');
      must(isWhole(after, grant), 'a period is not what its plan sells');
      // Nothing but the first period was there when the orders were made, and shown as what would be lost.
      for (const other of line.grants) must(isKept(other, before, after), 'time that others had paid for was lost');
      const total = seen.usage.totalBytes + plan.allowanceBytes;
      must([seen.usage.totalBytes, total, plan.allowanceBytes].includes(next.usage.totalBytes), 'data out of nowhere');
    },

    /** The data was used up. */
    begin(seen: Line, next: Line): void {
      const before = timeline(initial, grants);
      const started = next.grants.find(
        ({ renewalId, startedAt }) =>
          startedAt !== undefined &&
          grants.some((each) => each.renewalId === renewalId && each.startedAt === undefined),
      );
      must(started !== undefined, 'nothing began');
      if (!started) return;
      grants = grants.map((each) => (each.renewalId === started.renewalId ? started : each));
      const after = timeline(initial, grants);
      check(seen, next, false);
      const own = after.find(({ grant }) => grant === started);
      const startsAt = Math.max(started.startedAt ?? 0, started.grantedAt);
      must(own !== undefined && isDated(own) && own.startsAt === startsAt, 'it began at another time');
      must(isWhole(after, started), 'a period is not what its plan sells');
      for (const other of grants)
        if (other !== started) must(isKept(other, before, after), 'time that others had paid for was lost');
    },
  };
};

const datedOf = (spans: readonly Span[], grant: Grant): DatedSpan | undefined => {
  const span = spans.find((each) => each.grant === grant);
  return span && isDated(span) ? span : undefined;
};

/** As long as it was, or, where it has moved, as long as what was bought. */
const isKept = (grant: Grant, before: readonly Span[], after: readonly Span[]): boolean => {
  const [then, now] = [datedOf(before, grant), datedOf(after, grant)];
  if (!then) return true;
  if (!now) return false;
  return now.startsAt === then.startsAt ? now.endsAt === then.endsAt : isWhole(after, grant);
};

const isWhole = (spans: readonly Span[], grant: Grant): boolean => {
  const span = datedOf(spans, grant);
  if (!span) return grant.stacking === 'queue_on_depletion';
  const { startsAt, endsAt } = span;
  const ends =
    grant.stacking === 'month_end'
      ? [monthEndFrom(startsAt, grant.length), monthEndAfter(startsAt, grant.length)]
      : [endFrom(startsAt, grant.length), endAfter(startsAt, grant.length)];
  return ends.includes(endsAt);
};
