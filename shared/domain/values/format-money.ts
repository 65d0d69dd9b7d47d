import type { Money } from './money.ts';

/** As people write it in a language (BCP 47): `¥1,980`, `JP¥1,980`. The currency says how many decimals there are. */
export const formatMoney = ({ amountMinor, currency }: Money, language: string): string => {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};
