import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { wechatpayAccount } from '../../../../shared/payments/wechatpay/wechatpay-account.ts';
import { wechatpayKeys, wechatpayReceiver } from '../../../webhooks/senders/wechatpay.ts';

const fits = (fields: object): boolean => wechatpayAccount.safeParse({ ...wechatpayReceiver, ...fields }).success;
const pem = wechatpayKeys.byPublicKey;
const publicPem = (key: ReturnType<typeof generateKeyPairSync>) =>
  String(key.publicKey.export({ type: 'spki', format: 'pem' }));
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY${index}`, pem]));

describe('given what a secret holds, when it is read as the account, then it fits', () => {
  test.each<[string, object]>([
    ['two keys of each kind', { apiv3Keys: ['a'.repeat(32), 'b'.repeat(32)] }],
    ['an APIv3 key of 32 bytes that are fewer characters', { apiv3Keys: [`${'a'.repeat(29)}支`] }],
    ['one app', { appids: ['wx230e70a255627436'] }],
    ['four verification keys', { keys: keys(4) }],
  ])('%s', (_what, fields) => {
    expect(fits(fields)).toBe(true);
  });
});

describe('given what a secret holds, when it is read as the account, then it does not fit', () => {
  test.each<[string, object]>([
    ['no merchant', { mchid: '' }],
    ['no app', { appids: [] }],
    ['no APIv3 key', { apiv3Keys: [] }],
    ['three APIv3 keys', { apiv3Keys: ['a', 'b', 'c'].map((letter) => letter.repeat(32)) }],
    ['31 bytes', { apiv3Keys: ['a'.repeat(31)] }],
    ['33 bytes', { apiv3Keys: ['a'.repeat(33)] }],
    ['32 characters that are more bytes', { apiv3Keys: [`${'a'.repeat(31)}支`] }],
    ['no verification key', { keys: {} }],
    ['five verification keys', { keys: keys(5) }],
    ['a key that is none', { keys: { KEY: 'PUB_KEY_ID' } }],
    [
      'a private key',
      {
        keys: {
          KEY: String(
            generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
          ),
        },
      },
    ],
    ['a short key', { keys: { KEY: publicPem(generateKeyPairSync('rsa', { modulusLength: 1_024 })) } }],
    ['a key of another kind', { keys: { KEY: publicPem(generateKeyPairSync('ec', { namedCurve: 'P-256' })) } }],
  ])('%s', (_what, fields) => {
    expect(fits(fields)).toBe(false);
  });
});
