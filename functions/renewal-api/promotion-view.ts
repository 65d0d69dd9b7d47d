import type { Preview } from '../../shared/app/read-lines.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import { lessBy } from '../../shared/domain/promotion/discount.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { formatMoney } from '../../shared/domain/values/format-money.ts';
import type { Money } from '../../shared/domain/values/money.ts';
import { PROBLEM_TEXTS } from '../../shared/http/problem-texts/problem-texts.ts';

type Priced = Pick<Preview, 'quote' | 'offered' | 'code' | 'codeRefusal'>;

export const priceToPay = ({ quote: { price }, offered }: Priced): Money =>
  offered ? lessBy(price, offered.used.discountMinor) : price;

/** What a promotion takes off a price that is shown, and what becomes of a code. */
export const offeredView = ({ quote: { price }, offered, codeRefusal }: Priced, language: Language) => {
  const codeProblem = codeRefusal && { code: codeRefusal, ...PROBLEM_TEXTS[language][codeRefusal] };
  if (!offered) return { ...(codeProblem && { codeProblem }) };
  const { promotionId, version, names } = offered.promotion;
  const discount = { amountMinor: offered.used.discountMinor, currency: price.currency };
  return {
    promotion: {
      promotionId,
      version,
      name: names[language],
      priceBefore: price,
      priceBeforeText: formatMoney(price, language),
      discount,
      discountText: formatMoney(discount, language),
    },
    ...(codeProblem && { codeProblem }),
  };
};

/** What the order of it has to name. */
export const namedInOrder = ({ offered, code }: Priced) => {
  if (!offered) return {};
  const { promotionId, version, code: own } = offered.promotion;
  return { promotion: { promotionId, version, ...(own !== undefined && code !== undefined && { code }) } };
};

/** What was taken off the price of a renewal. */
export const takenOff = ({ price, promotion }: Pick<Renewal, 'price' | 'promotion'>) => {
  if (!promotion) return {};
  const { promotionId, version, discountMinor } = promotion;
  const { amountMinor, currency } = price;
  return {
    promotion: {
      promotionId,
      version,
      priceBefore: { amountMinor: amountMinor + discountMinor, currency },
      discount: { amountMinor: discountMinor, currency },
    },
  };
};
