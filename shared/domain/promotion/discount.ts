import type { Money } from '../values/money.ts';
import type { Discount } from './promotion.ts';

/**
 * No order is free, nor so cheap that no provider takes it: this much stays to be paid (100 yen, one yuan, one dollar),
 * and the discount shrinks to what is above it.
 */
export const LEAST_TO_PAY_MINOR = 100;

const PERCENT = 100;

/**
 * What is taken off a price, in its minor unit; 0 where it gives nothing in this currency. A fraction of the minor unit
 * is rounded up, in favour of the traveller.
 */
export const discountOn = (price: Money, discount: Discount): number =>
  Math.max(0, Math.min(wanted(price, discount), price.amountMinor - LEAST_TO_PAY_MINOR));

const wanted = ({ amountMinor, currency }: Money, discount: Discount): number => {
  switch (discount.kind) {
    case 'percent':
      return Math.ceil((amountMinor * discount.percent) / PERCENT);
    case 'amount':
      return discount.off.find((each) => each.currency === currency)?.amountMinor ?? 0;
  }
};

export const lessBy = ({ amountMinor, currency }: Money, discountMinor: number): Money => ({
  amountMinor: amountMinor - discountMinor,
  currency,
});
