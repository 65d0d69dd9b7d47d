import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { esimAccessCarrier } from '../../../../shared/carriers/esimaccess/esim-access-carrier.ts';
import { signedHeaders } from '../../../../shared/carriers/esimaccess/esim-access-signature.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';
import {
  ACCOUNT,
  esim,
  found,
  NOW,
  ORDER,
  ok,
  onNetwork,
  refused,
  SIM,
  toppedUp,
  withBudget,
} from './esim-access-replies.ts';

describe('signing', () => {
  test('given the example of the documentation, then its signature', () => {
    const headers = signedHeaders(
      { accessCode: '11111', secretKey: '1111' },
      {
        body: '{"imsi":"326543826"}',
        sentAt: instant(1_628_670_421),
        requestId: '4ce9d9cdac9e4e17b3a2c66c358c1ce2',
      },
    );
    expect(headers).toEqual({
      'rt-accesscode': '11111',
      'rt-requestid': '4ce9d9cdac9e4e17b3a2c66c358c1ce2',
      'rt-timestamp': '1628670421',
      'rt-signature': '7EB765E27DF5373DEA2DBC8C41A7D9557743E46C8054750F3D851B3FD01D0835',
    });
  });

  test('given any request, then exactly what is sent is signed, under an id of its own', async () => {
    const { carrier, sent } = onNetwork(toppedUp(), found(esim()));
    await carrier.activate(ORDER);
    await carrier.lookUp(ORDER);
    for (const { method, headers, text } of sent) {
      const signed = `${NOW}${headers['rt-requestid']}${ACCOUNT.accessCode}${text}`;
      const signature = createHmac('sha256', ACCOUNT.secretKey).update(signed).digest('hex').toUpperCase();
      expect(method).toBe('POST');
      expect(headers).toMatchObject({ 'rt-signature': signature, 'rt-timestamp': String(NOW) });
      expect(headers['rt-requestid']).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
    }
    expect(new Set(sent.map(({ headers }) => headers['rt-requestid'])).size).toBe(2);
  });

  test('given a key that was rotated, then the secret is read again, once', async () => {
    const { carrier, sent, secrets } = onNetwork(refused('101003'), toppedUp());
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(secrets).toEqual([false, true]);
    const [first, second] = sent;
    expect(second?.headers['rt-signature']).not.toBe(first?.headers['rt-signature']);
  });

  test('given a key that stays wrong, then it ends after the second try', async () => {
    const { carrier, sent } = onNetwork(refused('101003'), refused('101003'));
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'ea_101003' });
    expect(sent).toHaveLength(2);
  });

  test('given a secret that cannot be read, then nothing is sent and nothing is thrown', async () => {
    const carrier = esimAccessCarrier({
      account: () => Promise.reject(new Error('denied')),
      clock: () => NOW,
      fetch: () => Promise.reject(new Error('must not be sent')),
    });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'account_unreadable' });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'account_unreadable' });
  });
});

describe('the budget', () => {
  test('given operations, then every request takes one', async () => {
    let taken = 0;
    const budget = { take: async () => ++taken > 0 };
    const { carrier, sent } = withBudget(budget, found(esim()), toppedUp(), found(esim()), ok({ balance: 1 }));
    await carrier.baseline?.(ORDER);
    await carrier.activate(ORDER);
    await carrier.readRecord(SIM);
    await carrier.readFloat?.();
    expect(taken).toBe(sent.length);
  });

  test('given nothing left, then that is our own limit and says nothing about the carrier', async () => {
    const { carrier, sent } = withBudget({ take: async () => false });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'rate_budget', retryAfterMs: 1_000 });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'rate_budget', retryAfterMs: 1_000 });
    expect(sent).toEqual([]);
  });
});
