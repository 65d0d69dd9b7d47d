import { isSameEnd, isServedInFull } from '../../domain/carrier/record.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type {
  ActivationOrder,
  CarrierLookUp,
  CarrierPeriod,
  CarrierRecord,
  CarrierUsage,
  Confirmed,
} from '../carrier.ts';
import type { Given } from './esim-go-baseline.ts';
import type { BundlesRead } from './esim-go-bundle-list.ts';
import type { Assignment, BundleState } from './esim-go-bundles.ts';

type Promised = Pick<ActivationOrder, 'days' | 'targetEnd'>;

/** What a look-up tells of the assignment that the attempt gave. */
export const lookUpOutcome = (given: Given, order: Promised, now: Instant): CarrierLookUp => {
  switch (given.kind) {
    case 'given':
      return stateOf(given.assignment, order, now);
    case 'nothing':
      return { kind: 'absent' };
    case 'unclear':
      return { kind: 'unavailable', code: given.code };
  }
};

const stateOf = (assignment: Assignment, order: Promised, now: Instant): CarrierLookUp => {
  switch (assignment.state) {
    case 'processing':
      return { kind: 'processing' };
    case 'queued':
    case 'active':
    case 'depleted':
    case 'expired':
      return confirmed(assignment, order, now);
    case 'revoked':
    case 'lapsed':
      return { kind: 'absent' };
  }
};

/**
 * A queued bundle begins with its first use, after the one before has run out or is used up: nothing says when that will
 * be, so it has no end yet. One that has all its days ends as it began, and that is no difference.
 */
const confirmed = (assignment: Assignment, { days, targetEnd }: Promised, now: Instant): Confirmed => {
  const { id, endsAt } = assignment;
  const isTold = endsAt !== undefined && (isSameEnd(endsAt, targetEnd) || !isServedInFull(assignment, days));
  return { kind: 'confirmed', reference: id, confirmedAt: now, ...(isTold && { endsAt }) };
};

export const recordOutcome = (read: BundlesRead, now: Instant): CarrierRecord => {
  if (read.kind === 'not_ours') return { kind: 'absent' };
  if (read.kind === 'unavailable') return read;
  const { assignments } = read;
  const endsAt = endOf(assignments);
  return {
    kind: 'record',
    readAt: now,
    periods: assignments.map(period),
    ...(endsAt !== undefined && { endsAt }),
  };
};

/** Absent as long as something has no end yet, and where nothing was ever given. */
const endOf = (assignments: readonly Assignment[]): Instant | undefined => {
  const there = assignments.filter(({ state }) => state !== 'revoked' && state !== 'lapsed');
  const ends = there.flatMap(({ endsAt }) => endsAt ?? []);
  return ends.length < there.length ? undefined : ends.toSorted((a, b) => b - a)[0];
};

const period = ({ id, state, startsAt, endsAt }: Assignment): CarrierPeriod => ({
  reference: id,
  status: statusOf(state),
  ...(startsAt !== undefined && { startsAt }),
  ...(endsAt !== undefined && { endsAt }),
});

const statusOf = (state: BundleState): CarrierPeriod['status'] => (state === 'lapsed' ? 'expired' : state);

/**
 * What is left of the bundles in use, as eSIM Go's callbacks tell it: of the active ones; of the one that comes next where
 * none is active; of the one that was used up last where none comes next.
 */
export const usageOutcome = (read: BundlesRead, now: Instant): CarrierUsage => {
  if (read.kind === 'not_ours') return { kind: 'unavailable', code: 'unknown_sim' };
  if (read.kind === 'unavailable') return read;
  const inUse = inUseOf(read.assignments);
  const figures = inUse.flatMap(({ data }) => data ?? []);
  // One that nothing is counted of makes the sum of the others say nothing.
  if (figures.length === 0 || figures.length < inUse.length) return { kind: 'no_figure' };
  return {
    kind: 'usage',
    remainingBytes: figures.reduce((sum, { remainingBytes }) => sum + remainingBytes, 0),
    totalBytes: figures.reduce((sum, { initialBytes }) => sum + initialBytes, 0),
    asOf: now,
  };
};

const inUseOf = (assignments: readonly Assignment[]): readonly Assignment[] => {
  const inState = (state: BundleState) => assignments.filter((of) => of.state === state);
  const active = inState('active');
  if (active.length > 0) return active;
  const next = inState('queued').toSorted((a, b) => order(a.assignedAt, b.assignedAt))[0];
  if (next) return [next];
  return inState('depleted')
    .toSorted((a, b) => order(b.startsAt, a.startsAt))
    .slice(0, 1);
};

const order = (a: Instant | undefined, b: Instant | undefined): number => (a ?? 0) - (b ?? 0);
