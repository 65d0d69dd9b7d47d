import { describe, expect, test } from '@jest/globals';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import { possessionHash } from '../../../shared/app/own-lines.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import type { Plan } from '../../../shared/domain/plan/plan.ts';
import { lineOf, personId, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aGrant, aLine, aPlan, aRenewal, END, LINE_ID, later, NOW, OTHER_RENEWAL_ID, yen } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { paying } from './paying.ts';

const CODE = 'K7RT-9XWP-2M';

const world = async (change: Partial<Line> = {}, plans: readonly Plan[] = [aPlan()]) => {
  const store = memoryStore();
  await store.addLine(aLine(change));
  for (const plan of plans) await store.addPlan(plan);
  const clock = () => NOW;
  const handler = renewalApi({
    store,
    async verify(authorization) {
      const [, sub] = /^Bearer (\w+)$/.exec(authorization ?? '') ?? [];
      if (sub === undefined) throw new Refusal('unauthenticated');
      return { person: personId(sub), roles: [] };
    },
    ...paying(store, clock),
    clock,
    log: memoryLog(),
  });
  const send = (route: string, more: Parameters<typeof httpEvent>[1] = {}, sub = 'mei') =>
    ask(
      handler,
      httpEvent(route, {
        ...(route.includes('{lineId}') && { parameters: { lineId: LINE_ID } }),
        ...more,
        headers: { authorization: `Bearer ${sub}`, ...more.headers },
      }),
    );
  return { store, send };
};

describe('lines of a person', () => {
  test('are listed, and those of others are not', async () => {
    const { send } = await world({ name: 'Tokyo' });
    const { status, body } = await send('GET /v1/lines');
    expect([status, body.lines.map(({ lineId, name }: Line) => [lineId, name])]).toEqual([200, [[LINE_ID, 'Tokyo']]]);
    expect((await send('GET /v1/lines', {}, 'kenji')).body).toEqual({ lines: [] });
    expect((await send('GET /v1/lines', { query: { cursor: 'x' } })).body.code).toBe('bad_request');
  });

  test('are bound by number and code, named, and unbound', async () => {
    const { ownerId: _nobody, ...unowned } = aLine();
    const { store, send } = await world({ lineId: LINE_ID });
    await store.unbindLine(aLine(), personId('mei'));
    const possession = possessionHash({ iccid: unowned.iccid, code: CODE });
    // The brand's shop has put the code's hash there.
    const own = memoryStore();
    await own.addLine({ ...unowned, possession });
    Object.assign(store, { linesNamed: own.linesNamed, bindLine: own.bindLine });
    const body = JSON.stringify({ iccid: '8981 1000 0581 9480 000', code: CODE.toLowerCase() });
    const bound = await send('POST /v1/lines', { body, headers: { 'accept-language': 'ja' } });
    expect([bound.status, bound.headers['location'], bound.body.lineId]).toEqual([
      201,
      `/v1/lines/${LINE_ID}`,
      LINE_ID,
    ]);
    expect((await send('POST /v1/lines', { body })).status).toBe(200);
  });

  test.each([
    ['no name at all', '{}'],
    ['an empty one', '{"name":" "}'],
    ['one of 41 characters', JSON.stringify({ name: 'x'.repeat(41) })],
    ['one that cannot be seen', JSON.stringify({ name: 'a\u0000b' })],
  ])('are not given %s', async (_what, body) => {
    const { send } = await world();
    expect((await send('PATCH /v1/lines/{lineId}', { body })).body.code).toBe('bad_request');
  });

  test('have a name until it is taken away, and are there until they are unbound', async () => {
    const { send } = await world();
    expect((await send('PATCH /v1/lines/{lineId}', { body: '{"name":" 東京 "}' })).body.name).toBe('東京');
    expect((await send('PATCH /v1/lines/{lineId}', { body: '{"name":null}' })).body.name).toBeUndefined();
    expect((await send('DELETE /v1/lines/{lineId}', {}, 'kenji')).status).toBe(404);
    expect((await send('DELETE /v1/lines/{lineId}')).status).toBe(204);
    expect((await send('GET /v1/lines/{lineId}')).body.code).toBe('line_not_found');
  });
});

describe('what a line has', () => {
  test('is told as periods: what runs, what waits, what lapses', async () => {
    const queued = aGrant({ stacking: 'queue_after_expiry', length: DAY });
    const waits = aGrant({ stacking: 'queue_on_depletion', length: DAY, renewalId: OTHER_RENEWAL_ID });
    const { send } = await world({ grants: [queued, waits], endsAt: END });
    const { body } = await send('GET /v1/lines/{lineId}/periods');
    expect(body.periods).toMatchObject([
      { state: 'active', endsAtLocal: '2026-10-04T00:00:00+09:00' },
      {
        state: 'queued',
        renewalId: queued.renewalId,
        startsAt: '2026-10-03T15:00:00Z',
        endsAt: '2026-10-04T15:00:00Z',
      },
      { state: 'queued', renewalId: OTHER_RENEWAL_ID, lapsesAt: '2026-10-04T15:00:00Z' },
    ]);
  });

  test('was ordered by renewals: newest first, twenty at a time, and none that somebody else ordered', async () => {
    const { store, send } = await world();
    for (let number = 0; number < 23; number += 1) {
      const renewalId = renewalIdFrom(LINE_ID, new Uint8Array(10).fill(number));
      expect(lineOf(renewalId)).toBe(LINE_ID);
      await store.createRenewal(aRenewal('expired', { renewalId, createdAt: later(number) }), undefined);
    }
    await store.createRenewal(aRenewal('active', { ownerId: personId('kenji') }), undefined);
    const first = (await send('GET /v1/lines/{lineId}/renewals')).body;
    const second = (await send('GET /v1/lines/{lineId}/renewals', { query: { cursor: first.cursor } })).body;
    const created = [...first.renewals, ...second.renewals].map(({ createdAt }) => Date.parse(createdAt));
    expect([first.renewals.length, second.renewals.length, second.cursor]).toEqual([20, 3, undefined]);
    expect(created).toEqual([...created].sort((a, b) => b - a));
    expect(first.renewals[0]).toMatchObject({ status: 'expired', statusText: expect.stringMatching(/Nothing/) });
  });
});

const DAY = { unit: 'day', count: 1, day: { kind: 'rolling' } } as const;
const days = (count: number, price: number, change: Partial<Plan> = {}): Plan =>
  aPlan({
    planId: `d${count}`,
    length: { unit: 'day', count, day: { kind: 'calendar', zone: 'Asia/Tokyo' } },
    prices: [yen(price)],
    ...change,
  });

describe('several plans at once', () => {
  const plans = [days(3, 1_200), days(7, 2_100), days(5, 9_000, { family: 'korea' })];

  test('are previewed beside each other, cheapest day first, and each is ordered as it stands there', async () => {
    const { send } = await world({}, plans);
    const { body } = await send('GET /v1/lines/{lineId}/comparison');
    expect(body.previews.map(({ planId }: Plan) => planId)).toEqual(['d7', 'd3']);
    expect(body.refused).toEqual([]);
    const order = { headers: { 'idempotency-key': 'key-0001' }, body: JSON.stringify(body.previews[1].order) };
    expect((await send('POST /v1/renewals', order)).status).toBe(201);
  });

  test('are previewed as asked for, and what cannot be had is told with the reason', async () => {
    const { send } = await world({}, plans);
    const { body } = await send('GET /v1/lines/{lineId}/comparison', { query: { planIds: 'd3,d5,none,d3' } });
    expect(body.previews.map(({ planId }: Plan) => planId)).toEqual(['d3']);
    expect(body.refused).toEqual([
      { planId: 'd5', code: 'plan_not_for_line', detail: expect.stringMatching(/Nothing was charged/) },
      { planId: 'none', code: 'plan_not_found', detail: expect.stringMatching(/Nothing was charged/) },
    ]);
    const many = Array.from({ length: 40 }, (_, index) => `d${index}`).join(',');
    expect(
      (await send('GET /v1/lines/{lineId}/comparison', { query: { planIds: `${many},${'x'.repeat(900)}` } })).status,
    ).toBe(400);
  });

  test('are combined for a departure', async () => {
    const { send } = await world({}, plans);
    const until = new Date(plusMs(END, 9 * ROLLING_DAY_MS)).toISOString();
    const { body } = await send('GET /v1/lines/{lineId}/advice', {
      query: { until },
      headers: { 'time-zone': 'Europe/Berlin', 'accept-language': 'zh-TW' },
    });
    expect(body).toMatchObject({
      advice: 'buy',
      total: { amountMinor: 3_300, currency: 'JPY' },
      endAfterLocal: '2026-10-14T00:00:00+09:00',
      endAfterHome: '2026-10-13T17:00:00+02:00',
    });
    expect(body.plans.map(({ planId }: Plan) => planId).sort()).toEqual(['d3', 'd7']);
    const covered = { query: { until: new Date(END).toISOString() } };
    expect((await send('GET /v1/lines/{lineId}/advice', covered)).body).toMatchObject({ advice: 'covered', plans: [] });
    expect((await send('GET /v1/lines/{lineId}/advice', { query: { until: 'soon' } })).body.code).toBe('bad_request');
  });
});

describe('readers', () => {
  test('who have it already get no body, and a new one when it has changed', async () => {
    const { store, send } = await world();
    const { headers } = await send('GET /v1/lines/{lineId}');
    const tag = String(headers['etag']);
    expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', 'ratelimit-policy': '"api";q=50;w=1' });
    const again = { headers: { 'if-none-match': `W/${tag}, "other"` } };
    expect(await send('GET /v1/lines/{lineId}', again)).toMatchObject({ status: 304, body: undefined });
    await store.noteUsage(LINE_ID, { remainingBytes: 1, totalBytes: 2, asOf: later(HOUR_MS) });
    expect((await send('GET /v1/lines/{lineId}', again)).status).toBe(200);
  });

  test.each(['Mars/Olympus', '+09:00', '', 'x'.repeat(65)])('cannot be at home in %j', async (zone) => {
    const { send } = await world();
    expect((await send('GET /v1/lines/{lineId}', { headers: { 'time-zone': zone } })).body).toMatchObject({
      code: 'bad_request',
      errors: [{ field: 'Time-Zone', problem: 'invalid_value' }],
    });
  });
});
