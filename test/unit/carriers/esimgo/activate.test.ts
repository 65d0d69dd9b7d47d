import { describe, expect, test } from '@jest/globals';
import {
  bundles,
  ICCID,
  json,
  message,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  ordered,
  organisation,
  PRICED,
  PRODUCT,
  priced,
  row,
  type Step,
  silence,
} from './esim-go-replies.ts';

const activate = (...steps: readonly Step[]) => onNetwork(...steps).carrier.activate(ORDER);
const UNREACHABLE = { trouble: 'unreachable' };

describe('buying a bundle', () => {
  test('when the eSIM shows the new assignment, then it is confirmed by its id', async () => {
    const { carrier, sent } = onNetwork(priced(), ordered(), bundles([row()]));
    expect(await carrier.activate(PRICED)).toEqual({
      kind: 'confirmed',
      reference: '215009266',
      confirmedAt: NOW,
    });
    const order = {
      assign: true,
      order: [{ type: 'bundle', item: PRODUCT, quantity: 1, iccids: [ICCID], allowReassign: false }],
    };
    expect(sent).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.esim-go.com/v2.5/orders',
        headers: { 'x-api-key': 'key-one-of-the-account', connection: 'close' },
        body: { type: 'validate', ...order },
        redirect: 'manual',
      },
      { method: 'POST', url: 'https://api.esim-go.com/v2.5/orders', body: { type: 'transaction', ...order } },
      { method: 'GET', url: `https://api.esim-go.com/v2.5/esims/${ICCID}/bundles?includeUsed=true&limit=200` },
    ]);
    // Whatever else is sent, an eSIM that the traveller does not have is never asked for.
    expect(JSON.stringify(sent)).not.toMatch(/allowReassign":true/);
  });

  test('when it has begun, then its end is told', async () => {
    const begun = row({ bundleState: 'Active', startTime: '2026-10-01T03:00:01Z', endTime: '2026-10-08T03:00:01.5Z' });
    expect(await activate(ordered(), bundles([begun]))).toMatchObject({
      kind: 'confirmed',
      endsAt: Date.UTC(2026, 9, 8, 3, 0, 1, 500),
    });
  });

  test('a name of a SIM cannot reach another path', async () => {
    const { carrier, sent } = onNetwork(ordered({ order: null }), bundles([row()]));
    await carrier.activate({ ...ORDER, carrierRef: '../orders?x' });
    expect(sent[1]?.url).toBe('https://api.esim-go.com/v2.5/esims/..%2Forders%3Fx/bundles?includeUsed=true&limit=200');
  });

  test.each([
    ['is still processing', bundles([row({ bundleState: 'processing' })])],
    ['is not shown yet', bundles([])],
    ['was revoked at once', bundles([row({ bundleState: 'revoked' })])],
    ['cannot be read', networkError('ECONNRESET')],
    ['is in a list that cannot be read', json({ bundles: 'many' })],
  ])('when it %s, then the order is accepted by its reference', async (_what, step) => {
    expect(await activate(ordered(), step)).toEqual({
      kind: 'accepted',
      reference: '9183265c-1234-1234-1234-388a21393138',
    });
  });

  test('without a baseline nothing is bought, for it could not be recognised', async () => {
    const { carrier, sent } = onNetwork();
    const { baseline: _baseline, ...order } = ORDER;
    expect(await carrier.activate(order)).toEqual({ kind: 'not_sent', code: 'no_baseline' });
    expect(sent).toEqual([]);
  });
});

describe('the price, before anything is bought', () => {
  test.each([
    ['dearer', priced({ total: 2.0001 }), { kind: 'refused', code: 'price_changed' }],
    ['another currency', priced({ currency: 'GBP' }), { kind: 'refused', code: 'other_currency' }],
    ['not valid', priced({ valid: false }), { kind: 'refused', code: 'not_valid' }],
    ['no such bundle', message('Bundle esim_1GB_7D_JP_V2 does not exist'), { kind: 'refused', code: 'unknown_bundle' }],
    ['no price', priced({ total: null }), { kind: 'not_sent', code: 'malformed_reply', ...UNREACHABLE }],
    ['a page', new Response('<html>'), { kind: 'not_sent', code: 'malformed_reply', ...UNREACHABLE }],
    ['reset', networkError('ECONNRESET'), { kind: 'not_sent', code: 'conn_lost', ...UNREACHABLE }],
    ['500', json({}, 500), { kind: 'not_sent', code: 'http_500', ...UNREACHABLE }],
    [
      'no balance',
      message('Insufficient balance'),
      { kind: 'not_sent', code: 'insufficient_balance', trouble: 'float_low' },
    ],
  ])('given %s, then it stays so', async (_what, step, outcome) => {
    const { carrier, sent } = onNetwork(step);
    expect(await carrier.activate(PRICED)).toEqual(outcome);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toMatchObject({ type: 'validate' });
  });

  test('given exactly what the plan allows, then it is bought', async () => {
    const { carrier } = onNetwork(priced({ total: 2 }), ordered(), bundles([row()]));
    expect(await carrier.activate(PRICED)).toMatchObject({ kind: 'confirmed' });
  });
});

describe('an order that does not succeed', () => {
  test.each([
    ['incompatible', message('Bundle esim_1GB_7D_JP_V2 is not compatible with the profile'), 'incompatible'],
    ['unknown eSIM', message('ICCID 8944538532008160222 was not found'), 'unknown_sim'],
    ['an eSIM of others', message('you do not have access to this eSIM', 404), 'unknown_sim'],
    ['unknown bundle', message('Bundle esim_1GB_7D_JP_V2 does not exist'), 'unknown_bundle'],
    ['deactivated', message('Bundles cannot be applied to a deactivated eSIM'), 'deactivated'],
    ['too many', message('Maximum number of queued bundles reached'), 'too_many_bundles'],
    ['something else', message('no', 422), 'http_422'],
    ['conflict', message('no', 409), 'http_409'],
  ])('given %s, then it is refused', async (_what, step, code) => {
    expect(await activate(step)).toEqual({ kind: 'refused', code });
  });

  test.each([
    ['no balance', message('Insufficient balance'), { code: 'insufficient_balance', trouble: 'float_low' }],
    [
      'not enough credit',
      message('You have not enough credit'),
      { code: 'insufficient_balance', trouble: 'float_low' },
    ],
    ['payment required', json({}, 402), { code: 'insufficient_balance', trouble: 'float_low' }],
    ['daily limit', message('Daily spend limit exceeded'), { code: 'spend_limit', trouble: 'float_low' }],
    ['maintenance', message('Scheduled maintenance', 503), { code: 'maintenance', trouble: 'maintenance' }],
    ['wrong key', message('access denied', 401), { code: 'http_401' }],
    ['throttled, no wait', message('Rate limit exceeded', 429), { code: 'http_429' }],
    ['throttled', json({}, 429, { 'retry-after': '3' }), { code: 'http_429', retryAfterMs: 3_000 }],
    [
      'maintenance for a while',
      json({ message: 'under maintenance' }, 503, { 'retry-after': '60' }),
      { code: 'maintenance', trouble: 'maintenance', retryAfterMs: 60_000 },
    ],
    ['no connection', networkError('ECONNREFUSED'), { code: 'conn_refused', ...UNREACHABLE }],
    ['no such name', networkError('ENOTFOUND'), { code: 'name_not_found', ...UNREACHABLE }],
    ['certificate', networkError('ERR_TLS_CERT_ALTNAME_INVALID'), { code: 'bad_certificate', ...UNREACHABLE }],
  ])('given %s, then it was certainly not carried out', async (_what, step, facts) => {
    expect(await activate(step)).toEqual({ kind: 'not_sent', ...facts });
  });

  test.each([
    ['reset', networkError('ECONNRESET'), 'conn_lost'],
    ['closed', networkError('UND_ERR_SOCKET'), 'conn_lost'],
    ['something else', new Error('boom'), 'conn_lost'],
    ['no answer', silence, 'timeout'],
    ['500', message('Internal server error', 500), 'http_500'],
    ['502', new Response('', { status: 502 }), 'http_502'],
    ['processing', message('Processing, please come back later', 503), 'http_503'],
    ['408', json({}, 408), 'http_408'],
    ['redirection', new Response(null, { status: 302 }), 'http_302'],
    ['202', json({}, 202), 'http_202'],
    ['a bad request that is not of eSIM Go', new Response('<html>', { status: 400 }), 'http_400'],
    ['not found, not of eSIM Go', new Response('', { status: 404 }), 'http_404'],
    ['a page', new Response('<html>'), 'malformed_reply'],
    ['half an answer', new Response('{"orderReference":'), 'malformed_reply'],
    ['another answer', json({ ok: true }), 'malformed_reply'],
    ['a reference of two lines', ordered({ orderReference: 'a\nb' }), 'malformed_reply'],
  ])('given %s, then it may have been carried out', async (_what, step, code) => {
    expect(await activate(step)).toEqual({ kind: 'unknown', code, ...UNREACHABLE });
  });

  test.each([
    ['a status that is not a good one', ordered({ status: 'failed' }), 'order_status'],
    ['another eSIM in the lines', ordered({ order: [{ iccids: ['8944538532008160223'] }] }), 'other_iccid'],
    ['another eSIM beside', ordered({ order: [{ esims: [{ iccid: '8944538532008160223' }] }] }), 'other_iccid'],
  ])('given %s, then only the eSIM itself can tell', async (_what, step, code) => {
    expect(await activate(step)).toEqual({ kind: 'unknown', code });
  });

  test('given an ICCID written as a number, then every digit of it counts', async () => {
    const text = await ordered().text();
    const asNumber = (iccid: string) => new Response(text.replaceAll(`"${ICCID}"`, iccid));
    expect(await activate(asNumber(ICCID), bundles([row()]))).toMatchObject({ kind: 'confirmed' });
    expect(await activate(asNumber('8944538532008160223'))).toMatchObject({ kind: 'unknown', code: 'other_iccid' });
  });
});

describe('an order that is forbidden (403)', () => {
  test('given a key that works, then the eSIM is not ours', async () => {
    expect(await activate(message('access denied', 403), message('access denied', 403), organisation())).toEqual({
      kind: 'refused',
      code: 'unknown_sim',
    });
  });

  test.each<readonly [string, readonly Step[]]>([
    ['the key reads nothing else', [message('access denied', 403), message('access denied', 403)]],
    ['the eSIM can be read', [bundles([])]],
    ['nothing more can be asked', [networkError('ECONNRESET')]],
  ])('given that %s, then it was not carried out, for a reason that may pass', async (_what, more) => {
    expect(await activate(message('access denied', 403), ...more)).toEqual({ kind: 'not_sent', code: 'http_403' });
  });
});
