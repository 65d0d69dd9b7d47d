import type * as z from 'zod/mini';
import { sameMoney } from '../../domain/values/money.ts';
import { Refusal } from '../../errors.ts';
import { moneyOf, type PaypalAmount } from './amount.ts';
import { orMissing, type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { unavailable, understood } from './paypal-fetch.ts';
import {
  type CaptureReply,
  captureReply,
  orderIdOf,
  orderOwnerReply,
  type RefundReply,
  referenceIn,
  refundReply,
} from './replies.ts';

/**
 * A signature covers the CRC-32 of a delivery, and another body with the same CRC is made in a moment. So what a
 * delivery says about money is believed only when PayPal's API says the same.
 */
interface Told {
  readonly id: string;
  readonly amount: PaypalAmount;
  readonly custom_id?: string | null | undefined;
  readonly invoice_id?: string | null | undefined;
}

/** @throws Refusal `payment_provider_unavailable` when it cannot be read, `bad_signature` when it differs */
export const readCaptureBack = async (call: PaypalCall, told: Told): Promise<CaptureReply> => {
  const capture = await readCapture(call, told.id);
  if (!capture) throw unavailable('does not know the capture that it tells of');
  return confirmed(told, capture);
};

/** `undefined` when PayPal does not know it: what it took back on its own may be no refund to its API. */
export const readRefundBack = async (call: PaypalCall, told: Told): Promise<RefundReply | undefined> => {
  const refund = await read(call, `/v2/payments/refunds/${told.id}`, refundReply);
  return refund && confirmed(told, refund);
};

export const readCapture = (call: PaypalCall, id: string): Promise<CaptureReply | undefined> =>
  read(call, `/v2/payments/captures/${id}`, captureReply);

/**
 * What is on a capture, else on its order; `undefined` for money that nobody marked.
 *
 * @throws Refusal `payment_provider_unavailable` when it has an order that cannot be read: it may be ours
 */
export const referenceOf = async (call: PaypalCall, capture: CaptureReply): Promise<string | undefined> => {
  const own = referenceIn(capture);
  const orderId = own === undefined ? orderIdOf(capture) : undefined;
  if (orderId === undefined) return own;
  const owners = await readOwners(call, orderId);
  if (!owners) throw unavailable('does not know the order of a capture');
  return firstReference(owners);
};

/** `undefined` when the order has none or is not known. */
export const referenceOnOrder = async (call: PaypalCall, orderId: string): Promise<string | undefined> => {
  const owners = await readOwners(call, orderId);
  return owners && firstReference(owners);
};

const readOwners = async (call: PaypalCall, orderId: string) =>
  (await read(call, `/v2/checkout/orders/${orderId}`, orderOwnerReply))?.purchase_units;

const firstReference = (units: readonly Parameters<typeof referenceIn>[0][]): string | undefined =>
  units.map(referenceIn).find((reference) => reference !== undefined);

const confirmed = <T extends Told>(told: Told, held: T): T => {
  const same =
    held.id === told.id &&
    sameMoney(moneyOf(held.amount), moneyOf(told.amount)) &&
    referenceIn(held) === referenceIn(told);
  if (!same) throw new Refusal('bad_signature');
  return held;
};

const read = async <T extends z.ZodMiniType>(
  call: PaypalCall,
  path: string,
  schema: T,
): Promise<z.output<T> | undefined> => {
  try {
    const reply = await orMissing(call({ method: 'GET', path }));
    return reply === undefined ? undefined : understood(schema, reply);
  } catch (error) {
    if (error instanceof PaypalRefused) throw unavailable('does not let us read back', error);
    throw error;
  }
};
