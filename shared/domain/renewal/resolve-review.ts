import { type CapturedPayment, isCaptured, type Payment } from '../payment/payment.ts';
import type { Decision, RenewalEvent } from './event.ts';
import { finishRefund } from './finish-refund.ts';
import { type ExitKind, MAX_RESOLUTIONS, type Renewal, type RenewalIn, type Resolution } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { capturedAt, withTrail } from './trail.ts';
import { kept, owedBack, withHold } from './verdict.ts';

type Resolved = Extract<RenewalEvent, { type: 'review_resolved' }>;

const notOpen: Decision<Renewal> = { ok: false, refusal: 'exit_not_open' };

/** The ways out that a person has; none when nothing waits for one. */
export const exitsOf = (renewal: Renewal): readonly ExitKind[] => {
  const held = heldPayments(renewal).filter(
    ({ number }) => renewal.status !== 'needs_review' || number === renewal.about,
  );
  return exitsFor(renewal, held.length > 0).filter((exit) => exit !== 'send_back' || held.some(isOurs));
};

const exitsFor = (renewal: Renewal, holdsMoney: boolean): readonly ExitKind[] => {
  if (renewal.status !== 'needs_review') {
    if (holdsMoney) return ['send_back', 'close'];
    return renewal.servedForNothing ? ['close'] : [];
  }
  // All of it went back at the provider; what the carrier did is still open.
  if (!holdsMoney) return renewal.reason === 'activation_outcome_unknown' ? ['mark_active', 'close'] : ['close'];
  switch (renewal.reason) {
    case 'activation_outcome_unknown':
      return ['activate_again', 'mark_active', 'send_back', 'close'];
    case 'amount_mismatch':
      return ['activate_again', 'send_back', 'close'];
    case 'merchant_mismatch':
      return ['activate_again', 'close'];
    case 'refund_failed':
      return ['send_back', 'close'];
  }
};

/** Captured money that waits for a person. */
export const heldPayments = ({ payments }: Renewal): readonly CapturedPayment[] =>
  payments.filter(isCaptured).filter(({ verdict }) => verdict === 'review');

/** Since when a person is waited for; `undefined` when nobody is. */
export const inReviewSince = (renewal: Renewal): Resolved['at'] | undefined => {
  if (renewal.status === 'needs_review') return renewal.since;
  const since = heldPayments(renewal).flatMap(({ held }) => (held ? [held.since] : []));
  if (renewal.servedForNothing) since.push(renewal.servedForNothing.since);
  return since.sort((a, b) => a - b)[0];
};

/** Until a person has found out what the carrier did, an end computed for this line could be wrong: the fence stays. */
export const isOutcomeOpen = (renewal: Renewal): boolean =>
  renewal.status === 'needs_review' && renewal.reason === 'activation_outcome_unknown';

/** What is in another merchant's account, or in none, cannot be sent back from ours. */
const isOurs = ({ held }: CapturedPayment): boolean =>
  held?.reason !== 'merchant_mismatch' && held?.reason !== 'missing_at_provider';

/** The service runs on; what becomes of its money is for a person to say, and stays on record. */
export const openReview = (
  renewal: RenewalIn<'active'>,
  { at, by, note }: Extract<RenewalEvent, { type: 'review_opened' }>,
): Decision<Renewal> => {
  const paid = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  if (paid?.verdict !== 'keep') return { ok: false, refusal: 'nothing_new' };
  const noted = withResolution(renewal, { at, by, exit: 'open', note });
  return {
    ok: true,
    next: withTrail(replacePayment(noted, withHold(paid, 'opened_by_staff', at)), at, `opened_by_staff.${paid.number}`),
  };
};

/** The first one and the last ones stay: however often somebody has to decide, the next one can. */
const withResolution = <R extends Renewal>(renewal: R, resolution: Resolution): R => {
  const all = [...(renewal.resolutions ?? []), resolution];
  return { ...renewal, resolutions: all.length > MAX_RESOLUTIONS ? all.toSpliced(1, 1) : all };
};

/** A person has decided. Who, how and why is kept with the renewal. */
export const resolveReview = (renewal: Renewal, event: Resolved): Decision<Renewal> => {
  const { exit, at, by, note } = event;
  if (!exitsOf(renewal).includes(exit.kind)) return notOpen;
  const noted = withTrail(withResolution(renewal, { at, by, exit: exit.kind, note }), at, `resolved.${exit.kind}`);
  const next = noted.status === 'needs_review' ? leave(noted, event) : settleHeld(noted, event);
  return { ok: true, next: exit.kind === 'close' ? acknowledged(next) : next };
};

/**
 * What a decision means for the money that waits for it. A service is kept running by the one payment that the review is
 * about: others that wait beside it go on waiting, for a decision of their own.
 */
const settleHeld = <R extends Renewal>(renewal: R, event: Resolved): R => {
  const about = renewal.status === 'needs_review' ? renewal.about : undefined;
  const payments = renewal.payments.map((payment) =>
    isCaptured(payment) && payment.verdict === 'review' ? settled(payment, about, event) : payment,
  );
  return { ...renewal, payments };
};

const acknowledged = (renewal: Renewal): Renewal => {
  const { servedForNothing: _known, ...rest } = renewal;
  return rest;
};

const settled = (payment: CapturedPayment, about: number | undefined, { exit, at }: Resolved): Payment => {
  switch (exit.kind) {
    case 'close':
      return kept(payment);
    case 'activate_again':
    case 'mark_active':
      return payment.number === about ? kept(payment) : payment;
    case 'send_back': {
      if (!isOurs(payment)) return payment;
      // Asked for again from the start: what the provider wanted to know before, it may want to know again.
      const { detailsAskedAt: _asked, ...again } = owedBack(payment, at);
      return again;
    }
  }
};

const leave = (renewal: RenewalIn<'needs_review'>, event: Resolved): Renewal => {
  const { exit, at } = event;
  const { reason: _reason, since, status: _status, about: paidBy, ...terms } = settleHeld(renewal, event);
  const paid = { paidBy, paidAt: capturedAt(terms, paidBy) ?? since };
  switch (exit.kind) {
    case 'close':
      return { ...terms, status: 'closed', closedAt: at };
    case 'send_back':
      // Somebody may have sent all of it back already.
      return finishRefund(
        {
          ...terms,
          ...paid,
          ...(exit.abandoned && { abandoned: exit.abandoned }),
          status: 'refunding',
          reason: 'decided_in_review',
        },
        paidBy,
        at,
      );
    case 'activate_again':
      return { ...terms, ...paid, status: 'activating', deadline: exit.deadline, postponed: 0 };
    case 'mark_active': {
      const { period, endBefore, carrierReference } = exit;
      // The person who found it has read the carrier's record.
      const checked = { at };
      return { ...terms, ...paid, status: 'active', activatedAt: at, period, endBefore, carrierReference, checked };
    }
  }
};
