import type { Fence, Line } from '../line/line.ts';
import type { Plan } from '../plan/plan.ts';
import {
  type Abandoned,
  REVIEW_AFTER_DEADLINE_MS,
  type RefundReason,
  type Renewal,
  type RenewalIn,
} from '../renewal/renewal.ts';
import { isOutcomeOpen } from '../renewal/resolve-review.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../values/instant.ts';
import { countedFrom } from './grant.ts';

/**
 * What the activation worker has to do next for a renewal, given its line. Pure, so that every order of crashes and
 * redeliveries can be tried. The caller acts only while the line's `fenceRev` is the one that was read here.
 */
export type Step =
  | { readonly do: 'nothing' }
  /** The renewal is active, and its line does not say so yet. */
  | { readonly do: 'settle_line' }
  /** The renewal is active, and the carrier's record has not been read back. */
  | { readonly do: 'check'; readonly ifAbsent: 'wait' | 'review'; readonly ifUnavailable: 'wait' | 'review' }
  /** The fence is held for a renewal that is over without having changed the line. */
  | { readonly do: 'release_fence' }
  /** Another renewal of this line holds the fence: first help that one to its end. */
  | { readonly do: 'yield_to'; readonly fence: Fence }
  | { readonly do: 'submit'; readonly fence: Fence }
  /** `ifOpen` says what follows when it is still not clear afterwards: another look later, or a person. */
  | { readonly do: 'look_up'; readonly fence: Fence; readonly ifOpen: 'wait' | 'review' }
  /** The deadline has passed, and what the carrier took on can be called back. */
  | { readonly do: 'withdraw'; readonly fence: Fence; readonly reason: RefundReason }
  | { readonly do: 'wait'; readonly until: Instant; readonly code: string }
  /** No attempt is open and none is to begin. Must be one write with the line, so that none begins meanwhile. */
  | { readonly do: 'give_back'; readonly reason: RefundReason }
  /** Nothing was found of the one attempt that this carrier allows, and should it come late it could not be undone. */
  | { readonly do: 'ask_person'; readonly fence: Fence }
  /** The money has gone back; what was attempted for it must not have come true since. */
  | {
      readonly do: 'look_for_abandoned';
      readonly abandoned: Abandoned;
      /** What follows when it cannot be read, or not be taken back: another look later, or a person. */
      readonly ifOpen: 'wait' | 'review';
    };

/** What the steps need to know of a carrier. */
export interface CarrierTerms {
  readonly class: 'A' | 'B' | 'C';
  readonly settlingMs: number;
  readonly canUndo: boolean;
  /** What it has accepted and not yet done can be called back. */
  readonly canWithdraw: boolean;
}

/** Absence counts after this many look-ups that found nothing, all later than the carrier's settling time. */
export const EMPTY_LOOK_UPS_NEEDED = 2;

/**
 * So many attempts may come to nothing that is seen, one after the other. A call that is absolute may be repeated until
 * the deadline. Where each one buys, a record that lags behind for longer than its carrier states would have all of them
 * come true; and where none can be told from another, there is one.
 */
const MAX_UNSEEN_ATTEMPTS: Readonly<Record<CarrierTerms['class'], number>> = {
  A: Number.POSITIVE_INFINITY,
  B: 3,
  C: 1,
};

/** A delayed message may arrive this much before its time; waiting for another one would cost minutes. */
const EARLY_MS = 1_000;

/** So long the carrier's record may stay unreadable, once there is a reason to read it. */
const CHECK_WITHIN_MS = 24 * HOUR_MS;
/** So long it may not show the activation yet: the carrier has said that it was done, and nobody is hurt by waiting. */
const SHOWN_WITHIN_MS = 30 * MINUTE_MS;

export const nextStep = (renewal: Renewal, line: Line, plan: Plan, carrier: CarrierTerms, now: Instant): Step => {
  const { fence } = line;
  const mine = fence?.renewalId === renewal.renewalId ? fence : undefined;
  if (renewal.status === 'active') {
    if (mine) return { do: 'settle_line' };
    return renewal.checked || fence ? { do: 'nothing' } : check(renewal, now);
  }
  if (renewal.status !== 'activating') {
    if (mine && !isOutcomeOpen(renewal))
      return isBeingUndone(renewal, mine, carrier, now) ? { do: 'nothing' } : { do: 'release_fence' };
    return fence ? { do: 'nothing' } : watch(renewal, now);
  }
  // Whatever wakes it meanwhile: the message for that time is on its way, and every other one would start a chain. No
  // time that was set before the deadline lies behind it.
  if (renewal.retryAt !== undefined && now < renewal.retryAt - EARLY_MS)
    return { do: 'wait', until: renewal.retryAt, code: 'early' };
  if (mine) return resume(renewal, mine, line, plan, carrier, now);
  const reason = whyGiveBack(renewal, line, now);
  if (reason) return { do: 'give_back', reason };
  return fence ? { do: 'yield_to', fence } : begin(renewal, line, plan, now);
};

/** Not while another renewal of the line is under way: the record may show that one already. */
const check = ({ activatedAt }: RenewalIn<'active'>, now: Instant): Step => ({
  do: 'check',
  ifAbsent: now >= activatedAt + SHOWN_WITHIN_MS ? 'review' : 'wait',
  ifUnavailable: now >= activatedAt + CHECK_WITHIN_MS ? 'review' : 'wait',
});

/** While another renewal of the line is under way, its end at the carrier says nothing about this one. */
const watch = ({ abandoned }: Renewal, now: Instant): Step =>
  abandoned && now >= abandoned.lookAt - EARLY_MS
    ? { do: 'look_for_abandoned', abandoned, ifOpen: now >= abandoned.lookAt + CHECK_WITHIN_MS ? 'review' : 'wait' }
    : { do: 'nothing' };

/** Somebody holds the line to take back what came late, and may still be at it. */
const isBeingUndone = (
  { abandoned }: Renewal,
  { submittedAt }: Fence,
  { settlingMs }: CarrierTerms,
  now: Instant,
): boolean => abandoned !== undefined && now < submittedAt + settlingMs;

/** Asked only when no attempt is submitted or unknown. */
const whyGiveBack = (
  renewal: RenewalIn<'activating'>,
  { recycledAt }: Line,
  now: Instant,
): RefundReason | undefined => {
  if (isPaymentReturned(renewal)) return 'payment_returned';
  // What were bought now would be for whoever has the number.
  if (recycledAt !== undefined) return 'carrier_refused';
  return now >= renewal.deadline ? 'deadline_passed' : undefined;
};

const isPaymentReturned = ({ payments, paidBy }: RenewalIn<'activating'>): boolean =>
  payments.some(
    (payment) =>
      payment.number === paidBy &&
      payment.status === 'captured' &&
      payment.refundedMinor >= payment.captured.amountMinor,
  );

/** An attempt was submitted, and nobody wrote down how it ended: look before anything else. */
const resume = (
  renewal: RenewalIn<'activating'>,
  fence: Fence,
  line: Line,
  plan: Plan,
  carrier: CarrierTerms,
  now: Instant,
): Step => {
  const ifOpen = now >= renewal.deadline + REVIEW_AFTER_DEADLINE_MS ? 'review' : 'wait';
  const why = whyGiveBack(renewal, line, now);
  if (renewal.accepted !== undefined)
    return carrier.canWithdraw && why ? { do: 'withdraw', fence, reason: why } : { do: 'look_up', fence, ifOpen };
  if (now < fence.submittedAt + carrier.settlingMs || fence.emptyLookUps < EMPTY_LOOK_UPS_NEEDED)
    return { do: 'look_up', fence, ifOpen };
  if (why) return { do: 'give_back', reason: why };
  const unseen = (fence.unseen ?? 0) + 1;
  if (unseen >= MAX_UNSEEN_ATTEMPTS[carrier.class] && !isOrderedAgain(renewal, fence))
    return carrier.class === 'C' && !carrier.canUndo
      ? { do: 'ask_person', fence }
      : { do: 'give_back', reason: 'not_activated' };
  const counted = countedFrom(renewal, line, plan, now);
  const again = { ...fence, attempt: fence.attempt + 1, submittedAt: now, emptyLookUps: 0, unseen };
  // Nothing is left of the first try, so its end binds only as the least: on a line that has ended, time has passed.
  return { do: 'submit', fence: counted.targetEnd > fence.targetEnd ? { ...again, ...counted } : again };
};

/** A person has decided on this very attempt that there is to be another one. */
export const isOrderedAgain = ({ resolutions = [] }: Renewal, { submittedAt }: Fence): boolean =>
  resolutions.some(({ exit, at }) => exit === 'activate_again' && at >= submittedAt);

const begin = (renewal: RenewalIn<'activating'>, line: Line, plan: Plan, now: Instant): Step => {
  return {
    do: 'submit',
    fence: {
      renewalId: renewal.renewalId,
      attempt: renewal.postponed + 1,
      ...countedFrom(renewal, line, plan, now),
      submittedAt: now,
      emptyLookUps: 0,
    },
  };
};
