import type { Fence, Line } from '../line/line.ts';
import type { Plan } from '../plan/plan.ts';
import { REVIEW_AFTER_DEADLINE_MS, type RefundReason, type Renewal, type RenewalIn } from '../renewal/renewal.ts';
import type { Instant } from '../values/instant.ts';
import { grantedPeriod } from './granted-period.ts';

/**
 * What the activation worker has to do next for a renewal, given its line. Pure, so that every order of crashes and
 * redeliveries can be tried. The caller acts only while the line's `fenceRev` is the one that was read here.
 */
export type Step =
  | { readonly do: 'nothing' }
  /** The renewal is active, and its line does not say so yet. */
  | { readonly do: 'settle_line' }
  /** The fence is held for a renewal that is over without having changed the line. */
  | { readonly do: 'release_fence' }
  /** Another renewal of this line holds the fence: first help that one to its end. */
  | { readonly do: 'yield_to'; readonly fence: Fence }
  | { readonly do: 'submit'; readonly fence: Fence }
  /** `ifUnavailable` says what follows when the carrier cannot be asked: another look later, or a person. */
  | { readonly do: 'look_up'; readonly fence: Fence; readonly ifUnavailable: 'wait' | 'review' }
  | { readonly do: 'wait'; readonly until: Instant; readonly code: string }
  /** No attempt is open and none is to begin. Must be one write with the line, so that none begins meanwhile. */
  | { readonly do: 'give_back'; readonly reason: RefundReason };

/** Absence counts after this many look-ups that found nothing, all later than the carrier's settling time. */
export const EMPTY_LOOK_UPS_NEEDED = 2;

/** A delayed message may arrive this much before its time; waiting for another one would cost minutes. */
const EARLY_MS = 1_000;

export const nextStep = (
  renewal: Renewal,
  line: Line,
  plan: Plan,
  carrier: { readonly settlingMs: number },
  now: Instant,
): Step => {
  const { fence } = line;
  const mine = fence?.renewalId === renewal.renewalId ? fence : undefined;
  if (renewal.status === 'active') return mine ? { do: 'settle_line' } : { do: 'nothing' };
  if (renewal.status !== 'activating')
    return mine && !isOutcomeOpen(renewal) ? { do: 'release_fence' } : { do: 'nothing' };
  // Whatever wakes it meanwhile: the message for that time is on its way, and every other one would start a chain.
  if (renewal.retryAt !== undefined && now < renewal.retryAt - EARLY_MS && now < renewal.deadline)
    return { do: 'wait', until: renewal.retryAt, code: 'early' };
  if (mine) return resume(renewal, mine, line, plan, carrier.settlingMs, now);
  const reason = whyGiveBack(renewal, now);
  if (reason) return { do: 'give_back', reason };
  return fence ? { do: 'yield_to', fence } : begin(renewal, line, plan, now);
};

/** Until a person has found out what the carrier did, an end computed for this line could be wrong: the fence stays. */
const isOutcomeOpen = (renewal: Renewal): boolean =>
  renewal.status === 'needs_review' && renewal.reason === 'activation_outcome_unknown';

/** Asked only when no attempt is submitted or unknown. */
const whyGiveBack = (renewal: RenewalIn<'activating'>, now: Instant): RefundReason | undefined => {
  if (isPaymentReturned(renewal)) return 'payment_returned';
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
  settlingMs: number,
  now: Instant,
): Step => {
  if (now < fence.submittedAt + settlingMs || fence.emptyLookUps < EMPTY_LOOK_UPS_NEEDED) {
    const overdue = now >= renewal.deadline + REVIEW_AFTER_DEADLINE_MS;
    return { do: 'look_up', fence, ifUnavailable: overdue ? 'review' : 'wait' };
  }
  const reason = whyGiveBack(renewal, now);
  if (reason) return { do: 'give_back', reason };
  const period = grantedPeriod(renewal, line, plan, now);
  const again = { ...fence, attempt: fence.attempt + 1, submittedAt: now, emptyLookUps: 0 };
  // Nothing is left of the first try, so its end binds only as the least: on a line that has ended, time has passed.
  return period.endsAt > fence.targetEnd
    ? { do: 'submit', fence: { ...again, startsAt: period.startsAt, targetEnd: period.endsAt } }
    : { do: 'submit', fence: again };
};

const begin = (renewal: RenewalIn<'activating'>, line: Line, plan: Plan, now: Instant): Step => {
  const { startsAt, endsAt } = grantedPeriod(renewal, line, plan, now);
  return {
    do: 'submit',
    fence: {
      renewalId: renewal.renewalId,
      attempt: renewal.postponed + 1,
      startsAt,
      targetEnd: endsAt,
      submittedAt: now,
      emptyLookUps: 0,
    },
  };
};
