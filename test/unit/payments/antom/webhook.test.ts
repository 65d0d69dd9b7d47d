import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { antomAccount } from '../../../../shared/payments/antom/antom-account.ts';
import { antomWebhook } from '../../../../shared/payments/antom/antom-webhook.ts';
import { antomKeys, antomReceiver } from '../../../webhooks/senders/antom.ts';
import { secretOf } from './arrived.ts';

const receiver = antomWebhook({ account: secretOf(antomReceiver) });

describe('given a delivery that was handled, when Antom is answered, then it reads', () => {
  test('the fixed reply, when it is taken', () => {
    const { statusCode, contentType, body } = receiver.accepted;
    expect(statusCode).toBe(200);
    expect(contentType).toMatch(/^application\/json/);
    expect(body).toBe('{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}');
  });

  test.each([
    [400, 'bad_request', 'F'],
    [401, 'bad_signature', 'F'],
    [499, 'unknown_payment', 'F'],
    [500, 'internal_error', 'U'],
    [503, 'payment_provider_unavailable', 'U'],
  ])('%i %s as %s', (statusCode, code, resultStatus) => {
    const reply = receiver.refused(statusCode, code);
    expect(reply.statusCode).toBe(statusCode);
    expect(JSON.parse(reply.body)).toEqual({
      result: { resultCode: code.toUpperCase(), resultStatus, resultMessage: code },
    });
  });
});

describe('given the contents of a secret, when they are read as an account', () => {
  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const shortKey = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = (key: typeof rsaKey.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();

  test.each<[string, unknown]>([
    ['one key', antomReceiver],
    ['two keys', { ...antomReceiver, publicKeys: [antomKeys.present, antomKeys.next] }],
    ['the path of the notification URL', { ...antomReceiver, notifyPath: '/prod/webhooks/antom?x=1' }],
  ])('%s, then it is one', (_what, account) => {
    expect(antomAccount.parse(account)).toEqual(account);
  });

  test.each<[string, unknown]>([
    ['no key', { ...antomReceiver, publicKeys: [] }],
    ['three keys', { ...antomReceiver, publicKeys: Object.values(antomKeys) }],
    ['a key without its armour', { ...antomReceiver, publicKeys: [antomKeys.present.split('\n')[1]] }],
    ['a private key', { ...antomReceiver, publicKeys: [rsaKey.privateKey.export({ type: 'pkcs8', format: 'pem' })] }],
    ['a key of another kind', { ...antomReceiver, publicKeys: [pem(ecKey.publicKey)] }],
    ['a short key', { ...antomReceiver, publicKeys: [pem(shortKey.publicKey)] }],
    ['a broken key', { ...antomReceiver, publicKeys: [antomKeys.present.replace('MII', 'XXX')] }],
    ['no client', { publicKeys: antomReceiver.publicKeys }],
    ['a client that would end the line', { ...antomReceiver, clientId: 'a\nb' }],
    ['a whole URL as path', { ...antomReceiver, notifyPath: 'https://pay.example.jp/webhooks/antom' }],
  ])('%s, then it is none', (_what, account) => {
    expect(antomAccount.safeParse(account).success).toBe(false);
  });
});
