import type { ActivationOrder, CarrierOutcome } from '../carrier.ts';
import type { Operation } from './esim-go-api.ts';
import { givenSince } from './esim-go-baseline.ts';
import { readBundles } from './esim-go-bundle-list.ts';
import { placeOrder, validateOrder } from './esim-go-order.ts';
import { lookUpOutcome } from './esim-go-reading.ts';

/**
 * Buys the bundle and looks once at what came of it: the answer to an order names the order and not the assignment. Where
 * the eSIM does not show it yet, or cannot be read, the order is accepted all the same.
 */
export const buy = async (operation: Operation, order: ActivationOrder): Promise<CarrierOutcome> => {
  const { carrierRef, product, baseline } = order;
  // An order that could not be recognised afterwards is not placed.
  if (baseline === undefined) return { kind: 'not_sent', code: 'no_baseline' };
  const obstacle = await tooDear(operation, order);
  if (obstacle) return obstacle;
  const placed = await placeOrder(operation, order, product);
  if (placed.kind !== 'placed') return placed;
  const accepted: CarrierOutcome = { kind: 'accepted', reference: placed.reference };
  const read = await readBundles(operation, carrierRef);
  if (read.kind !== 'bundles') return accepted;
  const found = lookUpOutcome(givenSince(baseline, read, product), order, operation.clock());
  return found.kind === 'confirmed' ? found : accepted;
};

/** What the price forbids; `undefined` where it is within what the plan allows. An order itself takes no limit. */
const tooDear = async (operation: Operation, order: ActivationOrder): Promise<CarrierOutcome | undefined> => {
  const { maxCost, product } = order;
  if (!maxCost) return undefined;
  const answer = await validateOrder(operation, order, product);
  if (answer.kind !== 'valid') return answer;
  if (answer.cost.currency !== maxCost.currency) return { kind: 'refused', code: 'other_currency' };
  return answer.cost.amountE4 > maxCost.amountE4 ? { kind: 'refused', code: 'price_changed' } : undefined;
};
