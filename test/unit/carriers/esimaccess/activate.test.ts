import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BASELINE,
  esim,
  found,
  GIB,
  json,
  listing,
  NOW,
  networkError,
  ORDER,
  offer,
  ok,
  onNetwork,
  refused,
  SIM,
  type Step,
  toppedUp,
} from './esim-access-replies.ts';

const activate = async (...steps: readonly Step[]) => onNetwork(...steps).carrier.activate(ORDER);
const unreachable = (code: string) => ({ kind: 'unknown', code, trouble: 'unreachable' });
const notSent = (code: string, more: object = {}) => ({ kind: 'not_sent', code, ...more });

describe('a top-up', () => {
  test('is one request, for this SIM, under our reference', async () => {
    const { carrier, sent } = onNetwork(toppedUp());
    expect(await carrier.activate(ORDER)).toEqual({
      kind: 'confirmed',
      reference: '26100103000001',
      confirmedAt: NOW,
      endsAt: Date.UTC(2026, 9, 14, 15),
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      path: '/esim/topup',
      body: { esimTranNo: SIM.carrierRef, packageCode: ORDER.product, transactionId: ORDER.reference },
    });
    expect(sent[0]?.body).not.toHaveProperty('amount');
  });

  test('given a SIM that had it already, then nothing is bought again', async () => {
    const { carrier, sent } = onNetwork();
    expect(await carrier.activate({ ...ORDER, baseline: `${BASELINE}/26100103000001` })).toEqual({
      kind: 'confirmed',
      reference: '26100103000001',
      confirmedAt: NOW,
    });
    expect(sent).toEqual([]);
  });

  test('given an answer as of the older examples, then our reference is its name', async () => {
    expect(await activate(toppedUp({ topUpEsimTranNo: undefined, transactionId: 'fb9b22193f3c45aa' }))).toMatchObject({
      kind: 'confirmed',
      reference: ORDER.reference,
    });
  });

  test.each([
    ['that is no time', 'soon'],
    ['that is missing', null],
    ['without an offset', '2026-10-14 15:00:00'],
  ])('given an end %s, then none is told', async (_what, expiredTime) => {
    const outcome = await activate(toppedUp({ expiredTime }));
    expect(outcome).toMatchObject({ kind: 'confirmed' });
    expect(outcome).not.toHaveProperty('endsAt');
  });

  test('given a SIM that was not used before, then the end of its first use is none of service', async () => {
    const baseline = `v1/${GIB}/7/${GIB}/7/-/0`;
    expect(await onNetwork(toppedUp()).carrier.activate({ ...ORDER, baseline })).not.toHaveProperty('endsAt');
  });

  test('given success as a text, as the table says, then it counts', async () => {
    const body = { success: 'true', errorCode: null, obj: { transactionId: ORDER.reference } };
    expect(await activate(json(body))).toMatchObject({ kind: 'confirmed' });
  });

  test.each([undefined, '', 'v0', `${BASELINE}9`, `${BASELINE}/`, `${BASELINE}/two words`, 'v1/-1/7/0/0/-/0'])(
    'given %j as what was there before, then nothing is sent',
    async (baseline) => {
      const { carrier, sent } = onNetwork();
      const { baseline: _none, ...plain } = ORDER;
      const order = baseline === undefined ? plain : { ...plain, baseline };
      expect(await carrier.activate(order)).toEqual(notSent('no_baseline'));
      expect(sent).toEqual([]);
    },
  );
});

describe('the certainty of each answer', () => {
  test.each<readonly [string, Step, object]>([
    ['refused connection', networkError('ECONNREFUSED'), notSent('conn_refused', { trouble: 'unreachable' })],
    ['unknown name', networkError('ENOTFOUND'), notSent('name_not_found', { trouble: 'unreachable' })],
    ['certificate', networkError('CERT_HAS_EXPIRED'), notSent('bad_certificate', { trouble: 'unreachable' })],
    ['reset', networkError('ECONNRESET'), unreachable('conn_lost')],
    ['something else', new Error('boom'), unreachable('conn_lost')],
    ['500', json({}, 500), unreachable('http_500')],
    ['500 with an envelope', refused('310241', 500), unreachable('http_500')],
    ['502 with a page', new Response('<html>', { status: 502 }), unreachable('http_502')],
    ['redirection', new Response(null, { status: 302 }), unreachable('http_302')],
    ['201', json({ success: true, obj: {} }, 201), unreachable('http_201')],
    ['404 without an envelope', json({ error: 'Not Found' }, 404), unreachable('http_404')],
    ['400 with an envelope', refused('000105', 400), { kind: 'refused', code: 'ea_000105' }],
    ['400 that says success', json({ success: true, obj: {} }, 400), unreachable('http_400')],
    ['403', json({}, 403), notSent('http_403')],
    ['429', json({}, 429), notSent('http_429')],
    ['429 with a wait', json({}, 429, { 'retry-after': '7' }), notSent('http_429', { retryAfterMs: 7_000 })],
    ['429 with an envelope', refused('900001', 429), notSent('http_429')],
    ['a page', new Response('<html>'), unreachable('malformed_reply')],
    ['half an answer', new Response('{"success":tru'), unreachable('malformed_reply')],
    ['an empty answer', new Response(''), unreachable('malformed_reply')],
    ['another answer', json({ ok: true }), unreachable('malformed_reply')],
    ['success that is neither', json({ success: 'yes', obj: {} }), unreachable('malformed_reply')],
    ['success without an object', json({ success: true }), unreachable('malformed_reply')],
    ['success with another object', ok({}), unreachable('malformed_reply')],
    [
      'failure as a text',
      json({ success: 'false', errorCode: '310241', obj: { transactionId: 't' } }),
      { kind: 'refused', code: 'ea_310241' },
    ],
    ['success with null', ok(null), unreachable('malformed_reply')],
    ['far too much', new Response('x'.repeat(512 * 1024 + 1)), unreachable('reply_too_large')],
    ['no code', refused(null), { kind: 'unknown', code: 'ea_other' }],
    ['a code that is a text', refused('<script>'), { kind: 'unknown', code: 'ea_other' }],
    ['abnormal order status', refused('200009'), { kind: 'unknown', code: 'ea_200009' }],
    ['server error', refused('000001'), unreachable('ea_000001')],
    ['no credit', refused('200007'), notSent('ea_200007', { trouble: 'float_low' })],
    ['still being made', refused('200010'), notSent('ea_200010', { retryAfterMs: 30_000 })],
    ['busy', refused('900001'), notSent('ea_900001', { retryAfterMs: 10_000 })],
    ['out of stock', refused('200011'), notSent('ea_200011')],
    ['another price', refused('200005'), notSent('ea_200005')],
    ['expired timestamp', refused('101001'), notSent('ea_101001')],
    ['blocked address', refused('101002'), notSent('ea_101002')],
    ['a missing header', refused('000101'), notSent('ea_000101')],
  ])('given %s, then that is what is certain', async (_what, step, outcome) => {
    // A refusal is followed by the question who has the number.
    expect(await activate(step, found(esim()))).toEqual(outcome);
  });

  test.each([
    '000104',
    '000105',
    '000106',
    '000107',
    '200002',
    '200008',
    '310241',
    '310243',
    '310403',
    '310242',
    '310409',
  ])('given %s, then it is refused for good', async (code) => {
    expect(await activate(refused(code), found(esim()))).toEqual({ kind: 'refused', code: `ea_${code}` });
  });

  test('given any code that nobody has published, then nothing is concluded', async () => {
    const published = /^(0000|0001|1010|2000|310|900001)/;
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^\d{6}$/), async (code) => {
        fc.pre(!published.test(code));
        expect(await activate(refused(code))).toEqual({ kind: 'unknown', code: `ea_${code}` });
      }),
    );
  });

  test('given any JSON at all with any status, then a code is short and no text of another system', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom(200, 400, 401, 404, 500, 503), async (body, status) => {
        const outcome = await activate(json(body, status), json(body, status), json(body, status));
        expect(outcome.kind).not.toBe('confirmed');
        expect('code' in outcome ? outcome.code : '').toMatch(/^[a-z0-9_.]{1,24}$/);
      }),
    );
  });

  test('given no answer at all, then the own time-out ends it, and it is unclear', async () => {
    const silence: Step = ({ signal }) =>
      new Promise((_resolve, reject) => {
        // Keeps the test alive: the time-out of a signal does not.
        const alive = setInterval(() => {}, 1_000);
        signal.addEventListener('abort', () => {
          clearInterval(alive);
          reject(signal.reason);
        });
      });
    expect(await activate(silence)).toEqual(unreachable('timeout'));
  });
});

describe('a refusal', () => {
  const activateAfter = (step: Step) => activate(refused('200002'), step);

  test.each<readonly [string, Step, object]>([
    ['ours', found(esim()), {}],
    ['another SIM', found(esim({ esimTranNo: '26050100000001' })), { recycled: true }],
    ['another that is over, too', found(esim({ esimTranNo: '2', esimStatus: 'CANCEL' })), { recycled: true }],
    ['ours, and one before it', found(esim(), esim({ esimTranNo: '1', esimStatus: 'USED_EXPIRED' })), {}],
    ['ours, and one that runs', found(esim(), esim({ esimTranNo: '2' })), { recycled: true }],
    ['nobody', found(), {}],
    ['an error', refused('310403'), {}],
    ['no answer', networkError('ECONNRESET'), {}],
  ])('given that the number has %s, then that is what it says', async (_what, step, more) => {
    expect(await activateAfter(step)).toEqual({ kind: 'refused', code: 'ea_200002', ...more });
  });

  test('asks by the number, and only then', async () => {
    const { carrier, sent } = onNetwork(refused('200002'), found(esim()));
    await carrier.activate(ORDER);
    expect(sent[1]).toMatchObject({
      path: '/esim/query',
      body: { iccid: SIM.iccid, pager: { pageNum: 1, pageSize: 5 } },
    });
    expect(sent[1]?.body).not.toHaveProperty('esimTranNo');
  });
});

describe('a limit of the price', () => {
  const limited = { ...ORDER, maxCost: { amountE4: 11_000, currency: 'USD' } };

  test('given a price within it, then exactly that price is named, as a text', async () => {
    const { carrier, sent } = onNetwork(listing(offer({ packageCode: 'OTHER', slug: null }), offer()), toppedUp());
    expect(await carrier.activate(limited)).toMatchObject({ kind: 'confirmed' });
    expect(sent[0]).toMatchObject({ path: '/package/list', body: { type: 'TOPUP', iccid: SIM.iccid } });
    expect(sent[1]).toMatchObject({ path: '/esim/topup', body: { amount: '11000' } });
  });

  test.each<readonly [string, Step, object]>([
    ['a price above it', listing(offer({ price: 11_001 })), { kind: 'refused', code: 'price_changed' }],
    ['another currency', listing(offer({ currencyCode: 'EUR' })), { kind: 'refused', code: 'other_currency' }],
    ['no such product', listing(offer({ packageCode: 'X', slug: 'Y' })), { kind: 'refused', code: 'not_offered' }],
    ['no list', ok({ packageList: null }), { kind: 'refused', code: 'not_offered' }],
    ['an unknown number', refused('310403'), { kind: 'refused', code: 'ea_310403' }],
    ['a broken price', listing(offer({ price: '1' })), notSent('list.malformed_reply', { trouble: 'unreachable' })],
    ['a reset', networkError('ECONNRESET'), notSent('list.conn_lost', { trouble: 'unreachable' })],
    ['500', json({}, 500), notSent('list.http_500', { trouble: 'unreachable' })],
    ['busy', refused('900001'), notSent('ea_900001', { retryAfterMs: 10_000 })],
    ['an unknown code', refused('777777'), notSent('list.ea_777777')],
  ])('given a list with %s, then nothing is bought', async (_what, step, outcome) => {
    const { carrier, sent } = onNetwork(step, found(esim()));
    expect(await carrier.activate(limited)).toEqual(outcome);
    expect(sent.map(({ path }) => path)).not.toContain('/esim/topup');
  });
});

describe('a SIM that was suspended', () => {
  const suspended = { ...ORDER, baseline: BASELINE.replace(/0$/, '1') };

  test.each<readonly [string, Step]>([
    ['and runs again', ok({})],
    ['and runs already', refused('200002')],
    ['with an answer that lacks its object', json({ success: true, errorCode: '0' })],
  ])('%s, is topped up', async (_what, step) => {
    const { carrier, sent } = onNetwork(step, toppedUp());
    expect(await carrier.activate(suspended)).toMatchObject({ kind: 'confirmed' });
    expect(sent[0]).toMatchObject({ path: '/esim/unsuspend', body: { esimTranNo: SIM.carrierRef } });
  });

  test.each<readonly [string, Step, object]>([
    ['reset', networkError('ECONNRESET'), notSent('resume.conn_lost', { trouble: 'unreachable' })],
    ['500', json({}, 500), notSent('resume.http_500', { trouble: 'unreachable' })],
    [
      'too much',
      new Response('x'.repeat(512 * 1024 + 1)),
      notSent('resume.reply_too_large', { trouble: 'unreachable' }),
    ],
  ])('and of which that is unclear (%s) is not topped up', async (_what, step, outcome) => {
    const { carrier, sent } = onNetwork(step);
    expect(await carrier.activate(suspended)).toEqual(outcome);
    expect(sent).toHaveLength(1);
  });
});
