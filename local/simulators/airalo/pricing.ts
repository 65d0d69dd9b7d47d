import type { TopUp } from './catalogue.ts';

/** How a brand is charged: by net prices, or by a discount on all prices. */
export type Pricing =
  | { readonly model: 'net_pricing' }
  | { readonly model: 'discount_pricing'; readonly percent: number };

const inCents = (dollars: number): number => Math.round(dollars * 100) / 100;

/** What an order of it takes from the credit. */
export const paidFor = ({ price, netPrice }: TopUp, pricing: Pricing): number =>
  pricing.model === 'net_pricing' ? netPrice : inCents((price * (100 - pricing.percent)) / 100);

/** Beside `data` in lists. */
export const pricingBody = (pricing: Pricing) => ({
  model: pricing.model,
  discount_percentage: pricing.model === 'net_pricing' ? 0 : pricing.percent,
});

export const netPriceOf = ({ netPrice }: TopUp, pricing: Pricing): number | null =>
  pricing.model === 'net_pricing' ? netPrice : null;
