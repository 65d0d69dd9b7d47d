import type { Language, Texts } from '../domain/plan/plan.ts';
import { formatMoney } from '../domain/values/format-money.ts';
import type { Money } from '../domain/values/money.ts';

/** `¥` is yen to some readers and yuan to others: they write the word, which is shorter than `JP¥` as well. */
const YEN: Texts = { en: '¥#', ja: '#円', 'zh-CN': '#日元', 'zh-TW': '#日圓', ko: '#엔' };

/** A price as people write it in a message. */
export const priceText = (price: Money, language: Language): string =>
  price.currency === 'JPY'
    ? YEN[language].replace('#', price.amountMinor.toLocaleString('en'))
    : formatMoney(price, language);
