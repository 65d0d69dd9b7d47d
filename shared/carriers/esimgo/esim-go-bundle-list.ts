import type { CannotAsk } from '../carrier.ts';
import type { Operation } from './esim-go-api.ts';
import { type Assignment, MAX_LISTED, readAssignments } from './esim-go-bundles.ts';
import { cannotAsk, failureOf } from './esim-go-failure.ts';
import { readFloat } from './esim-go-float.ts';

export type BundlesRead =
  | {
      readonly kind: 'bundles';
      readonly assignments: readonly Assignment[];
      /** As many as one answer lists, so there may be older ones. */
      readonly isCut: boolean;
    }
  /** The account has no such eSIM, or not any more. */
  | { readonly kind: 'not_ours' }
  | CannotAsk;

/** Everything that was ever assigned to an eSIM ("List Bundles applied to eSIM"); used, revoked and lapsed ones too. */
export const readBundles = async (operation: Operation, iccid: string): Promise<BundlesRead> => {
  const { api, clock, deadline } = operation;
  const path = `${pathOf(iccid)}/bundles?includeUsed=true&limit=${MAX_LISTED}`;
  const result = await api.call({ method: 'GET', path }, deadline);
  if (result.kind === 'answered' && result.status === 200) {
    const assignments = readAssignments(result.body);
    if (assignments) return { kind: 'bundles', assignments, isCut: assignments.length >= MAX_LISTED };
  }
  const failure = failureOf(result, clock());
  if (failure.kind === 'refused' && failure.code === 'unknown_sim') return { kind: 'not_ours' };
  // 403 is said of an eSIM that is not ours as of a key that is not: what the key can read besides tells which.
  if (failure.code === 'http_403' && (await readFloat(operation)).kind === 'float') return { kind: 'not_ours' };
  return cannotAsk(failure);
};

export const pathOf = (iccid: string): string => `/esims/${encodeURIComponent(iccid)}`;
