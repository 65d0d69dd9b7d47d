import * as z from 'zod';

/** Consumption tax as the brand's prices include it. */
interface TaxRate {
  /** RFC 3339 with an offset. */
  readonly from: string;
  /** Whole hundredths; 0 where a sale is exempt. */
  readonly percent: number;
  /** Of the plans that it is for; all others where absent. */
  readonly family?: string;
}

/** Who sells, as receipts name them. */
export interface SellerConfig {
  /** As it is registered. */
  readonly name: string;
  /** `T` and 13 digits, as the National Tax Agency of Japan has given it; absent where the brand is not registered. */
  readonly invoiceNumber?: string;
  /** A receipt keeps the rate that was in force when it was paid: add a new one, and leave those before. */
  readonly taxRates: readonly TaxRate[];
}

/**
 * The first of the 13 digits checks the others: nine minus the remainder, by nine, of the sum of the twelve, where every
 * second one from the right counts twice (Ministerial Order on the Designation of Corporate Numbers, article 2).
 */
export const isInvoiceNumber = (text: string): boolean => {
  const [, check, digits = ''] = /^T(\d)(\d{12})$/.exec(text) ?? [];
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 2), 0);
  return check !== undefined && Number(check) === 9 - (sum % 9);
};

export const sellerField = z.object({
  name: z.string().trim().min(1, 'the name that the brand is registered under'),
  invoiceNumber: z
    .string()
    .refine(isInvoiceNumber, 'T and 13 digits, the first of which checks the others')
    .exactOptional(),
  taxRates: z.array(
    z.object({
      from: z.iso.datetime({ offset: true, error: 'an instant with an offset, such as 2019-10-01T00:00:00+09:00' }),
      percent: z.int('a whole number').min(0, 'at least 0').max(50, 'at most 50'),
      family: z.string().exactOptional(),
    }),
  ),
});
