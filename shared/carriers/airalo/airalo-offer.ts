import * as z from 'zod/mini';
import type { CannotAsk, CarrierMoney, CarrierOffers, CarrierQuote } from '../carrier.ts';
import { cannotAsk, errorCode, malformed, meaningOf } from './airalo-error.ts';
import { airaloMoney, decimal } from './airalo-money.ts';
import type { Reading } from './airalo-reading.ts';

/** Page "Get top-up package list". Under discount pricing a package has no net price, and the whole list one discount. */
const topUpsReply = z.object({
  pricing: z.nullish(z.object({ model: z.string(), discount_percentage: z.nullish(z.number()) })),
  data: z.array(z.object({ id: z.string(), price: z.nullish(decimal), net_price: z.nullish(decimal) })),
});

type TopUps = z.output<typeof topUpsReply>;
type TopUp = TopUps['data'][number];

/** What the brand pays: for orders the page "Submit top-up order" shows the same sum, `unit_paid_price`. */
const costOf = ({ price, net_price }: TopUp, pricing: TopUps['pricing']): CarrierMoney | undefined => {
  if (typeof net_price === 'number') return airaloMoney(net_price);
  const discount = pricing?.discount_percentage;
  if (pricing?.model !== 'discount_pricing' || typeof price !== 'number' || typeof discount !== 'number')
    return undefined;
  return airaloMoney((price * (100 - discount)) / 100);
};

interface Offer {
  readonly product: string;
  readonly cost?: CarrierMoney;
}

const offersOf = (body: unknown): readonly Offer[] | undefined => {
  const reply = topUpsReply.safeParse(body);
  return reply.data?.data.map((topUp) => {
    const cost = costOf(topUp, reply.data.pricing);
    return { product: topUp.id, ...(cost && { cost }) };
  });
};

export const offers = (reading: Reading): CarrierOffers => {
  if (reading.kind !== 'body') return cannotAsk(reading);
  const products = offersOf(reading.body);
  return products ? { kind: 'offers', products } : malformed;
};

export const quote = (reading: Reading, product: string): CarrierQuote => {
  switch (reading.kind) {
    case 'absent':
      return { kind: 'not_available', code: 'sim_unknown' };
    case 'field':
      return { kind: 'not_available', code: `field.${reading.field}` };
    case 'error':
      return refusal(reading.error) ?? cannotAsk(reading);
    case 'not_sent':
    case 'failed':
      return cannotAsk(reading);
    case 'body':
      return offerOf(reading.body, product);
  }
};

const refusal = (error: number): CarrierQuote | undefined => {
  const meaning = meaningOf(error);
  switch (meaning) {
    case 'recycled':
      return { kind: 'not_available', code: meaning, recycled: true };
    case 'refused':
      return { kind: 'not_available', code: errorCode(error) };
    case 'float_low':
    case 'maintenance':
    case 'unclear':
      return undefined;
  }
};

const offerOf = (body: unknown, product: string): CarrierQuote | CannotAsk => {
  const products = offersOf(body);
  if (!products) return malformed;
  const offer = products.find((one) => one.product === product);
  if (!offer) return { kind: 'not_available', code: 'not_offered' };
  return { kind: 'available', ...(offer.cost && { cost: offer.cost }) };
};
