import type { AnsweredJob, JobAnswer, OpenJob, WithdrawnJob } from '../../../../shared/domain/activation/manual-job.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import { personId } from '../../../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { END, later, NOW, RENEWAL_ID } from '../given.ts';

export const STAFF = personId('sato');

export const aJob = (change: Partial<OpenJob> = {}): OpenJob => ({
  account: 'kyoto-sim',
  reference: RENEWAL_ID,
  iccid: iccid('8981100005819480000'),
  carrierRef: 'sim-1',
  product: '日本3日間',
  days: 3,
  targetEnd: plusMs(END, 3 * ROLLING_DAY_MS),
  createdAt: NOW,
  state: 'open',
  ...change,
});

export const anAnsweredJob = (
  answer: JobAnswer = { outcome: 'done', carrierReference: 'OP-77' },
  change: Partial<AnsweredJob> = {},
): AnsweredJob => ({ ...aJob(), state: 'answered', by: STAFF, at: later(10 * MINUTE_MS), answer, ...change });

export const aWithdrawnJob = (change: Partial<WithdrawnJob> = {}): WithdrawnJob => ({
  ...aJob(),
  state: 'withdrawn',
  at: later(60 * MINUTE_MS),
  ...change,
});
