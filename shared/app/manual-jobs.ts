import {
  answerJob,
  type JobAnswer,
  type ManualJob,
  type OpenJob,
  wantsJob,
  withdrawJob,
} from '../domain/activation/manual-job.ts';
import type { PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';

interface Deps {
  readonly store: Pick<Store, 'manualJob' | 'saveManualJob' | 'openManualJobs' | 'renewal' | 'saveRenewal'>;
  readonly clock: Clock;
}

/** Two people and a worker may meet at one job. */
const MAX_ATTEMPTS = 5;

/** What a person is to do, and until when. Without a deadline it is under review, and its outcome is still of use. */
export interface JobToDo {
  readonly job: OpenJob;
  readonly deadline?: Instant;
}

/**
 * The open jobs of an account, oldest first. The index may lag: each is looked at again. One that its renewal has no use
 * for any more is called back as it is seen, so that nobody does it.
 */
export const jobsToDo =
  ({ store, clock }: Deps) =>
  async (
    account: string,
    cursor?: string,
  ): Promise<{ readonly jobs: readonly JobToDo[]; readonly cursor?: string }> => {
    const look = async (id: RenewalId): Promise<readonly JobToDo[]> => {
      const [job, stored] = await Promise.all([store.manualJob(id), store.renewal(id)]);
      if (job?.state !== 'open' || !stored) return [];
      const use = wantsJob(stored.renewal);
      if (use.wanted) return [{ job, ...(use.deadline !== undefined && { deadline: use.deadline }) }];
      await callBack(store, job, clock());
      return [];
    };
    const page = await store.openManualJobs(account, cursor);
    const jobs = await Promise.all(page.ids.map(look));
    return { jobs: jobs.flat(), ...(page.cursor !== undefined && { cursor: page.cursor }) };
  };

/**
 * Takes down what a person has done, or why it cannot be done, and has the renewal look at it at once. The same answer
 * of the same person once more is the same answer.
 *
 * @throws Refusal `job_not_found`, `job_closed`, `busy`
 */
export const takeJobAnswer =
  ({ store, clock }: Deps) =>
  async (by: PersonId, id: RenewalId, answer: JobAnswer): Promise<ManualJob> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const [job, stored] = await Promise.all([store.manualJob(id), store.renewal(id)]);
      if (!job || !stored) throw new Refusal('job_not_found');
      const at = clock();
      const decision = answerJob(job, answer, { by, at });
      if (!decision.ok && decision.refusal === 'closed') throw new Refusal('job_closed', { jobState: job.state });
      if (decision.ok && !wantsJob(stored.renewal).wanted) {
        if (await callBack(store, job, at)) throw new Refusal('job_closed', { jobState: 'withdrawn' });
        continue;
      }
      if (decision.ok && !(await store.saveManualJob(job, decision.next))) continue;
      await wake(store, id, at);
      return decision.ok ? decision.next : job;
    }
    throw new Refusal('busy');
  };

const callBack = async (store: Pick<Store, 'saveManualJob'>, job: ManualJob, at: Instant): Promise<boolean> => {
  const decision = withdrawJob(job, at);
  return decision.ok && store.saveManualJob(job, decision.next);
};

/**
 * The renewal looks at its job now, and not when it would have looked by itself: written down, so that the message for
 * it follows from the state and cannot be lost. One that does not wait for its activation has nothing to look at.
 */
const wake = async (store: Pick<Store, 'renewal' | 'saveRenewal'>, id: RenewalId, at: Instant): Promise<void> => {
  await applyEvent(store, id, { type: 'activation_accepted', reference: id, retryAt: at, at });
};
