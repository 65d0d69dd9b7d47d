import { describe, expect, test } from '@jest/globals';
import { field, json, NOW, networkError, notFound, numbered, ORDER, onNetwork, type Step } from './airalo-replies.ts';

const MEGABYTE = 1_048_576;
const unreachable = (code: string) => ({ kind: 'unavailable', code, trouble: 'unreachable' });

const topUps = (
  rows: readonly object[],
  pricing: object = { model: 'net_pricing', discount_percentage: 0 },
): Response => json({ pricing, data: rows });
const topUp = (facts: object = {}) => ({ id: ORDER.product, type: 'topup', price: 4.5, net_price: 3.6, ...facts });

describe('a quote', () => {
  const quote = (step: Step) => onNetwork([step]).carrier.quote?.(ORDER, ORDER.product);

  test.each([
    ['a net price', topUps([topUp()]), { kind: 'available', cost: { amountE4: 36_000, currency: 'USD' } }],
    [
      'a net price in text',
      topUps([topUp({ net_price: '3.65' })]),
      { kind: 'available', cost: { amountE4: 36_500, currency: 'USD' } },
    ],
    [
      'a discount on all prices',
      topUps([topUp({ net_price: null })], { model: 'discount_pricing', discount_percentage: 10 }),
      { kind: 'available', cost: { amountE4: 40_500, currency: 'USD' } },
    ],
    ['no price that can be told', topUps([topUp({ net_price: null })]), { kind: 'available' }],
    ['no word about pricing', json({ data: [topUp({ net_price: null })] }), { kind: 'available' }],
    ['other packages', topUps([topUp({ id: 'other' })]), { kind: 'not_available', code: 'not_offered' }],
    ['no packages', topUps([]), { kind: 'not_available', code: 'not_offered' }],
    ['no such SIM', notFound(), { kind: 'not_available', code: 'sim_unknown' }],
    ['an ICCID that is none', field('iccid'), { kind: 'not_available', code: 'field.iccid' }],
    ['recycled', numbered(73), { kind: 'not_available', code: 'recycled', recycled: true }],
    ['recycled, with status 200', numbered(73, 200), { kind: 'not_available', code: 'recycled', recycled: true }],
    ['top-up disabled', numbered(23), { kind: 'not_available', code: 'airalo_23' }],
    ['maintenance', numbered(13), { kind: 'unavailable', code: 'maintenance', trouble: 'maintenance' }],
    ['unexpected', numbered(53), unreachable('airalo_53')],
    ['500', json({}, 500), unreachable('http_500')],
    ['a page', new Response('<html>'), unreachable('malformed_reply')],
    ['a row without a name', topUps([{ price: 1 }]), unreachable('malformed_reply')],
    [
      'throttled',
      json({}, 429, { 'retry-after': '3' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 3_000 },
    ],
  ])('given %s, then that is what is told', async (_what, step, told) => {
    expect(await quote(step)).toEqual(told);
  });

  test('a name of a SIM cannot reach another path', async () => {
    const { carrier, sent } = onNetwork([topUps([])]);
    await carrier.quote?.({ ...ORDER, carrierRef: '../balance?x' }, ORDER.product);
    expect(sent[0]?.url).toMatch(/\/v2\/sims\/\.\.%2Fbalance%3Fx\/topups$/);
  });
});

describe('offers', () => {
  const offers = (step: Step) => onNetwork([step]).carrier.offers?.(ORDER);

  test.each([
    [
      'packages',
      topUps([topUp(), topUp({ id: 'other', net_price: null })]),
      {
        kind: 'offers',
        products: [{ product: ORDER.product, cost: { amountE4: 36_000, currency: 'USD' } }, { product: 'other' }],
      },
    ],
    ['none', topUps([]), { kind: 'offers', products: [] }],
    ['recycled', numbered(73), { kind: 'unavailable', code: 'recycled' }],
    ['no such SIM', notFound(), { kind: 'unavailable', code: 'http_404' }],
    ['another answer', json({ ok: true }), unreachable('malformed_reply')],
  ])('given %s, then that is what is told', async (_what, step, told) => {
    expect(await offers(step)).toEqual(told);
  });
});

describe('usage', () => {
  const read = (step: Step) => onNetwork([step]).carrier.readUsage?.(ORDER);
  const figures = (facts: object = {}): Response =>
    json({
      data: {
        remaining: 767,
        total: 2048,
        expired_at: '2026-10-05 00:00:00',
        is_unlimited: false,
        status: 'ACTIVE',
        ...facts,
      },
      meta: { message: 'api.succes' },
    });
  const usage = (remaining: number, total: number) => ({
    kind: 'usage',
    remainingBytes: remaining * MEGABYTE,
    totalBytes: total * MEGABYTE,
    asOf: NOW,
  });

  test.each([
    ['figures', figures(), usage(767, 2048)],
    ['data used up', figures({ remaining: 0, status: 'FINISHED' }), usage(0, 2048)],
    ['not begun', figures({ remaining: 2048, status: 'NOT_ACTIVE' }), usage(2048, 2048)],
    ['unlimited', figures({ remaining: 0, total: 0, is_unlimited: true }), { kind: 'no_figure' }],
    // In sandbox mode an unlimited package does not say so.
    ['zeros', figures({ remaining: 0, total: 0 }), { kind: 'no_figure' }],
    ['unlimited with figures', figures({ is_unlimited: true }), { kind: 'no_figure' }],
    ['unknown', figures({ status: 'UNKNOWN' }), { kind: 'no_figure' }],
    ['nothing', figures({ remaining: null, total: null }), { kind: 'no_figure' }],
    ['more left than there was', figures({ remaining: 4096 }), { kind: 'no_figure' }],
    [
      'recycled',
      figures({ status: 'RECYCLED', remaining: 0, total: 0, expired_at: null, is_unlimited: null }),
      { kind: 'recycled' },
    ],
    ['recycled, by its number', numbered(73), { kind: 'recycled' }],
    ['no such SIM', notFound(), { kind: 'unavailable', code: 'http_404' }],
    ['reset', networkError('ECONNRESET'), unreachable('conn_lost')],
    ['negative figures', figures({ remaining: -1 }), unreachable('malformed_reply')],
    [
      'throttled',
      json({}, 429, { 'retry-after': '41' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 41_000 },
    ],
  ])('given %s, then that is what is told', async (_what, step, told) => {
    expect(await read(step)).toEqual(told);
  });
});

describe('the float', () => {
  const read = (step: Step) => onNetwork([step]).carrier.readFloat?.();
  const balance = (amount: unknown, currency: unknown = 'USD'): Response =>
    json({
      data: { balances: { name: 'balance', availableBalance: { amount, currency } } },
      meta: { message: 'success' },
    });

  test.each([
    ['dollars', balance(225.35), { kind: 'float', float: { amountE4: 2_253_500, currency: 'USD' } }],
    ['four decimals', balance(0.0001), { kind: 'float', float: { amountE4: 1, currency: 'USD' } }],
    ['text', balance('10.5'), { kind: 'float', float: { amountE4: 105_000, currency: 'USD' } }],
    ['nothing left', balance(0), { kind: 'float', float: { amountE4: 0, currency: 'USD' } }],
    ['a debt', balance(-3), { kind: 'float', float: { amountE4: -30_000, currency: 'USD' } }],
    ['no amount', balance(null), unreachable('malformed_reply')],
    ['more than numbers can say', balance(1e15), unreachable('malformed_reply')],
    ['no currency', balance(1, 'dollars'), unreachable('malformed_reply')],
    ['another answer', json({}), unreachable('malformed_reply')],
    ['500', json({}, 500), unreachable('http_500')],
  ])('given %s, then that is what is told', async (_what, step, told) => {
    expect(await read(step)).toEqual(told);
  });
});
