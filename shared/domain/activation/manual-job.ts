import type { Renewal } from '../renewal/renewal.ts';
import type { Iccid } from '../values/iccid.ts';
import type { PersonId, RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';

/** What a person is asked to do at a carrier that has no API: afterwards the SIM works until `targetEnd`. */
export interface JobTerms {
  /** The brand's account at the carrier. */
  readonly account: string;
  /** The renewal that it is for; there is one job for each. */
  readonly reference: RenewalId;
  readonly iccid: Iccid;
  /** The carrier's own name of the SIM. */
  readonly carrierRef: string;
  /** The carrier's own name of what is bought. */
  readonly product: string;
  readonly days: number;
  /** Exclusive. What the traveller was promised. */
  readonly targetEnd: Instant;
  readonly createdAt: Instant;
}

/** What a person reports of a job. */
export type JobAnswer =
  | {
      readonly outcome: 'done';
      /** The carrier's own proof, at most 64 characters. */
      readonly carrierReference: string;
      /** Exclusive. When service ends by what the carrier shows, where it shows it. */
      readonly endsAt?: Instant;
      readonly note?: string;
    }
  /** Cannot be done; nothing was changed at the carrier. */
  | { readonly outcome: 'refused'; readonly note: string };

export type OpenJob = JobTerms & { readonly state: 'open' };
export type AnsweredJob = JobTerms & {
  readonly state: 'answered';
  readonly by: PersonId;
  readonly at: Instant;
  readonly answer: JobAnswer;
};
/** Called back before anybody had done it: it must not be done any more. */
export type WithdrawnJob = JobTerms & { readonly state: 'withdrawn'; readonly at: Instant };

/** Only an open job changes; whoever closes it first decides what became of it. */
export type ManualJob = OpenJob | AnsweredJob | WithdrawnJob;

export type JobDecision<Next extends ManualJob> =
  | { readonly ok: true; readonly next: Next }
  /** `nothing_new`: it was closed in just this way. */
  | { readonly ok: false; readonly refusal: 'nothing_new' | 'closed' };

/**
 * The job after it has been asked for (again): the same object where nothing changes. While nobody has done it, it
 * takes on a later end; an earlier one comes from somebody who has not heard of that.
 */
export const takeOn = (existing: ManualJob | undefined, wanted: JobTerms): ManualJob => {
  if (!existing) return { ...wanted, state: 'open' };
  return existing.state === 'open' && wanted.targetEnd > existing.targetEnd
    ? { ...existing, targetEnd: wanted.targetEnd }
    : existing;
};

export const answerJob = (
  job: ManualJob,
  answer: JobAnswer,
  { by, at }: { readonly by: PersonId; readonly at: Instant },
): JobDecision<AnsweredJob> => {
  if (job.state === 'open') return { ok: true, next: { ...job, state: 'answered', by, at, answer } };
  const isRepeated = job.state === 'answered' && job.by === by && isSame(job.answer, answer);
  return { ok: false, refusal: isRepeated ? 'nothing_new' : 'closed' };
};

export const withdrawJob = (job: ManualJob, at: Instant): JobDecision<WithdrawnJob> => {
  if (job.state === 'open') return { ok: true, next: { ...job, state: 'withdrawn', at } };
  return { ok: false, refusal: job.state === 'withdrawn' ? 'nothing_new' : 'closed' };
};

const isSame = (a: JobAnswer, b: JobAnswer): boolean =>
  a.outcome === 'done'
    ? b.outcome === 'done' && a.carrierReference === b.carrierReference && a.endsAt === b.endsAt && a.note === b.note
    : b.outcome === 'refused' && a.note === b.note;

/**
 * Whether the renewal still needs its job done, and until when. While a person reviews it, what becomes of the job is
 * worth knowing, without a deadline. In every other status somebody has decided otherwise, or the money goes back.
 */
export const wantsJob = (
  renewal: Renewal,
): { readonly wanted: true; readonly deadline?: Instant } | { readonly wanted: false } => {
  switch (renewal.status) {
    case 'activating':
      return { wanted: true, deadline: renewal.deadline };
    case 'needs_review':
      return { wanted: true };
    case 'awaiting_payment':
    case 'active':
    case 'expired':
    case 'cancelled':
    case 'refunding':
    case 'refund_needs_details':
    case 'refunded':
    case 'closed':
      return { wanted: false };
  }
};
