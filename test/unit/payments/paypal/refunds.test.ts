import { describe, expect, test } from '@jest/globals';
import { money } from '../../../../shared/domain/values/money.ts';
import { CAPTURE_ID, ORDER_ID, refundResource, yen } from '../../../webhooks/senders/paypal.ts';
import { against, answers, capture, ORDER, order, problem, REFUND, type Reply } from './paypal-api.ts';

const unavailable = { code: 'payment_provider_unavailable' };
const CAPTURED = `GET /v2/payments/captures/${CAPTURE_ID}`;
const GET = `GET /v2/checkout/orders/${ORDER_ID}`;
const POST = `POST /v2/payments/captures/${CAPTURE_ID}/refund`;

const one = (id: string, amount: number, status = 'COMPLETED') =>
  refundResource(ORDER.reference, { id, amount: yen(amount), status, seller_payable_breakdown: undefined });
const listing = (...refunds: readonly object[]): Reply => order('COMPLETED', { captures: [capture()], refunds });
const report = (kind: string, amountMinor: number) => ({
  kind,
  captureId: CAPTURE_ID,
  refunded: { amountMinor, currency: 'JPY' },
});

/** The order's list before and after, and what the refund is answered with. */
const world = (before: Reply, after: Reply, answer: Reply | Error) =>
  against(answers({ [CAPTURED]: { body: capture() }, [GET]: [before, after], [POST]: answer }));
const idOf = ({ asked }: ReturnType<typeof world>) =>
  asked.find(({ line }) => line === POST)?.headers['paypal-request-id'];

describe('given a captured payment, when it is sent back', () => {
  test('then PayPal is asked for all of it, under our reference', async () => {
    const { asked, provider } = world(listing(), listing(one('R1', 1980)), { status: 201, body: one('R1', 1980) });
    expect(await provider.refund(REFUND)).toEqual(report('refunded', 1980));
    const request = asked.find(({ line }) => line === POST);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      amount: { currency_code: 'JPY', value: '1980' },
      custom_id: ORDER.reference,
    });
    expect(request?.headers['paypal-request-id']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('then what went back before, or is on its way, is not asked for again', async () => {
    const whole = world(listing(one('R1', 1980)), listing(), { status: 500 });
    expect(await whole.provider.refund(REFUND)).toEqual(report('refunded', 1980));
    const pending = world(listing(one('R1', 1980, 'PENDING')), listing(), { status: 500 });
    expect(await pending.provider.refund(REFUND)).toEqual(report('refunded', 1980));
    expect([...whole.asked, ...pending.asked].map(({ line }) => line)).not.toContain(POST);
  });

  test('then only what is missing is asked for', async () => {
    const { asked, provider } = world(listing(one('R1', 500)), listing(one('R1', 500), one('R2', 1480)), {
      status: 201,
      body: one('R2', 1480),
    });
    expect(await provider.refund(REFUND)).toEqual(report('refunded', 1980));
    expect(JSON.parse(asked.find(({ line }) => line === POST)?.body ?? '').amount).toEqual(yen(1480));
  });

  test('then a list that lags behind the answer does not make it less', async () => {
    const { provider } = world(listing(), listing(), { status: 201, body: one('R1', 1980, 'PENDING') });
    expect(await provider.refund(REFUND)).toEqual(report('refunded', 1980));
  });

  test('then refunds of another capture do not count', async () => {
    const other = refundResource(ORDER.reference, {
      id: 'R9',
      links: [{ href: 'https://api.sandbox.paypal.com/v2/payments/captures/OTHER', rel: 'up' }],
    });
    const { asked, provider } = world(listing(other), listing(other), { status: 201, body: one('R1', 1980) });
    expect(await provider.refund(REFUND)).toEqual(report('refunded', 1980));
    expect(asked.map(({ line }) => line)).toContain(POST);
  });

  test('then ten who see the same ask under one id; a second part and a second try have their own', async () => {
    const done: Reply = { status: 201, body: one('R1', 500) };
    const half = { ...REFUND, amount: money(500, 'JPY') };
    const whole = { ...REFUND, amount: money(1000, 'JPY') };
    const run = async (before: Reply, order: typeof REFUND) => {
      const here = world(before, before, done);
      await here.provider.refund(order);
      return idOf(here);
    };
    const first = await run(listing(), half);
    expect(await run(listing(), half)).toBe(first);
    const ids = [
      first,
      await run(listing(one('R0', 500)), whole),
      await run(listing(one('R0', 500, 'FAILED')), half),
      await run(listing(one('R0', 500, 'FAILED'), one('R00', 500, 'CANCELLED')), half),
      await run(listing(), { ...half, reference: '0123456789AB0123456789ABCDEF02' as typeof half.reference }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('given a refund that PayPal does not make, when it is asked for', () => {
  test.each([
    'REFUND_TIME_LIMIT_EXCEEDED',
    'REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK',
    'TRANSACTION_DISPUTED',
    'REFUND_NOT_ALLOWED',
  ])('then %s needs a person', async (issue) => {
    const { provider } = world(listing(one('R1', 500)), listing(one('R1', 500)), problem(422, issue));
    expect(await provider.refund(REFUND)).toEqual(report('refund_failed', 500));
  });

  test.each(['FAILED', 'CANCELLED'])('then one that ends as %s needs a person', async (status) => {
    const { provider } = world(listing(), listing(one('R1', 1980, status)), {
      status: 201,
      body: one('R1', 1980, status),
    });
    expect(await provider.refund(REFUND)).toEqual({ ...report('refund_failed', 0), failures: 1 });
  });

  test.each(['CAPTURE_FULLY_REFUNDED', 'REFUND_AMOUNT_EXCEEDED'])(
    'then %s means that somebody else was faster, if the list says so too',
    async (issue) => {
      const done = world(listing(), listing(one('R1', 1980)), problem(422, issue));
      expect(await done.provider.refund(REFUND)).toEqual(report('refunded', 1980));
      const not = world(listing(), listing(one('R1', 500)), problem(422, issue));
      expect(await not.provider.refund(REFUND)).toEqual(report('refund_failed', 500));
    },
  );

  test.each(['REFUND_FAILED_INSUFFICIENT_FUNDS', 'PENDING_CAPTURE'])('then %s passes', async (issue) => {
    const { provider } = world(listing(), listing(), problem(422, issue));
    await expect(provider.refund(REFUND)).rejects.toMatchObject(unavailable);
  });

  test.each<[string, Reply | Error]>([
    ['500', { status: 500 }],
    ['no answer', new Error('timed out')],
  ])('then %s leaves it open', async (_what, answer) => {
    const { provider } = world(listing(), listing(), answer);
    await expect(provider.refund(REFUND)).rejects.toMatchObject(unavailable);
  });

  test('then a list that cannot be read leaves it open, and nothing is asked', async () => {
    const lone = capture({ supplementary_data: undefined, links: [] });
    const { asked, provider } = against(answers({ [CAPTURED]: { body: lone }, [POST]: { body: one('R1', 1980) } }));
    await expect(provider.refund(REFUND)).rejects.toMatchObject(unavailable);
    expect(asked.map(({ line }) => line)).toEqual([CAPTURED]);
  });

  test('then what is neither refused nor open is an error', async () => {
    const { provider } = world(listing(), listing(), problem(403, 'PERMISSION_DENIED', 'NOT_AUTHORIZED'));
    await expect(provider.refund(REFUND)).rejects.toThrow('paypal refused: 403');
  });
});
