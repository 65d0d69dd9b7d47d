import { describe, expect, test } from '@jest/globals';
import { esimAccessAccount } from '../../../../shared/carriers/esimaccess/esim-access-account.ts';

const SECRET = { accessCode: 'a', secretKey: 's', webhookTokens: ['token-of-twenty-signs'] };

describe('the secret of an eSIM Access account', () => {
  test('given no address, then it is the one there is', () => {
    expect(esimAccessAccount.parse(SECRET)).toEqual({
      ...SECRET,
      apiUrl: 'https://api.esimaccess.com/api/v1/open',
    });
  });

  test('given no token, then none is known', () => {
    const { webhookTokens: _none, ...keys } = SECRET;
    expect(esimAccessAccount.parse(keys).webhookTokens).toEqual([]);
  });

  test.each([
    ['https://example.test/open/', 'https://example.test/open'],
    ['http://127.0.0.1:4242/api', 'http://127.0.0.1:4242/api'],
    ['http://localhost:1', 'http://localhost:1'],
  ])('given %s, then it is used', (apiUrl, used) => {
    expect(esimAccessAccount.parse({ ...SECRET, apiUrl }).apiUrl).toBe(used);
  });

  test.each([
    ['an address in the clear', { apiUrl: 'http://api.esimaccess.com' }],
    ['no address', { apiUrl: 'somewhere' }],
    ['no access code', { accessCode: '' }],
    ['no key', { secretKey: '' }],
    ['a token that can be guessed', { webhookTokens: ['short'] }],
    ['three tokens', { webhookTokens: Array(3).fill('token-of-twenty-signs') }],
  ])('given %s, then it is not taken', (_what, facts) => {
    expect(esimAccessAccount.safeParse({ ...SECRET, ...facts }).success).toBe(false);
  });
});
