import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import {
  reconciliationsAnswer,
  resolvedAnswer,
  reviewAnswer,
  reviewsAnswer,
} from '../../../functions/staff-api/answers.ts';
import { staffApi } from '../../../functions/staff-api/handler.ts';
import { announceMaintenance } from '../../../shared/app/carriers/maintenance.ts';
import { jobsToDo, takeJobAnswer } from '../../../shared/app/manual-jobs.ts';
import { openReview, resolveReview, reviewQueue } from '../../../shared/app/reviews.ts';
import type { Reconciliation } from '../../../shared/domain/reconciliation/reconciliation.ts';
import type { ExitKind, Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { personId, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import { REVIEW_PAGE_SIZE } from '../../../shared/table/store.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import {
  aHeld,
  aLine,
  aPlan,
  aRenewal,
  END,
  LINE_ID,
  later,
  NOW,
  OTHER_RENEWAL_ID,
  RENEWAL_ID,
} from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';

const AT = later(30 * MINUTE_MS);
const TARGET_END = later(200 * 3_600_000);
const fence = {
  renewalId: RENEWAL_ID,
  attempt: 1,
  grantedAt: NOW,
  targetEnd: TARGET_END,
  submittedAt: NOW,
  emptyLookUps: 0,
};

const FLOOR = { amountE4: 500_000, currency: 'USD' };

const ROUTES = [
  'GET /v1/reviews',
  'GET /v1/reviews/{renewalId}',
  'POST /v1/reviews/{renewalId}',
  'POST /v1/reviews/{renewalId}/resolution',
  'GET /v1/reconciliations',
  'GET /v1/carriers',
  'PUT /v1/carriers/{account}/maintenance',
  'GET /v1/activation-jobs',
  'POST /v1/activation-jobs/{renewalId}',
];

/** A token is `<roles>` of Sato: who issues them is tested elsewhere. */
const world = async (...renewals: readonly Renewal[]) => {
  const store = memoryStore();
  const touched: string[] = [];
  await store.addLine(aLine({ fence, fenceRev: 1 }));
  await store.addPlan(aPlan());
  for (const renewal of renewals) await store.createRenewal(renewal, undefined);
  const log = memoryLog();
  const clock = () => AT;
  const { reviews } = store;
  store.reviews = async (cursor) => {
    touched.push(`reviews ${cursor ?? ''}`);
    return reviews(cursor);
  };
  const handler = staffApi({
    async verify(authorization) {
      const [, roles] = /^Bearer ([\w,]*)$/.exec(authorization ?? '') ?? [];
      if (roles === undefined) throw new Refusal('unauthenticated');
      return { person: personId('sato'), roles: roles.split(',') };
    },
    reviews: reviewQueue(store),
    renewal: store.renewal,
    open: openReview({ store, clock }),
    resolve: resolveReview({ store, clock }),
    reconciliations: store.reconciliations,
    carriers: ['soracom', 'airalo'],
    floorOf: (account) => (account === 'airalo' ? FLOOR : undefined),
    health: store.carrierHealth,
    announceMaintenance: announceMaintenance(store),
    jobs: jobsToDo({ store, clock }),
    answerJob: takeJobAnswer({ store, clock }),
    clock,
    log,
  });
  const call = (
    route: string,
    {
      token = 'Bearer staff',
      id = RENEWAL_ID as string,
      body,
      query,
      headers = {},
    }: {
      token?: string;
      id?: string;
      body?: unknown;
      query?: Record<string, string>;
      headers?: Record<string, string>;
    } = {},
  ) =>
    ask(
      handler,
      httpEvent(route, {
        headers: { ...(token && { authorization: token }), ...headers },
        parameters: { renewalId: id },
        ...(query && { query }),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  const resolve = (body: unknown, id: string = RENEWAL_ID) =>
    call('POST /v1/reviews/{renewalId}/resolution', { body, id });
  const page = async (): Promise<APIGatewayProxyStructuredResultV2> =>
    (await handler(
      httpEvent('GET /v1/reconciliations', {
        headers: { Authorization: 'Bearer staff', Accept: 'text/html,*/*;q=0.8' },
      }),
      {} as Context,
    )) as APIGatewayProxyStructuredResultV2;
  return { store, log, touched, call, resolve, page };
};

const inReview = aRenewal('needs_review', { payments: [aHeld('activation_outcome_unknown')] });

describe('who may', () => {
  test.each([...ROUTES, 'GET /v1/anything', '$default'])('%s wants a token', async (route) => {
    const { call, touched } = await world(inReview);
    expect(await call(route, { token: '' })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(touched).toEqual([]);
  });

  test.each([...ROUTES, 'GET /v1/anything', '$default'])(
    '%s wants the role, not one that looks like it',
    async (route) => {
      const { call, touched, store } = await world(inReview);
      const body = { exit: 'close', note: 'a note' };
      for (const roles of ['', 'traveller', 'staffer', 'STAFF', 'not,staff2'])
        expect(await call(route, { token: `Bearer ${roles}`, body })).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
      expect([touched, (await store.renewal(RENEWAL_ID))?.renewal]).toEqual([[], inReview]);
    },
  );

  test('with the role, also among others, an address that does not exist is one that does not exist', async () => {
    const { call } = await world();
    for (const route of ['GET /v1/anything', '$default', 'constructor', '__proto__'])
      expect(await call(route, { token: 'Bearer traveller,staff' })).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });
});

describe('the queue', () => {
  test('shows why each renewal waits, what is held, and what every exit does; nothing internal', async () => {
    const { call, log } = await world(inReview);
    const { status, body, headers } = await call('GET /v1/reviews');
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(() => z.parse(reviewsAnswer, body)).not.toThrow();
    expect(body).not.toHaveProperty('cursor');
    expect(body.reviews).toEqual([
      {
        renewalId: RENEWAL_ID,
        lineId: LINE_ID,
        planId: 'japan-3d',
        planVersion: 1,
        status: 'needs_review',
        since: '2026-10-01T03:03:00Z',
        reasons: [{ reason: 'activation_outcome_unknown', text: expect.stringContaining('carrier') }],
        price: { amountMinor: 1_980, currency: 'JPY' },
        held: [
          {
            reference: `${RENEWAL_ID}01`,
            account: 'stripe',
            captureId: 'pi_1',
            captured: { amountMinor: 1_980, currency: 'JPY' },
            refundedMinor: 0,
            disputedMinor: 0,
          },
        ],
        exits: ['activate_again', 'mark_active', 'send_back', 'close'].map((exit) => ({
          exit,
          effect: expect.any(String),
        })),
        resolutions: [],
        trail: [{ at: '2026-10-01T03:00:00Z', what: 'created' }],
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/ownerId|requestHash|claims|sessionId|"rev"|mei/);
    expect(log.entries).toEqual([]);
  });

  test('an empty one is empty', async () => {
    const { call } = await world(aRenewal('active'));
    expect((await call('GET /v1/reviews')).body).toEqual({ reviews: [] });
  });

  test('of more than a page: the cursor leads through all of them, each once, longest first', async () => {
    const count = REVIEW_PAGE_SIZE + 3;
    const many = Array.from({ length: count }, (_, index) => ({
      ...aRenewal('needs_review', {
        since: later(index),
        payments: [aHeld('amount_mismatch')],
        reason: 'amount_mismatch',
      }),
      renewalId: renewalIdFrom(
        LINE_ID,
        Uint8Array.from({ length: 10 }, (_each, at) => (at === 9 ? index : 0)),
      ),
    }));
    const { call, store } = await world(...many);
    // The table's cursor names its keys; the store in memory has another one.
    const { reviews } = store;
    store.reviews = async (cursor) => {
      const page = await reviews(cursor && JSON.parse(cursor).reviewSk);
      const key = { pk: 'LINE#1', sk: 'RNW#1', reviewPk: 'REVIEW', reviewSk: page.cursor };
      return { ids: page.ids, ...(page.cursor !== undefined && { cursor: JSON.stringify(key) }) };
    };
    const first = await call('GET /v1/reviews');
    expect(first.body.cursor).toMatch(/^[\w-]+$/);
    const second = await call('GET /v1/reviews', { query: { cursor: first.body.cursor } });
    expect(second.body).not.toHaveProperty('cursor');
    const ids = [...first.body.reviews, ...second.body.reviews].map(
      (review: { renewalId: string }) => review.renewalId,
    );
    expect(ids).toEqual(many.map((renewal) => renewal.renewalId));
  });

  const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const key = { pk: 'LINE#1', sk: 'RNW#1', reviewPk: 'REVIEW', reviewSk: '1#1' };
  test.each([
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['no object', cursorOf([1])],
    ['null', cursorOf(null)],
    ['a key too few', cursorOf({ pk: 'LINE#1', sk: 'RNW#1', reviewPk: 'REVIEW' })],
    ['a key too many', cursorOf({ ...key, more: '1' })],
    ['a number', cursorOf({ ...key, sk: 1 })],
    ['another partition of the index', cursorOf({ ...key, reviewPk: 'LINE#1' })],
    ['an empty key', cursorOf({ ...key, sk: '' })],
    ['a long one', 'x'.repeat(1_001)],
  ])('a cursor that somebody made up (%s) → 400, and the table is not asked', async (_what, cursor) => {
    const { call, touched } = await world(inReview);
    const answer = await call('GET /v1/reviews', { query: { cursor } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request', errors: [{ field: 'cursor' }] } });
    expect(touched).toEqual([]);
  });
});

describe('one review', () => {
  test('shows the same as the queue', async () => {
    const { call } = await world(inReview);
    const one = await call('GET /v1/reviews/{renewalId}');
    expect(() => z.parse(reviewAnswer, one.body)).not.toThrow();
    expect([one.body]).toEqual((await call('GET /v1/reviews')).body.reviews);
  });

  test.each(['nonsense', '', '../x', RENEWAL_ID.toLowerCase(), OTHER_RENEWAL_ID])(
    '%j is one that does not exist',
    async (id) => {
      const { call, resolve } = await world(inReview);
      for (const route of ['GET /v1/reviews/{renewalId}', 'POST /v1/reviews/{renewalId}'])
        expect(await call(route, { id, body: { note: 'a note' } })).toMatchObject({
          status: 404,
          body: { code: 'renewal_not_found' },
        });
      expect(await resolve({ exit: 'close', note: 'a note' }, id)).toMatchObject({ status: 404 });
    },
  );

  test('a renewal that waits for nobody is not shown here', async () => {
    const { call } = await world(aRenewal('active'));
    expect(await call('GET /v1/reviews/{renewalId}')).toMatchObject({ status: 404 });
  });

  test('held money of a renewal that is over: with its own reason, what went back and what the bank holds', async () => {
    const payments = [
      aHeld('refund_failed', { refundedMinor: 500, disputes: { dp_1: { state: 'open', amountMinor: 300 } } }),
      aHeld('merchant_mismatch', { number: 2, captureId: 'pi_2' }),
    ];
    const { call } = await world(aRenewal('expired', { payments }));
    const { body } = await call('GET /v1/reviews/{renewalId}');
    expect(body).toMatchObject({
      status: 'expired',
      reasons: [{ reason: 'refund_failed' }, { reason: 'merchant_mismatch' }],
      held: [{ refundedMinor: 500, disputedMinor: 300 }, { reference: `${RENEWAL_ID}02` }],
    });
  });
});

describe('a resolution', () => {
  test.each<[ExitKind, string]>([
    ['activate_again', 'activating'],
    ['mark_active', 'active'],
    ['send_back', 'refunding'],
    ['close', 'closed'],
  ])('%s → %s, with who, when and why, once', async (exit, status) => {
    const { resolve, store, log, call } = await world(inReview);
    const note = '  asked the carrier by phone ';
    const body = { exit, note, ...(exit === 'mark_active' && { carrierReference: 'console-77' }) };
    const answer = await resolve(body);
    const resolution = { at: '2026-10-01T03:30:00Z', by: 'sato', exit, note: 'asked the carrier by phone' };
    expect([answer.status, answer.body]).toEqual([200, { renewalId: RENEWAL_ID, status, resolution }]);
    expect(() => z.parse(resolvedAnswer, answer.body)).not.toThrow();
    expect((await store.line(LINE_ID))?.fence !== undefined).toBe(exit === 'activate_again');
    expect((await store.line(LINE_ID))?.endsAt).toBe(exit === 'mark_active' ? plusMs(END, 3 * ROLLING_DAY_MS) : END);
    // The answer may have been lost: the same decision again is the same decision, another one is too late.
    expect((await resolve(body)).body).toEqual(answer.body);
    expect(await resolve({ ...body, note: 'another reason' })).toMatchObject({
      status: 409,
      body: { code: 'exit_not_open' },
    });
    expect((await call('GET /v1/reviews')).body.reviews).toEqual([]);
    const read = await call('GET /v1/reviews/{renewalId}');
    expect(read).toMatchObject({ status: 200, body: { exits: [], resolutions: [resolution] } });
    const told = log.entries.filter(({ message }) => message === 'review resolved').slice(0, 1);
    expect(told).toEqual([
      { level: 'info', message: 'review resolved', facts: { renewalId: RENEWAL_ID, exit, by: 'sato' } },
    ]);
  });

  test.each<[string, unknown]>([
    ['no note', { exit: 'close' }],
    ['a note of two characters', { exit: 'close', note: 'ok' }],
    ['a note of blanks', { exit: 'close', note: '      ' }],
    ['a note of 201 characters', { exit: 'close', note: 'x'.repeat(201) }],
    ['another exit', { exit: 'forget', note: 'a note' }],
    ['no exit', { note: 'a note' }],
    ['a field too many', { exit: 'close', note: 'a note', amount: 1 }],
    ['a proof where none is asked for', { exit: 'close', note: 'a note', carrierReference: 'x' }],
    ['marked active without proof', { exit: 'mark_active', note: 'a note' }],
    ['an empty proof', { exit: 'mark_active', note: 'a note', carrierReference: '' }],
    ['a proof with blanks', { exit: 'mark_active', note: 'a note', carrierReference: 'a b' }],
    ['a proof of 101 characters', { exit: 'mark_active', note: 'a note', carrierReference: 'x'.repeat(101) }],
    ['no object', [1]],
    ['null', null],
  ])('%s → 400, and nothing is decided', async (_what, body) => {
    const { resolve, store } = await world(inReview);
    expect(await resolve(body)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect((await store.renewal(RENEWAL_ID))?.renewal).toEqual(inReview);
  });

  test('no JSON → 400', async () => {
    const { resolve } = await world(inReview);
    expect(await resolve('{')).toMatchObject({ status: 400, body: { code: 'body_not_json' } });
  });

  test('a note of 3 and one of 200 characters are notes', async () => {
    for (const note of ['xyz', 'x'.repeat(200), 'カード会社に確認済み'])
      expect((await (await world(inReview)).resolve({ exit: 'close', note })).status).toBe(200);
  });

  test.each<[string, Renewal, ExitKind]>([
    [
      'another amount, marked active',
      aRenewal('needs_review', { reason: 'amount_mismatch', payments: [aHeld('amount_mismatch')] }),
      'mark_active',
    ],
    [
      'another merchant, sent back',
      aRenewal('needs_review', { reason: 'merchant_mismatch', payments: [aHeld('merchant_mismatch')] }),
      'send_back',
    ],
    [
      'a refund that failed, activated again',
      aRenewal('needs_review', { reason: 'refund_failed', payments: [aHeld('refund_failed')] }),
      'activate_again',
    ],
    ['nothing to decide', aRenewal('active'), 'close'],
    ['not paid', aRenewal('awaiting_payment'), 'send_back'],
  ])('%s → 409', async (_what, renewal, exit) => {
    const { resolve, store } = await world(renewal);
    const answer = await resolve({ exit, note: 'a note', ...(exit === 'mark_active' && { carrierReference: 'x' }) });
    expect(answer).toMatchObject({ status: 409, body: { code: 'exit_not_open' } });
    expect((await store.renewal(RENEWAL_ID))?.renewal).toEqual(renewal);
  });
});

describe('a review that support opens', () => {
  test('where the plan was sold as not refundable → 409', async () => {
    const { call } = await world(aRenewal('active'));
    const answer = await call('POST /v1/reviews/{renewalId}', { body: { note: 'a change of mind' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not_refundable' } });
  });

  test('where it may be refunded → its money waits, and can be sent back', async () => {
    const { call, store, resolve, log } = await world(aRenewal('active', { plan: { planId: 'japan-3d', version: 2 } }));
    await store.addPlan(aPlan({ version: 2, refunds: 'on_request' }));
    const answer = await call('POST /v1/reviews/{renewalId}', { body: { note: 'a change of mind' } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'active',
        reasons: [{ reason: 'opened_by_staff' }],
        exits: [{ exit: 'send_back' }, { exit: 'close' }],
        resolutions: [{ by: 'sato', exit: 'open', note: 'a change of mind' }],
      },
    });
    expect(log.entries).toMatchObject([{ message: 'review opened', facts: { renewalId: RENEWAL_ID, by: 'sato' } }]);
    expect(await call('POST /v1/reviews/{renewalId}', { body: { note: 'again' } })).toMatchObject({ status: 409 });
    expect(await resolve({ exit: 'send_back', note: 'as asked for' })).toMatchObject({ body: { status: 'active' } });
    expect((await store.renewal(RENEWAL_ID))?.renewal.payments).toMatchObject([{ verdict: 'send_back' }]);
  });

  test.each([{}, { note: 'x' }, { note: 'a note', exit: 'close' }, [], 'text'])('a body of %j → 400', async (body) => {
    const { call } = await world(aRenewal('active'));
    expect((await call('POST /v1/reviews/{renewalId}', { body })).status).toBe(400);
  });
});

const report = (change: Partial<Reconciliation> = {}): Reconciliation => ({
  kind: 'payments',
  account: 'stripe',
  day: 20_727,
  ranAt: NOW,
  theirs: 7,
  ours: 6,
  differences: [],
  unlisted: 0,
  ...change,
});

describe('the comparisons of books', () => {
  const differences = [
    { kind: 'repaired', reference: 'R1', what: ['captured', 'refunded'] },
    { kind: 'unknown_to_us', reference: 'R2' },
    { kind: 'unknown_to_provider', reference: 'R3', captureId: 'pi_3' },
    { kind: 'amount_differs', reference: 'R4', captureId: 'pi_4' },
    { kind: 'failed', reference: 'R5', code: 'busy' },
  ] as const;

  test('as data: newest first, with what is repaired and what is open', async () => {
    const { call, store } = await world();
    await store.saveReconciliation(report());
    await store.saveReconciliation(report({ ranAt: AT, differences, unlisted: 2 }));
    const { status, body } = await call('GET /v1/reconciliations');
    expect(status).toBe(200);
    expect(() => z.parse(reconciliationsAnswer, body)).not.toThrow();
    expect(body.reports.map(({ ranAt }: { ranAt: string }) => ranAt)).toEqual([
      '2026-10-01T03:30:00Z',
      '2026-10-01T03:00:00Z',
    ]);
    expect(body.reports[0]).toMatchObject({
      account: 'stripe',
      day: '2026-10-01',
      theirs: 7,
      ours: 6,
      repaired: 1,
      open: 6,
      unlisted: 2,
      differences: differences.map((difference) => ({ ...difference, text: expect.any(String) })),
    });
  });

  test('as a page for a browser, in which what a provider wrote is text and nothing else', async () => {
    const { page, store } = await world();
    const evil = `<img src=x onerror="alert('1')">&amp;`;
    await store.saveReconciliation(
      report({
        account: '<b>stripe</b>',
        differences: [
          { kind: 'unknown_to_us', reference: evil },
          { kind: 'repaired', reference: 'R2', what: ['captured'] },
        ],
        unlisted: 3,
      }),
    );
    const { statusCode, headers, body = '' } = await page();
    expect([statusCode, headers?.['content-type'], headers?.['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(body).not.toMatch(/<img|<b>stripe/);
    expect(body).toContain('&lt;img src=x onerror=&quot;alert(');
    expect(body).toContain('&amp;amp;');
    expect(body).toContain('&lt;b&gt;stripe&lt;/b&gt;');
    expect(body).toContain('R2: The provider knew more than we did; it has been written down. (captured)');
    expect(body).toContain('and 3 more');
    expect(body).toContain('class="open">4</td>');
  });

  test('as a page when there are none yet', async () => {
    const { page } = await world();
    expect((await page()).body).toContain('<h1>Reconciliation of payments</h1>');
  });
});

test('what cannot be read is a defect that is told to the log alone', async () => {
  const broken = aRenewal('needs_review', { trail: undefined as never });
  const { call, log } = await world(broken);
  expect(await call('GET /v1/reviews')).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(log.entries[0]?.level).toBe('error');
});
