import type { Period } from '../line/timeline.ts';
import type { HoldReason, Payment, PaymentMethod } from '../payment/payment.ts';
import type { Language, PlanKey } from '../plan/plan.ts';
import type { UsedPromotion } from '../promotion/promotion.ts';
import type { Claims } from '../reminder/claim.ts';
import type { LineId, PersonId, RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';

/** Every transition leaves one entry: what happened, in a code of at most 40 bytes, and when. */
export interface TrailEntry {
  readonly at: Instant;
  readonly what: string;
}

/** The first entries tell how it began, the last ones how it ended; what lies between gives way beyond this. */
export const MAX_TRAIL_ENTRIES = 100;

export type RefundReason =
  | 'carrier_refused'
  | 'deadline_passed'
  /** One try came to nothing, and this carrier's API makes a second one a gamble with the traveller's money. */
  | 'not_activated'
  /** Somebody sent the money back at the provider before anything was activated for it. */
  | 'payment_returned'
  /** A person who reviewed it sent the money back. */
  | 'decided_in_review';
export type ReviewReason = Exclude<HoldReason, 'missing_at_provider' | 'opened_by_staff' | 'carrier_record_differs'>;

/** How a person opened or ended a review, and the proof or the reason they gave. */
export interface Resolution {
  readonly at: Instant;
  /** The token issuer's subject of the person. */
  readonly by: string;
  readonly exit: ExitKind | 'open';
  readonly note: string;
}

export type ExitKind = 'activate_again' | 'mark_active' | 'send_back' | 'close';

/** The first ones tell how it began, the last ones how it ended: what lies between gives way beyond this. */
export const MAX_RESOLUTIONS = 10;

interface RenewalTerms {
  readonly renewalId: RenewalId;
  readonly lineId: LineId;
  readonly ownerId: PersonId;
  readonly plan: PlanKey;
  /** To pay: what a promotion has taken off is off. */
  readonly price: Money;
  readonly promotion?: UsedPromotion;
  /** What the traveller was shown before paying. */
  readonly quote: {
    readonly endBefore: Instant;
    readonly endAfter: Instant;
    /** What the line had been given last when it was shown what is lost; absent where nothing was, or nothing is lost. */
    readonly lastGrant?: RenewalId;
  };
  /** The traveller wants a period that would wait to begin at once, and has seen what is lost. */
  readonly startsEarly?: true;
  /** Language of messages about this renewal. */
  readonly language: Language;
  readonly createdAt: Instant;
  /** Through which renewal link it was ordered: its name. Absent where its owner has logged in. */
  readonly link?: string;
  /** Hash of the request that created it: the same Idempotency-Key with another request is refused. */
  readonly requestHash: string;
  readonly payments: readonly Payment[];
  readonly trail: readonly TrailEntry[];
  /** Send attempts of notices about this renewal. */
  readonly claims: Claims;
  readonly resolutions?: readonly Resolution[];
  readonly abandoned?: Abandoned;
  /** The carrier did it after all, when the money had gone back, and it could not be undone: somebody has to know. */
  readonly servedForNothing?: { readonly since: Instant };
}

/**
 * An attempt that came to nothing as far as anybody could see when the money went back. Should the carrier do it late,
 * it is taken back.
 */
export interface Abandoned {
  readonly targetEnd: Instant;
  /** Where service was to end without it. */
  readonly endBefore: Instant;
  readonly baseline?: string;
  /** Looks that found nothing. */
  readonly looks: number;
  readonly lookAt: Instant;
}

/** What the carrier's own record showed after an activation. */
export interface Checked {
  readonly at: Instant;
  /** Exclusive; absent where the carrier shows no end until the period has begun. */
  readonly endsAt?: Instant;
}

/**
 * What the carrier's record shows of an active renewal when it is compared later: another end, not this renewal, this
 * renewal more than once, a number that another SIM has now, or no such SIM.
 */
export type RecordDifference = 'end' | 'missing' | 'twice' | 'recycled' | 'sim_absent';

/** Copied from the plan when the money arrived, so that what is promised does not move. */
interface Paid {
  /** Number of the payment that is kept. */
  readonly paidBy: number;
  readonly paidAt: Instant;
}

/** The order, from choosing a plan to active or refunded. A status carries exactly the facts that are true in it. */
export type Renewal = RenewalTerms &
  (
    | { readonly status: 'awaiting_payment'; readonly payBy: Instant; readonly activationDeadlineMs: number }
    | ({
        readonly status: 'activating';
        /** Not active by then: the money goes back. */
        readonly deadline: Instant;
        /** How often the activation was put off: calls without a final answer, look-ups, waits for the line. */
        readonly postponed: number;
        readonly retryAt?: Instant;
        /** The carrier has taken it on and is at it: what it calls that. */
        readonly accepted?: string;
      } & Paid)
    | ({
        readonly status: 'active';
        readonly activatedAt: Instant;
        readonly period: Period;
        readonly endBefore: Instant;
        readonly carrierReference: string;
        /** Absent until the carrier's record has been read back. */
        readonly checked?: Checked;
        /** What that needs to tell the new period from the old ones; kept until then. */
        readonly baseline?: string;
      } & Paid)
    | { readonly status: 'expired'; readonly expiredAt: Instant }
    | { readonly status: 'cancelled'; readonly cancelledAt: Instant }
    | ({ readonly status: 'refunding'; readonly reason: RefundReason; readonly retryAt?: Instant } & Paid)
    /** The provider asks the payer where the money is to go; from there on it goes by itself. */
    | ({ readonly status: 'refund_needs_details'; readonly reason: RefundReason; readonly since: Instant } & Paid)
    | ({ readonly status: 'refunded'; readonly reason: RefundReason; readonly refundedAt: Instant } & Paid)
    | {
        readonly status: 'needs_review';
        readonly reason: ReviewReason;
        readonly since: Instant;
        /** Number of the payment that the review is about; others may wait beside it. */
        readonly about: number;
      }
    /** A person settled it by other means and said which. */
    | { readonly status: 'closed'; readonly closedAt: Instant }
  );

export type RenewalStatus = Renewal['status'];
export type RenewalIn<S extends RenewalStatus> = Extract<Renewal, { status: S }>;

/** Nothing leads out of these; money that arrives later goes back without changing them. */
export const isTerminal = (status: RenewalStatus): boolean => {
  switch (status) {
    case 'active':
    case 'expired':
    case 'cancelled':
    case 'refunded':
    case 'closed':
      return true;
    case 'awaiting_payment':
    case 'activating':
    case 'refunding':
    case 'refund_needs_details':
    case 'needs_review':
      return false;
  }
};

/** The payer's own tries; what arrives twice under one reference is counted apart. */
export const MAX_TRIES_TO_PAY = 10;

/** How long a traveller has to pay. */
const PAY_WITHIN_MS = 60 * 60_000;
/**
 * A voucher is printed within a day, paid at a till by the end of the day after that in Japan, and the till's message
 * takes a while.
 */
const PAY_VOUCHER_WITHIN_MS = 73 * 60 * 60_000;

export const payWithinMs = (method: PaymentMethod): number =>
  method === 'konbini' ? PAY_VOUCHER_WITHIN_MS : PAY_WITHIN_MS;

/** After the deadline an attempt whose outcome cannot be learned goes to a person. */
export const REVIEW_AFTER_DEADLINE_MS = 24 * 60 * 60_000;
