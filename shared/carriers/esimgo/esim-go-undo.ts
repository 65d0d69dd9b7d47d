import * as z from 'zod/mini';
import type { ActivationOrder, UndoOutcome } from '../carrier.ts';
import type { ApiResult, Operation } from './esim-go-api.ts';
import { givenSince } from './esim-go-baseline.ts';
import { type BundlesRead, pathOf, readBundles } from './esim-go-bundle-list.ts';
import type { Assignment } from './esim-go-bundles.ts';
import { cannotAsk, type Failure, failureOf } from './esim-go-failure.ts';

/** Nothing was ever given, so there is no id to name. */
const NEVER_THERE: UndoOutcome = { kind: 'undone', reference: 'never_there' };

/**
 * Revokes the assignment that the order gave, as long as it has not begun: one that has is lost without a refund
 * (help.esim-go.com, "Revoke A Bundle"), and the traveller has used it. What was revoked before is `undone` again.
 */
export const undoOrder = async (operation: Operation, order: ActivationOrder): Promise<UndoOutcome> => {
  const read = await readBundles(operation, order.carrierRef);
  if (read.kind === 'unavailable') return read;
  if (read.kind === 'not_ours') return { kind: 'stays', code: 'unknown_sim' };
  const given = givenSince(order.baseline, read, order.product);
  switch (given.kind) {
    case 'nothing':
      return NEVER_THERE;
    case 'unclear':
      return { kind: 'stays', code: given.code };
    case 'given':
      return takeBack(operation, order, given.assignment, read);
  }
};

const takeBack = async (
  operation: Operation,
  order: ActivationOrder,
  assignment: Assignment,
  read: Extract<BundlesRead, { kind: 'bundles' }>,
): Promise<UndoOutcome> => {
  switch (assignment.state) {
    case 'revoked':
    case 'lapsed':
      return undone(assignment);
    case 'processing':
      return { kind: 'unavailable', code: 'processing' };
    case 'active':
    case 'depleted':
    case 'expired':
      return { kind: 'stays', code: 'started' };
    case 'queued':
      break;
  }
  const others = read.assignments.filter(({ id, state }) => id !== assignment.id && ON_THE_ESIM.has(state));
  const obstacle = others.length > 0 ? undefined : await lastBundle(operation, order.carrierRef);
  return obstacle ?? revoke(operation, order, assignment);
};

/** What certainly counts as a bundle on the eSIM. */
const ON_THE_ESIM = new Set<Assignment['state']>(['processing', 'queued', 'active']);

const esim = z.object({ profileStatus: z.string() });
/** The profile is on a device (names of SGP.22); eSIM Go documents `Installed`. */
const INSTALLED = new Set(['installed', 'enabled', 'disabled']);

/**
 * An eSIM that is on no device and has no bundle left is taken out of the account and given to somebody else
 * ("Revoke specific Bundle"). Revoking may not cost the traveller the eSIM.
 */
const lastBundle = async ({ api, clock, deadline }: Operation, iccid: string): Promise<UndoOutcome | undefined> => {
  const result = await api.call({ method: 'GET', path: pathOf(iccid) }, deadline);
  const read = result.kind === 'answered' && result.status === 200 ? esim.safeParse(result.body) : undefined;
  if (!read?.success) return cannotAsk(failureOf(result, clock()));
  return INSTALLED.has(read.data.profileStatus.toLowerCase()) ? undefined : { kind: 'stays', code: 'last_bundle' };
};

const status = z.object({ status: z.string() });

const revoke = async (operation: Operation, order: ActivationOrder, assignment: Assignment): Promise<UndoOutcome> => {
  const { api, clock, deadline } = operation;
  const bundle = encodeURIComponent(assignment.bundle);
  const path = `${pathOf(order.carrierRef)}/bundles/${bundle}/assignments/${encodeURIComponent(assignment.id)}`;
  const ask = (query: string) => api.call({ method: 'DELETE', path: `${path}?${query}` }, deadline);
  const allowed = await ask('type=validate');
  if (!succeeded(allowed)) return notRevoked(failureOf(allowed, clock()), assignment);
  // The price goes back to the balance that orders are paid from, where eSIM Go has allowed the account refunds.
  const done = await ask('type=transaction&refundToBalance=true');
  return succeeded(done) ? undone(assignment) : notRevoked(failureOf(done, clock()), assignment);
};

const succeeded = (result: ApiResult): boolean =>
  result.kind === 'answered' && result.status === 200 && status.safeParse(result.body).success;

const notRevoked = (failure: Failure, assignment: Assignment): UndoOutcome => {
  // An earlier try of ours whose answer was lost, and the list does not show it yet.
  if (failure.code === 'revoked') return undone(assignment);
  if (failure.kind === 'refused') return { kind: 'stays', code: failure.code };
  // Whatever a refusal to revoke says of balances or credit, it is not that ours is used up.
  return failure.trouble === 'float_low' ? { kind: 'stays', code: 'no_refund' } : cannotAsk(failure);
};

const undone = ({ id }: Assignment): UndoOutcome => ({ kind: 'undone', reference: id });
