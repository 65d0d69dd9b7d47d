import { describe, expect, test } from '@jest/globals';
import {
  found,
  json,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  profiles,
  type Step,
  sim,
  TARGET,
  token,
} from './soracom-replies.ts';

const activate = (...steps: readonly Step[]) => onNetwork(token(), found(), ...steps).carrier.activate(ORDER);

describe('setting the end of a SIM', () => {
  test('when Soracom shows the new end, then it is confirmed with a reference into its records', async () => {
    const { carrier, sent } = onNetwork(token(), found(), sim());
    expect(await carrier.activate(ORDER)).toEqual({
      kind: 'confirmed',
      reference: `${ORDER.carrierRef}@${TARGET}/${NOW}`,
      confirmedAt: NOW,
      endsAt: TARGET,
    });
    expect(sent).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.soracom.io/v1/auth',
        body: { authKeyId: 'keyId-1', authKey: 'secret-1', tokenTimeoutSeconds: 3_600 },
      },
      { method: 'GET', url: `https://api.soracom.io/v1/sims/${ORDER.carrierRef}` },
      {
        method: 'POST',
        url: `https://api.soracom.io/v1/sims/${ORDER.carrierRef}/set_expiry_time`,
        headers: { 'x-soracom-api-key': 'key-one', 'x-soracom-token': 'token-one', connection: 'close' },
        // Exactly our exclusive end; the SIM is only cut off, never given up.
        body: { expiryTime: TARGET, expiryAction: 'deleteSession' },
        redirect: 'manual',
      },
    ]);
  });

  test('a name of a SIM cannot reach another path', async () => {
    const { carrier, sent } = onNetwork(token(), found(), sim());
    await carrier.activate({ ...ORDER, carrierRef: '../subscribers?x' });
    expect(sent[2]?.url).toBe('https://api.soracom.io/v1/sims/..%2Fsubscribers%3Fx/set_expiry_time');
  });

  test('a reference stays within 64 characters', async () => {
    const outcome = await activate(sim({ simId: 'x'.repeat(80) }));
    expect(outcome).toMatchObject({ reference: expect.stringMatching(new RegExp(`^.{${64 - 28}}@${TARGET}/${NOW}$`)) });
  });

  test.each([
    ['unknown SIM', json({ code: 'SEM0001', message: 'no' }, 404), { kind: 'refused', code: 'sem0001' }],
    ['bad request', json({ code: 'SEM0004', message: 'no' }, 400), { kind: 'refused', code: 'sem0004' }],
    ['conflict', json({ code: 'SEM0005', message: 'no' }, 409), { kind: 'refused', code: 'sem0005' }],
    ['no code', json({ message: 'no' }, 422), { kind: 'refused', code: 'http_422' }],
    ['odd code', json({ code: 'no such <SIM>' }, 404), { kind: 'refused', code: 'http_404' }],
    ['no JSON', new Response('gone', { status: 410 }), { kind: 'refused', code: 'http_410' }],
    ['terminated', sim({ status: 'terminated' }), { kind: 'refused', code: 'terminated' }],
    ['forbidden', json({}, 403), { kind: 'not_sent', code: 'http_403' }],
    ['throttled', json({}, 429, { 'retry-after': '12' }), { kind: 'not_sent', code: 'http_429', retryAfterMs: 12_000 }],
    [
      'throttled until',
      json({}, 429, { 'retry-after': new Date(NOW + 90_000).toUTCString() }),
      { kind: 'not_sent', code: 'http_429', retryAfterMs: 90_000 },
    ],
    ['throttled, no wait', json({}, 429), { kind: 'not_sent', code: 'http_429' }],
    ['no connection', networkError('ECONNREFUSED'), { kind: 'not_sent', code: 'conn_refused', trouble: 'unreachable' }],
    ['no such name', networkError('ENOTFOUND'), { kind: 'not_sent', code: 'name_not_found', trouble: 'unreachable' }],
    ['resolver busy', networkError('EAI_AGAIN'), { kind: 'not_sent', code: 'name_not_found', trouble: 'unreachable' }],
    [
      'never connected',
      networkError('UND_ERR_CONNECT_TIMEOUT'),
      { kind: 'not_sent', code: 'connect_timeout', trouble: 'unreachable' },
    ],
    [
      'certificate',
      networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
      { kind: 'not_sent', code: 'bad_certificate', trouble: 'unreachable' },
    ],
    ['reset', networkError('ECONNRESET'), { kind: 'unknown', code: 'conn_lost', trouble: 'unreachable' }],
    ['closed', networkError('UND_ERR_SOCKET'), { kind: 'unknown', code: 'conn_lost', trouble: 'unreachable' }],
    [
      'unreachable on the way',
      networkError('EHOSTUNREACH'),
      { kind: 'unknown', code: 'conn_lost', trouble: 'unreachable' },
    ],
    ['something else', new Error('boom'), { kind: 'unknown', code: 'conn_lost', trouble: 'unreachable' }],
    ['500', json({ code: 'AGW0005' }, 500), { kind: 'unknown', code: 'http_500', trouble: 'unreachable' }],
    [
      '503 that asks for a wait',
      json({}, 503, { 'retry-after': '5' }),
      { kind: 'unknown', code: 'http_503', trouble: 'unreachable' },
    ],
    ['504', new Response('', { status: 504 }), { kind: 'unknown', code: 'http_504', trouble: 'unreachable' }],
    ['408', json({}, 408), { kind: 'unknown', code: 'http_408', trouble: 'unreachable' }],
    ['redirection', new Response(null, { status: 302 }), { kind: 'unknown', code: 'http_302', trouble: 'unreachable' }],
    ['202', json({}, 202), { kind: 'unknown', code: 'http_202', trouble: 'unreachable' }],
    ['a page', new Response('<html>'), { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' }],
    ['half an answer', new Response('{"simId":'), { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' }],
    ['an empty answer', new Response(''), { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' }],
    ['another answer', json({ ok: true }), { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' }],
    ['another end', sim({ expiryTime: TARGET - 1 }), { kind: 'unknown', code: 'other_end' }],
    ['no end', sim({ expiryTime: null }), { kind: 'unknown', code: 'other_end' }],
    [
      'far too much',
      new Response('x'.repeat(512 * 1024 + 1)),
      { kind: 'unknown', code: 'reply_too_large', trouble: 'unreachable' },
    ],
  ])('given %s, then that is what is certain', async (_what, step, outcome) => {
    expect(await activate(step)).toEqual(outcome);
  });

  test('given an answer that breaks off, then it is unclear', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"simId'));
        controller.error(networkError('UND_ERR_SOCKET'));
      },
    });
    expect(await activate(new Response(broken))).toEqual({
      kind: 'unknown',
      code: 'conn_lost',
      trouble: 'unreachable',
    });
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
    expect(await activate(silence)).toEqual({ kind: 'unknown', code: 'timeout', trouble: 'unreachable' });
  });
});

describe('a SIM that was switched off', () => {
  test('is activated in a second call', async () => {
    const { carrier, sent } = onNetwork(token(), found({ status: 'suspended' }), sim({ status: 'suspended' }), sim());
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(sent[3]).toMatchObject({ method: 'POST', url: expect.stringMatching(/\/activate$/) });
  });

  test.each([
    ['refused', json({ code: 'SEM0009' }, 400), { code: 'act.sem0009' }],
    ['throttled', json({}, 429, { 'retry-after': '5' }), { code: 'act.http_429' }],
    ['not connected', networkError('ECONNREFUSED'), { code: 'act.conn_refused', trouble: 'unreachable' }],
    ['in trouble', json({}, 503), { code: 'act.http_503', trouble: 'unreachable' }],
    ['still off', sim({ status: 'suspended' }), { code: 'act.not_working' }],
    ['of another end meanwhile', sim({ expiryTime: TARGET + 1 }), { code: 'act.not_working' }],
    ['terminated meanwhile', sim({ status: 'terminated' }), { code: 'act.terminated' }],
  ])('is never "not carried out" once its end is set: %s', async (_what, step, failure) => {
    expect(await activate(sim({ status: 'inactive' }), step)).toEqual({ kind: 'unknown', ...failure });
  });
});

describe('the SIM is looked at before its end is set', () => {
  const notTried = async (step: Step) => {
    const { carrier, sent } = onNetwork(token(), step);
    const outcome = await carrier.activate(ORDER);
    expect(sent).toHaveLength(2);
    return outcome;
  };

  test.each([
    ['another card', found(profiles('8942310000000000017')), { kind: 'refused', code: 'recycled', recycled: true }],
    [
      'another card under some name',
      found({ profiles: { first: { iccid: '8942310000000000017' } } }),
      { kind: 'refused', code: 'recycled', recycled: true },
    ],
    ['given up', found({ status: 'terminated' }), { kind: 'refused', code: 'terminated' }],
    ['unknown', json({ code: 'SEM0001' }, 404), { kind: 'refused', code: 'sem0001' }],
    ['forbidden', json({}, 403), { kind: 'not_sent', code: 'http_403' }],
    ['throttled', json({}, 429, { 'retry-after': '9' }), { kind: 'not_sent', code: 'http_429', retryAfterMs: 9_000 }],
    ['not shown', networkError('ECONNRESET'), { kind: 'not_sent', code: 'conn_lost', trouble: 'unreachable' }],
    ['not readable', json({ ok: 1 }), { kind: 'not_sent', code: 'malformed_reply', trouble: 'unreachable' }],
  ])('given one that is %s, then nothing is set', async (_what, step, outcome) => {
    expect(await notTried(step)).toEqual(outcome);
  });

  test.each([
    ['the very card', profiles(ORDER.iccid)],
    ['the card with its check digit', profiles(`${ORDER.iccid}7`)],
    ['the card among other profiles', profiles('8942310000000000017', ORDER.iccid)],
    ['the card under another name', { profiles: { first: { iccid: ORDER.iccid } } }],
    ['no profile', { profiles: {} }],
    ['profiles that say no ICCID', { profiles: { first: null } }],
  ])('given a SIM that shows %s, then it is set', async (_what, facts) => {
    const { carrier } = onNetwork(token(), found(facts), sim());
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
  });
});
