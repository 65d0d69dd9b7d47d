import type { GrantTerms } from '../plan/stacking.ts';
import type { RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';

/** What one paid renewal gave its line. Facts only: which period follows from it is computed from all grants in order. */
export interface Grant extends GrantTerms {
  /** Absent in a preview. */
  readonly renewalId?: RenewalId;
  readonly grantedAt: Instant;
  /** The traveller wanted a period that would wait to begin at once. */
  readonly early?: true;
  /** When it began, where something other than time decides that: data used up, installed, first seen in a network. */
  readonly startedAt?: Instant;
  /** When its money had gone back, and service with it. */
  readonly revokedAt?: Instant;
}

/** Of one line at a time, queued and running. Carriers allow thirty bundles. */
export const MAX_GRANTS = 30;
