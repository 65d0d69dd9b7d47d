import { describe, expect, test } from '@jest/globals';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import { openLink } from '../../../shared/app/open-link.ts';
import { linkOf, type RenewalLink } from '../../../shared/domain/line/renewal-link.ts';
import type { PaymentMethod } from '../../../shared/domain/payment/payment.ts';
import { lineId, personId, renewalId } from '../../../shared/domain/values/ids.ts';
import { type Instant, parseInstant, plusMs } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import type { LinkKeys } from '../../../shared/runtime/link-keys.ts';
import { sealRenewalLink } from '../../../shared/runtime/renewal-link.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { LINK_DAYS_AFTER, LINK_KEYS, NEXT_LINK_KEYS, ONLY_NEXT_LINK_KEYS } from '../../fakes/links.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, aPlan, aRenewal, bound, LINE_ID, NOW, RENEWAL_ID } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { paying } from './paying.ts';

const PLAN = aPlan();
const OTHER_LINE = lineId('FFFFFFFFFFFF');
const LINK = linkOf(aLine(), LINK_DAYS_AFTER);
const sealed = (change: Partial<RenewalLink> = {}, keys: LinkKeys = LINK_KEYS) =>
  sealRenewalLink(keys, { ...LINK, ...change });

const world = async () => {
  const store = memoryStore();
  const contacts = bound({ language: 'ja', email: 'mei@example.com', phone: '+819000000002' });
  await store.addLine(aLine({ contacts, claims: { '3d.email': { state: 'sent', at: NOW } } }));
  await store.addLine(aLine({ lineId: OTHER_LINE, ownerId: personId('kenji') }));
  await store.addPlan(PLAN);
  await store.createRenewal(aRenewal('active'), undefined);
  const state: { now: Instant; keys: LinkKeys; newer?: LinkKeys; reads: number } = {
    now: NOW,
    keys: LINK_KEYS,
    reads: 0,
  };
  const clock = () => state.now;
  const log = memoryLog();
  const payments = fakePayments();
  const handler = renewalApi({
    store,
    async verify(authorization) {
      const [, sub] = /^Bearer (\w+)$/.exec(authorization ?? '') ?? [];
      if (sub === undefined) throw new Refusal('unauthenticated');
      return { person: personId(sub), roles: sub === 'support' ? ['staff'] : [] };
    },
    ...paying(store, clock, payments),
    openLink: openLink({
      store,
      async keys({ refresh = false } = {}) {
        state.reads += 1;
        return { keys: refresh ? (state.newer ?? state.keys) : state.keys };
      },
      clock,
    }),
    clock,
    log,
  });
  const call = (
    route: string,
    {
      token = sealed(),
      authorization = `Link ${token}`,
      key = 'key-0001',
      ...request
    }: { token?: string; authorization?: string; key?: string } & Parameters<typeof httpEvent>[1] = {},
  ) =>
    ask(
      handler,
      httpEvent(route, {
        ...request,
        headers: { authorization, 'idempotency-key': key },
      }),
    );
  const preview = async (token?: string) =>
    (await call('GET /v1/link/preview', { query: { planId: PLAN.planId }, ...(token && { token }) })).body;
  const order = async (more: { token?: string; key?: string; method?: PaymentMethod; authorization?: string } = {}) => {
    const { method = 'card', ...rest } = more;
    const body = JSON.stringify({ ...(await preview(rest.token)).order, method });
    return call('POST /v1/link/renewals', { ...rest, body });
  };
  const revoke = (sub: string, id: string = LINE_ID) =>
    call('POST /v1/lines/{lineId}/links/revocation', { authorization: `Bearer ${sub}`, parameters: { lineId: id } });
  return { store, state, log, payments, call, preview, order, revoke };
};

const OF_RENEWAL = [
  'GET /v1/link/renewals/{renewalId}',
  'GET /v1/link/renewals/{renewalId}/receipt',
  'POST /v1/link/renewals/{renewalId}/payments',
  'POST /v1/link/renewals/{renewalId}/look-up',
];
const ROUTES = ['GET /v1/link', 'GET /v1/link/plans', 'GET /v1/link/preview', 'POST /v1/link/renewals', ...OF_RENEWAL];

describe('what a renewal link opens', () => {
  test('the line, with the last digits of its number and nothing of its owner', async () => {
    const { call } = await world();
    const { status, body, headers } = await call('GET /v1/link');
    expect([status, body]).toEqual([
      200,
      {
        iccidEnding: '…0000',
        form: 'esim',
        endsAt: '2026-10-03T15:00:00Z',
        endsAtLocal: '2026-10-04T00:00:00+09:00',
        zone: 'Asia/Tokyo',
        renewable: true,
        linkExpiresAt: '2026-10-11T00:00:00Z',
      },
    ]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('plans, preview, order, payment another way, status and receipt, with nothing personal in any answer', async () => {
    const { call, order, payments, store } = await world();
    const told = [await call('GET /v1/link'), await call('GET /v1/link/plans'), await order()];
    const { renewalId: id } = told.at(-1)?.body ?? {};
    const parameters = { renewalId: String(id) };
    const body = JSON.stringify({ method: 'paypal' });
    told.push(await call('POST /v1/link/renewals/{renewalId}/payments', { parameters, body, key: 'key-0002' }));
    told.push(await call('GET /v1/link/renewals/{renewalId}', { parameters }));
    payments.pay(`cs_${id}02`, PLAN.prices[0]);
    told.push(await call('POST /v1/link/renewals/{renewalId}/look-up', { parameters }));
    expect(told.map(({ status }) => status)).toEqual([200, 200, 201, 200, 200, 200]);
    expect(told.at(-1)?.body).toMatchObject({ status: 'activating', messages: [] });
    expect((await call('GET /v1/link/renewals/{renewalId}/receipt', { parameters })).status).toBe(409);

    const stored = await store.renewal(renewalId(String(id)));
    if (!stored) throw new Error('not stored');
    const { activatedAt, period, endBefore, carrierReference } = aRenewal('active');
    const { renewal } = stored;
    if (renewal.status !== 'activating') throw new Error('not paid');
    const active = { ...renewal, status: 'active' as const, activatedAt, period, endBefore, carrierReference };
    await store.saveRenewal(
      stored,
      { ...active, claims: { 'renewal_active.sms': { state: 'sent', at: NOW } } },
      undefined,
    );
    const receipt = await call('GET /v1/link/renewals/{renewalId}/receipt', { parameters });
    expect([receipt.status, receipt.body.iccid]).toEqual([200, '…0000']);
    told.push(receipt, await call('GET /v1/link/renewals/{renewalId}', { parameters }));

    const text = JSON.stringify(told.map(({ body: each, headers }) => [each, headers]));
    for (const secret of ['mei', '8190', '8981100005819480000', 'sms', sealed()]) expect(text).not.toContain(secret);
    for (const { headers } of told)
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('the payer comes back to the page of links, and no provider gets to know the token', async () => {
    const { order, payments } = await world();
    const { body } = await order();
    const opened = JSON.stringify(payments.opened);
    expect(opened).toContain(`https://sim.example.com/r?renewal=${body.renewalId}`);
    expect(opened).not.toContain(sealed());
  });

  test('the owner sees what was ordered through it', async () => {
    const { call, order } = await world();
    const { renewalId: id } = (await order()).body;
    const seen = await call('GET /v1/renewals/{renewalId}', {
      authorization: 'Bearer mei',
      parameters: { renewalId: id },
    });
    expect([seen.status, seen.body.status]).toEqual([200, 'awaiting_payment']);
  });
});

describe('a link that is used again', () => {
  test('given the same key, then the same renewal and no second payment; given another, then another order', async () => {
    const { order, payments } = await world();
    const first = await order();
    const again = await Promise.all([order(), order(), order()]);
    expect(again.map(({ status, body }) => [status, body.renewalId])).toEqual(
      again.map(() => [200, first.body.renewalId]),
    );
    expect(new Set(payments.opened.map(({ reference }) => reference)).size).toBe(1);
    const other = await order({ key: 'key-0002' });
    expect([other.status, other.body.renewalId === first.body.renewalId]).toEqual([201, false]);
  });

  test('given the same key with another order, then it is refused', async () => {
    const { order } = await world();
    await order();
    const { status, body } = await order({ method: 'paypal' });
    expect([status, body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test("given the owner's own key, then it is another order, and the link does not open the owner's", async () => {
    const { call, order, preview } = await world();
    const body = JSON.stringify((await preview()).order);
    const own = await call('POST /v1/renewals', { authorization: 'Bearer mei', body });
    const linked = await order();
    expect([own.status, linked.status]).toEqual([201, 201]);
    expect(linked.body.renewalId).not.toBe(own.body.renewalId);
    const parameters = { renewalId: own.body.renewalId };
    expect((await call('GET /v1/link/renewals/{renewalId}', { parameters })).body.code).toBe('renewal_not_found');
  });
});

describe('what a renewal link does not open', () => {
  test.each(OF_RENEWAL)('%s: a renewal of the owner, of another line, of another link, or none', async (route) => {
    const { call, order, store } = await world();
    const later = sealed({ expiresAt: plusMs(LINK.expiresAt, 86_400_000) });
    const ofAnotherLink = (await order({ token: later })).body.renewalId;
    const ofAnotherLine = renewalId(`${OTHER_LINE}CDEFGHJKMNPQRSTV`);
    await store.createRenewal(
      { ...aRenewal('active'), renewalId: ofAnotherLine, lineId: OTHER_LINE, link: '0.20737' },
      undefined,
    );
    for (const id of [RENEWAL_ID, ofAnotherLink, ofAnotherLine, `${LINE_ID}0000000000000000`, 'x']) {
      const body = JSON.stringify({ method: 'card' });
      const { status, body: answer } = await call(route, { parameters: { renewalId: id }, body });
      expect([status, answer.code]).toEqual([404, 'renewal_not_found']);
    }
  });

  test('another line, whatever the order says', async () => {
    const { call, preview, payments } = await world();
    const body = JSON.stringify({ ...(await preview()).order, lineId: OTHER_LINE });
    const { status, body: answer } = await call('POST /v1/link/renewals', { body });
    expect([status, answer.code, payments.opened]).toEqual([404, 'line_not_found', []]);
  });

  test.each([
    'GET /v1/lines/{lineId}',
    'GET /v1/renewals/{renewalId}',
    'POST /v1/renewals',
    'POST /v1/lines/{lineId}/links/revocation',
  ])('%s, which asks for a login', async (route) => {
    const { call } = await world();
    const { status, body } = await call(route, { parameters: { lineId: LINE_ID, renewalId: RENEWAL_ID } });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  });

  test.each(ROUTES)('%s, with a login instead of a link, or with nothing', async (route) => {
    const { call } = await world();
    for (const authorization of ['', 'Bearer mei', `Bearer ${sealed()}`, sealed(), 'Link', 'Link ']) {
      const { status, body, headers } = await call(route, { authorization });
      expect([status, body.code, headers['www-authenticate']]).toEqual([401, 'link_not_valid', 'Link']);
    }
  });
});

describe('a token that was tampered with', () => {
  test('opens nothing, whichever byte was changed, added or left out', async () => {
    const { call } = await world();
    const token = sealed();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const changed = Array.from(token, (letter, index) =>
      [...alphabet]
        .filter((other) => other !== letter)
        .map((other) => token.slice(0, index) + other + token.slice(index + 1)),
    ).flat();
    const cut = Array.from(token, (_letter, index) => token.slice(0, index));
    for (const other of [...changed, ...cut, `${token}A`, `A${token}`, token.toLowerCase(), `${token}=`])
      expect((await call('GET /v1/link', { token: other })).status).toBe(401);
  });

  test('opens nothing when it was signed for another purpose or with another key', async () => {
    const { call } = await world();
    for (const other of [
      sealed({}, ONLY_NEXT_LINK_KEYS),
      sealed({}, [{ ...LINK_KEYS[0], key: ONLY_NEXT_LINK_KEYS[0].key }]),
    ])
      expect((await call('GET /v1/link', { token: other })).body.code).toBe('link_not_valid');
  });

  test('opens nothing when there is no such line', async () => {
    const { call } = await world();
    expect((await call('GET /v1/link', { token: sealed({ lineId: lineId('ZZZZZZZZZZZZ') }) })).status).toBe(401);
  });
});

describe('a link that is over', () => {
  test.each(ROUTES)('%s: it opens nothing from its last instant on, and says so', async (route) => {
    const { call, state } = await world();
    state.now = LINK.expiresAt;
    const { status, body } = await call(route, { parameters: { renewalId: RENEWAL_ID } });
    expect([status, body.code]).toEqual([410, 'link_expired']);
  });

  test('it opens until then, also when the SIM cannot be renewed any more', async () => {
    const { call, state } = await world();
    state.now = plusMs(LINK.expiresAt, -1);
    expect((await call('GET /v1/link')).body.renewable).toBe(false);
    expect((await call('GET /v1/link/plans')).body.plans).toEqual([]);
  });

  test.each(['mei', 'support'])(
    'given that %s calls all links of the line back, then none opens anything',
    async (sub) => {
      const { call, order, revoke, log } = await world();
      const { renewalId: id } = (await order()).body;
      const answer = await revoke(sub);
      expect([answer.status, answer.body]).toEqual([200, { lineId: LINE_ID, links: 'called_back' }]);
      for (const route of ROUTES) {
        const { status, body } = await call(route, { parameters: { renewalId: id } });
        expect([status, body.code]).toEqual([410, 'link_expired']);
      }
      expect((await call('GET /v1/link', { token: sealed({ version: 1 }) })).status).toBe(200);
      expect(log.entries.some(({ message }) => message === 'links called back')).toBe(true);
      await revoke(sub);
      expect((await call('GET /v1/link', { token: sealed({ version: 1 }) })).status).toBe(410);
      expect((await call('GET /v1/link', { token: sealed({ version: 3 }) })).status).toBe(410);
    },
  );

  test('given somebody else, or a line that is none, then nothing is called back', async () => {
    const { call, revoke } = await world();
    for (const [sub, id] of [
      ['kenji', LINE_ID],
      ['mei', OTHER_LINE],
      ['support', 'ZZZZZZZZZZZZ'],
      ['mei', 'x'],
    ] as const)
      expect((await revoke(sub, id)).body.code).toBe('line_not_found');
    expect((await call('GET /v1/link')).status).toBe(200);
  });
});

describe('a rotation of keys', () => {
  test('given the next key beside the one that signed, then links of both open', async () => {
    const { call, state } = await world();
    state.keys = NEXT_LINK_KEYS;
    for (const keys of [LINK_KEYS, NEXT_LINK_KEYS])
      expect((await call('GET /v1/link', { token: sealed({}, keys) })).status).toBe(200);
  });

  test('given a key that was put in a moment ago, then it is read anew; for a link that is good it is not', async () => {
    const { call, state } = await world();
    state.newer = NEXT_LINK_KEYS;
    expect((await call('GET /v1/link')).status).toBe(200);
    expect(state.reads).toBe(1);
    expect((await call('GET /v1/link', { token: sealed({}, NEXT_LINK_KEYS) })).status).toBe(200);
    expect(state.reads).toBe(3);
  });

  test('given that the old key is gone, then its links open nothing, and what was ordered is seen by a link of the new one', async () => {
    const { call, order, state } = await world();
    const { renewalId: id } = (await order()).body;
    state.keys = ONLY_NEXT_LINK_KEYS;
    expect((await call('GET /v1/link')).status).toBe(401);
    const token = sealed({}, ONLY_NEXT_LINK_KEYS);
    expect((await call('GET /v1/link/renewals/{renewalId}', { token, parameters: { renewalId: id } })).status).toBe(
      200,
    );
  });
});

test('no token stands in any line of the log, whatever goes wrong', async () => {
  const { call, state, store, log } = await world();
  await call('GET /v1/link', { token: `${sealed()}x` });
  state.now = LINK.expiresAt;
  await call('GET /v1/link');
  state.now = NOW;
  store.lineNow = async () => {
    throw new Error('outage');
  };
  expect((await call('GET /v1/link')).status).toBe(500);
  expect(log.entries.length).toBeGreaterThan(2);
  expect(
    JSON.stringify(log.entries, (_name, value) => (value instanceof Error ? String(value.stack) : value)),
  ).not.toContain(sealed());
});

describe('a token', () => {
  test.each([0, 1, 15, 16, 255, 4_095, 4_096, 1_000_000])('holds the version %i', async (version) => {
    const open = openLink({
      store: { lineNow: async () => aLine({ linkVersion: version }) },
      keys: async () => ({ keys: LINK_KEYS }),
      clock: () => NOW,
    });
    const { link, expiresAt } = await open(`Link ${sealed({ version })}`);
    expect([link, expiresAt]).toEqual([`${version}.20737`, LINK.expiresAt]);
  });

  test('lasts until the end of a day that is so many days after the end and its grace', () => {
    expect(LINK.expiresAt).toBe(parseInstant('2026-10-11T00:00:00Z'));
    const inGrace = aLine({ graceMs: 2 * 86_400_000 });
    expect(linkOf(inGrace, 0).expiresAt).toBe(parseInstant('2026-10-06T00:00:00Z'));
    expect(linkOf({ ...inGrace, linkVersion: 3 }, 0).version).toBe(3);
  });
});
