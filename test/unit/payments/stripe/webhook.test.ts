import { describe, expect, test } from '@jest/globals';
import { money } from '../../../../shared/domain/values/money.ts';
import { stripeWebhook } from '../../../../shared/payments/stripe/stripe-webhook.ts';
import {
  ACCOUNT,
  type Asked,
  charge,
  dispute,
  event,
  INTENT_ID,
  intent,
  list,
  missing,
  NEEDS_DETAILS,
  REFERENCE,
  type Reply,
  received,
  refund,
  refunded,
  secretOf,
  stripeApi,
  stripeError,
  UNAVAILABLE,
} from './stripe-api.ts';

const against = (reply: (asked: Asked) => Reply | Error) => {
  const { asked, httpClient } = stripeApi(reply);
  return { asked, receiver: stripeWebhook({ account: secretOf(ACCOUNT), httpClient }) };
};
const holding = (refunds: readonly object[]) =>
  against(({ path }) => ({ body: path === '/v1/refunds' ? list(refunds) : intent() }));
const told = (...reports: readonly object[]) => reports.map((report) => ({ reference: REFERENCE, report }));
const about = (type: string, object: unknown) => received(event(type, object));

describe('given an event about a refund, when it is received, then it tells what has gone back in all', () => {
  test.each<[string, string, unknown, readonly object[], readonly object[]]>([
    [
      'the sum of all, whatever the event itself says',
      'refund.created',
      refund({ amount: 480 }),
      [refund({ amount: 480 }), refund({ id: 're_2', amount: 500, status: 'pending' })],
      [refunded(980)],
    ],
    [
      'a charge that is older than the list',
      'charge.refunded',
      charge({ amount_refunded: 500 }),
      [refund()],
      [refunded(1980)],
    ],
    [
      'a late charge.refunded after the refund has failed',
      'charge.refunded',
      charge({ amount_refunded: 1980 }),
      [refund({ status: 'failed' })],
      [refunded(0, 'refund_failed', 1)],
    ],
    [
      'a late failure after the refund was made again',
      'refund.failed',
      refund({ status: 'failed' }),
      [refund({ id: 're_2' }), refund({ status: 'failed' })],
      [refunded(1980)],
    ],
    [
      'a failure that the list does not show yet',
      'refund.failed',
      refund({ status: 'failed' }),
      [refund()],
      [refunded(0, 'refund_failed', 1)],
    ],
    ['a refund that the list does not show yet', 'refund.created', refund({ amount: 480 }), [], [refunded(480)]],
    ['a charge whose list is empty', 'charge.refunded', charge({ amount_refunded: 480 }), [], [refunded(480)]],
    [
      'one that waits for the payer’s bank account',
      'refund.created',
      refund({ status: 'requires_action' }),
      [refund({ status: 'requires_action' })],
      [NEEDS_DETAILS],
    ],
    [
      'its charge too',
      'charge.refunded',
      charge({ amount_refunded: 1980 }),
      [refund({ status: 'requires_action' })],
      [NEEDS_DETAILS],
    ],
    [
      'one that the payer’s bank sent back',
      'refund.updated',
      refund({ status: 'requires_action' }),
      [refund({ status: 'requires_action' })],
      [NEEDS_DETAILS],
    ],
    [
      'one that nobody named an account for',
      'refund.failed',
      refund({ status: 'failed' }),
      [refund({ status: 'failed' })],
      [refunded(0, 'refund_failed', 1)],
    ],
  ])('%s', async (_what, type, object, held, expected) => {
    const { asked, receiver } = holding(held);
    expect(await receiver.receive(about(type, object))).toEqual(told(...expected));
    expect(asked.map(({ path }) => path)).toEqual(['/v1/refunds']);
    expect(asked[0]?.parameters).toEqual({ payment_intent: INTENT_ID, limit: '100' });
  });

  test.each<[string, unknown]>([
    ['refund.created', refund({ metadata: {} })],
    ['charge.refunded', charge({ metadata: null, amount_refunded: 1980 })],
  ])('%s without our reference on it: the payment is asked whose it is', async (type, object) => {
    const { asked, receiver } = holding([refund({ metadata: {} })]);
    expect(await receiver.receive(about(type, object))).toEqual(told(refunded(1980)));
    expect(asked.map(({ path }) => path)).toEqual([`/v1/payment_intents/${INTENT_ID}`, '/v1/refunds']);
  });
});

describe('given a payment that the account cannot find, when its money goes back', () => {
  const part = (more: object) => ({
    kind: 'refund_part',
    captureId: INTENT_ID,
    refundId: refund()['id'],
    amount: money(480, 'JPY'),
    ...more,
  });
  test.each<[string, unknown, readonly object[]]>([
    ['charge.refunded', charge({ amount_refunded: 480 }), [refunded(480)]],
    ['refund.created', refund({ amount: 480 }), [part({ state: 'made' })]],
    ['refund.failed', refund({ amount: 480, status: 'failed' }), [part({ state: 'failed' })]],
    ['refund.updated', refund({ amount: 480, status: 'requires_action' }), [NEEDS_DETAILS]],
  ])('then %s speaks for itself', async (type, object, expected) => {
    const { receiver } = against(() => missing);
    expect(await receiver.receive(about(type, object))).toEqual(told(...expected));
  });

  test('then without a reference it is nobody’s of ours', async () => {
    const { asked, receiver } = against(() => missing);
    expect(await receiver.receive(about('charge.refunded', charge({ metadata: {} })))).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('given a dispute, when its event is received', () => {
  const amount = money(1980, 'JPY');
  test('then the payment is asked whose it is', async () => {
    const { asked, receiver } = against(() => ({ body: intent() }));
    expect(await receiver.receive(about('charge.dispute.created', dispute()))).toEqual(
      told({ kind: 'disputed', captureId: INTENT_ID, amount, disputeId: dispute().id }),
    );
    expect(await receiver.receive(about('charge.dispute.closed', dispute({ status: 'lost' })))).toEqual(
      told({ kind: 'dispute_closed', captureId: INTENT_ID, amount, outcome: 'lost', disputeId: dispute().id }),
    );
    expect(asked.map(({ path }) => path)).toEqual(Array(2).fill(`/v1/payment_intents/${INTENT_ID}`));
  });

  test('then a reference on the dispute itself saves the question', async () => {
    const { asked, receiver } = against(() => new Error('nothing is asked'));
    const named = dispute({ metadata: { order_id: 'mine' } });
    expect(await receiver.receive(about('charge.dispute.created', named))).toMatchObject([{ reference: 'mine' }]);
    expect(asked).toEqual([]);
  });

  test('then an inquiry asks nothing and tells nothing', async () => {
    const { asked, receiver } = against(() => new Error('nothing is asked'));
    const inquiry = dispute({ status: 'warning_needs_response' });
    expect(await receiver.receive(about('charge.dispute.created', inquiry))).toEqual([]);
    expect(asked).toEqual([]);
  });

  test.each<[string, Reply]>([
    ['of somebody else', { body: intent({ metadata: { reference: '7' } }) }],
    ['that the account does not have', missing],
  ])('then a payment %s is let pass', async (_what, reply) => {
    const { receiver } = against(() => reply);
    expect(await receiver.receive(about('charge.dispute.created', dispute()))).toEqual([]);
  });
});

describe('given a Stripe that cannot be asked, when an event needs it, then it must come again', () => {
  test.each<[string, Reply | Error]>([
    ['500', stripeError(500, { type: 'api_error' })],
    ['429', stripeError(429, {})],
    ['a refused key', stripeError(401, { type: 'invalid_request_error' })],
    ['no connection', new TypeError('fetch failed')],
    ['an answer of another shape', { body: { id: 7 } }],
  ])('%s', async (_what, reply) => {
    const { receiver } = against(() => reply);
    await expect(receiver.receive(about('charge.dispute.created', dispute()))).rejects.toMatchObject(UNAVAILABLE);
    await expect(receiver.receive(about('refund.created', refund()))).rejects.toMatchObject(UNAVAILABLE);
  });

  test('a key without the right to read is a defect: neither acknowledged nor told', async () => {
    const { receiver } = against(() => stripeError(403, { type: 'invalid_request_error' }));
    await expect(receiver.receive(about('refund.created', refund()))).rejects.toMatchObject({ statusCode: 403 });
  });

  test('a question that Stripe finds wrong is one, too', async () => {
    const { receiver } = against(() => stripeError(400, { type: 'invalid_request_error' }));
    await expect(receiver.receive(about('refund.created', refund()))).rejects.toMatchObject({ statusCode: 400 });
    await expect(receiver.receive(about('charge.dispute.created', dispute()))).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});

describe('given an answer to Stripe', () => {
  const { receiver } = against(() => missing);
  test('then a delivery that was taken is any 2xx, one that was not is not', () => {
    expect(receiver.accepted).toMatchObject({ statusCode: 200, contentType: 'application/json' });
    expect(receiver.refused(400, 'bad_signature')).toEqual({
      statusCode: 400,
      contentType: 'application/json',
      body: '{"error":"bad_signature"}',
    });
  });
});

describe('given a live account', () => {
  const live = { ...ACCOUNT, secretKey: 'rk_live_1' };
  test.each([
    [true, 1],
    [false, 0],
  ])('when an event with livemode %s arrives, then it tells %i', async (livemode, count) => {
    const receiver = stripeWebhook({ account: secretOf(live), httpClient: stripeApi(() => missing).httpClient });
    const body = event('payment_intent.succeeded', intent(), { livemode });
    expect(await receiver.receive(received(body))).toHaveLength(count);
  });
});
