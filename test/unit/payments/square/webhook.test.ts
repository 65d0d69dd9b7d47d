import { describe, expect, test } from '@jest/globals';
import { squareAccount } from '../../../../shared/payments/square/square-account.ts';
import { squareWebhook } from '../../../../shared/payments/square/square-webhook.ts';
import { squareKeys, squareReceiver } from '../../../webhooks/senders/square.ts';
import { secretOf } from '../antom/arrived.ts';

const receiver = squareWebhook({ account: secretOf(squareReceiver) });

describe('given a delivery that was handled, when Square is answered, then it reads', () => {
  test('received, when it is taken', () => {
    expect(receiver.accepted).toEqual({ statusCode: 200, contentType: 'application/json', body: '{"received":true}' });
  });

  test.each([
    [401, 'bad_signature'],
    [503, 'payment_provider_unavailable'],
  ])('%i %s, when it is not', (statusCode, code) => {
    const body = JSON.stringify({ error: code });
    expect(receiver.refused(statusCode, code)).toEqual({ statusCode, contentType: 'application/json', body });
  });
});

describe('given the contents of a secret, when they are read as an account', () => {
  const least = { signatureKeys: [squareKeys.present], notificationUrl: squareReceiver.notificationUrl };

  test.each<[string, object]>([
    ['the least', least],
    ['all of it', squareReceiver],
    ['two keys', { ...least, signatureKeys: [squareKeys.present, squareKeys.next] }],
    [
      'a URL that another spelling would name, too',
      { ...least, notificationUrl: 'https://PAY.example.jp:443/a/../b?x=1' },
    ],
    ['a machine of our own', { ...least, notificationUrl: 'http://localhost:3000/webhooks/square' }],
  ])('%s, then it is one, to the letter', (_what, account) => {
    expect(squareAccount.parse(account)).toEqual(account);
  });

  test.each<[string, object]>([
    ['no key', { ...least, signatureKeys: [] }],
    ['three keys', { ...least, signatureKeys: Object.values(squareKeys) }],
    ['an empty key', { ...least, signatureKeys: [''] }],
    ['no URL', { signatureKeys: least.signatureKeys }],
    ['a path alone', { ...least, notificationUrl: '/webhooks/square' }],
    ['another protocol', { ...least, notificationUrl: 'ftp://pay.example.jp/webhooks/square' }],
    ['an empty seller', { ...least, merchantId: '' }],
    ['an empty shop', { ...least, locationId: '' }],
    ['an unknown environment', { ...least, environment: 'test' }],
  ])('%s, then it is none', (_what, account) => {
    expect(squareAccount.safeParse(account).success).toBe(false);
  });
});
