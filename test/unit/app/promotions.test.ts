import { describe, expect, test } from '@jest/globals';
import { cancelRenewal } from '../../../shared/app/cancel-renewal.ts';
import { previewRenewal } from '../../../shared/app/read-lines.ts';
import type { Promotion } from '../../../shared/domain/promotion/promotion.ts';
import { paymentReference } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, instant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { selling } from '../../fakes/selling.ts';
import { aPlan, yen } from '../domain/given.ts';
import { aPromotion } from '../domain/promotion/given-promotion.ts';
import { OWNER, renewingWorld } from './renewing-world.ts';

const TWO_HOURS_MS = 2 * HOUR_MS;
const LIMITED = { limit: 1, oncePerLine: true } as const;

/** A world with one promotion: a tenth off the one plan, which costs 1980 yen. */
const promoted = async (change: Partial<Promotion> = {}) => {
  const world = await renewingWorld();
  const promotion = aPromotion(change);
  await world.store.addPromotion(promotion);
  const { lineId } = await world.line();
  const { promotionId, version, code } = promotion;
  const named = { promotionId, version, ...(code !== undefined && { code }) };
  const preview = previewRenewal({
    ...selling(world.store, world.clock, { carrier: world.carrier }),
    store: world.store,
  });
  return {
    ...world,
    named,
    preview: (written?: string) =>
      preview(OWNER, lineId, aPlan().planId, written === undefined ? {} : { code: written }),
    orderIt: (key: string, more: object = {}) => world.order(key, { price: yen(1_782), promotion: named, ...more }),
    taken: async () => (await world.store.promotionUses(lineId, [promotionId])).get(promotionId),
  };
};

describe('a promotion in a preview', () => {
  test('is shown beside the price before it', async () => {
    const { preview } = await promoted();
    const { quote, offered, codeRefusal } = await preview();
    expect([quote.price, offered?.used.discountMinor, codeRefusal]).toEqual([yen(1_980), 198, undefined]);
  });

  test('of a code is shown where the code is written, and one that is used up is told as that', async () => {
    const world = await promoted({ code: 'TOKYO', limit: 1 });
    expect((await world.preview()).offered).toBeUndefined();
    expect((await world.preview('tokyo')).offered?.used).toMatchObject({ discountMinor: 198, counted: true });
    await world.orderIt('key-0001');
    const { offered, codeRefusal, quote } = await world.preview('tokyo');
    expect([offered, codeRefusal, quote.price]).toEqual([undefined, 'promotion_used_up', yen(1_980)]);
  });
});

describe('an order with a promotion', () => {
  test('asks for what was shown, and keeps what was taken off', async () => {
    const world = await promoted();
    const { renewal } = await world.orderIt('key-0001');
    expect(renewal).toMatchObject({ price: yen(1_782), promotion: { promotionId: 'autumn', discountMinor: 198 } });
    expect(world.payments.opened).toEqual([expect.objectContaining({ amount: yen(1_782) })]);
    await world.reportCapture(renewal.renewalId, yen(1_782));
    expect((await world.stored(renewal.renewalId)).status).toBe('activating');
  });

  test('that names none pays the price without it, as it was shown', async () => {
    const world = await promoted();
    expect((await world.order('key-0001')).renewal).toMatchObject({ price: yen(1_980) });
    expect((await world.stored((await world.order('key-0001')).renewal.renewalId)).promotion).toBeUndefined();
  });

  test.each<[string, Partial<Promotion>, object, string]>([
    ['at another price', {}, { price: yen(1_980) }, 'preview_outdated'],
    ['under another version', {}, { promotion: { promotionId: 'autumn', version: 2 } }, 'preview_outdated'],
    ['that is not there', {}, { promotion: { promotionId: 'spring', version: 1 } }, 'promotion_unknown'],
    ['without its code', { code: 'TOKYO' }, { promotion: { promotionId: 'autumn', version: 1 } }, 'promotion_unknown'],
    [
      'with another code',
      { code: 'TOKYO' },
      { promotion: { promotionId: 'autumn', version: 1, code: 'OSAKA' } },
      'promotion_unknown',
    ],
    ['for another plan', { plans: ['other'] }, {}, 'promotion_not_for_plan'],
  ])('%s is refused, and no payment is opened', async (_name, change, order, code) => {
    const world = await promoted(change);
    await expect(world.orderIt('key-0001', order)).rejects.toMatchObject({ code });
    expect(world.payments.opened).toEqual([]);
  });

  test('after its period is refused', async () => {
    const world = await promoted({ until: instant(Date.parse('2026-10-01T12:00:01+09:00')) });
    world.state.now += 1_000;
    await expect(world.orderIt('key-0001')).rejects.toMatchObject({ code: 'promotion_expired' });
  });

  test('a code is read as people write it', async () => {
    const world = await promoted({ code: 'TOKYO' });
    const promotion = { ...world.named, code: ' tokyo' };
    expect((await world.orderIt('key-0001', { promotion })).renewal.price).toEqual(yen(1_782));
  });

  test('for a first renewal is refused once the line was renewed', async () => {
    const world = await promoted({ only: 'first_renewal' });
    const id = await world.paid('key-0001');
    await world.activate(id);
    await expect(world.orderIt('key-0002')).rejects.toMatchObject({ code: 'promotion_first_only' });
  });

  test('sent again under the same key it is the same order; with another promotion it is another one', async () => {
    const world = await promoted(LIMITED);
    const first = await world.orderIt('key-0001');
    expect(await world.orderIt('key-0001')).toEqual({ renewal: first.renewal, replayed: true });
    await expect(world.orderIt('key-0001', { promotion: { ...world.named, version: 2 } })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await world.taken()).toEqual({ taken: 1, byThisLine: true });
  });

  test.each(['before', 'after'] as const)('an outage %s its write costs no place', async (moment) => {
    const world = await promoted(LIMITED);
    const { failed } = world.failWrite(1, moment);
    await expect(world.orderIt('key-0001')).rejects.toThrow('outage');
    expect(failed()).toBe('createPromotedRenewal');
    expect((await world.orderIt('key-0001')).replayed).toBe(moment === 'after');
    expect(await world.taken()).toEqual({ taken: 1, byThisLine: true });
  });

  test('of two keys at once on the last place one gets it', async () => {
    const world = await promoted({ limit: 1 });
    const outcomes = await Promise.allSettled([world.orderIt('key-0001'), world.orderIt('key-0002')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'promotion_used_up' },
    });
  });
});

describe('a place', () => {
  test('of an order that expires goes back, and money that comes later goes back as well', async () => {
    const world = await promoted(LIMITED);
    const { renewal } = await world.orderIt('key-0001');
    await expect(world.orderIt('key-0002')).rejects.toMatchObject({ code: 'promotion_already_used' });
    world.state.now += TWO_HOURS_MS;
    await world.sweep();
    expect([(await world.stored(renewal.renewalId)).status, await world.taken()]).toEqual([
      'expired',
      { taken: 0, byThisLine: false },
    ]);
    await world.orderIt('key-0002');
    const report = { kind: 'captured', captureId: 'pi_late', amount: yen(1_782) } as const;
    await world.takeNotices([{ reference: paymentReference(renewal.renewalId, 1), report }]);
    const late = await world.stored(renewal.renewalId);
    expect([late.status, late.payments[0]]).toEqual(['expired', expect.objectContaining({ verdict: 'send_back' })]);
    expect(await world.taken()).toEqual({ taken: 1, byThisLine: true });
  });

  test('of an order that is called off goes back, once, whatever is asked twice', async () => {
    const world = await promoted(LIMITED);
    const { renewal } = await world.orderIt('key-0001');
    const cancel = cancelRenewal({ store: world.store, payments: world.payments, clock: world.clock });
    await Promise.all([cancel(OWNER, renewal.renewalId), cancel(OWNER, renewal.renewalId)]);
    world.state.now += TWO_HOURS_MS;
    await world.sweep();
    expect(await world.taken()).toEqual({ taken: 0, byThisLine: false });
  });

  test.each(['before', 'after'] as const)('goes back once when the answer is lost %s the write', async (moment) => {
    const world = await promoted(LIMITED);
    await world.orderIt('key-0001');
    world.state.now += TWO_HOURS_MS;
    world.failWrite(1, moment);
    await world.sweep();
    world.state.now += TWO_HOURS_MS;
    await world.sweep();
    expect(await world.taken()).toEqual({ taken: 0, byThisLine: false });
  });

  test('of an order that was paid stays used, also when the money goes back', async () => {
    const world = await promoted(LIMITED);
    const { renewal } = await world.orderIt('key-0001');
    await world.reportCapture(renewal.renewalId, yen(1_782));
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    await world.rest([renewal.renewalId], ROLLING_DAY_MS);
    expect([(await world.stored(renewal.renewalId)).status, await world.taken()]).toEqual([
      'refunded',
      { taken: 1, byThisLine: true },
    ]);
  });
});
