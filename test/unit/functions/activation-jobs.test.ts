import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { answeredJobAnswer, jobsAnswer } from '../../../functions/staff-api/answers.ts';
import { staffApi } from '../../../functions/staff-api/handler.ts';
import { announceMaintenance } from '../../../shared/app/carriers/maintenance.ts';
import { jobsToDo, takeJobAnswer } from '../../../shared/app/manual-jobs.ts';
import { openReview, resolveReview, reviewQueue } from '../../../shared/app/reviews.ts';
import type { OpenJob } from '../../../shared/domain/activation/manual-job.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS, parseInstant } from '../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aJob, aWithdrawnJob } from '../domain/activation/given-job.ts';
import { aRenewal, LINE_ID, later, OTHER_RENEWAL_ID, RENEWAL_ID } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';

const AT = later(30 * MINUTE_MS);
const activating = aRenewal('activating', { accepted: RENEWAL_ID, retryAt: later(40 * MINUTE_MS) });
const LIST = 'GET /v1/activation-jobs';
const ANSWER = 'POST /v1/activation-jobs/{renewalId}';

/** Who has which role is tested with the other routes of staff. */
const world = async (job: OpenJob = aJob(), renewal: Renewal = activating) => {
  const store = memoryStore();
  await store.createRenewal(renewal, undefined);
  await store.createManualJob(job);
  const log = memoryLog();
  const deps = { store, clock: () => AT };
  const handler = staffApi({
    verify: async () => ({ person: personId('sato'), roles: ['staff'] }),
    reviews: reviewQueue(store),
    renewal: store.renewal,
    open: openReview(deps),
    resolve: resolveReview(deps),
    reconciliations: store.reconciliations,
    jobs: jobsToDo(deps),
    answerJob: takeJobAnswer(deps),
    carriers: ['kyoto-sim', 'kyoto-sim-2', 'osaka-sim'],
    floorOf: () => undefined,
    health: store.carrierHealth,
    announceMaintenance: announceMaintenance(store),
    clock: deps.clock,
    log,
  });
  const list = (query: Record<string, string> = { account: 'kyoto-sim' }) => ask(handler, httpEvent(LIST, { query }));
  const answer = (body: unknown, id: string = RENEWAL_ID) =>
    ask(
      handler,
      httpEvent(ANSWER, {
        parameters: { renewalId: id },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  return { store, log, list, answer };
};

describe('the jobs of an account', () => {
  test('say what is to be done at which SIM and until when, and nothing of the payer', async () => {
    const { list } = await world();
    const { status, body, headers } = await list();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(() => z.parse(jobsAnswer, body)).not.toThrow();
    expect(body).toEqual({
      jobs: [
        {
          renewalId: RENEWAL_ID,
          lineId: LINE_ID,
          account: 'kyoto-sim',
          iccid: '8981100005819480000',
          carrierRef: 'sim-1',
          product: '日本3日間',
          days: 3,
          targetEnd: '2026-10-06T15:00:00Z',
          createdAt: '2026-10-01T03:00:00Z',
          deadline: '2026-10-01T04:01:00Z',
          toDo: expect.stringContaining('goes back'),
        },
      ],
    });
  });

  test('given a renewal in review, then the job has no deadline and says to ask first', async () => {
    const { list } = await world(aJob(), aRenewal('needs_review', { reason: 'activation_outcome_unknown' }));
    const { body } = await list();
    expect(body.jobs).toEqual([expect.objectContaining({ toDo: expect.stringContaining('reviewed') })]);
    expect(body.jobs[0]).not.toHaveProperty('deadline');
  });

  test('are those of that account alone', async () => {
    const { list } = await world();
    expect((await list({ account: 'kyoto-sim-2' })).body).toEqual({ jobs: [] });
  });

  test('given an account that there is not, then that is said: an empty list would mean that nothing waits', async () => {
    const { list } = await world();
    expect(await list({ account: 'kyoto-sin' })).toMatchObject({ status: 404, body: { code: 'carrier_not_found' } });
  });

  test('given more than a page, then the cursor of the table leads on, and comes back as it was', async () => {
    const { list, store } = await world();
    const cursor = { pk: 'LINE#1', sk: 'JOB#1', reviewPk: 'JOBS#kyoto-sim', reviewSk: '1#1' };
    const asked: unknown[] = [];
    store.openManualJobs = async (account, after) => {
      asked.push([account, after && JSON.parse(after)]);
      return { ids: [], cursor: JSON.stringify(cursor) };
    };
    const first = await list();
    expect(first.body.cursor).toMatch(/^[\w-]+$/);
    await list({ account: 'kyoto-sim', cursor: first.body.cursor });
    expect(asked).toEqual([
      ['kyoto-sim', undefined],
      ['kyoto-sim', cursor],
    ]);
  });

  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const key = { pk: 'LINE#1', sk: 'JOB#1', reviewPk: 'JOBS#kyoto-sim', reviewSk: '1#1' };
  test.each<[string, Record<string, string>, string]>([
    ['no account', {}, 'account'],
    ['an empty account', { account: '' }, 'account'],
    ['a name that no account has', { account: 'Kyoto#1' }, 'account'],
    ['a name that is too long', { account: 'a'.repeat(21) }, 'account'],
    ['a cursor that somebody made up', { account: 'kyoto-sim', cursor: 'hello' }, 'cursor'],
    ['a cursor of another account', { account: 'osaka-sim', cursor: encoded(key) }, 'cursor'],
    ['a cursor of the reviews', { account: 'kyoto-sim', cursor: encoded({ ...key, reviewPk: 'REVIEW' }) }, 'cursor'],
    ['a long cursor', { account: 'kyoto-sim', cursor: 'x'.repeat(1_001) }, 'cursor'],
  ])('%s → 400, and the table is not asked', async (_what, query, field) => {
    const { list, store } = await world();
    store.openManualJobs = async () => {
      throw new Error('asked');
    };
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'bad_request', errors: [{ field }] } });
  });
});

const DONE = { outcome: 'done', carrierReference: 'OP-77' };
const REFUSED = { outcome: 'refused', note: 'they do not know the SIM' };

describe('an answer', () => {
  test.each<[string, object, object]>([
    ['done', DONE, DONE],
    [
      'done, with what the carrier shows',
      { ...DONE, endsAt: '2026-10-07T00:00:00+09:00', note: '  電話で確認 ' },
      { ...DONE, endsAt: '2026-10-06T15:00:00Z', note: '電話で確認' },
    ],
    ['refused', REFUSED, REFUSED],
  ])('%s: is told with who and when, off the queue, and the same once more', async (_what, body, told) => {
    const { answer, list, store, log } = await world();
    const first = await answer(body);
    const expected = { renewalId: RENEWAL_ID, by: 'sato', at: '2026-10-01T03:30:00Z', ...told };
    expect([first.status, first.body]).toEqual([200, expected]);
    expect(() => z.parse(answeredJobAnswer, first.body)).not.toThrow();
    expect(await answer(body)).toMatchObject({ status: 200, body: expected });
    expect((await list()).body).toEqual({ jobs: [] });
    expect((await store.renewal(RENEWAL_ID))?.renewal).toMatchObject({ retryAt: AT });
    expect(log.entries[0]).toEqual({
      level: 'info',
      message: 'activation job answered',
      facts: { renewalId: RENEWAL_ID, outcome: 'outcome' in body && body.outcome, by: 'sato' },
    });
  });

  test('the instant that was named is kept as one', async () => {
    const { answer, store } = await world();
    await answer({ ...DONE, endsAt: '2026-10-07T00:00:00+09:00' });
    expect(await store.manualJob(RENEWAL_ID)).toMatchObject({
      answer: { endsAt: parseInstant('2026-10-06T15:00:00Z') },
    });
  });

  test('another one afterwards → 409, and the first stays', async () => {
    const { answer, store } = await world();
    await answer(DONE);
    for (const other of [REFUSED, { ...DONE, carrierReference: 'OP-78' }])
      expect(await answer(other)).toMatchObject({ status: 409, body: { code: 'job_closed', jobState: 'answered' } });
    expect(await store.manualJob(RENEWAL_ID)).toMatchObject({ answer: DONE });
  });

  test('to a job that was called back at its deadline → 409 that says so, and what to do', async () => {
    const { answer, store } = await world();
    await store.saveManualJob(aJob(), aWithdrawnJob());
    expect(await answer(DONE)).toMatchObject({
      status: 409,
      body: {
        code: 'job_closed',
        jobState: 'withdrawn',
        nextStep: expect.stringContaining('take it back at the carrier'),
      },
    });
    expect(await store.manualJob(RENEWAL_ID)).toEqual(aWithdrawnJob());
  });

  test.each<[string, unknown]>([
    ['no outcome', { carrierReference: 'OP-77' }],
    ['another outcome', { ...DONE, outcome: 'maybe' }],
    ['done without proof', { outcome: 'done' }],
    ['an empty proof', { ...DONE, carrierReference: '' }],
    ['a proof with blanks', { ...DONE, carrierReference: 'OP 77' }],
    ['a proof of 65 characters', { ...DONE, carrierReference: 'x'.repeat(65) }],
    ['a proof that a receipt cannot show', { ...DONE, carrierReference: '受付77' }],
    ['an end that names no instant', { ...DONE, endsAt: '2026-10-07T00:00:00' }],
    ['an end that is a date', { ...DONE, endsAt: '2026-10-07' }],
    ['an end that does not exist', { ...DONE, endsAt: '2026-02-30T00:00:00Z' }],
    ['an end that is a number', { ...DONE, endsAt: 1_791_000_000_000 }],
    ['a note of two characters', { ...DONE, note: 'ok' }],
    ['a field too many', { ...DONE, by: 'somebody else' }],
    ['refused without a note', { outcome: 'refused' }],
    ['a note of 201 characters', { outcome: 'refused', note: 'x'.repeat(201) }],
    ['refused with proof', { ...REFUSED, carrierReference: 'OP-77' }],
    ['no object', [1]],
    ['null', null],
  ])('%s → 400, and the job stays open', async (_what, body) => {
    const { answer, store } = await world();
    expect(await answer(body)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(await store.manualJob(RENEWAL_ID)).toEqual(aJob());
  });

  test('no JSON → 400', async () => {
    const { answer } = await world();
    expect(await answer('{')).toMatchObject({ status: 400, body: { code: 'body_not_json' } });
  });

  test.each(['nonsense', '', '../x', RENEWAL_ID.toLowerCase(), OTHER_RENEWAL_ID])(
    '%j is a job that does not exist',
    async (id) => {
      const { answer } = await world();
      expect(await answer(DONE, id)).toMatchObject({ status: 404, body: { code: 'job_not_found' } });
    },
  );
});
