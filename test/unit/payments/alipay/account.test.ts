import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { alipayAccount } from '../../../../shared/payments/alipay/alipay-account.ts';
import { alipayKeys, alipayReceiver } from '../../../webhooks/senders/alipay.ts';

const fits = (fields: object): boolean => alipayAccount.safeParse({ ...alipayReceiver, ...fields }).success;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

describe('given what a secret holds, when it is read as the account', () => {
  test.each<[string, object]>([
    ['one key', {}],
    ['two keys', { publicKeys: [alipayKeys.present, alipayKeys.next] }],
  ])('then it fits: %s', (_what, fields) => {
    expect(fits(fields)).toBe(true);
  });

  test.each<[string, object]>([
    ['no app', { appId: '' }],
    ['an app that is WeChat’s', { appId: 'wx230e70a255627436' }],
    ['no seller', { sellerId: undefined }],
    ['a mail address for the seller', { sellerId: 'sim@example.com' }],
    ['no key', { publicKeys: [] }],
    ['three keys', { publicKeys: Array.from({ length: 3 }, () => alipayKeys.present) }],
    ['a key without its lines', { publicKeys: [alipayKeys.present.replaceAll(/-----[A-Z ]+-----|\n/g, '')] }],
    ['a private key', { publicKeys: [String(privateKey.export({ type: 'pkcs8', format: 'pem' }))] }],
  ])('then it does not: %s', (_what, fields) => {
    expect(fits(fields)).toBe(false);
  });
});
