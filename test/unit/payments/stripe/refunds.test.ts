import { describe, expect, test } from '@jest/globals';
import { money } from '../../../../shared/domain/values/money.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import {
  ACCOUNT,
  type Asked,
  INTENT_ID,
  intent,
  list,
  NEEDS_DETAILS,
  REFERENCE,
  type Reply,
  refund,
  refunded,
  secretOf,
  stripeApi,
  stripeError,
  UNAVAILABLE,
} from './stripe-api.ts';

const ORDER = { reference: REFERENCE, captureId: INTENT_ID, amount: money(1980, 'JPY') };
const paidWith = (type: string, email: string | null = 'payer@example.com', receipt: string | null = null) =>
  intent({
    latest_charge: {
      id: 'ch_1',
      billing_details: { email },
      receipt_email: receipt,
      payment_method_details: { type },
    },
  });

/** A Stripe that holds `refunds` and adds what is asked for. */
const holding = (
  refunds: object[],
  create?: (asked: Asked, posts: number) => Reply | Error | undefined,
  payment: object = paidWith('card'),
) => {
  let posts = 0;
  const api = stripeApi((asked) => {
    if (asked.method === 'GET' && asked.path === '/v1/refunds') return { body: list(refunds) };
    if (asked.method === 'GET') return { body: payment };
    posts += 1;
    const answer = create?.(asked, posts);
    if (answer) return answer;
    const created = refund({ id: `re_new${posts}`, amount: Number(asked.parameters['amount']) });
    refunds.unshift(created);
    return { body: created };
  });
  const provider = stripeProvider({ account: secretOf(ACCOUNT), httpClient: api.httpClient });
  return { provider, posts: () => api.asked.filter(({ method }) => method === 'POST'), asked: api.asked };
};

describe('given what Stripe already holds, when a refund is ordered, then only what is missing is asked for', () => {
  test.each<[string, object[], string | undefined]>([
    ['nothing yet', [], '1980'],
    ['a part', [refund({ amount: 500 })], '1480'],
    ['two parts, one still pending', [refund({ amount: 500, status: 'pending' }), refund({ amount: 480 })], '1000'],
    ['a failed one', [refund({ status: 'failed' })], '1980'],
    ['a cancelled one and then a part', [refund({ amount: 980 }), refund({ status: 'canceled' })], '1000'],
    ['all of it', [refund()], undefined],
    ['all of it, waiting for the payer’s account', [refund({ status: 'requires_action' })], undefined],
    ['all of it in parts', [refund({ amount: 1000 }), refund({ amount: 980 })], undefined],
  ])('%s', async (_what, held, amount) => {
    const { provider, posts } = holding(held);
    const waits = held.some((each) => 'status' in each && each.status === 'requires_action');
    expect(await provider.refund(ORDER)).toEqual(waits ? NEEDS_DETAILS : refunded(1980));
    expect(posts().map(({ parameters }) => parameters['amount'])).toEqual(amount ? [amount] : []);
  });
});

describe('given the key of a refund', () => {
  const keyFor = async (held: object[]) => {
    const { provider, posts } = holding(held);
    await provider.refund(ORDER);
    return posts()[0]?.key;
  };

  test('when the same is missing, then it is the same, and it carries our reference', async () => {
    expect(await keyFor([])).toBe(await keyFor([]));
    expect(await keyFor([])).toContain(REFERENCE);
  });

  test('when another amount is missing or a refund has failed since, then it is another one', async () => {
    const keys = await Promise.all([
      keyFor([]),
      keyFor([refund({ amount: 1 })]),
      keyFor([refund({ status: 'failed' })]),
    ]);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('given a Stripe in trouble, when a refund is ordered', () => {
  test('a fresh 500 leaves the outcome open: nothing more is asked before the next look', async () => {
    const { provider, posts } = holding([], () => stripeError(500, { type: 'api_error' }));
    await expect(provider.refund(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(posts()).toHaveLength(1);
  });

  test('a stored 500 is stepped over with the next key', async () => {
    const { provider, posts } = holding([], (_asked, post) =>
      post === 1 ? stripeError(500, { type: 'api_error' }, true) : undefined,
    );
    expect(await provider.refund(ORDER)).toEqual(refunded(1980));
    expect(new Set(posts().map(({ key }) => key)).size).toBe(2);
  });

  test('stored failures under every key end in a refusal', async () => {
    const { provider, posts } = holding([], () => stripeError(500, { type: 'api_error' }, true));
    await expect(provider.refund(ORDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(posts()).toHaveLength(3);
  });

  test('somebody else was faster: the list tells how much went back', async () => {
    const held: object[] = [];
    const { provider } = holding(held, () => {
      held.push(refund());
      return stripeError(400, { type: 'invalid_request_error', code: 'charge_already_refunded' });
    });
    expect(await provider.refund(ORDER)).toEqual(refunded(1980));
  });

  test('an empty balance is waited for', async () => {
    const { provider } = holding([], () =>
      stripeError(400, { type: 'invalid_request_error', code: 'balance_insufficient' }),
    );
    await expect(provider.refund(ORDER)).rejects.toMatchObject(UNAVAILABLE);
  });

  test('one that Stripe refuses for good is told as failed, so that a person hears of it', async () => {
    const { provider } = holding([], () =>
      stripeError(400, { type: 'invalid_request_error', code: 'charge_disputed' }),
    );
    expect(await provider.refund(ORDER)).toEqual(refunded(0, 'refund_failed'));
  });

  test('a refund that fails at once is told as failed', async () => {
    const held: object[] = [];
    const { provider } = holding(held, () => {
      held.push(refund({ status: 'failed' }));
      return { body: refund({ status: 'failed' }) };
    });
    expect(await provider.refund(ORDER)).toEqual(refunded(0, 'refund_failed', 1));
  });

  test('a list that is no list leaves the outcome open', async () => {
    const { httpClient } = stripeApi(() => ({ body: { object: 'list', data: [{ amount: 'much' }] } }));
    const provider = stripeProvider({ account: secretOf(ACCOUNT), httpClient });
    await expect(provider.refund(ORDER)).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('given money that was paid in cash, when it is sent back', () => {
  const waiting = (held: object[]) => (asked: Asked) => {
    const created = refund({ amount: Number(asked.parameters['amount']), status: 'requires_action' });
    held.push(created);
    return { body: created };
  };

  test.each<[string, object, string]>([
    ['from the payment page', paidWith('konbini'), 'payer@example.com'],
    ['from the receipt', paidWith('konbini', null, 'receipt@example.com'), 'receipt@example.com'],
  ])('then Stripe asks the payer for an account, at the address %s', async (_what, payment, email) => {
    const held: object[] = [];
    const { provider, posts } = holding(held, waiting(held), payment);
    expect(await provider.refund(ORDER)).toEqual(NEEDS_DETAILS);
    expect(posts()[0]?.parameters).toEqual({
      payment_intent: INTENT_ID,
      amount: '1980',
      'metadata[order_id]': REFERENCE,
      instructions_email: email,
    });
  });

  test('then without an address Stripe refuses, and a person has to find another way', async () => {
    const { provider, posts } = holding(
      [],
      () => stripeError(400, { type: 'invalid_request_error', param: 'instructions_email' }),
      paidWith('konbini', null),
    );
    expect(await provider.refund(ORDER)).toEqual(refunded(0, 'refund_failed'));
    expect(posts()[0]?.parameters).not.toHaveProperty('instructions_email');
  });

  test('then other methods go back the way they came, and no address is sent', async () => {
    const { provider, posts } = holding([], undefined, paidWith('paypay'));
    expect(await provider.refund(ORDER)).toEqual(refunded(1980));
    expect(posts()[0]?.parameters).not.toHaveProperty('instructions_email');
  });
});
