import { describe, expect, test } from '@jest/globals';
import { airaloAccount } from '../../../../shared/carriers/airalo/airalo-account.ts';

const keys = { clientId: 'client-1', clientSecret: 'secret-1' };

describe('the secret of an Airalo account', () => {
  test.each([
    [undefined, 'https://partners-api.airalo.com/v2'],
    ['https://partners-api.airalo.com/v2/', 'https://partners-api.airalo.com/v2'],
    ['http://127.0.0.1:4000/v2', 'http://127.0.0.1:4000/v2'],
    ['http://localhost:4000/v2', 'http://localhost:4000/v2'],
  ])('given the URL %s, then %s is called, and the API secret verifies webhooks', (apiUrl, called) => {
    expect(airaloAccount.parse({ ...keys, ...(apiUrl && { apiUrl }) })).toEqual({
      ...keys,
      apiUrl: called,
      webhookSecrets: ['secret-1'],
    });
  });

  test('given secrets of their own for webhooks, then those verify', () => {
    expect(airaloAccount.parse({ ...keys, webhookSecrets: ['old', 'new'] }).webhookSecrets).toEqual(['old', 'new']);
  });

  test.each([
    [{ ...keys, apiUrl: 'http://partners-api.airalo.com/v2' }],
    [{ ...keys, apiUrl: 'ftp://127.0.0.1/v2' }],
    [{ ...keys, apiUrl: 'partners-api.airalo.com' }],
    [{ ...keys, clientSecret: '' }],
    [{ ...keys, webhookSecrets: [] }],
    [{ ...keys, webhookSecrets: [''] }],
    [{ clientId: 'client-1' }],
    [undefined],
  ])('given %j, then it is refused', (value) => {
    expect(airaloAccount.safeParse(value).success).toBe(false);
  });
});
