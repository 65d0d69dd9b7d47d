import { describe, expect, test } from '@jest/globals';
import { esimGoAccount } from '../../../../shared/carriers/esimgo/esim-go-account.ts';

const KEY = 'k'.repeat(40);

describe('the secret of an eSIM Go organisation', () => {
  test('given keys alone, then the API is the public one', () => {
    expect(esimGoAccount.parse({ apiKeys: [KEY] })).toEqual({
      apiKeys: [KEY],
      apiUrl: 'https://api.esim-go.com/v2.5',
    });
  });

  test.each([
    ['https://proxy.example.com/v2.5/', 'https://proxy.example.com/v2.5'],
    ['http://127.0.0.1:4005/v2.5', 'http://127.0.0.1:4005/v2.5'],
    ['http://localhost:4005/v2.5', 'http://localhost:4005/v2.5'],
  ])('given %s, then it is used', (apiUrl, used) => {
    expect(esimGoAccount.parse({ apiKeys: [KEY], apiUrl }).apiUrl).toBe(used);
  });

  test.each([
    ['an address that is not encrypted', { apiKeys: [KEY], apiUrl: 'http://api.esim-go.com/v2.5' }],
    ['no address', { apiKeys: [KEY], apiUrl: 'api.esim-go.com' }],
    ['no key', { apiKeys: [] }],
    ['a key that can be guessed', { apiKeys: ['short'] }],
    ['too many keys', { apiKeys: [KEY, KEY, KEY, KEY] }],
    ['nothing', {}],
  ])('given %s, then it does not fit', (_what, secret) => {
    expect(esimGoAccount.safeParse(secret).success).toBe(false);
  });
});
