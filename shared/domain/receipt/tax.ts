import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';

/** Consumption tax as prices include it. */
export interface TaxRate {
  readonly from: Instant;
  /** Whole hundredths; 0 where a sale is exempt. */
  readonly percent: number;
  /** Of the plans that it is for; all others where absent. */
  readonly family?: string;
}

/** Who sells, as a receipt has to name them. */
export interface Seller {
  /** As it is registered. */
  readonly name: string;
  /** Of a qualified invoice issuer in Japan; absent where the seller is none. */
  readonly invoiceNumber?: string;
  readonly taxRates: readonly TaxRate[];
}

/** What is included in an amount that was paid or sent back. */
export interface IncludedTax {
  readonly percent: number;
  readonly amount: Money;
}

/**
 * The rate of a sale: a sale keeps the one that was in force when it was paid, whatever comes later. One for the family
 * of its plan goes before the general one; without any there is no tax.
 */
export const taxPercent = (rates: readonly TaxRate[], family: string, at: Instant): number => {
  const inForce = (of: string | undefined) =>
    rates
      .filter((rate) => rate.family === of && rate.from <= at)
      .reduce<TaxRate | undefined>((latest, rate) => (latest && latest.from > rate.from ? latest : rate), undefined);
  return (inForce(family) ?? inForce(undefined))?.percent ?? 0;
};

/**
 * The tax in an amount, computed once for the whole receipt, which has one rate (a qualified invoice allows one rounding
 * for each rate: Consumption Tax Act, Enforcement Order, article 70-10). A fraction of the minor unit is dropped.
 */
export const taxIn = ({ amountMinor, currency }: Money, percent: number): IncludedTax => ({
  percent,
  amount: { amountMinor: Math.floor((amountMinor * percent) / (100 + percent)), currency },
});
