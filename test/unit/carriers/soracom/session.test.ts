import { describe, expect, test } from '@jest/globals';
import { soracomCarrier } from '../../../../shared/carriers/soracom/soracom-carrier.ts';
import { found, json, NOW, networkError, ORDER, onNetwork, sim, token } from './soracom-replies.ts';

describe('a session', () => {
  test('given a key that was rotated, then the secret is read again, once', async () => {
    const { carrier, sent, secrets } = onNetwork(json({ code: 'AUM0003' }, 401), token(), found(), sim());
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(secrets).toEqual([false, true]);
    expect(sent[1]?.body).toMatchObject({ authKey: 'secret-2' });
  });

  test('given a key that stays wrong, then it ends after the second try', async () => {
    const { carrier, sent } = onNetwork(json({}, 401), json({}, 401));
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'auth_refused' });
    expect(sent).toHaveLength(2);
  });

  test('given a token that is turned away, then a fresh key fetches another', async () => {
    const { carrier, sent, secrets } = onNetwork(token('one'), json({}, 401), token('two'), found(), sim(), sim());
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(secrets).toEqual([false, true]);
    // And it stays in use.
    await carrier.lookUp(ORDER);
    const tokens = sent.slice(3).map(({ headers }) => headers['x-soracom-token']);
    expect(tokens).toEqual(['token-two', 'token-two', 'token-two']);
  });

  test('given many calls that were turned away at once, then they share one new token', async () => {
    const { carrier, sent } = onNetwork(
      token('one'),
      json({}, 401),
      json({}, 401),
      json({}, 401),
      token('two'),
      sim(),
      sim(),
      sim(),
    );
    const found = await Promise.all([1, 2, 3].map(() => carrier.lookUp(ORDER)));
    expect(found.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(sent.filter(({ url }) => url.endsWith('/auth'))).toHaveLength(2);
  });

  test('given a clock that went on, then the token is renewed a minute before it ends', async () => {
    const { carrier, sent, jump } = onNetwork(token('one'), sim(), sim(), token('two'), sim());
    await carrier.lookUp(ORDER);
    jump(3_539_999);
    await carrier.lookUp(ORDER);
    jump(1);
    await carrier.lookUp(ORDER);
    expect(sent.map(({ url }) => url.endsWith('/auth'))).toEqual([true, false, false, true, false]);
  });

  test.each([
    ['no connection', networkError('ECONNREFUSED'), { code: 'auth_conn_refused', trouble: 'unreachable' }],
    ['reset', networkError('ECONNRESET'), { code: 'auth_conn_lost', trouble: 'unreachable' }],
    ['500', json({}, 500), { code: 'auth_http_500', trouble: 'unreachable' }],
    ['throttled', json({}, 429, { 'retry-after': '5' }), { code: 'auth_http_429', retryAfterMs: 5_000 }],
    ['a page', new Response('<html>'), { code: 'auth_malformed', trouble: 'unreachable' }],
    ['no token', json({ apiKey: 'k' }), { code: 'auth_malformed', trouble: 'unreachable' }],
  ])('given %s while authenticating, then the call was certainly not made', async (_what, step, facts) => {
    const { carrier, sent } = onNetwork(step, token(), found(), sim());
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', ...facts });
    expect(sent).toHaveLength(1);
    // The failure is not kept.
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
  });

  test('given a secret that cannot be read, then nothing is sent and nothing is thrown', async () => {
    const { send, sent } = onNetwork();
    const carrier = soracomCarrier({
      account: () => Promise.reject(new Error('denied')),
      clock: () => NOW,
      fetch: send,
    });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'account_unreadable' });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'account_unreadable' });
    expect(sent).toEqual([]);
  });
});
