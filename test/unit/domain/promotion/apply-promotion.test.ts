import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  applyPromotion,
  bestPromotion,
  type Occasion,
  type Uses,
} from '../../../../shared/domain/promotion/apply-promotion.ts';
import { discountOn, LEAST_TO_PAY_MINOR } from '../../../../shared/domain/promotion/discount.ts';
import { placeGivenBack } from '../../../../shared/domain/promotion/place.ts';
import { type Discount, type Promotion, sameCode } from '../../../../shared/domain/promotion/promotion.ts';
import type { RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { type Money, money } from '../../../../shared/domain/values/money.ts';
import { aLine, aPlan, aRenewal, EXAMPLES, later, NOW, PRICE, yen } from '../given.ts';
import { aPromotion } from './given-promotion.ts';

const percent = (value: number): Discount => ({ kind: 'percent', percent: value });
const off = (first: Money, ...more: Money[]): Discount => ({ kind: 'amount', off: [first, ...more] });
const here = (change: Partial<Occasion> = {}): Occasion => ({
  line: aLine(),
  plan: aPlan(),
  price: PRICE,
  now: NOW,
  ...change,
});
const best = (promotions: readonly Promotion[], code?: string, uses: readonly [string, Uses][] = []) =>
  bestPromotion(promotions, here(), code, new Map(uses));

describe('what is taken off', () => {
  test.each<[string, Money, Discount, number]>([
    ['a tenth', yen(1_980), percent(10), 198],
    ['a fraction of a yen in favour of the traveller', yen(1_985), percent(10), 199],
    ['a third of a fen as well', money(14_801, 'CNY'), percent(33), 4_885],
    ['a hundredth of the least price', yen(101), percent(1), 1],
    ['nothing of what is the least to pay already', yen(100), percent(50), 0],
    ['no more than leaves the least to pay', yen(500), percent(99), 400],
    ['an amount in its currency', yen(1_980), off(yen(300), money(1_500, 'CNY')), 300],
    ['another amount in another currency', money(14_800, 'CNY'), off(yen(300), money(1_500, 'CNY')), 1_500],
    ['nothing in a currency that is not named', money(1_400, 'USD'), off(yen(300)), 0],
    ['no more than leaves the least to pay, of an amount too', yen(250), off(yen(300)), 150],
    ['nothing of a price below the least', yen(40), off(yen(300)), 0],
  ])('is %s', (_what, price, discount, minor) => {
    expect(discountOn(price, discount)).toBe(minor);
  });

  test('is whole, never above the price, never leaves less than the least, and never less than was promised', () => {
    const prices = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 99 }), (amountMinor, value) => {
        const taken = discountOn(yen(amountMinor), percent(value));
        const left = amountMinor - taken;
        expect(Number.isInteger(taken) && taken >= 0).toBe(true);
        expect(left).toBeGreaterThanOrEqual(Math.min(amountMinor, LEAST_TO_PAY_MINOR));
        if (left > LEAST_TO_PAY_MINOR) expect(taken * 100).toBeGreaterThanOrEqual(amountMinor * value);
        if (taken > 0) expect((taken - 1) * 100).toBeLessThan(amountMinor * value);
      }),
    );
  });
});

describe('whether a promotion applies', () => {
  const held = { fence: { renewalId: aRenewal('activating').renewalId } } as Partial<Occasion['line']>;
  test.each<[string, Partial<Promotion>, Partial<Occasion>, Uses | undefined, string]>([
    ['before its period', { from: later(1) }, {}, undefined, 'promotion_unknown'],
    ['at the end of its period', { until: later(5) }, { now: later(5) }, undefined, 'promotion_expired'],
    ['to another plan', { plans: ['other'] }, {}, undefined, 'promotion_not_for_plan'],
    ['to another family', { families: ['other'] }, {}, undefined, 'promotion_not_for_plan'],
    ['in another currency', { discount: off(money(5, 'EUR')) }, {}, undefined, 'promotion_not_for_plan'],
    [
      'to a line that was renewed',
      { only: 'first_renewal' },
      { line: aLine({ expiryVersion: 2 }) },
      undefined,
      'promotion_first_only',
    ],
    [
      'to a line that is being renewed',
      { only: 'first_renewal' },
      { line: { ...aLine(), ...held } },
      undefined,
      'promotion_first_only',
    ],
    ['twice to a line', { oncePerLine: true }, {}, { taken: 1, byThisLine: true }, 'promotion_already_used'],
    [
      'twice to a first renewal',
      { only: 'first_renewal' },
      {},
      { taken: 0, byThisLine: true },
      'promotion_already_used',
    ],
    ['beyond its limit', { limit: 3 }, {}, { taken: 3, byThisLine: false }, 'promotion_used_up'],
  ])('not %s', (_what, change, occasion, uses, refusal) => {
    expect(applyPromotion(aPromotion(change), here(occasion), uses)).toEqual({ ok: false, refusal });
  });

  test.each<[string, Partial<Promotion>, Partial<Occasion>, Uses | undefined, object]>([
    ['at its first instant', {}, {}, undefined, {}],
    ['until just before its end', { until: later(5) }, { now: later(4) }, undefined, {}],
    ['to a plan that is named, of another family', { plans: [aPlan().planId], families: ['x'] }, {}, undefined, {}],
    ['to a plan of a named family', { families: [aPlan().family] }, {}, undefined, {}],
    ['to a first renewal, once', { only: 'first_renewal' }, {}, undefined, { oncePerLine: true }],
    ['again to a line, where that is not said', {}, {}, { taken: 9, byThisLine: true }, {}],
    ['to the last place', { limit: 3 }, {}, { taken: 2, byThisLine: false }, { counted: true }],
  ])('%s', (_what, change, occasion, uses, holds) => {
    const used = { promotionId: 'autumn', version: 1, discountMinor: 198, ...holds };
    expect(applyPromotion(aPromotion(change), here(occasion), uses)).toEqual({ ok: true, used });
  });
});

describe('which promotion', () => {
  const small = aPromotion({ promotionId: 'small', discount: percent(5) });
  const coded = aPromotion({ promotionId: 'coded', code: 'TOKYO', discount: percent(20) });

  test('of none there is none', () => {
    expect(best([])).toEqual({});
  });

  test('the one that takes most off, whatever the order; a code only where it is written', () => {
    for (const promotions of [
      [small, aPromotion(), coded],
      [coded, aPromotion(), small],
    ]) {
      expect(best(promotions).used?.promotionId).toBe('autumn');
      expect(best(promotions, ' tokyo ').used?.promotionId).toBe('coded');
    }
  });

  test('of equal ones that with the first id', () => {
    const twins = [aPromotion({ promotionId: 'b' }), aPromotion({ promotionId: 'a' })];
    expect([best(twins), best(twins.toReversed())].map(({ used }) => used?.promotionId)).toEqual(['a', 'a']);
  });

  test('a code that gives less than another promotion is not refused: the better one applies', () => {
    const weak = aPromotion({ promotionId: 'weak', code: 'WEAK', discount: percent(1) });
    expect(best([aPromotion(), weak], 'WEAK')).toEqual({ used: expect.objectContaining({ promotionId: 'autumn' }) });
  });

  test('an unusable code is told, and what applies by itself still does', () => {
    const over = aPromotion({ promotionId: 'over', code: 'OVER', until: NOW, from: later(-ROLLING_DAY_MS) });
    expect(best([aPromotion(), over], 'OVER')).toEqual({
      used: expect.objectContaining({ promotionId: 'autumn' }),
      refusal: 'promotion_expired',
    });
    expect(best([], 'NOTHING')).toEqual({ refusal: 'promotion_unknown' });
    expect(best([aPromotion({ code: 'C', limit: 1 })], 'c', [['autumn', { taken: 1, byThisLine: false }]])).toEqual({
      refusal: 'promotion_used_up',
    });
  });

  test.each([
    ['WELCOME10', true],
    ['welcome10', true],
    [' Welcome10 ', true],
    ['ＷＥＬＣＯＭＥ１０', true],
    ['WELCOME 10', false],
    ['', false],
  ])('a code written as %j is WELCOME10: %s', (written, isSame) => {
    expect(sameCode('WELCOME10', written)).toBe(isSame);
  });

  test('no other one would have been cheaper', () => {
    const any = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.integer({ min: 1, max: 99 }) });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 4 }), (drawn) => {
        const promotions = drawn.map(({ id, value }) => aPromotion({ promotionId: id, discount: percent(value) }));
        const most = Math.max(0, ...promotions.map(({ discount }) => discountOn(PRICE, discount)));
        expect(best(promotions).used?.discountMinor ?? 0).toBe(most);
        expect(best(promotions)).toEqual(best(promotions.toReversed()));
      }),
    );
  });
});

describe('a place', () => {
  const promotion = { promotionId: 'autumn', version: 1, discountMinor: 198, counted: true } as const;
  const waiting = aRenewal('awaiting_payment', { promotion });

  test.each(Object.keys(EXAMPLES) as RenewalStatus[])('given a renewal that becomes %s', (status) => {
    const isBack = status === 'expired' || status === 'cancelled';
    expect(placeGivenBack(waiting, aRenewal(status, { promotion }))).toEqual(isBack ? promotion : undefined);
    for (const before of Object.keys(EXAMPLES) as RenewalStatus[])
      if (before !== 'awaiting_payment')
        expect(placeGivenBack(aRenewal(before, { promotion }), aRenewal(status, { promotion }))).toBeUndefined();
  });

  test('that nobody else could have is not given back', () => {
    const { counted: _none, ...free } = promotion;
    expect(placeGivenBack(aRenewal('awaiting_payment', { promotion: free }), aRenewal('expired'))).toBeUndefined();
    expect(placeGivenBack(aRenewal('awaiting_payment'), aRenewal('expired'))).toBeUndefined();
  });
});
