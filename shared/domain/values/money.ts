/** An amount in the currency's minor unit (ISO 4217): yen have none, so 1980 JPY is ¥1,980; 14800 CNY is ¥148.00. */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

const CURRENCY = /^[A-Z]{3}$/;

/** @throws RangeError for a negative, fractional or unsafe amount and for a currency that is not three capital letters. */
export const money = (amountMinor: number, currency: string): Money => {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) throw new RangeError(`not an amount: ${amountMinor}`);
  if (!CURRENCY.test(currency)) throw new RangeError(`not a currency: ${currency}`);
  return { amountMinor, currency };
};

export const sameMoney = (a: Money, b: Money): boolean => a.currency === b.currency && a.amountMinor === b.amountMinor;
