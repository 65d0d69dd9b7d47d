import type { Assigned, Esim, Usage } from './esim.ts';

export type BundleState = 'processing' | 'queued' | 'active' | 'depleted' | 'expired' | 'revoked' | 'lapsed';

/** One assignment as somebody sees it at an instant. */
export interface Seen extends Assigned {
  readonly state: BundleState;
  readonly startsAt: number | null;
  /** Exclusive; known once it has begun. */
  readonly endsAt: number | null;
  readonly usedBytes: number;
}

const DAY_MS = 86_400_000;
/** A bundle that is not used within twelve months lapses. */
const LAPSES_AFTER_MS = 365 * DAY_MS;

interface Course {
  /** `undefined` when nothing says that it ever begins. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly depletedAt: number | undefined;
  readonly usedBytes: number;
  /** What was used and is not of this one or of one before it. */
  readonly rest: readonly Usage[];
}

/**
 * The assignments at an instant, in the order in which they were given: the next one begins with the first use after the
 * one before has ended or is used up. Only what had happened by then counts, so an earlier instant shows the past.
 */
export const seenAt = (esim: Esim, at: number): readonly Seen[] => {
  const facts = factsAt(esim, at);
  return coursesOf(facts).map(({ assigned, course }) => ({
    ...assigned,
    state: stateAt(assigned, course, at),
    startsAt: course.start !== undefined && course.start <= at ? course.start : null,
    endsAt: course.start !== undefined && course.start <= at ? (course.end ?? null) : null,
    usedBytes: course.usedBytes,
  }));
};

/** When service ends with everything that was bought, if nothing more happens; `null` without any bundle. */
export const finalEnd = (esim: Esim, now: number): number | null => {
  const ends = coursesOf({ ...factsAt(esim, now), online: true, floor: esim.online ? 0 : now })
    .filter(({ assigned, course }) => assigned.revokedAt === null && course.start !== undefined)
    .flatMap(({ course }) => course.end ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
};

interface Facts extends Pick<Esim, 'online' | 'assigned' | 'usage'> {
  /** Nothing that has not begun begins before. */
  readonly floor: number;
}

const factsAt = ({ online, assigned, usage }: Esim, at: number): Facts => ({
  online,
  floor: 0,
  assigned: assigned
    .filter(({ assignedAt }) => assignedAt <= at)
    .map((each) => ({ ...each, revokedAt: each.revokedAt !== null && each.revokedAt <= at ? each.revokedAt : null })),
  usage: usage.filter((each) => each.at <= at),
});

const coursesOf = (facts: Facts): readonly { readonly assigned: Assigned; readonly course: Course }[] => {
  let free = 0;
  let rest = facts.usage;
  return facts.assigned.map((assigned) => {
    const course = courseOf(assigned, free, { ...facts, usage: rest });
    rest = course.rest;
    if (course.start !== undefined)
      free = Math.max(free, Math.min(...[course.end, course.depletedAt, assigned.revokedAt].map((t) => t ?? Infinity)));
    return { assigned, course };
  });
};

const courseOf = (assigned: Assigned, free: number, facts: Facts): Course => {
  const { usage } = facts;
  const notBegun: Course = { start: undefined, end: undefined, depletedAt: undefined, usedBytes: 0, rest: usage };
  const start = assigned.term?.startsAt ?? startOf(assigned, free, facts);
  if (start === undefined || (assigned.revokedAt !== null && assigned.revokedAt <= start)) return notBegun;
  if (!assigned.term && start >= assigned.assignedAt + LAPSES_AFTER_MS) return notBegun;
  const end = assigned.term?.endsAt ?? start + assigned.days * DAY_MS;
  const until = Math.min(end, assigned.revokedAt ?? Infinity);
  return { start, end, ...consume(assigned.bytes, Math.max(start, free), until, usage) };
};

const startOf = (assigned: Assigned, free: number, { online, usage, floor }: Facts): number | undefined => {
  const earliest = Math.max(assigned.readyAt, free);
  const used = usage.find(({ at }) => at >= earliest)?.at;
  return online ? Math.min(Math.max(earliest, floor), used ?? Infinity) : used;
};

const consume = (
  bytes: number | null,
  from: number,
  until: number,
  usage: readonly Usage[],
): Pick<Course, 'usedBytes' | 'depletedAt' | 'rest'> => {
  let usedBytes = 0;
  for (const [index, { at, bytes: more }] of usage.entries()) {
    if (at < from) continue;
    if (at >= until) return { usedBytes, depletedAt: undefined, rest: usage.slice(index) };
    usedBytes += more;
    // What is used beyond its data is not taken from the next one: the network cuts the session.
    if (bytes !== null && usedBytes >= bytes) return { usedBytes: bytes, depletedAt: at, rest: usage.slice(index + 1) };
  }
  return { usedBytes, depletedAt: undefined, rest: [] };
};

const stateAt = (assigned: Assigned, { start, end, depletedAt }: Course, at: number): BundleState => {
  if (assigned.revokedAt !== null) return 'revoked';
  if (at < assigned.readyAt) return 'processing';
  if (start === undefined || start > at) return at >= assigned.assignedAt + LAPSES_AFTER_MS ? 'lapsed' : 'queued';
  if (end !== undefined && at >= end) return 'expired';
  return depletedAt === undefined ? 'active' : 'depleted';
};
