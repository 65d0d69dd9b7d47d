import { describe, expect, test } from '@jest/globals';
import { esimGoApi } from '../../../../shared/carriers/esimgo/esim-go-api.ts';
import { bundles, message, ORDER, ordered, row, withAccount } from './esim-go-replies.ts';

describe('the key of an account', () => {
  test('given a key that was replaced, then the secret is read again and the order is placed once', async () => {
    const freshKey = 'key-two-of-the-account';
    const { carrier, sent } = withAccount({ freshKey }, message('access denied', 401), ordered(), bundles([row()]));
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(sent.slice(0, 2).map(({ headers }) => headers['x-api-key'])).toEqual(['key-one-of-the-account', freshKey]);
  });

  test('given a key that stays the same, then the same answer is not asked for twice', async () => {
    const { carrier, sent } = withAccount({}, message('access denied', 401));
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'http_401' });
    expect(sent).toHaveLength(1);
  });

  test('given a secret that cannot be read, then nothing is sent and nothing is thrown', async () => {
    const { carrier, sent } = withAccount({ unreadable: true });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'account_unreadable' });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'account_unreadable' });
    expect(await carrier.readFloat?.()).toEqual({ kind: 'unavailable', code: 'account_unreadable' });
    expect(sent).toEqual([]);
  });
});

describe('the rate budget that workers share', () => {
  test('given nothing left in it, then nothing is sent, and nothing is held against the carrier', async () => {
    const { carrier, sent } = withAccount({ budget: { take: async () => false } });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'rate_budget' });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'rate_budget' });
    expect(sent).toEqual([]);
  });

  test('given requests, then each one is taken out of it', async () => {
    let taken = 0;
    const take = async () => {
      taken += 1;
      return true;
    };
    await withAccount({ budget: { take } }, ordered(), bundles([row()])).carrier.activate(ORDER);
    expect(taken).toBe(2);
  });
});

test('given a deadline that has passed, then the call is certainly not made', async () => {
  const api = esimGoApi({
    account: async () => ({ apiKeys: ['key-one-of-the-account'], apiUrl: 'https://api.esim-go.com/v2.5' }),
    send: () => Promise.reject(new Error('was sent')),
    callTimeoutMs: 100,
  });
  expect(await api.call({ method: 'POST', path: '/orders', body: {} }, AbortSignal.abort())).toEqual({
    kind: 'not_connected',
    code: 'no_time_left',
  });
});
