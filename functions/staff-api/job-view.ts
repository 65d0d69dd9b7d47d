import type { JobToDo } from '../../shared/app/manual-jobs.ts';
import type { ManualJob } from '../../shared/domain/activation/manual-job.ts';
import { lineOf } from '../../shared/domain/values/ids.ts';
import { formatInstant, type Instant } from '../../shared/domain/values/instant.ts';
import type { ActivationJob, AnsweredJobAnswer } from './answers.ts';

/** What is to be done, for somebody who has not seen it before. */
export const jobView = ({ job, deadline }: JobToDo): ActivationJob => ({
  renewalId: job.reference,
  lineId: lineOf(job.reference),
  account: job.account,
  iccid: job.iccid,
  carrierRef: job.carrierRef,
  product: job.product,
  days: job.days,
  targetEnd: formatInstant(job.targetEnd),
  createdAt: formatInstant(job.createdAt),
  ...(deadline !== undefined && { deadline: formatInstant(deadline) }),
  toDo: `Renew this SIM at the carrier, so that it works until \`targetEnd\`, and report the carrier's reference here. ${whenBy(deadline)}`,
});

const whenBy = (deadline: Instant | undefined): string =>
  deadline === undefined
    ? 'This renewal is being reviewed: ask a colleague first, and report what has been done.'
    : 'At `deadline` the job is called back and the money goes back by itself: do not begin when too little time is left.';

export const answeredJobView = (job: ManualJob): AnsweredJobAnswer => {
  if (job.state !== 'answered') throw new Error('an answer that was not kept');
  const { reference, by, at, answer } = job;
  return {
    renewalId: reference,
    by,
    at: formatInstant(at),
    outcome: answer.outcome,
    ...(answer.note !== undefined && { note: answer.note }),
    ...(answer.outcome === 'done' && {
      carrierReference: answer.carrierReference,
      ...(answer.endsAt !== undefined && { endsAt: formatInstant(answer.endsAt) }),
    }),
  };
};
