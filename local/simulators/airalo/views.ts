import type { TopUp } from './catalogue.ts';
import { netPriceOf, type Pricing, pricingBody } from './pricing.ts';
import type { Sim } from './sim.ts';
import { statusOf } from './sim.ts';
import { withZone } from './times.ts';

const offerBody = (offer: TopUp, type: 'sim' | 'topup', pricing: Pricing) => ({
  id: offer.id,
  type,
  price: offer.price,
  net_price: netPriceOf(offer, pricing),
  amount: offer.amountMb,
  day: offer.day,
  is_unlimited: offer.isUnlimited,
  title: offer.title,
  data: offer.isUnlimited ? 'Unlimited' : `${offer.amountMb / 1_024} GB`,
  short_info: null,
  voice: null,
  text: null,
});

/** Page "Get top-up package list". */
export const topUpsBody = (offers: readonly TopUp[], pricing: Pricing) => ({
  pricing: pricingBody(pricing),
  data: offers.map((offer) => offerBody(offer, 'topup', pricing)),
});

/** Page "Get eSIM package history", the newest first. `isShown` hides what a record that lags does not have yet. */
export const packagesBody = (
  { packages }: Sim,
  pricing: Pricing,
  now: number,
  isShown: (boughtAt: number) => boolean,
) => ({
  pricing: pricingBody(pricing),
  data: packages
    .filter(({ boughtAt }) => isShown(boughtAt))
    .map((each) => ({
      id: each.id,
      status: statusOf(each, now),
      remaining: each.offer.amountMb - each.usedMb,
      activated_at: each.activatedAt === null ? null : withZone(each.activatedAt),
      expired_at: each.expiredAt === null ? null : withZone(each.expiredAt),
      finished_at: each.finishedAt === null ? null : withZone(each.finishedAt),
      package: offerBody(each.offer, each.type, pricing),
    }))
    .toReversed(),
});
