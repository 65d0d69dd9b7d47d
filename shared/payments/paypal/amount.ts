import { type Money, money } from '../../domain/values/money.ts';

/** PayPal's way to write an amount (developer.paypal.com/api/rest/reference/currency-codes). */
export interface PaypalAmount {
  readonly currency_code: string;
  /** Decimal text in the major unit: `"1980"` for ¥1,980, `"14.80"` for $14.80. */
  readonly value: string;
}

/** ISO 4217 gives these no minor unit. */
const NO_MINOR_UNIT = new Set(['JPY', 'KRW']);
/** All others that PayPal takes; ISO 4217 gives each two digits. What stands in neither list is refused, not guessed. */
const HUNDREDTHS = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS MXN MYR NOK NZD PHP PLN RUB SEK SGD THB TWD USD'.split(' '),
);
/** Hundredths in ISO 4217, and yet PayPal takes no decimals. */
const WRITTEN_WHOLE = new Set(['HUF', 'TWD']);

const DECIMAL = /^(\d*)(?:\.(\d+))?$/;

/** @throws RangeError for an amount that PayPal cannot express */
export const paypalAmount = ({ amountMinor, currency }: Money): PaypalAmount => {
  const digits = minorDigits(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  if (!WRITTEN_WHOLE.has(currency))
    return { currency_code: currency, value: digits === 0 ? whole : `${whole}.${fraction}` };
  if (/[1-9]/.test(fraction)) throw new RangeError(`PayPal takes no decimals in ${currency}`);
  return { currency_code: currency, value: whole };
};

/**
 * Exact: no number stands between the text and the minor units.
 *
 * @throws RangeError for what is negative, no decimal number, finer than the currency, or in an unknown currency
 */
export const moneyOf = ({ currency_code: currency, value }: PaypalAmount): Money => {
  const digits = minorDigits(currency);
  const [, whole = '', fraction = ''] = DECIMAL.exec(value) ?? [];
  if (whole === '' && fraction === '') throw new RangeError('not an amount of PayPal');
  if (/[1-9]/.test(fraction.slice(digits))) throw new RangeError(`an amount finer than ${currency}`);
  return money(Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`), currency);
};

/** In the account's statement, what leaves the account is negative. */
export const signedMoneyOf = (amount: PaypalAmount): { readonly money: Money; readonly outgoing: boolean } => {
  const outgoing = amount.value.startsWith('-');
  return { money: moneyOf(outgoing ? { ...amount, value: amount.value.slice(1) } : amount), outgoing };
};

const minorDigits = (currency: string): 0 | 2 => {
  if (NO_MINOR_UNIT.has(currency)) return 0;
  if (HUNDREDTHS.has(currency)) return 2;
  throw new RangeError('not a currency of PayPal');
};
