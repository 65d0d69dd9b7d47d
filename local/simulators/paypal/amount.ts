/** Minor units of ISO 4217, as everywhere in this repository. */
export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

const isWhole = (currency: string): boolean => currency === 'JPY';

export const amountObject = ({ amountMinor, currency }: Amount, sign: '' | '-' = '') => ({
  currency_code: currency,
  value: `${sign}${isWhole(currency) ? amountMinor : (amountMinor / 100).toFixed(2)}`,
});

/** `undefined` for what PayPal refuses: decimals where there are none, more than two, nothing or less. */
export const amountIn = ({ currency_code, value }: { currency_code: string; value: string }): Amount | undefined => {
  const [, whole, fraction] = /^(\d{1,12})(?:\.(\d{2}))?$/.exec(value) ?? [];
  if (whole === undefined || (isWhole(currency_code) && fraction !== undefined)) return undefined;
  const amountMinor = Number(isWhole(currency_code) ? whole : `${whole}${fraction ?? '00'}`);
  return amountMinor > 0 ? { amountMinor, currency: currency_code } : undefined;
};
