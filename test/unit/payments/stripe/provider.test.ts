import { describe, expect, test } from '@jest/globals';
import type { PaymentMethod } from '../../../../shared/domain/payment/payment.ts';
import { STRIPE_METHODS } from '../../../../shared/payments/stripe/methods.ts';
import { stripeAccount } from '../../../../shared/payments/stripe/stripe-account.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import {
  ACCOUNT,
  type Asked,
  ORDER,
  REFERENCE,
  type Reply,
  SESSION,
  SESSION_ID,
  secretOf,
  session,
  stripeApi,
  stripeError,
  UNAVAILABLE,
} from './stripe-api.ts';

const PAGE = 'https://checkout.stripe.com/c/pay/cs_test_1';
const opened: Reply = { body: session({ status: 'open', url: PAGE }) };

const against = (reply: (asked: Asked, number: number) => Reply | Error, account = secretOf(ACCOUNT)) => {
  const { asked, httpClient } = stripeApi(reply);
  return { asked, provider: stripeProvider({ account, httpClient }) };
};

describe('given an order, when its payment page is opened', () => {
  test('then the page, the price and our reference are told to session and payment alike', async () => {
    const { asked, provider } = against(() => opened);
    expect(await provider.open(ORDER)).toEqual({
      sessionId: SESSION_ID,
      url: PAGE,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions', version: '2026-10-28.endive' });
    expect(asked[0]?.key).toBe(`checkout.${ORDER.key}.1`);
    expect(asked[0]?.parameters).toEqual({
      mode: 'payment',
      'allowed_payment_method_types[0]': 'card',
      'payment_method_options[card][request_three_d_secure]': 'any',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'jpy',
      'line_items[0][price_data][unit_amount]': '1980',
      'line_items[0][price_data][product_data][name]': '日本 5 天',
      client_reference_id: REFERENCE,
      'metadata[order_id]': REFERENCE,
      'payment_intent_data[description]': '日本 5 天',
      'payment_intent_data[metadata][order_id]': REFERENCE,
      'adaptive_pricing[enabled]': 'false',
      locale: 'zh',
      success_url: ORDER.returnUrl,
      cancel_url: ORDER.returnUrl,
    });
  });

  test('then a repetition asks for exactly the same under the same key', async () => {
    const { asked, provider } = against(() => opened);
    await provider.open(ORDER);
    await provider.open({ ...ORDER });
    expect(asked[1]).toEqual(asked[0]);
  });

  test.each([
    ['zh-CN', 'zh'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-HK'],
    ['ja', 'ja'],
    ['en-GB', 'en'],
    ['nl', 'auto'],
  ])('then %s reads it in %s', async (language, locale) => {
    const { asked, provider } = against(() => opened);
    await provider.open({ ...ORDER, language });
    expect(asked[0]?.parameters['locale']).toBe(locale);
  });

  test.each<[PaymentMethod, Record<string, string>]>([
    [
      'card',
      {
        'allowed_payment_method_types[0]': 'card',
        'payment_method_options[card][request_three_d_secure]': 'any',
      },
    ],
    [
      'apple_pay',
      {
        'allowed_payment_method_types[0]': 'card',
        'payment_method_options[card][request_three_d_secure]': 'any',
      },
    ],
    ['alipay', { 'allowed_payment_method_types[0]': 'alipay' }],
    [
      'wechat_pay',
      { 'allowed_payment_method_types[0]': 'wechat_pay', 'payment_method_options[wechat_pay][client]': 'web' },
    ],
    [
      'konbini',
      { 'allowed_payment_method_types[0]': 'konbini', 'payment_method_options[konbini][expires_after_days]': '1' },
    ],
    ['paypay', { 'allowed_payment_method_types[0]': 'paypay' }],
  ])('then %s is the only way to pay', async (method, expected) => {
    const { asked, provider } = against(() => opened);
    await provider.open({ ...ORDER, method });
    const about = Object.entries(asked[0]?.parameters ?? {}).filter(([name]) => /payment_method/.test(name));
    expect(Object.fromEntries(about)).toEqual(expected);
    expect(STRIPE_METHODS).toContain(method);
  });

  test('then a method that is not Stripe’s is a defect, and nothing is asked', async () => {
    const { asked, provider } = against(() => opened);
    await expect(provider.open({ ...ORDER, method: 'paypal' })).rejects.toThrow('paypal');
    expect(asked).toEqual([]);
  });

  test('then the same key with another order is a key that was used before', async () => {
    const { provider } = against(() => stripeError(400, { type: 'idempotency_error' }));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('then a stored 500 is stepped over, a fresh one is not', async () => {
    const stored = against((_asked, number) => (number === 1 ? stripeError(500, {}, true) : opened));
    expect(await stored.provider.open(ORDER)).toMatchObject({ sessionId: SESSION_ID });
    expect(stored.asked[0]?.key).not.toBe(stored.asked[1]?.key);
    const fresh = against(() => stripeError(500, {}));
    await expect(fresh.provider.open(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(fresh.asked).toHaveLength(1);
  });
});

describe('given an answer that leaves the outcome open, when anything is asked, then it is a refusal', () => {
  const timeout = Object.assign(new Error('aborted'), { name: 'AbortError' });
  test.each<[string, Reply | Error]>([
    ['500', stripeError(500, { type: 'api_error' })],
    ['503 without JSON', { status: 503, body: 'unavailable' }],
    ['429', stripeError(429, { code: 'rate_limit' })],
    ['no connection', new TypeError('fetch failed')],
    ['no answer in time', timeout],
    ['200 without JSON', { body: '<html>' }],
    ['200 of another shape', { body: { id: 7 } }],
  ])('%s', async (_what, reply) => {
    const { provider } = against(() => reply);
    await expect(provider.open(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    await expect(provider.lookUp(SESSION)).rejects.toMatchObject(UNAVAILABLE);
  });

  test('409 is waited out a few times', async () => {
    const conflict = stripeError(409, { code: 'idempotency_key_in_use' });
    const passing = against((_asked, number) => (number < 3 ? conflict : opened));
    expect(await passing.provider.open(ORDER)).toMatchObject({ sessionId: SESSION_ID });
    expect(new Set(passing.asked.map(({ key }) => key)).size).toBe(1);
    const lasting = against(() => conflict);
    await expect(lasting.provider.open(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(lasting.asked).toHaveLength(5);
  });

  test('a request that Stripe finds wrong is a defect, no refusal', async () => {
    const { provider } = against(() => stripeError(400, { type: 'invalid_request_error', param: 'locale' }));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
  });
});

describe('given a key that Stripe does not accept', () => {
  const denied = stripeError(401, { type: 'invalid_request_error' });
  const rotated = { ...ACCOUNT, secretKey: 'sk_test_two' };

  test('when it was rotated, then it is read again and the request repeated', async () => {
    const { asked, provider } = against(
      ({ authorization }) => (authorization === 'Bearer sk_test_two' ? opened : denied),
      secretOf(ACCOUNT, rotated),
    );
    expect(await provider.open(ORDER)).toMatchObject({ sessionId: SESSION_ID });
    expect(asked[1]?.key).toBe(asked[0]?.key);
  });

  test('when the new one is refused too, then it ends there', async () => {
    const account = secretOf(ACCOUNT, rotated);
    const { asked, provider } = against(() => denied, account);
    await expect(provider.open(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked).toHaveLength(2);
    expect(account.refreshes).toBe(1);
  });
});

describe('given a session, when it is closed', () => {
  const notOpen = stripeError(400, { type: 'invalid_request_error' });
  test('an open one is expired', async () => {
    const { asked, provider } = against(() => ({ body: session({ status: 'expired' }) }));
    await provider.close(SESSION);
    expect(asked.map(({ path }) => path)).toEqual([`/v1/checkout/sessions/${SESSION_ID}/expire`]);
  });

  test.each(['complete', 'expired'])('one that is %s is left alone', async (status) => {
    const { provider } = against(({ method }) => (method === 'POST' ? notOpen : { body: session({ status }) }));
    await provider.close(SESSION);
  });

  test('one that stays open is a failure', async () => {
    const { provider } = against(({ method }) => (method === 'POST' ? notOpen : { body: session({ status: 'open' }) }));
    await expect(provider.close(SESSION)).rejects.toThrow();
  });
});

describe('given the secret, when it is read', () => {
  const valid = { secretKey: 'sk_test_1', webhookSecrets: ['whsec_1'] };
  test('then the address has a default', () => {
    expect(stripeAccount.parse(valid)).toEqual({ ...valid, apiUrl: 'https://api.stripe.com' });
    expect(stripeAccount.parse({ ...valid, apiUrl: 'http://127.0.0.1:4243' }).apiUrl).toBe('http://127.0.0.1:4243');
  });

  test.each([
    { ...valid, secretKey: 'pk_test_1' },
    { ...valid, webhookSecrets: [] },
    { ...valid, webhookSecrets: ['whsec_1', 'whsec_2', 'whsec_3'] },
    { ...valid, webhookSecrets: ['whsec_1\n'] },
    { ...valid, apiUrl: 'http://stripe.example' },
    { ...valid, apiUrl: 'https://api.stripe.com/v1' },
    { ...valid, apiUrl: 'no address' },
  ])('then %j is refused', (secret) => {
    expect(stripeAccount.safeParse(secret).success).toBe(false);
  });
});
