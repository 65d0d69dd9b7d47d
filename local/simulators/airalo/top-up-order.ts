import type { Take } from '../carrier/faults.ts';
import { numbered, wrongParameters } from './api-error.ts';
import type { TopUp } from './catalogue.ts';
import type { Credit } from './credit.ts';
import { INSUFFICIENT_FLOAT, MAINTENANCE, OUT_OF_STOCK, PRICE_CHANGE, RECYCLED } from './faults.ts';
import { type Orders, orderReply } from './orders.ts';
import { type Pricing, paidFor } from './pricing.ts';
import type { Sims } from './sims.ts';

interface Shop {
  readonly sims: Sims;
  readonly orders: Orders;
  readonly credit: Credit;
  readonly offers: readonly TopUp[];
  readonly pricing: Pricing;
}

type Form = Readonly<Record<string, unknown>>;

/**
 * Page "Submit top-up order": the package is on the eSIM when the answer is written. Nothing keeps a repeated request
 * from buying once more.
 *
 * @throws ApiError 422, with nothing changed
 */
export const placeTopUp = (shop: Shop, form: Form, take: Take): object => {
  const { sims, orders, credit, offers, pricing } = shop;
  const { iccid, packageId, description } = parametersOf(form);
  const sim = sims.find(iccid);
  if (!sim) throw wrongParameters({ iccid: 'The selected iccid is invalid.' });
  if (sim.recycledAt !== null || take(RECYCLED)) throw numbered(73);
  const offer = offers.find(({ id }) => id === packageId);
  if (!offer) throw wrongParameters({ package_id: 'invalid topup package' });
  if (take(MAINTENANCE)) throw numbered(13);
  if (take(OUT_OF_STOCK)) throw numbered(34);
  const change = take(PRICE_CHANGE);
  const charged = change ? priced(offer, change.factor) : offer;
  if (take(INSUFFICIENT_FLOAT)) throw numbered(11);
  credit.take(paidFor(charged, pricing));
  sims.topUp(sim, charged);
  return orderReply(orders.add({ type: 'topup', iccid, description, offer: charged }), pricing);
};

const priced = (offer: TopUp, factor: number): TopUp => ({
  ...offer,
  price: Math.round(offer.price * factor * 100) / 100,
  netPrice: Math.round(offer.netPrice * factor * 100) / 100,
});

const parametersOf = (form: Form) => {
  const text = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
  const [iccid, packageId, description] = [text('iccid'), text('package_id'), text('description')];
  if (iccid === '' || packageId === '')
    throw wrongParameters({
      ...(iccid === '' && { iccid: 'The iccid field is required.' }),
      ...(packageId === '' && { package_id: 'The package id field is required.' }),
    });
  if (description.length > 255)
    throw wrongParameters({ description: 'The description may not be greater than 255 characters.' });
  return { iccid, packageId, description: description === '' ? null : description };
};
