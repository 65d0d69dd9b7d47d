import { describe, expect, test } from '@jest/globals';
import { soracomAccount } from '../../../../shared/carriers/soracom/soracom-account.ts';

const key = { authKeyId: 'keyId-1', authKey: 'secret-1' };

describe('the secret of a Soracom account', () => {
  test.each([
    [undefined, 'https://api.soracom.io/v1'],
    ['https://g.api.soracom.io/v1/', 'https://g.api.soracom.io/v1'],
    ['http://127.0.0.1:4000/v1', 'http://127.0.0.1:4000/v1'],
    ['http://localhost:4000/v1', 'http://localhost:4000/v1'],
  ])('given the URL %s, then %s is called', (apiUrl, called) => {
    expect(soracomAccount.parse({ ...key, ...(apiUrl && { apiUrl }) })).toEqual({
      ...key,
      apiUrl: called,
      webhookTokens: [],
    });
  });

  test('given two tokens for deliveries, then both are kept', () => {
    const webhookTokens = ['a-token-of-some-length', 'another-token-of-length'];
    expect(soracomAccount.parse({ ...key, webhookTokens })).toMatchObject({ webhookTokens });
  });

  test.each([
    [{ ...key, apiUrl: 'http://api.soracom.io/v1' }],
    [{ ...key, apiUrl: 'ftp://127.0.0.1/v1' }],
    [{ ...key, apiUrl: 'api.soracom.io' }],
    [{ ...key, authKey: '' }],
    [{ ...key, webhookTokens: ['short'] }],
    [{ ...key, webhookTokens: ['x'.repeat(20), 'y'.repeat(20), 'z'.repeat(20)] }],
    [{ authKey: 'secret-1' }],
    [undefined],
  ])('given %j, then it is refused', (value) => {
    expect(soracomAccount.safeParse(value).success).toBe(false);
  });
});
