import { describe, expect, test } from '@jest/globals';
import {
  answerJob,
  type JobAnswer,
  type ManualJob,
  takeOn,
  wantsJob,
  withdrawJob,
} from '../../../../shared/domain/activation/manual-job.ts';
import type { RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { personId } from '../../../../shared/domain/values/ids.ts';
import { plusMs } from '../../../../shared/domain/values/instant.ts';
import { aRenewal, END, EXAMPLES, later } from '../given.ts';
import { aJob, anAnsweredJob, aWithdrawnJob, STAFF } from './given-job.ts';

const { state: _open, ...TERMS } = aJob();
const DONE: JobAnswer = { outcome: 'done', carrierReference: 'OP-77' };
const REFUSED: JobAnswer = { outcome: 'refused', note: 'they do not know the SIM' };
const AT = later(1_000);
const CLOSED: readonly [string, ManualJob][] = [
  ['done', anAnsweredJob(DONE)],
  ['refused', anAnsweredJob(REFUSED)],
  ['withdrawn', aWithdrawnJob()],
];

describe('a job that is asked for', () => {
  test('given none, then it is open', () => {
    expect(takeOn(undefined, TERMS)).toEqual(aJob());
  });

  test.each<[string, ManualJob]>([['open', aJob()], ...CLOSED])(
    'given one that is %s, then it stays the very same, also for somebody who asks for an earlier end',
    (_state, job) => {
      expect(takeOn(job, { ...TERMS, createdAt: AT })).toBe(job);
      expect(takeOn(job, { ...TERMS, targetEnd: plusMs(TERMS.targetEnd, -1) })).toBe(job);
    },
  );

  test('given an open one and a later end, then that is what is to be done, and it has waited as long as before', () => {
    const targetEnd = plusMs(TERMS.targetEnd, 1);
    expect(takeOn(aJob(), { ...TERMS, targetEnd, createdAt: AT })).toEqual(aJob({ targetEnd }));
  });

  test.each(CLOSED)('given one that is %s and a later end, then it stays as it was closed', (_state, job) => {
    expect(takeOn(job, { ...TERMS, targetEnd: plusMs(TERMS.targetEnd, 1) })).toBe(job);
  });
});

describe('an answer', () => {
  test.each([DONE, REFUSED, { ...DONE, endsAt: END, note: 'by phone' }])(
    'given an open job and %j, then it is that, with who and when',
    (answer) => {
      expect(answerJob(aJob(), answer, { by: STAFF, at: AT })).toEqual({
        ok: true,
        next: { ...aJob(), state: 'answered', by: STAFF, at: AT, answer },
      });
    },
  );

  test.each([DONE, REFUSED, { ...DONE, endsAt: END, note: 'by phone' }])(
    'given %j, when the same person says the same again, then it is nothing new',
    (answer) => {
      expect(answerJob(anAnsweredJob(answer), { ...answer }, { by: STAFF, at: AT })).toEqual({
        ok: false,
        refusal: 'nothing_new',
      });
    },
  );

  const full: JobAnswer = { ...DONE, endsAt: END, note: 'by phone' };
  test.each<[string, ManualJob, JobAnswer, string]>([
    ['by somebody else', anAnsweredJob(DONE), DONE, 'tanaka'],
    ['with another proof', anAnsweredJob(full), { ...full, carrierReference: 'OP-78' }, STAFF],
    ['with another end', anAnsweredJob(full), { ...full, endsAt: plusMs(END, 1) }, STAFF],
    ['without the end', anAnsweredJob(full), { ...DONE, note: 'by phone' }, STAFF],
    ['with another note', anAnsweredJob(full), { ...full, note: 'by mail' }, STAFF],
    ['the other way', anAnsweredJob(DONE), REFUSED, STAFF],
    ['the other way round', anAnsweredJob(REFUSED), DONE, STAFF],
    ['refused for another reason', anAnsweredJob(REFUSED), { ...REFUSED, note: 'no credit' }, STAFF],
    ['after it was called back', aWithdrawnJob(), DONE, STAFF],
  ])('%s, then the job is closed', (_what, job, answer, by) => {
    expect(answerJob(job, answer, { by: personId(by), at: AT })).toEqual({ ok: false, refusal: 'closed' });
  });
});

describe('calling back', () => {
  test('given an open job, then nobody does it any more', () => {
    expect(withdrawJob(aJob(), AT)).toEqual({ ok: true, next: aWithdrawnJob({ at: AT }) });
  });

  test('given one that was called back, then it is nothing new', () => {
    expect(withdrawJob(aWithdrawnJob(), AT)).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test.each([DONE, REFUSED])('given one that was answered with %j, then it is too late', (answer) => {
    expect(withdrawJob(anAnsweredJob(answer), AT)).toEqual({ ok: false, refusal: 'closed' });
  });
});

describe('whether a renewal still needs its job done', () => {
  const wanted: readonly RenewalStatus[] = ['activating', 'needs_review'];
  test.each(Object.keys(EXAMPLES) as RenewalStatus[])('given one that is %s', (status) => {
    expect(wantsJob(aRenewal(status)).wanted).toBe(wanted.includes(status));
  });

  test('given one that is being activated, then until its deadline', () => {
    expect(wantsJob(aRenewal('activating', { deadline: AT }))).toEqual({ wanted: true, deadline: AT });
  });
});
