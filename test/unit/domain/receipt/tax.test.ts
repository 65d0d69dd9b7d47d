import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { taxIn, taxPercent } from '../../../../shared/domain/receipt/tax.ts';
import { parseInstant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { yen } from '../given.ts';

const at = (text: string) => parseInstant(`${text}+09:00`);

describe('the tax in an amount', () => {
  test.each([
    [yen(1_100), 10, 100],
    [yen(1_180), 10, 107],
    [yen(1_079), 10, 98],
    [yen(10), 10, 0],
    [yen(1_080), 8, 80],
    [yen(1_980), 0, 0],
    [money(14_800, 'CNY'), 10, 1_345],
  ])('given %j at %d %%, then it is %d', (amount, percent, minor) => {
    expect(taxIn(amount, percent)).toEqual({ percent, amount: { ...amount, amountMinor: minor } });
  });

  test('is whole, and no more than what the rate makes of the rest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.integer({ min: 0, max: 50 }), (amountMinor, percent) => {
        const tax = taxIn(yen(amountMinor), percent).amount.amountMinor;
        const net = amountMinor - tax;
        expect(Number.isInteger(tax)).toBe(true);
        expect(tax * 100).toBeLessThanOrEqual(net * percent);
        expect((tax + 1) * 100).toBeGreaterThan((net - 1) * percent);
      }),
    );
  });
});

describe('the rate of a sale', () => {
  const rates = [
    { from: at('2019-10-01T00:00:00'), percent: 10 },
    { from: at('2014-04-01T00:00:00'), percent: 8 },
    { from: at('2020-01-01T00:00:00'), percent: 0, family: 'abroad' },
  ];

  test.each([
    ['a day before the first', 'any', '2014-03-31T23:59:59', 0],
    ['the second before a new one', 'any', '2019-09-30T23:59:59', 8],
    ['its first second', 'any', '2019-10-01T00:00:00', 10],
    ['a family of its own', 'abroad', '2026-10-01T00:00:00', 0],
    ['a family before it has one of its own', 'abroad', '2019-12-31T00:00:00', 10],
  ])('on %s', (_what, family, when, percent) => {
    expect(taxPercent(rates, family, at(when))).toBe(percent);
    expect(taxPercent(rates.toReversed(), family, at(when))).toBe(percent);
  });

  test('where there is none there is no tax', () => {
    expect(taxPercent([], 'any', at('2026-10-01T00:00:00'))).toBe(0);
  });
});
