import type { Trouble, WholesaleMoney } from '../domain/carrier/health.ts';
import type { RecordedPeriod, RecordedService } from '../domain/carrier/record.ts';
import type { Serves } from '../domain/carrier/serves.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import type { Instant } from '../domain/values/instant.ts';

/**
 * What a carrier's API allows after an outcome that is not clear.
 *
 * - `A`: its call is absolute or honours an idempotency key: it may be repeated with the same `targetEnd`.
 * - `B`: it has our reference and a look-up by it: looked for first, tried again only when it is certainly absent.
 * - `C`: neither: one attempt; its record is read back, and there is never a second attempt after an unclear one.
 */
export type CarrierClass = 'A' | 'B' | 'C';

/** One SIM as the carrier knows it. */
export interface CarrierSim {
  /** The carrier's own name of the SIM. */
  readonly carrierRef: string;
  readonly iccid: Iccid;
}

/** One activation: `product` is bought for the line, or its end is set; afterwards it works until `targetEnd`. */
export interface ActivationOrder extends CarrierSim {
  /** Ours, the same for every attempt of one renewal: 28 capital letters and digits. */
  readonly reference: string;
  /** The carrier's own name of what the plan buys. */
  readonly product: string;
  /** How long the bought period is, for carriers that show no end until it has begun. */
  readonly days: number;
  /** Exclusive. What the traveller was promised. */
  readonly targetEnd: Instant;
  /** The most that the brand pays for it, where the plan says so. */
  readonly maxCost?: CarrierMoney;
  /** What `baseline` read before the attempt, for carriers that need it to tell a new period from the old ones. */
  readonly baseline?: string;
}

export type CarrierMoney = WholesaleMoney;

/** A code of at most 24 characters `[a-z0-9_.]`, for trails and people: never another system's text. */
interface Failure {
  readonly code: string;
  /**
   * What it says about the carrier as a whole, beyond this one call: it cannot be reached or fails by itself, it
   * announces maintenance, or the brand's credit there is used up. Absent where only this call is concerned.
   */
  readonly trouble?: Trouble;
}

export interface Confirmed {
  readonly kind: 'confirmed';
  /** What the carrier calls the change: proof for the receipt, at most 64 characters. */
  readonly reference: string;
  readonly confirmedAt: Instant;
  /**
   * Exclusive. When service ends by the carrier's own record after this change. Absent where it shows no end yet, and where
   * all that was bought is served and only began at another time than was promised.
   */
  readonly endsAt?: Instant;
}

/** What came of asking a carrier. Nothing expected is thrown: every answer, also none, is one of these. */
export type CarrierOutcome =
  | Confirmed
  /** The carrier has taken it on and carries it out within minutes: look up until it is confirmed. */
  | { readonly kind: 'accepted'; readonly reference: string }
  /** The carrier understood and will not do it, now or later. Nothing was changed. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      /** The number now belongs to another SIM: nothing may be sold for this line any more. */
      readonly recycled?: true;
    }
  /** Certainly not carried out; may be tried again. */
  | ({ readonly kind: 'not_sent'; readonly retryAfterMs?: number } & Failure)
  /** May have been carried out: look up before anything else. */
  | ({ readonly kind: 'unknown' } & Failure);

export type CannotAsk = { readonly kind: 'unavailable'; readonly retryAfterMs?: number } & Failure;

export type CarrierLookUp =
  | Confirmed
  /** The carrier knows the change and is still at it. */
  | { readonly kind: 'processing' }
  /**
   * The carrier answered, and its record does not show the change (yet). `inPart`: something of it is there, with which
   * nothing works; it can be repeated, and has to be undone where it is not wanted any more.
   */
  | { readonly kind: 'absent'; readonly inPart?: true }
  /** The carrier gave up on what it had accepted, or a person refused it: nothing was changed, nor will be. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The carrier could not be asked. */
  | CannotAsk;

export type CarrierPeriod = RecordedPeriod;

/** The carrier's record of one SIM. */
export type CarrierRecord =
  | ({ readonly kind: 'record' } & RecordedService)
  /** The number now belongs to another SIM. */
  | { readonly kind: 'recycled' }
  | { readonly kind: 'absent' }
  | CannotAsk;

export type CarrierUsage =
  | {
      readonly kind: 'usage';
      readonly remainingBytes: number;
      readonly totalBytes: number;
      /** When the carrier says the figures were true; the time of reading where it says none. */
      readonly asOf: Instant;
    }
  /** The carrier counts nothing here (unlimited plans), or has no figure yet. */
  | { readonly kind: 'no_figure' }
  | { readonly kind: 'recycled' }
  | CannotAsk;

export type CarrierQuote =
  /** The SIM can take the product now, at this wholesale price. */
  | { readonly kind: 'available'; readonly cost?: CarrierMoney }
  | { readonly kind: 'not_available'; readonly code: string; readonly recycled?: true }
  | CannotAsk;

export type CarrierOffers =
  | {
      readonly kind: 'offers';
      readonly products: readonly { readonly product: string; readonly cost?: CarrierMoney }[];
    }
  | CannotAsk;

export type UndoOutcome =
  /** Taken back, or it was never there. */
  | { readonly kind: 'undone'; readonly reference: string }
  /** It stays, and no later try will change that. */
  | { readonly kind: 'stays'; readonly code: string }
  /** Nobody knows; may be tried again, undoing is idempotent. */
  | CannotAsk;

/** Between writing an attempt down and calling the carrier; a carrier counts it into its settling time. */
export const MAX_HOLD_MS = 2_000;

/**
 * One account at a carrier: its class, its limits, and what it is able to do. An ability that the carrier does not have
 * is absent, not refused.
 */
export interface Carrier {
  readonly class: CarrierClass;
  /** How long the carrier's record may lag behind a call whose outcome is not clear, our own time-out included. */
  readonly settlingMs: number;
  readonly serves: Serves;
  /** How long to wait before looking again at what the carrier has accepted and is still at. */
  readonly pollMs: number;

  activate(order: ActivationOrder): Promise<CarrierOutcome>;
  /** Reads the carrier's own record, never a reply that was kept: also used to check what was confirmed. */
  lookUp(order: ActivationOrder): Promise<CarrierLookUp>;
  /** Periods and end as the carrier has them. */
  readRecord(sim: CarrierSim): Promise<CarrierRecord>;

  /** What is there before an attempt, in at most 200 characters, so that a new period can be told from the old ones. */
  readonly baseline?: (
    order: ActivationOrder,
  ) => Promise<{ readonly kind: 'baseline'; readonly baseline: string } | CannotAsk>;
  /** Whether this SIM can take this product, and what it costs, asked before a traveller pays. */
  readonly quote?: (sim: CarrierSim, product: string) => Promise<CarrierQuote>;
  /** Everything that this SIM can take. */
  readonly offers?: (sim: CarrierSim) => Promise<CarrierOffers>;
  readonly readUsage?: (sim: CarrierSim) => Promise<CarrierUsage>;
  /** Takes back what this order gave, and nothing else. `restoredEnd` is when service is to end without it. */
  readonly undo?: (order: ActivationOrder, restoredEnd: Instant) => Promise<UndoOutcome>;
  /** Calls back what it has accepted and not yet done. What is done already `stays`. */
  readonly withdraw?: (order: ActivationOrder) => Promise<UndoOutcome>;
  /** Stops service of the SIM until it is activated again. */
  readonly suspend?: (sim: CarrierSim) => Promise<UndoOutcome>;
  /** The brand's credit at this carrier. */
  readonly readFloat?: () => Promise<{ readonly kind: 'float'; readonly float: CarrierMoney } | CannotAsk>;
}

/** The brand's accounts at carriers, by name. */
export interface CarrierAccounts {
  readonly names: readonly string[];
  /** `undefined` when no such account is configured. */
  of(account: string): Carrier | undefined;
}
