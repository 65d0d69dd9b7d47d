import { describe, expect, test } from '@jest/globals';
import { jobsToDo, takeJobAnswer } from '../../../shared/app/manual-jobs.ts';
import type { JobAnswer, ManualJob, OpenJob } from '../../../shared/domain/activation/manual-job.ts';
import { effectsOf } from '../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs } from '../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aJob, anAnsweredJob, aWithdrawnJob, STAFF } from '../domain/activation/given-job.ts';
import { aRenewal, later, OTHER_RENEWAL_ID, RENEWAL_ID } from '../domain/given.ts';

const AT = later(10 * MINUTE_MS);
const DONE: JobAnswer = { outcome: 'done', carrierReference: 'OP-77' };
const REFUSED: JobAnswer = { outcome: 'refused', note: 'they do not know the SIM' };
/** The carrier has it in hand, and the worker looks at it again in a while. */
const waiting = aRenewal('activating', { accepted: RENEWAL_ID, retryAt: plusMs(AT, 12 * MINUTE_MS) });
const { deadline } = aRenewal('activating');

const world = async ({
  job = aJob(),
  renewal = waiting,
}: {
  readonly job?: OpenJob;
  readonly renewal?: Renewal;
} = {}) => {
  const store = memoryStore();
  await store.createRenewal(renewal, undefined);
  await store.createManualJob(job);
  const deps = { store, clock: () => AT };
  return {
    store,
    list: jobsToDo(deps),
    answer: (answer: JobAnswer = DONE, by = STAFF) => takeJobAnswer(deps)(by, RENEWAL_ID, answer),
    async renewal(): Promise<Renewal> {
      const stored = await store.renewal(RENEWAL_ID);
      if (!stored) throw new Error('there is no renewal');
      return stored.renewal;
    },
  };
};

describe('the queue', () => {
  test('tells what is to be done and until when, oldest first, page by page', async () => {
    const { store, list } = await world({ job: aJob({ createdAt: later(2) }) });
    await store.createRenewal({ ...aRenewal('activating', { deadline: AT }), renewalId: OTHER_RENEWAL_ID }, undefined);
    const older = aJob({ reference: OTHER_RENEWAL_ID });
    await store.createManualJob(older);
    expect(await list('kyoto-sim')).toEqual({
      jobs: [
        { job: older, deadline: AT },
        { job: aJob({ createdAt: later(2) }), deadline },
      ],
    });
    const { openManualJobs } = store;
    store.openManualJobs = async (account, cursor) => ({ ...(await openManualJobs(account, cursor)), cursor: 'next' });
    expect(await list('kyoto-sim')).toMatchObject({ cursor: 'next' });
  });

  test('is that of one account', async () => {
    const { list } = await world();
    expect(await list('kyoto')).toEqual({ jobs: [] });
  });

  test('given a renewal that a person reviews, then its job is listed without a deadline', async () => {
    const { list } = await world({ renewal: aRenewal('needs_review', { reason: 'activation_outcome_unknown' }) });
    expect(await list('kyoto-sim')).toEqual({ jobs: [{ job: aJob() }] });
  });

  test('given a renewal that is over, then its job is called back and gone', async () => {
    const { list, store } = await world({ renewal: aRenewal('refunded') });
    expect(await list('kyoto-sim')).toEqual({ jobs: [] });
    expect(await store.manualJob(RENEWAL_ID)).toEqual(aWithdrawnJob({ at: AT }));
  });

  test('given an index that lags, then what is closed is not shown', async () => {
    const { list, store } = await world();
    const lagging = await store.openManualJobs('kyoto-sim');
    await store.saveManualJob(aJob(), anAnsweredJob());
    store.openManualJobs = async () => ({ ids: [...lagging.ids, OTHER_RENEWAL_ID] });
    expect(await list('kyoto-sim')).toEqual({ jobs: [] });
  });
});

describe('an answer', () => {
  test.each([DONE, REFUSED])(
    'given %j, then it is kept with who and when, and the renewal looks at it at once',
    async (given) => {
      const { answer, store, renewal } = await world();
      const answered = anAnsweredJob(given, { at: AT });
      const before = await renewal();
      expect(await answer(given)).toEqual(answered);
      expect(await store.manualJob(RENEWAL_ID)).toEqual(answered);
      const after = await renewal();
      expect(after).toMatchObject({ status: 'activating', retryAt: AT, deadline });
      expect(effectsOf(before, after)).toEqual([{ kind: 'activate', renewalId: RENEWAL_ID, notBefore: AT }]);
    },
  );

  test('given an answer that got lost half-way, when it is repeated, then the renewal is woken all the same', async () => {
    const { answer, store, renewal } = await world();
    const { saveRenewal } = store;
    store.saveRenewal = async () => {
      throw new Error('died');
    };
    await expect(answer()).rejects.toThrow('died');
    store.saveRenewal = saveRenewal;
    expect(await answer()).toEqual(anAnsweredJob(DONE, { at: AT }));
    expect(await renewal()).toMatchObject({ retryAt: AT });
  });

  test('given a repetition when the renewal is active since, then it is the same answer and changes nothing', async () => {
    const { answer, store, renewal } = await world({ renewal: aRenewal('active') });
    await store.saveManualJob(aJob(), anAnsweredJob(DONE));
    expect(await answer()).toEqual(anAnsweredJob(DONE));
    expect(await renewal()).toEqual(aRenewal('active'));
  });

  test.each<[string, ManualJob, JobAnswer, string, string]>([
    ['that somebody else has given before', anAnsweredJob(DONE), DONE, 'tanaka', 'answered'],
    ['that differs from the first', anAnsweredJob(DONE), REFUSED, STAFF, 'answered'],
    ['to a job that was called back', aWithdrawnJob(), DONE, STAFF, 'withdrawn'],
  ])('given one %s, then the job is closed and stays as it is', async (_what, job, given, by, jobState) => {
    const { answer, store, renewal } = await world();
    await store.saveManualJob(aJob(), job);
    await expect(answer(given, personId(by))).rejects.toMatchObject({ code: 'job_closed', details: { jobState } });
    expect([await store.manualJob(RENEWAL_ID), await renewal()]).toEqual([job, waiting]);
  });

  test.each(['refunding', 'refunded', 'active', 'closed'] as const)(
    'given a renewal that is %s while its job is open, then the job is called back and cannot be done any more',
    async (status) => {
      const { answer, store, renewal } = await world({ renewal: aRenewal(status) });
      await expect(answer()).rejects.toMatchObject({ code: 'job_closed', details: { jobState: 'withdrawn' } });
      expect(await store.manualJob(RENEWAL_ID)).toMatchObject({ state: 'withdrawn' });
      expect(await renewal()).toEqual(aRenewal(status));
    },
  );

  test('given a renewal that a person reviews, then the answer is kept, and the review goes on', async () => {
    const review = aRenewal('needs_review', { reason: 'activation_outcome_unknown' });
    const { answer, renewal } = await world({ renewal: review });
    expect(await answer()).toMatchObject({ state: 'answered' });
    expect(await renewal()).toEqual(review);
  });

  test('given a worker that calls it back in that moment, then the job is closed', async () => {
    const { answer, store } = await world();
    const { saveManualJob } = store;
    store.saveManualJob = async (seen, next) => {
      store.saveManualJob = saveManualJob;
      await saveManualJob(seen, aWithdrawnJob());
      return saveManualJob(seen, next);
    };
    await expect(answer()).rejects.toMatchObject({ code: 'job_closed', details: { jobState: 'withdrawn' } });
    expect(await store.manualJob(RENEWAL_ID)).toEqual(aWithdrawnJob());
  });

  test('given a worker that looks at it in that moment, then both are kept', async () => {
    const { answer, store, renewal } = await world();
    const { saveRenewal } = store;
    store.saveRenewal = async (seen, next, due) => {
      store.saveRenewal = saveRenewal;
      await saveRenewal(seen, { ...waiting, postponed: 9 }, due);
      return saveRenewal(seen, next, due);
    };
    await answer();
    expect(await renewal()).toMatchObject({ postponed: 10, retryAt: AT });
  });

  test('given a job that others change each time, then it is busy', async () => {
    const { answer, store } = await world();
    store.saveManualJob = async () => false;
    await expect(answer()).rejects.toMatchObject({ code: 'busy' });
  });

  test('given no job, or none with a renewal, then there is no such job', async () => {
    const { store } = await world({ job: aJob({ reference: OTHER_RENEWAL_ID }) });
    for (const id of [RENEWAL_ID, OTHER_RENEWAL_ID])
      await expect(takeJobAnswer({ store, clock: () => AT })(STAFF, id, DONE)).rejects.toMatchObject({
        code: 'job_not_found',
      });
  });
});
