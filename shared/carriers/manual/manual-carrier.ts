import {
  type AnsweredJob,
  type JobTerms,
  type ManualJob,
  takeOn,
  withdrawJob,
} from '../../domain/activation/manual-job.ts';
import { renewalId } from '../../domain/values/ids.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import { type ActivationOrder, type Carrier, type CarrierOutcome, type Confirmed, MAX_HOLD_MS } from '../carrier.ts';
import { SERVES } from '../serves.ts';
import type { Jobs } from './jobs.ts';

/** A person's answer wakes the worker by itself: looking again only finds one whose message was lost. */
const POLL_MS = 15 * MINUTE_MS;
/** For one write of the table with the client's own repetitions. Our assumption. */
const WRITE_MS = 8 * SECOND_MS;
/** A worker and a person may meet at one job, no more. */
const MAX_ATTEMPTS = 4;

const REFUSED = { kind: 'refused', code: 'refused_by_person' } as const;

/**
 * A carrier without an API (class B): what is asked of it is a job on a queue that people work off, found by our
 * reference. There is no carrier's record that could be read: what people write is all there is.
 *
 * @throws what the table throws: its outage is none of a carrier, and stops the worker with or without it
 */
export const manualCarrier = ({
  jobs,
  account,
  clock,
}: {
  readonly jobs: Jobs;
  readonly account: string;
  readonly clock: Clock;
}): Carrier => {
  const termsOf = ({ reference, iccid, carrierRef, product, days, targetEnd }: ActivationOrder): JobTerms => ({
    account,
    reference: renewalId(reference),
    iccid,
    carrierRef,
    product,
    days,
    targetEnd,
    createdAt: clock(),
  });
  const read = ({ reference }: ActivationOrder): Promise<ManualJob | undefined> => jobs.manualJob(renewalId(reference));

  /** Put on the queue once, however often it is asked for; `undefined` when others changed it each time. */
  const queue = async (terms: JobTerms): Promise<ManualJob | undefined> => {
    let seen = await jobs.createManualJob({ ...terms, state: 'open' });
    if (!seen) return { ...terms, state: 'open' };
    for (let attempt = 0; attempt < MAX_ATTEMPTS && seen; attempt += 1) {
      const next = takeOn(seen, terms);
      if (next === seen || (await jobs.saveManualJob(seen, next))) return next;
      seen = await jobs.manualJob(terms.reference);
    }
    return undefined;
  };

  return {
    class: 'B',
    serves: SERVES.manual,
    pollMs: POLL_MS,
    settlingMs: MAX_HOLD_MS + WRITE_MS,

    async activate(order) {
      const job = await queue(termsOf(order));
      return job ? outcomeOf(job) : { kind: 'unknown', code: 'job_changed' };
    },

    async lookUp(order) {
      const job = await read(order);
      switch (job?.state) {
        case undefined:
        case 'withdrawn':
          return { kind: 'absent' };
        case 'open':
          return { kind: 'processing' };
        case 'answered':
          return answered(job);
      }
    },

    async readRecord() {
      return { kind: 'unavailable', code: 'no_record' };
    },

    async withdraw(order) {
      const undone = { kind: 'undone', reference: order.reference } as const;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const job = await read(order);
        if (!job) return undone;
        const decision = withdrawJob(job, clock());
        if (!decision.ok) return isDone(job) ? { kind: 'stays', code: 'done' } : undone;
        if (await jobs.saveManualJob(job, decision.next)) return undone;
      }
      return { kind: 'unavailable', code: 'job_changed' };
    },
  };
};

const outcomeOf = (job: ManualJob): CarrierOutcome => {
  switch (job.state) {
    case 'open':
      return { kind: 'accepted', reference: job.reference };
    case 'answered':
      return answered(job);
    // The money may have gone back since: a call that was held up must not open it again.
    case 'withdrawn':
      return { kind: 'refused', code: 'job_withdrawn' };
  }
};

/** Its days began when it was done, and not when it was asked for: all of them are served, and end so much later. */
const isServedLater = ({ createdAt, at, targetEnd }: AnsweredJob, endsAt: Instant): boolean =>
  endsAt > targetEnd && endsAt - targetEnd <= at - createdAt;

const answered = (job: AnsweredJob): Confirmed | typeof REFUSED => {
  const { answer, at } = job;
  switch (answer.outcome) {
    case 'done':
      return {
        kind: 'confirmed',
        reference: answer.carrierReference,
        confirmedAt: at,
        ...(answer.endsAt !== undefined && !isServedLater(job, answer.endsAt) && { endsAt: answer.endsAt }),
      };
    case 'refused':
      return REFUSED;
  }
};

const isDone = (job: ManualJob): boolean => job.state === 'answered' && job.answer.outcome === 'done';
