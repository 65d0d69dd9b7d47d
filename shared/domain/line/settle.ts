import type { Plan } from '../plan/plan.ts';
import { nextReminder } from '../reminder/next-reminder.ts';
import { type Instant, latest } from '../values/instant.ts';
import type { Grant } from './grant.ts';
import { isLossy } from './granting.ts';
import type { Line, Usage } from './line.ts';
import { endOf, isDated, type Period, type Span, timeline } from './timeline.ts';
import { isUsedUp, usageAt } from './usage.ts';

/** The line after the attempt behind its fence was confirmed: one grant more, what follows from it, fence released. */
export const settleLine = (line: Line, grant: Grant, plan: Plan, now: Instant): Line => {
  const grants = [...line.grants, grant];
  const spans = timeline(line.initial, grants);
  const settled: Line = {
    ...released(line),
    ...withoutEnded({ initial: line.initial, grants }, now),
    usage: usageWith(line, grant, spans, now),
    fenceRev: line.fenceRev + 1,
  };
  // Its terms hold for the end that it set; one that ends earlier, beside others, sets none.
  const setsEnd = endOf(spans) !== line.endsAt || isLossy(grant);
  const next = setsEnd ? withEnd(settled, endOf(spans), plan, now) : settled;
  // Nobody tells a second time that nothing is left.
  return (isUsedUp(next.usage) && startNext(next, latest(grant.grantedAt, next.usage.asOf), plan, now)) || next;
};

/**
 * The data is used up: what has waited for that begins, and what is behind it goes on waiting. `undefined` where nothing
 * waits, or while a renewal is under way, whose end is promised already.
 */
export const startNext = (line: Line, at: Instant, plan: Plan, now: Instant): Line | undefined => {
  if (line.fence) return undefined;
  const waiting = timeline(line.initial, line.grants).find((span) => span.state === 'waiting');
  if (waiting?.state !== 'waiting' || waiting.lapsesAt <= at) return undefined;
  const grants = line.grants.map((grant) => (grant === waiting.grant ? { ...grant, startedAt: at } : grant));
  const usage = { ...line.usage, remainingBytes: line.usage.remainingBytes + waiting.grant.allowanceBytes };
  const started = {
    ...line,
    grants,
    usage: { ...usage, totalBytes: line.usage.totalBytes + waiting.grant.allowanceBytes },
    fenceRev: line.fenceRev + 1,
  };
  const end = endOf(timeline(line.initial, grants));
  return end === line.endsAt ? started : withEnd(started, end, plan, now);
};

const withEnd = (line: Line, endsAt: Instant, plan: Plan, now: Instant): Line => {
  const { nextReminder: _void, dataReminder: _armed, quietHours: _replaced, final: _former, ...rest } = line;
  const { graceMs, reminders, quietHours } = plan;
  const hours = quietHours ? { quietHours } : {};
  const reminder = nextReminder({ endsAt, graceMs, reminders, zone: line.zone, ...hours }, now);
  return {
    ...rest,
    ...hours,
    endsAt,
    expiryVersion: line.expiryVersion + 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs,
    ...(plan.final && { final: plan.final }),
    reminders,
    ...(reminder && { nextReminder: reminder }),
    claims: {},
  };
};

const released = ({ fence: _released, ...line }: Line): Line => line;

/**
 * Data that can be used at once is added to what is left; what has a period of its own to wait for comes with it. Of
 * what has ended nothing is left.
 */
const usageWith = (line: Line, grant: Grant, spans: readonly Span[], now: Instant): Usage => {
  const { allowanceBytes } = grant;
  const usage = usageAt(line, now);
  if (isLossy(grant) || line.endsAt <= grant.grantedAt)
    return { remainingBytes: allowanceBytes, totalBytes: allowanceBytes, asOf: latest(usage.asOf, now) };
  const span = spans.find((each) => each.grant === grant);
  const waits = !span || !isDated(span) || (grant.stacking === 'queue_after_expiry' && span.startsAt > grant.grantedAt);
  if (waits) return usage;
  const { remainingBytes, totalBytes } = usage;
  return { ...usage, remainingBytes: remainingBytes + allowanceBytes, totalBytes: totalBytes + allowanceBytes };
};

interface Timed {
  readonly initial: Period;
  readonly grants: readonly Grant[];
}

/**
 * Takes the oldest grants in as far as everything up to them is over: what follows is computed from their end alone, so
 * it stays as it is. A new start that came before that end is not: it has moved what was waiting.
 */
export const withoutEnded = ({ initial, grants }: Timed, now: Instant): Timed => {
  const isOver = (count: number): boolean => {
    const spans = timeline(initial, grants.slice(0, count));
    const end = endOf(spans);
    const isMoved = grants.slice(count).some((later) => isLossy(later) && later.grantedAt < end);
    return end <= now && !isMoved && spans.every((span) => span.state !== 'waiting');
  };
  const over = grants.reduce((most, _grant, index) => (isOver(index + 1) ? index + 1 : most), 0);
  const endsAt = endOf(timeline(initial, grants.slice(0, over)));
  return { initial: { startsAt: initial.startsAt, endsAt }, grants: grants.slice(over) };
};
