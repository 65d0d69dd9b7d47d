import { describe, expect, test } from '@jest/globals';
import { moneyOf, paypalAmount, signedMoneyOf } from '../../../../shared/payments/paypal/amount.ts';
import { paypalAccount } from '../../../../shared/payments/paypal/paypal-account.ts';
import { intermediatesPem, MERCHANT_ID, webhookIds } from '../../../webhooks/senders/paypal.ts';

const sandbox = {
  clientId: 'AeA1QIZXiflr1_-r0U2UbWTziOWX1GRQer5jkUq4ZfWT5qwb6qQRPq7jDtv57TL4POEEezGLdutcxnkJ',
  clientSecrets: ['ECYYrrSHdKfk_Q0EdvzdGkzj58a66kKaUQ5dZAEv4HvvtDId2_DpSuYDB088BZxGuMji7G4OFUnPog6p'],
  webhookIds: [webhookIds.present],
  environment: 'sandbox',
};

describe('given a secret, when it is read', () => {
  test('then the addresses of its environment are the default', () => {
    expect(paypalAccount.parse(sandbox).apiUrl).toBe('https://api-m.sandbox.paypal.com');
    expect(paypalAccount.parse({ ...sandbox, environment: 'live' }).apiUrl).toBe('https://api-m.paypal.com');
  });

  test.each<[string, object]>([
    ['two secrets', { clientSecrets: ['one', 'two'] }],
    ['two webhooks', { webhookIds: [webhookIds.present, webhookIds.other] }],
    ['a merchant', { merchantId: MERCHANT_ID }],
    ['certificates', { trustRootsPem: intermediatesPem, intermediatesPem }],
    ['an address on this machine', { apiUrl: 'http://127.0.0.1:4243' }],
    ['an address with a slash', { apiUrl: 'https://api.sandbox.paypal.com/' }],
  ])('then %s will do', (_what, more) => {
    expect(paypalAccount.safeParse({ ...sandbox, ...more }).success).toBe(true);
  });

  test.each<[string, object]>([
    ['the webhook that signs anything', { webhookIds: [webhookIds.literal] }],
    ['it beside a right one', { webhookIds: [webhookIds.present, webhookIds.literal] }],
    ['no webhook', { webhookIds: [] }],
    ['three webhooks', { webhookIds: ['A', 'B', 'C'] }],
    ['a webhook that would divide the signed text', { webhookIds: ['A|B'] }],
    ['no secret', { clientSecrets: [] }],
    ['three secrets', { clientSecrets: ['one', 'two', 'three'] }],
    ['an id with a colon', { clientId: 'a:b' }],
    ['another environment', { environment: 'test' }],
    ['an address in the clear', { apiUrl: 'http://api-m.sandbox.paypal.com' }],
    ['an address with a path', { apiUrl: 'https://api-m.sandbox.paypal.com/v2' }],
    ['an address with a user', { apiUrl: 'https://user@api-m.sandbox.paypal.com' }],
    ['the live address for the sandbox', { apiUrl: 'https://api-m.paypal.com' }],
    ['the sandbox for live', { environment: 'live', apiUrl: 'https://api-m.sandbox.paypal.com' }],
    ['this machine for live', { environment: 'live', apiUrl: 'http://127.0.0.1:4243' }],
    ['a merchant that is an e-mail address', { merchantId: 'shop@example.jp' }],
    ['a root that is none', { trustRootsPem: ['-----BEGIN CERTIFICATE-----'] }],
    ['no root at all', { trustRootsPem: [] }],
  ])('then %s is refused', (_what, more) => {
    expect(paypalAccount.safeParse({ ...sandbox, ...more }).success).toBe(false);
  });
});

describe('given an amount', () => {
  test.each([
    [1980, 'JPY', '1980'],
    [0, 'JPY', '0'],
    [1480, 'USD', '14.80'],
    [5, 'USD', '0.05'],
    [0, 'EUR', '0.00'],
    [10_000, 'TWD', '100'],
    [9_007_199_254_740_991, 'USD', '90071992547409.91'],
  ])('%i %s is %s for PayPal, and back', (amountMinor, currency, value) => {
    expect(paypalAmount({ amountMinor, currency })).toEqual({ currency_code: currency, value });
    expect(moneyOf({ currency_code: currency, value })).toEqual({ amountMinor, currency });
  });

  test.each([
    ['14.8', 1480],
    ['14', 1400],
    ['.5', 50],
    ['14.8000', 1480],
    ['007', 700],
  ])('%s dollars are %i cents', (value, amountMinor) => {
    expect(moneyOf({ currency_code: 'USD', value })).toEqual({ amountMinor, currency: 'USD' });
  });

  test.each([
    ['JPY', '19.80'],
    ['USD', '14.805'],
    ['USD', ''],
    ['USD', '.'],
    ['USD', '1,480.00'],
    ['USD', '1e3'],
    ['USD', '-14.80'],
    ['USD', ' 14.80'],
    ['USD', '14.80\n'],
    ['USD', '0x10'],
    ['USD', '90071992547409.92'],
    ['usd', '14.80'],
    ['XXX', '14.80'],
    ['BHD', '1.480'],
  ])('%s %j is none', (currency_code, value) => {
    expect(() => moneyOf({ currency_code, value })).toThrow(RangeError);
  });

  test('a negative one in the statement goes out', () => {
    expect(signedMoneyOf({ currency_code: 'JPY', value: '-1980' })).toEqual({
      money: { amountMinor: 1980, currency: 'JPY' },
      outgoing: true,
    });
    expect(() => signedMoneyOf({ currency_code: 'JPY', value: '--1' })).toThrow(RangeError);
  });

  test('one that PayPal cannot write is not rounded', () => {
    expect(() => paypalAmount({ amountMinor: 10_050, currency: 'HUF' })).toThrow(RangeError);
    expect(() => paypalAmount({ amountMinor: 1, currency: 'XAU' })).toThrow(RangeError);
  });
});
