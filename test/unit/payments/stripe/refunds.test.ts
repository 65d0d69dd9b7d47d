import { describe, expect, test } from '@jest/globals';
import { money } from '../../../../shared/domain/values/money.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import {
  ACCOUNT,
  type Asked,
  event,
  intent,
  list,
  REFERENCE,
  type Reply,
  refund,
  secretOf,
  signed,
  stripeApi,
  stripeError,
} from './stripe-api.ts';

const ORDER = { reference: REFERENCE, captureId: 'pi_1', amount: money(1980, 'JPY') };
const refunded = (amountMinor: number) => ({
  kind: 'refunded',
  captureId: 'pi_1',
  refunded: money(amountMinor, 'JPY'),
});

/** A Stripe that holds `refunds` and adds what is asked for. */
const holding = (refunds: object[], create?: (asked: Asked, posts: number) => Reply | Error | undefined) => {
  let posts = 0;
  const api = stripeApi((asked) => {
    if (asked.method === 'GET' && asked.path === '/v1/refunds') return { body: list(refunds) };
    if (asked.method === 'GET') return { body: intent() };
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
    ['a cancelled one and a part', [refund({ status: 'canceled' }), refund({ amount: 980 })], '1000'],
    ['all of it', [refund()], undefined],
    ['all of it in parts', [refund({ amount: 1000 }), refund({ amount: 980 })], undefined],
  ])('%s', async (_what, held, amount) => {
    const { provider, posts } = holding(held);
    expect(await provider.refund(ORDER)).toEqual(refunded(1980));
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
  const unavailable = { code: 'payment_provider_unavailable' };

  test('a fresh 500 leaves the outcome open: nothing more is asked before the next look', async () => {
    const { provider, posts } = holding([], () => stripeError(500, { type: 'api_error' }));
    await expect(provider.refund(ORDER)).rejects.toMatchObject(unavailable);
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
    await expect(provider.refund(ORDER)).rejects.toMatchObject(unavailable);
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
    await expect(provider.refund(ORDER)).rejects.toMatchObject(unavailable);
  });

  test('one that Stripe refuses for good is told as failed, so that a person hears of it', async () => {
    const { provider } = holding([], () =>
      stripeError(400, { type: 'invalid_request_error', code: 'charge_disputed' }),
    );
    expect(await provider.refund(ORDER)).toEqual({ ...refunded(0), kind: 'refund_failed' });
  });

  test('a refund that fails at once is told as failed', async () => {
    const held: object[] = [];
    const { provider } = holding(held, () => {
      held.push(refund({ status: 'failed' }));
      return { body: refund({ status: 'failed' }) };
    });
    expect(await provider.refund(ORDER)).toEqual({ ...refunded(0), kind: 'refund_failed' });
  });

  test('a list that is no list leaves the outcome open', async () => {
    const { httpClient } = stripeApi(() => ({ body: { object: 'list', data: [{ amount: 'much' }] } }));
    const provider = stripeProvider({ account: secretOf(ACCOUNT), httpClient });
    await expect(provider.refund(ORDER)).rejects.toMatchObject(unavailable);
  });
});

describe('given an event about a refund, when it is verified, then it tells what has gone back in all', () => {
  test('the sum of all refunds, whatever the event itself says', async () => {
    const { provider, asked } = holding([refund({ amount: 480 }), refund({ amount: 500, status: 'pending' })]);
    const notices = await provider.verify(signed(event('refund.created', refund({ amount: 480 }))));
    expect(notices).toEqual([{ reference: REFERENCE, report: refunded(980) }]);
    expect(asked.map(({ path }) => path)).toEqual(['/v1/refunds']);
  });

  test('a late charge.refunded after the refund has failed does not count what came back', async () => {
    const { provider } = holding([refund({ status: 'failed' })]);
    const charge = { id: 'ch_1', payment_intent: 'pi_1', amount_refunded: 1980, metadata: { reference: REFERENCE } };
    expect(await provider.verify(signed(event('charge.refunded', charge)))).toEqual([
      { reference: REFERENCE, report: refunded(0) },
    ]);
  });

  test('without our reference on it, the payment is asked whose it is', async () => {
    const { provider, asked } = holding([refund({ metadata: {}, status: 'failed' })]);
    const notices = await provider.verify(signed(event('refund.failed', refund({ metadata: {}, status: 'failed' }))));
    expect(notices).toEqual([{ reference: REFERENCE, report: { ...refunded(0), kind: 'refund_failed' } }]);
    expect(asked[0]?.path).toBe('/v1/payment_intents/pi_1');
  });

  test('a payment of somebody else is let pass', async () => {
    const { httpClient } = stripeApi(() => ({ body: intent({ metadata: { order_id: '7' } }) }));
    const provider = stripeProvider({ account: secretOf(ACCOUNT), httpClient });
    expect(await provider.verify(signed(event('refund.created', refund({ metadata: {} }))))).toEqual([]);
  });
});
