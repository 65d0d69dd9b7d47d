import type { Language, Plan } from '../../shared/domain/plan/plan.ts';
import { type IncludedTax, type Seller, taxIn, taxPercent } from '../../shared/domain/receipt/tax.ts';
import { formatMoney } from '../../shared/domain/values/format-money.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import type { Money } from '../../shared/domain/values/money.ts';
import type { ReceiptAnswer } from './answers.ts';
import { WORDS } from './words/words.ts';

interface Taxed {
  readonly paid: Money;
  /** What of it was sent back, by now. */
  readonly sentBackMinor: number;
  readonly paidAt: Instant;
  /** All of it is undone, and this is what it is undone with. */
  readonly isUndone: boolean;
}

/** Who issues a receipt, what it is by Japan's rules, and the tax in what was paid and sent back. */
export const taxView = (seller: Seller, { family }: Pick<Plan, 'family'>, sale: Taxed, language: Language) => {
  const { name, invoiceNumber, taxRates } = seller;
  const percent = taxPercent(taxRates, family, sale.paidAt);
  const isSentBack = sale.sentBackMinor > 0;
  const kind = kindOf(invoiceNumber !== undefined && percent > 0, sale.isUndone);
  const sentBack = { amountMinor: sale.sentBackMinor, currency: sale.paid.currency };
  return {
    issuer: { name, ...(invoiceNumber !== undefined && { invoiceNumber }) },
    kind,
    kindText: WORDS[language].receipt.kinds[kind],
    tax: told(taxIn(sale.paid, percent), 'included', language),
    ...(isSentBack && { refunded: sentBack, refundedTax: told(taxIn(sentBack, percent), 'returned', language) }),
  };
};

const kindOf = (isQualified: boolean, isUndone: boolean): ReceiptAnswer['kind'] => {
  if (!isQualified) return 'receipt';
  return isUndone ? 'qualified_return_invoice' : 'qualified_invoice';
};

const told = ({ percent, amount }: IncludedTax, what: 'included' | 'returned', language: Language) => {
  const words = WORDS[language].receipt;
  const text = percent === 0 ? words.untaxed : words[what](percent, formatMoney(amount, language));
  return { percent, amount, text };
};
