import { describe, expect, test } from '@jest/globals';
import type { ActivationOrder } from '../../../../shared/carriers/carrier.ts';
import { manualCarrier } from '../../../../shared/carriers/manual/manual-carrier.ts';
import { answerJob, type JobAnswer } from '../../../../shared/domain/activation/manual-job.ts';
import { type Instant, plusMs } from '../../../../shared/domain/values/instant.ts';
import { memoryJobs } from '../../../fakes/memory-jobs.ts';
import { aJob, anAnsweredJob, STAFF } from '../../domain/activation/given-job.ts';
import { END, later, NOW, OTHER_RENEWAL_ID, RENEWAL_ID } from '../../domain/given.ts';

const { carrierRef, iccid, product, days, targetEnd } = aJob();
const ORDER: ActivationOrder = { carrierRef, iccid, product, days, targetEnd, reference: RENEWAL_ID };
const DONE: JobAnswer = { outcome: 'done', carrierReference: 'OP-77' };
const AT = later(600_000);

const world = () => {
  const jobs = memoryJobs();
  const state: { now: Instant } = { now: NOW };
  const carrier = manualCarrier({ jobs, account: 'kyoto-sim', clock: () => state.now });
  /** What a person does in the console, at the time of the world. */
  const answer = async (given: JobAnswer): Promise<void> => {
    const job = await jobs.manualJob(RENEWAL_ID);
    const decision = job && answerJob(job, given, { by: STAFF, at: state.now });
    if (job?.state !== 'open' || !decision?.ok) throw new Error('there is no open job');
    await jobs.saveManualJob(job, decision.next);
  };
  return { jobs, carrier, state, answer };
};
/** A carrier whose every save of a job meets somebody who was faster. */
const raced = (faster: (jobs: ReturnType<typeof memoryJobs>) => Promise<unknown>, times = 1) => {
  const { jobs } = world();
  let left = times;
  const carrier = manualCarrier({
    account: 'kyoto-sim',
    clock: () => AT,
    jobs: {
      ...jobs,
      async saveManualJob(seen, next) {
        if (left > 0) {
          left -= 1;
          await faster(jobs);
        }
        return jobs.saveManualJob(seen, next);
      },
    },
  });
  return { jobs, carrier };
};

const LATER_ORDER: ActivationOrder = { ...ORDER, targetEnd: plusMs(targetEnd, 86_400_000) };

test('it states what it is: found by our reference, looked at rarely, and what is not done can be called back', () => {
  const { carrier } = world();
  expect([carrier.class, carrier.pollMs, carrier.settlingMs]).toEqual(['B', 900_000, 10_000]);
  expect(Object.keys(carrier).sort()).toEqual(
    ['activate', 'class', 'lookUp', 'pollMs', 'readRecord', 'serves', 'settlingMs', 'withdraw'].sort(),
  );
});

describe('given a renewal', () => {
  test('when it is activated, then a person has a job, and it is being carried out', async () => {
    const { carrier, jobs } = world();
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'accepted', reference: RENEWAL_ID });
    expect(await jobs.manualJob(RENEWAL_ID)).toEqual(aJob());
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'processing' });
  });

  test('when it is activated over and over, also at once, then there is one job, as old as the first', async () => {
    const { carrier, jobs, state } = world();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => carrier.activate(ORDER)));
    state.now = AT;
    outcomes.push(await carrier.activate(ORDER));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(await jobs.openManualJobs('kyoto-sim')).toEqual({ ids: [RENEWAL_ID] });
    expect(await jobs.manualJob(RENEWAL_ID)).toEqual(aJob());
  });

  test('when it is asked for again with a later end before anybody has done it, then that end is to be set', async () => {
    const { carrier, jobs } = world();
    await carrier.activate(ORDER);
    expect(await carrier.activate(LATER_ORDER)).toMatchObject({ kind: 'accepted' });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'accepted' });
    expect(await jobs.manualJob(RENEWAL_ID)).toEqual(aJob({ targetEnd: LATER_ORDER.targetEnd }));
  });

  test.each([
    ['end as much later as it was done later', 'no difference', 600_000, false],
    ['end later than that', 'one', 600_001, true],
    ['end earlier', 'one', -1, true],
  ])('when its days %s, then that is %s', async (_how, _what, ms, isTold) => {
    const { carrier, state, answer } = world();
    await carrier.activate(ORDER);
    state.now = AT;
    const endsAt = plusMs(targetEnd, ms);
    await answer({ ...DONE, endsAt });
    expect((await carrier.lookUp(ORDER)).kind).toBe('confirmed');
    expect('endsAt' in (await carrier.lookUp(ORDER))).toBe(isTold);
  });

  test('then no other renewal is meant', async () => {
    const { carrier, jobs } = world();
    await carrier.activate(ORDER);
    const other = { ...ORDER, reference: OTHER_RENEWAL_ID };
    expect(await carrier.lookUp(other)).toEqual({ kind: 'absent' });
    expect(await carrier.withdraw?.(other)).toEqual({ kind: 'undone', reference: OTHER_RENEWAL_ID });
    await carrier.activate(other);
    expect((await jobs.openManualJobs('kyoto-sim')).ids).toHaveLength(2);
  });

  test('then there is no record of the carrier to read', async () => {
    const { carrier } = world();
    await carrier.activate(ORDER);
    expect(await carrier.readRecord(ORDER)).toEqual({ kind: 'unavailable', code: 'no_record' });
  });
});

describe('given a job that a person has done', () => {
  test.each<[string, JobAnswer, object]>([
    ['with proof', DONE, {}],
    ['with proof and end', { ...DONE, endsAt: END, note: 'by phone' }, { endsAt: END }],
  ])('%s, then that confirms it, with when it was done, for whoever looks or asks again', async (_what, done, more) => {
    const { carrier, state, answer } = world();
    await carrier.activate(ORDER);
    state.now = AT;
    await answer(done);
    state.now = later(9_000_000);
    const confirmed = { kind: 'confirmed', reference: 'OP-77', confirmedAt: AT, ...more };
    expect(await carrier.lookUp(ORDER)).toEqual(confirmed);
    expect(await carrier.activate(LATER_ORDER)).toEqual(confirmed);
  });

  test('when it is called back, then it stays', async () => {
    const { carrier, answer } = world();
    await carrier.activate(ORDER);
    await answer(DONE);
    expect(await carrier.withdraw?.(ORDER)).toEqual({ kind: 'stays', code: 'done' });
    expect(await carrier.lookUp(ORDER)).toMatchObject({ kind: 'confirmed' });
  });

  test('in the moment in which it is called back, then it stays', async () => {
    const { carrier, jobs } = raced((all) => all.saveManualJob(aJob(), anAnsweredJob(DONE)));
    await carrier.activate(ORDER);
    expect(await carrier.withdraw?.(ORDER)).toEqual({ kind: 'stays', code: 'done' });
    expect(await jobs.manualJob(RENEWAL_ID)).toEqual(anAnsweredJob(DONE));
  });

  test('in the moment in which a later end is asked for, then what was done counts', async () => {
    const { carrier } = raced((all) => all.saveManualJob(aJob(), anAnsweredJob(DONE)));
    await carrier.activate(ORDER);
    expect(await carrier.activate(LATER_ORDER)).toMatchObject({ kind: 'confirmed', reference: 'OP-77' });
  });
});

test('given a job that a person refuses, then nothing is active and nothing will be', async () => {
  const { carrier, answer } = world();
  await carrier.activate(ORDER);
  await answer({ outcome: 'refused', note: 'they do not know the SIM' });
  const refused = { kind: 'refused', code: 'refused_by_person' };
  expect(await carrier.lookUp(ORDER)).toEqual(refused);
  expect(await carrier.activate(ORDER)).toEqual(refused);
  expect(await carrier.withdraw?.(ORDER)).toEqual({ kind: 'undone', reference: RENEWAL_ID });
});

describe('given a job that nobody has done', () => {
  test('when it is called back, once or twice, then it is off the queue and nothing is active', async () => {
    const { carrier, jobs, state } = world();
    await carrier.activate(ORDER);
    state.now = AT;
    for (const _time of ['first', 'second'])
      expect(await carrier.withdraw?.(ORDER)).toEqual({ kind: 'undone', reference: RENEWAL_ID });
    expect(await jobs.openManualJobs('kyoto-sim')).toEqual({ ids: [] });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'absent' });
    expect(await jobs.manualJob(RENEWAL_ID)).toMatchObject({ state: 'withdrawn', at: AT });
  });

  test('when a call that was held up comes after that, then nobody gets the job: its money may have gone back', async () => {
    const { carrier, jobs } = world();
    await carrier.activate(ORDER);
    await carrier.withdraw?.(ORDER);
    expect(await carrier.activate(LATER_ORDER)).toEqual({ kind: 'refused', code: 'job_withdrawn' });
    expect(await jobs.openManualJobs('kyoto-sim')).toEqual({ ids: [] });
  });

  test('when others change it each time, then that is told, and not that it was called back', async () => {
    let raisedBy = 0;
    const raise = async (jobs: ReturnType<typeof memoryJobs>): Promise<void> => {
      const job = await jobs.manualJob(RENEWAL_ID);
      raisedBy += 1;
      if (job?.state === 'open') await jobs.saveManualJob(job, { ...job, targetEnd: plusMs(targetEnd, raisedBy) });
    };
    const { carrier } = raced(raise, 100);
    await carrier.activate(ORDER);
    expect(await carrier.withdraw?.(ORDER)).toEqual({ kind: 'unavailable', code: 'job_changed' });
    expect(await carrier.activate(LATER_ORDER)).toEqual({ kind: 'unknown', code: 'job_changed' });
    expect(raisedBy).toBe(8);
  });
});

test('given a table that is down, then that is thrown, and no outcome is made up', async () => {
  const { jobs } = world();
  const down = async (): Promise<never> => {
    throw new Error('the table is down');
  };
  const carrier = manualCarrier({
    account: 'kyoto-sim',
    clock: () => NOW,
    jobs: { ...jobs, createManualJob: down, manualJob: down },
  });
  await expect(carrier.activate(ORDER)).rejects.toThrow('the table is down');
  await expect(carrier.lookUp(ORDER)).rejects.toThrow('the table is down');
  await expect(carrier.withdraw?.(ORDER)).rejects.toThrow('the table is down');
});
