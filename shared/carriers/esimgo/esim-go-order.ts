import * as z from 'zod/mini';
import type { CarrierMoney, CarrierSim } from '../carrier.ts';
import type { ApiResult, Operation } from './esim-go-api.ts';
import { readBundles } from './esim-go-bundle-list.ts';
import { type Failure, failureOf } from './esim-go-failure.ts';
import { amount, currency, moneyOf } from './esim-go-money.ts';
import { printable } from './esim-go-printable.ts';

/** `validate` checks and prices an order like a real one and buys nothing (docs.esim-go.com/quick_start). */
type OrderType = 'validate' | 'transaction';

/**
 * "Create orders" for one bundle on one eSIM. With `allowReassign` eSIM Go would put an incompatible bundle on another,
 * new eSIM, which the traveller does not have.
 */
const orderBody = (type: OrderType, { carrierRef }: CarrierSim, item: string) => ({
  type,
  assign: true,
  order: [{ type: 'bundle', item, quantity: 1, iccids: [carrierRef], allowReassign: false }],
});

const post = async (
  operation: Operation,
  type: OrderType,
  sim: CarrierSim,
  product: string,
): Promise<{ readonly kind: 'done'; readonly result: ApiResult; readonly body: unknown } | Failure> => {
  const { api, clock, deadline } = operation;
  const body = orderBody(type, sim, product);
  const result = await api.call({ method: 'POST', path: '/orders', body }, deadline);
  if (result.kind === 'answered' && result.status === 200) return { kind: 'done', result, body: result.body };
  const failure = failureOf(result, clock());
  // 403 may be said of the eSIM, of the key or of the address we call from; only the first will not change.
  if (failure.code !== 'http_403') return failure;
  const read = await readBundles(operation, sim.carrierRef);
  return read.kind === 'not_ours' ? { kind: 'refused', code: 'unknown_sim' } : failure;
};

const validated = z.object({ total: amount, currency, valid: z.nullish(z.boolean()) });

/** What the bundle would cost, or why it cannot be had. Nothing is bought, so nothing about it is `unknown`. */
export const validateOrder = async (
  operation: Operation,
  sim: CarrierSim,
  product: string,
): Promise<{ readonly kind: 'valid'; readonly cost: CarrierMoney } | Exclude<Failure, { kind: 'unknown' }>> => {
  const answer = await post(operation, 'validate', sim, product);
  if (answer.kind !== 'done') return answer.kind === 'unknown' ? { ...answer, kind: 'not_sent' } : answer;
  const read = validated.safeParse(answer.body);
  if (read.success && read.data.valid === false) return { kind: 'refused', code: 'not_valid' };
  const cost = read.success ? moneyOf(read.data.total, read.data.currency) : undefined;
  return cost ? { kind: 'valid', cost } : { kind: 'not_sent', code: 'malformed_reply', trouble: 'unreachable' };
};

const names = z.nullish(z.array(printable));
const placed = z.object({
  orderReference: printable,
  status: z.nullish(z.string()),
  order: z.nullish(
    z.array(z.object({ iccids: names, esims: z.nullish(z.array(z.object({ iccid: z.nullish(printable) }))) })),
  ),
});

/** `completed` is what is documented; an order of a few bundles is not worked off later. */
const GOOD = new Set(['completed', 'processing', 'pending']);

/** Buys the bundle. */
export const placeOrder = async (
  operation: Operation,
  sim: CarrierSim,
  product: string,
): Promise<{ readonly kind: 'placed'; readonly reference: string } | Failure> => {
  const answer = await post(operation, 'transaction', sim, product);
  if (answer.kind !== 'done') return answer;
  const read = placed.safeParse(answer.body);
  if (!read.success) return failureOf(answer.result, operation.clock());
  const { orderReference: reference, status, order } = read.data;
  if (status && !GOOD.has(status.toLowerCase())) return { kind: 'unknown', code: 'order_status' };
  const iccids = (order ?? []).flatMap((line) => [
    ...(line.iccids ?? []),
    ...(line.esims ?? []).flatMap(({ iccid }) => iccid ?? []),
  ]);
  // The eSIM's own record has the last word.
  if (iccids.some((iccid) => iccid !== sim.carrierRef)) return { kind: 'unknown', code: 'other_iccid' };
  return { kind: 'placed', reference };
};
