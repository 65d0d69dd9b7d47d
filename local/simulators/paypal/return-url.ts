import type { Order } from './order.ts';

/** Where the payer goes: PayPal adds the order's id, and who paid. */
export const returnUrl = ({ id, terms }: Order): string => {
  const url = new URL(terms.returnUrl);
  url.searchParams.set('token', id);
  url.searchParams.set('PayerID', 'S2MPAYER2TEST');
  return url.toString();
};

/** Walking away changes nothing: the order stays open until it is forgotten. */
export const cancelUrl = ({ id, terms }: Order): string => {
  const url = new URL(terms.cancelUrl);
  url.searchParams.set('token', id);
  return url.toString();
};
