import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  field,
  json,
  NOW,
  networkError,
  notFound,
  numbered,
  ORDER,
  onNetwork,
  placed,
  type Step,
  silence,
  URL,
} from './airalo-replies.ts';

const activate = (...steps: readonly Step[]) => onNetwork(steps).carrier.activate(ORDER);
const unreachable = (code: string) => ({ kind: 'unknown', code, trouble: 'unreachable' });
const notConnected = (code: string) => ({ kind: 'not_sent', code, trouble: 'unreachable' });

describe('a top-up', () => {
  test('when Airalo names its order, then it is confirmed by the number on the invoice', async () => {
    const { carrier, sent } = onNetwork([placed()]);
    expect(await carrier.activate(ORDER)).toEqual({
      kind: 'confirmed',
      reference: '20251118-000111',
      confirmedAt: NOW,
    });
    expect(sent).toMatchObject([
      {
        method: 'POST',
        url: `${URL}/orders/topups`,
        headers: { authorization: 'Bearer token-kept', connection: 'close' },
        form: { package_id: ORDER.product, iccid: ORDER.carrierRef, description: ORDER.reference },
        isMultipart: true,
        redirect: 'manual',
      },
    ]);
    // fetch writes it, with the boundary.
    expect(sent[0]?.headers).not.toHaveProperty('content-type');
  });

  test('under discount pricing there is no net price, and it is confirmed all the same', async () => {
    const reply = placed({ net_price: null, pricing_model: 'discount_pricing', unit_paid_price: 4.05 });
    expect(await activate(reply)).toMatchObject({ kind: 'confirmed' });
  });

  test.each([
    ['11: credit', numbered(11), { kind: 'not_sent', code: 'float_low', trouble: 'float_low' }],
    ['13: maintenance', numbered(13), { kind: 'not_sent', code: 'maintenance', trouble: 'maintenance' }],
    ['14: checksum', numbered(14), { kind: 'refused', code: 'airalo_14' }],
    ['23: top-up disabled', numbered(23), { kind: 'refused', code: 'airalo_23' }],
    ['33: not enough stock', numbered(33), { kind: 'refused', code: 'airalo_33' }],
    ['34: out of stock', numbered(34), { kind: 'refused', code: 'airalo_34' }],
    ['43: bad request', numbered(43), { kind: 'refused', code: 'airalo_43' }],
    ['53: something unexpected', numbered(53), unreachable('airalo_53')],
    ['73: recycled', numbered(73), { kind: 'refused', code: 'recycled', recycled: true }],
    ['73 with status 200', numbered(73, 200), { kind: 'refused', code: 'recycled', recycled: true }],
    ['a number of no page', numbered(99), { kind: 'unknown', code: 'airalo_99' }],
    ['a wrong package', field('package_id'), { kind: 'refused', code: 'field.package_id' }],
    ['a wrong ICCID', field('iccid'), { kind: 'refused', code: 'field.iccid' }],
    ['a field of another kind', field('Größe'), unreachable('http_422')],
    ['422 without fields', json({ data: {}, meta: { message: 'no' } }, 422), unreachable('http_422')],
    ['422 with a list', json({ data: [], meta: { message: 'no' } }, 422), unreachable('http_422')],
    ['422 with a page', new Response('<html>', { status: 422 }), unreachable('http_422')],
    ['address not allowed', numbered(89, 403), { kind: 'not_sent', code: 'http_403' }],
    [
      'throttled',
      json({ message: 'Too Many Attempts.' }, 429, { 'retry-after': '12' }),
      { kind: 'not_sent', code: 'http_429', retryAfterMs: 12_000 },
    ],
    ['throttled, no wait', json({}, 429), { kind: 'not_sent', code: 'http_429' }],
    ['no connection', networkError('ECONNREFUSED'), notConnected('conn_refused')],
    ['no such name', networkError('ENOTFOUND'), notConnected('name_not_found')],
    ['never connected', networkError('UND_ERR_CONNECT_TIMEOUT'), notConnected('connect_timeout')],
    ['certificate', networkError('ERR_TLS_CERT_ALTNAME_INVALID'), notConnected('bad_certificate')],
    ['reset', networkError('ECONNRESET'), unreachable('conn_lost')],
    ['closed', networkError('UND_ERR_SOCKET'), unreachable('conn_lost')],
    ['something else', new Error('boom'), unreachable('conn_lost')],
    ['500', json({ message: 'Server Error' }, 500), unreachable('http_500')],
    ['a number with status 500', numbered(34, 500), unreachable('http_500')],
    ['504', new Response('', { status: 504 }), unreachable('http_504')],
    ['404', notFound(), unreachable('http_404')],
    ['400', json({}, 400), unreachable('http_400')],
    ['redirection', new Response(null, { status: 302 }), unreachable('http_302')],
    ['202', json({}, 202), unreachable('http_202')],
    ['a page', new Response('<html>'), unreachable('malformed_reply')],
    ['half an answer', new Response('{"data":{"id":'), unreachable('malformed_reply')],
    ['an empty answer', new Response(''), unreachable('malformed_reply')],
    ['another answer', json({ ok: true }), unreachable('malformed_reply')],
    ['no number', placed({ code: null }), unreachable('malformed_reply')],
    ['a number that is no proof', placed({ code: 'two words' }), unreachable('malformed_reply')],
    ['an order for a new eSIM', placed({ type: 'sim' }), unreachable('malformed_reply')],
    ['another package', placed({ package_id: 'other' }), { kind: 'unknown', code: 'other_package' }],
    ['far too much', new Response('x'.repeat(512 * 1024 + 1)), unreachable('reply_too_large')],
    ['silence', silence, unreachable('timeout')],
  ])('given %s, then that is what is certain', async (_what, step, outcome) => {
    expect(await activate(step)).toEqual(outcome);
  });

  test('given a budget that is used up, then nothing is sent, and nothing is held against Airalo', async () => {
    const { carrier, sent } = onNetwork([placed()], { budget: { take: async () => false } });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'rate_budget' });
    expect(sent).toEqual([]);
  });

  test('whatever comes back, it is said in a short code of ours, and only documented words settle it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304, 401].includes(status)),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.record({ code: fc.integer(), reason: fc.string() }).map((b) => JSON.stringify(b)),
        ),
        async (status, body) => {
          const outcome = await activate(new Response(body, { status }));
          expect(['refused', 'not_sent', 'unknown']).toContain(outcome.kind);
          if ('code' in outcome) expect(outcome.code).toMatch(/^[a-z0-9_.]{1,24}$/);
          if (outcome.kind === 'refused') expect([200, 422]).toContain(status);
        },
      ),
    );
  });
});
