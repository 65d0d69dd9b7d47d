import type { Contacts } from '../contact/contact.ts';
import type { Form, PlanKey } from '../plan/plan.ts';
import type { Claims } from '../reminder/claim.ts';
import type { DataReminder } from '../reminder/data-reminder.ts';
import type { QuietHours } from '../reminder/quiet-hours.ts';
import type { PlannedReminder, Threshold } from '../reminder/threshold.ts';
import type { Iccid } from '../values/iccid.ts';
import type { LineId, PersonId, RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import type { Grant } from './grant.ts';
import type { Period } from './timeline.ts';

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
  /** The instant that the new period is counted from. */
  readonly grantedAt: Instant;
  /** Where the line's service ends afterwards. */
  readonly targetEnd: Instant;
  readonly submittedAt: Instant;
  /** Look-ups after the settling time that did not find the change. */
  readonly emptyLookUps: number;
  /** Attempts before this one that nothing was seen of; absent while it is the first. */
  readonly unseen?: number;
  /** What the carrier's record showed before, where a new period can only be told from the old ones by that. */
  readonly baseline?: string;
}

/** One SIM or eSIM. `endsAt` is a summary: the end of `timeline(initial, grants)`. */
export interface Line {
  readonly lineId: LineId;
  /** Absent until somebody who holds the SIM has bound it. */
  readonly ownerId?: PersonId;
  /** What its owner calls it. */
  readonly name?: string;
  /** Hash of the code that comes with the SIM: whoever knows it holds it. Without one nobody can bind it themselves. */
  readonly possession?: string;
  readonly iccid: Iccid;
  /** The brand's account at the carrier that the SIM belongs to. */
  readonly carrier: string;
  /** The carrier's own name of the SIM. */
  readonly carrierRef: string;
  readonly form: Form;
  readonly family: string;
  /** Where the SIM is used: ends are shown in this zone first. */
  readonly zone: string;
  readonly contacts: Contacts;
  readonly usage: Usage;
  /** The period that it was sold with, and all that has ended since. */
  readonly initial: Period;
  /** What renewals gave it, in the order of granting, as far as that still runs or waits. */
  readonly grants: readonly Grant[];
  /** Exclusive. */
  readonly endsAt: Instant;
  /** Rises whenever the effective end changes: what was planned for an older one is void. */
  readonly expiryVersion: number;
  /** The plan whose terms (grace, reminders) apply to the current end. */
  readonly plan: PlanKey;
  readonly graceMs: number;
  /** Its plan is one that cannot be renewed. */
  readonly final?: true;
  readonly reminders: readonly Threshold[];
  readonly quietHours?: QuietHours;
  /** By time. */
  readonly nextReminder?: PlannedReminder;
  /** By data. */
  readonly dataReminder?: DataReminder;
  /** Rises when the renewal links of this line are called back: see `renewal-link.ts`. Absent: 0. */
  readonly linkVersion?: number;
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
  line.recycledAt === undefined && !line.final && now < line.endsAt + line.graceMs;
