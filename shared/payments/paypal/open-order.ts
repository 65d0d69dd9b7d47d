import { createHash } from 'node:crypto';
import { sameMoney } from '../../domain/values/money.ts';
import { Refusal } from '../../errors.ts';
import type { OpenedPayment, PaymentOrder } from '../provider.ts';
import { moneyOf } from './amount.ts';
import { orderRequest } from './order-request.ts';
import { isLoopback, type PaypalAccount } from './paypal-account.ts';
import { type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { unavailable, understood } from './paypal-fetch.ts';
import { type OrderReply, orderReply, referenceIn } from './replies.ts';

/** PayPal's limit for a request id is 108 characters. */
export const requestId = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex');

/**
 * Opens an order under a request id that comes from our key. PayPal keeps the id for six hours and answers it with the
 * first order, whatever else is asked for; so what comes back is compared with what was wanted. After six hours a
 * repetition opens another order: the page of one that nobody was told of harms nobody, and PayPal captures one
 * invoice id once.
 */
export const openOrder = async (
  call: PaypalCall,
  account: PaypalAccount,
  order: PaymentOrder,
): Promise<OpenedPayment> => {
  const reply = await call({
    method: 'POST',
    path: '/v2/checkout/orders',
    body: JSON.stringify(orderRequest(order)),
    requestId: requestId('order', order.key),
  }).catch((error: unknown) => {
    if (error instanceof PaypalRefused && error.issues.includes('DUPLICATE_REQUEST_ID'))
      throw new Refusal('idempotency_key_reused', {}, { cause: error });
    throw error;
  });
  const opened = understood(orderReply, reply);
  const [unit] = opened.purchase_units;
  if (!unit?.amount) throw unavailable('does not say what it has opened');
  if (referenceIn(unit) !== order.reference || !sameMoney(moneyOf(unit.amount), order.amount))
    throw new Refusal('idempotency_key_reused');
  return { sessionId: opened.id, url: pageOf(opened, account) };
};

/** An order that was approved meanwhile has no link to its page any more, but the page is where it was. */
const pageOf = ({ id, links }: OrderReply, { environment, apiUrl }: PaypalAccount): string => {
  const link = links?.find(({ rel }) => rel === 'payer-action') ?? links?.find(({ rel }) => rel === 'approve');
  if (link) return link.href;
  const site = { live: 'https://www.paypal.com', sandbox: 'https://www.sandbox.paypal.com' }[environment];
  return `${isLoopback(apiUrl) ? apiUrl : site}/checkoutnow?token=${id}`;
};
