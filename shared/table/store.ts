import type { JobTerms, ManualJob, OpenJob } from '../domain/activation/manual-job.ts';
import type { CarrierHealth } from '../domain/carrier/health.ts';
import type { Contacts } from '../domain/contact/contact.ts';
import type { Fence, Line, Usage } from '../domain/line/line.ts';
import type { Plan, PlanKey } from '../domain/plan/plan.ts';
import type { UsesById } from '../domain/promotion/apply-promotion.ts';
import type { Promotion, PromotionKey, UsedPromotion } from '../domain/promotion/promotion.ts';
import type { LedgerEntry, ReconciliationReport } from '../domain/reconciliation/reconciliation.ts';
import type { Claim } from '../domain/reminder/claim.ts';
import type { DataReminder } from '../domain/reminder/data-reminder.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import type { VoidReason } from '../domain/reminder/void-reason.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import type { LineId, PersonId, RenewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';

/** A renewal as it was read. `rev` guards the next write: whoever saves a stale one loses. */
export interface StoredRenewal {
  readonly renewal: Renewal;
  readonly rev: number;
  readonly due?: Instant;
}

export interface StoredHealth {
  readonly health: CarrierHealth;
  readonly rev: number;
}

/** What came of an order that takes a place of a promotion. */
export type Created =
  | { readonly kind: 'created' }
  | { readonly kind: 'existing'; readonly stored: StoredRenewal }
  | { readonly kind: 'promotion_used_up' | 'promotion_already_used' };

export interface DuePage<Id> {
  readonly ids: readonly Id[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string;
}

/**
 * Everything that is kept. Reads parse what they find; each write is one conditional request, and a condition that
 * does not hold is an answer (`false`), not an error.
 */
export interface Store {
  line(lineId: LineId): Promise<Line | undefined>;
  /** As it stands now: read consistently. */
  lineNow(lineId: LineId): Promise<Line | undefined>;
  renewal(renewalId: RenewalId): Promise<StoredRenewal | undefined>;
  /** A version never changes, so implementations may keep it for good. */
  plan(key: PlanKey): Promise<Plan | undefined>;
  plansOnSale(): Promise<readonly Plan[]>;
  /** What ordering needs, in one request. */
  orderContext(ids: {
    readonly lineId: LineId;
    readonly planId: string;
    readonly renewalId: RenewalId;
  }): Promise<{ readonly line?: Line; readonly plan?: Plan; readonly existing?: StoredRenewal }>;
  /** Line and renewal as they stood at one and the same instant. */
  activationContext(renewalId: RenewalId): Promise<{ readonly line: Line; readonly stored: StoredRenewal } | undefined>;

  /** Answers the renewal that is there already, if there is one. */
  createRenewal(renewal: Renewal, due: Instant | undefined): Promise<StoredRenewal | undefined>;
  /** Gives back, in the same write, the place of a promotion that a renewal holds which ends unpaid. */
  saveRenewal(seen: StoredRenewal, next: Renewal, due: Instant | undefined): Promise<boolean>;

  /** A version never changes. */
  promotion(key: PromotionKey): Promise<Promotion | undefined>;
  promotionsOnSale(): Promise<readonly Promotion[]>;
  /** How often these are used; eventually consistent: the order looks again. */
  promotionUses(lineId: LineId, promotionIds: readonly string[]): Promise<UsesById>;
  /**
   * Creates a renewal and takes its place of `promotion`, in one transaction: all of it or nothing. At most `limit`
   * places are taken at any time.
   *
   * @throws Refusal `busy`
   */
  createPromotedRenewal(
    renewal: Renewal,
    due: Instant | undefined,
    promotion: UsedPromotion,
    limit: number | undefined,
  ): Promise<Created>;
  /** Adds a version, unless it is there already, and puts it on sale. */
  addPromotion(promotion: Promotion): Promise<void>;

  /**
   * Saves a renewal and leaves `fence` on its line in one transaction, if neither has changed since they were read:
   * no attempt can begin beside a refund.
   */
  saveWithFence(
    seen: { readonly line: Line; readonly stored: StoredRenewal },
    next: Renewal,
    due: Instant | undefined,
    fence: Fence | undefined,
  ): Promise<boolean>;

  /** Takes, renews or changes the fence if nobody changed it since `seen` was read. */
  holdFence(seen: Line, fence: Fence): Promise<boolean>;
  /** Releases the fence and changes nothing else, if nobody changed it since `seen` was read. */
  releaseFence(seen: Line): Promise<boolean>;
  /**
   * Writes the new end, what follows from it, and releases the fence, if nobody changed it since `seen` was read. Of the
   * usage, what `next` has more than `seen` is added to the figures that are there: they may be newer than `seen`. Figures
   * of another time replace them.
   */
  settleLine(seen: Line, next: Line): Promise<boolean>;
  /**
   * Replaces what is planned for this `expiryVersion`, unless data has run low meanwhile. Without a reminder of data, the
   * one that was seen stays.
   */
  planReminder(seen: Line, next: PlannedReminder | undefined, dataReminder?: DataReminder): Promise<boolean>;

  /** Claims the one send attempt, only while the line still has this `expiryVersion` and its number. */
  claimReminder(lineId: LineId, expiryVersion: number, claimId: string, at: Instant): Promise<boolean>;
  /** Notes what came of a claimed attempt, unless a report of its delivery was faster. */
  recordReminder(lineId: LineId, expiryVersion: number, claimId: string, outcome: Claim): Promise<boolean>;
  /** Records why a reminder is not sent, unless it was claimed; only while the line has the version that was seen. */
  suppressReminder(seen: Line, claimId: string, reason: VoidReason, at: Instant): Promise<boolean>;
  /** Calls back all renewal links of the line that were sent so far; `false` where there is no such line. */
  revokeLinks(lineId: LineId): Promise<boolean>;
  /**
   * Notes what a provider reports of an attempt later on. What has failed stays so: reports come in any order.
   *
   * @returns whether that was news of the line's current end
   */
  reportReminder(lineId: LineId, expiryVersion: number, claimId: string, outcome: Claim): Promise<boolean>;
  /** Claims the one send attempt, only while the renewal still has this status. */
  claimNotice(renewalId: RenewalId, status: Renewal['status'], claimId: string, at: Instant): Promise<boolean>;
  recordNotice(renewalId: RenewalId, claimId: string, outcome: Claim): Promise<boolean>;
  /** As {@link reportReminder}, of a notice. */
  reportNotice(renewalId: RenewalId, claimId: string, outcome: Claim): Promise<boolean>;

  /** Writes the contacts and touches nothing else, if nobody has changed them since `seen` was read. */
  saveContacts(seen: Line, next: Contacts): Promise<boolean>;

  /** What has come due, oldest day first. The index is eventually consistent: the reader checks each item again. */
  dueLines(now: Instant, cursor?: string): Promise<DuePage<LineId>>;
  dueRenewals(now: Instant, cursor?: string): Promise<DuePage<RenewalId>>;
  dueUsage(now: Instant, cursor?: string): Promise<DuePage<LineId>>;
  /** Renewals that wait for a person, longest first; eventually consistent, like what is due. */
  reviews(cursor?: string): Promise<DuePage<RenewalId>>;

  /** Notes a captured payment for reconciliation; repeating it changes nothing. */
  noteCaptured(entry: LedgerEntry): Promise<void>;
  /** What was captured in one account on one day (since 1970, UTC). */
  capturedOn(account: string, day: number): Promise<readonly LedgerEntry[]>;
  /** Every run has a report of its own: what an earlier one repaired is not news to a later one. */
  saveReconciliation(report: ReconciliationReport): Promise<void>;
  /** The latest reports, newest first. */
  reconciliations(): Promise<readonly ReconciliationReport[]>;

  /** What all workers know of an account at a carrier; `rev` guards the next write, 0 where nothing was written yet. */
  carrierHealth(account: string): Promise<StoredHealth>;
  saveCarrierHealth(account: string, seen: StoredHealth, next: CarrierHealth): Promise<boolean>;

  /**
   * Marks the line as one whose number belongs to another SIM, and takes its reminder away.
   *
   * @returns whether that was news
   */
  markRecycled(seen: Line, at: Instant): Promise<boolean>;
  /**
   * Writes figures that are newer than those that are there and, in the same write, the reminder of data that they make
   * due: neither is ever there without the other.
   *
   * @returns whether they were newer; with a reminder also whether end, plans and allowance are those that were seen
   */
  noteUsage(
    lineId: LineId,
    usage: Usage,
    reached?: { readonly seen: Line; readonly reminder: DataReminder },
  ): Promise<boolean>;
  /** The line that a carrier's name of a SIM, or an ICCID, stands for. */
  lineOfSim(account: string, name: string): Promise<LineId | undefined>;
  /** When the line's usage is to be looked at next; `undefined` ends the watch. */
  watchUsage(lineId: LineId, at: Instant | undefined): Promise<void>;

  /** As it stands now: read consistently. */
  manualJob(reference: RenewalId): Promise<ManualJob | undefined>;
  /** Answers the job that is there already, if there is one. */
  createManualJob(job: OpenJob): Promise<ManualJob | undefined>;
  /** Saves only while the job is open and asks for the end that was seen. */
  saveManualJob(seen: JobTerms, next: ManualJob): Promise<boolean>;
  /** Open jobs at an account, oldest first; eventually consistent: the reader looks at each of them again. */
  openManualJobs(account: string, cursor?: string): Promise<DuePage<RenewalId>>;

  lines(lineIds: readonly LineId[]): Promise<readonly Line[]>;

  /** A person's lines in the order of their ids, a page at a time; `cursor` is the id of the last one before. */
  linesOf(person: PersonId, cursor?: LineId): Promise<{ readonly lines: readonly Line[]; readonly cursor?: LineId }>;
  /** All renewals of a line, in no order. */
  renewalsOf(lineId: LineId): Promise<readonly Renewal[]>;
  /** The lines that a name of a SIM, or an ICCID, stands for at any of these accounts; read consistently. */
  linesNamed(accounts: readonly string[], name: string): Promise<readonly Line[]>;
  /** Gives a line without an owner to a person, with the language and the reminder that it has for them. */
  bindLine(line: Line, owner: PersonId, reminder: PlannedReminder | undefined): Promise<boolean>;
  /** Takes it, its name and its contacts from its owner. */
  unbindLine(seen: Line, owner: PersonId): Promise<boolean>;
  nameLine(seen: Line, owner: PersonId, name: string | undefined): Promise<boolean>;
  /** Counts one try in a window of time; `false` when there were `limit` of them already. */
  countTry(what: string, window: number, limit: number): Promise<boolean>;

  /**
   * Adds a line unless it is there, with the names of its SIM that lead to it. Where a number was used before, the new
   * line takes its names over.
   */
  addLine(line: Line): Promise<boolean>;
  /** Adds a plan version, unless it is there already. Answers the one that is kept. */
  keepPlan(plan: Plan): Promise<Plan>;
  /** No line can take it any more; its versions stay. */
  takeOffSale(planId: string): Promise<void>;
  /** Adds a plan version, unless it is there already, and puts it on sale. */
  addPlan(plan: Plan): Promise<void>;
}

/** How many ids one page of due work holds. */
export const DUE_PAGE_SIZE = 100;
/** How many of a person's lines one page holds. */
export const LINES_PAGE_SIZE = 20;
/** How many renewals one page of the review queue holds. */
export const REVIEW_PAGE_SIZE = 50;
/** How many open jobs one page holds. */
export const JOB_PAGE_SIZE = 25;
/** How many reports of reconciliation are shown: a dozen accounts of providers and carriers for some days. */
export const RECONCILIATIONS_SHOWN = 60;
