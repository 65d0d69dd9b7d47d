import { describe, expect, test } from '@jest/globals';
import { stripeAccount } from '../../../../shared/payments/stripe/stripe-account.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import {
  ACCOUNT,
  type Asked,
  intent,
  ORDER,
  REFERENCE,
  type Reply,
  secretOf,
  session,
  stripeApi,
  stripeError,
} from './stripe-api.ts';

const unavailable = { code: 'payment_provider_unavailable' };
const opened: Reply = { body: session({ status: 'open', url: 'https://checkout.stripe.com/c/pay/cs_test_1' }) };

const against = (reply: (asked: Asked, number: number) => Reply | Error, account = secretOf(ACCOUNT)) => {
  const { asked, httpClient } = stripeApi(reply);
  return { asked, provider: stripeProvider({ account, httpClient }) };
};

describe('given an order, when its payment page is opened', () => {
  test('then the page, the price and our reference are told to session and payment alike', async () => {
    const { asked, provider } = against(() => opened);
    expect(await provider.open(ORDER)).toEqual({
      sessionId: 'cs_test_1',
      url: 'https://checkout.stripe.com/c/pay/cs_test_1',
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions', version: '2026-10-28.endive' });
    // All of our reference but the line: the same key of a person meets itself, whatever line it is for.
    expect(asked[0]?.key).toBe(`checkout.${REFERENCE.slice(12)}.1`);
    expect(asked[0]?.parameters).toEqual({
      mode: 'payment',
      'allowed_payment_method_types[0]': 'card',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'jpy',
      'line_items[0][price_data][unit_amount]': '1980',
      'line_items[0][price_data][product_data][name]': '日本 5 天',
      client_reference_id: REFERENCE,
      'metadata[reference]': REFERENCE,
      'payment_intent_data[description]': '日本 5 天',
      'payment_intent_data[metadata][reference]': REFERENCE,
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

  test('then the same reference with another order is a key that was used before', async () => {
    const { provider } = against(() => stripeError(400, { type: 'idempotency_error' }));
    await expect(provider.open(ORDER)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('then a stored 500 is stepped over, a fresh one is not', async () => {
    const stored = against((_asked, number) => (number === 1 ? stripeError(500, {}, true) : opened));
    expect(await stored.provider.open(ORDER)).toMatchObject({ sessionId: 'cs_test_1' });
    expect(stored.asked[0]?.key).not.toBe(stored.asked[1]?.key);
    const fresh = against(() => stripeError(500, {}));
    await expect(fresh.provider.open(ORDER)).rejects.toMatchObject(unavailable);
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
    await expect(provider.open(ORDER)).rejects.toMatchObject(unavailable);
    await expect(provider.lookUp({ sessionId: 'cs_test_1' })).rejects.toMatchObject(unavailable);
  });

  test('409 is waited out a few times', async () => {
    const conflict = stripeError(409, { code: 'idempotency_key_in_use' });
    const passing = against((_asked, number) => (number < 3 ? conflict : opened));
    expect(await passing.provider.open(ORDER)).toMatchObject({ sessionId: 'cs_test_1' });
    expect(new Set(passing.asked.map(({ key }) => key)).size).toBe(1);
    const lasting = against(() => conflict);
    await expect(lasting.provider.open(ORDER)).rejects.toMatchObject(unavailable);
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
    expect(await provider.open(ORDER)).toMatchObject({ sessionId: 'cs_test_1' });
    expect(asked[1]?.key).toBe(asked[0]?.key);
  });

  test('when the new one is refused too, then it ends there', async () => {
    const account = secretOf(ACCOUNT, rotated);
    const { asked, provider } = against(() => denied, account);
    await expect(provider.open(ORDER)).rejects.toMatchObject(unavailable);
    expect(asked).toHaveLength(2);
    expect(account.refreshes).toBe(1);
  });
});

describe('given a session, when it is looked up', () => {
  const lookUp = async (more: Record<string, unknown>) => {
    const { provider, asked } = against(() => ({ body: session(more) }));
    const reports = await provider.lookUp({ sessionId: 'cs_test_1' });
    expect(asked[0]?.parameters).toEqual({ 'expand[0]': 'payment_intent.latest_charge' });
    return reports;
  };
  const captured = { kind: 'captured', captureId: 'pi_1', amount: { amountMinor: 1980, currency: 'JPY' } };
  const charge = (amount_refunded: number) => ({ id: 'ch_1', amount_refunded });

  test('nothing has happened yet', async () => {
    expect(await lookUp({ status: 'open', payment_intent: null })).toEqual([]);
    const waiting = intent({ status: 'requires_action', amount_received: 0, latest_charge: null });
    expect(await lookUp({ status: 'open', payment_intent: waiting })).toEqual([]);
  });

  test('paid', async () => {
    expect(await lookUp({ payment_intent: intent({ latest_charge: charge(0) }) })).toEqual([captured]);
  });

  test('paid and partly refunded', async () => {
    expect(await lookUp({ payment_intent: intent({ latest_charge: charge(980) }) })).toEqual([
      captured,
      { kind: 'refunded', captureId: 'pi_1', refunded: { amountMinor: 980, currency: 'JPY' } },
    ]);
  });

  test('declined, processing, expired', async () => {
    const error = { code: 'expired_card' };
    const declined = intent({ status: 'requires_payment_method', last_payment_error: error, latest_charge: charge(0) });
    expect(await lookUp({ status: 'open', payment_intent: declined })).toEqual([
      { kind: 'declined', reason: 'expired_card' },
    ]);
    const processing = intent({ status: 'processing', latest_charge: charge(0) });
    expect(await lookUp({ payment_intent: processing })).toEqual([{ kind: 'processing' }]);
    expect(await lookUp({ status: 'expired', payment_intent: null })).toEqual([{ kind: 'expired' }]);
  });
});

describe('given a session, when it is closed', () => {
  const notOpen = stripeError(400, { type: 'invalid_request_error' });
  test('an open one is expired', async () => {
    const { asked, provider } = against(() => ({ body: session({ status: 'expired' }) }));
    await provider.close({ sessionId: 'cs_test_1' });
    expect(asked.map(({ path }) => path)).toEqual(['/v1/checkout/sessions/cs_test_1/expire']);
  });

  test.each(['complete', 'expired'])('one that is %s is left alone', async (status) => {
    const { provider } = against(({ method }) => (method === 'POST' ? notOpen : { body: session({ status }) }));
    await provider.close({ sessionId: 'cs_test_1' });
  });

  test('one that stays open is a failure', async () => {
    const { provider } = against(({ method }) => (method === 'POST' ? notOpen : { body: session({ status: 'open' }) }));
    await expect(provider.close({ sessionId: 'cs_test_1' })).rejects.toThrow();
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
