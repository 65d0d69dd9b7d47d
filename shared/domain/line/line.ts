import type { Contacts } from '../contact/contact.ts';
import type { PlanKey } from '../plan/plan.ts';
import type { Claims } from '../reminder/claim.ts';
import type { PlannedReminder, Threshold } from '../reminder/threshold.ts';
import type { Iccid } from '../values/iccid.ts';
import type { LineId, PersonId, RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';

export interface Period {
  readonly startsAt: Instant;
  /** Exclusive. */
  readonly endsAt: Instant;
}

/** What the carrier last said of the data left; `asOf` is when that was true, not when we heard it. */
export interface Usage {
  readonly remainingBytes: number;
  readonly totalBytes: number;
  readonly asOf: Instant;
}

/**
 * Who may speak to the carrier about this line. Set before a carrier is called and released by the write that ends
 * the attempt, so activations of one line follow each other whatever queues do.
 */
export interface Fence {
  readonly renewalId: RenewalId;
  /** Rises with every carrier call of this renewal. */
  readonly attempt: number;
  readonly startsAt: Instant;
  readonly targetEnd: Instant;
  readonly submittedAt: Instant;
  /** Look-ups after the settling time that did not find the change. */
  readonly emptyLookUps: number;
  /** Attempts before this one that nothing was seen of; absent while it is the first. */
  readonly unseen?: number;
  /** What the carrier's record showed before, where a new period can only be told from the old ones by that. */
  readonly baseline?: string;
}

/** One SIM or eSIM. `endsAt` and `expiryVersion` are a summary that equals `timeline(initial, grants)` at rest. */
export interface Line {
  readonly lineId: LineId;
  readonly ownerId: PersonId;
  readonly iccid: Iccid;
  /** The brand's account at the carrier that the SIM belongs to. */
  readonly carrier: string;
  /** The carrier's own name of the SIM. */
  readonly carrierRef: string;
  readonly form: 'physical' | 'esim';
  readonly family: string;
  /** Where the SIM is used: ends are shown in this zone first. */
  readonly zone: string;
  readonly contacts: Contacts;
  readonly usage: Usage;
  readonly initial: Period;
  /** Exclusive. */
  readonly endsAt: Instant;
  /** Rises whenever the effective end changes: what was planned for an older one is void. */
  readonly expiryVersion: number;
  /** The plan whose terms (grace, reminders) apply to the current end. */
  readonly plan: PlanKey;
  readonly graceMs: number;
  readonly reminders: readonly Threshold[];
  readonly nextReminder?: PlannedReminder;
  /** Send attempts for the current `expiryVersion`. */
  readonly claims: Claims;
  readonly fence?: Fence;
  /** Rises with every change of the fence: whoever acts on a stale reading loses. */
  readonly fenceRev: number;
  /** The carrier has given the number to another SIM: what this line was, it will never be again. */
  readonly recycledAt?: Instant;
}

/** Up to its end and, where the plan allows, for a while after it. */
export const isRenewable = (line: Line, now: Instant): boolean =>
  line.recycledAt === undefined && now < line.endsAt + line.graceMs;
