import { type CapturedPayment, isCaptured, type Payment } from '../payment/payment.ts';
import type { Decision, RenewalEvent } from './event.ts';
import { finishRefund } from './finish-refund.ts';
import { type ExitKind, MAX_RESOLUTIONS, type Renewal, type RenewalIn, type Resolution } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';
import { withHold, withVerdict } from './verdict.ts';

type Resolved = Extract<RenewalEvent, { type: 'review_resolved' }>;

const notOpen: Decision<Renewal> = { ok: false, refusal: 'exit_not_open' };

/** The ways out that a person has; none when nothing waits for one. */
export const exitsOf = (renewal: Renewal): readonly ExitKind[] => {
  const held = heldPayments(renewal);
  return exitsFor(renewal, held.length > 0).filter((exit) => exit !== 'send_back' || held.some(isOurs));
};

const exitsFor = (renewal: Renewal, holdsMoney: boolean): readonly ExitKind[] => {
  if (renewal.status !== 'needs_review') return holdsMoney ? ['send_back', 'close'] : [];
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
  return heldPayments(renewal)
    .flatMap(({ held }) => (held ? [held.since] : []))
    .sort((a, b) => a - b)[0];
};

/** What is in another merchant's account, or in none, cannot be sent back from ours. */
const isOurs = ({ held }: CapturedPayment): boolean =>
  held?.reason !== 'merchant_mismatch' && held?.reason !== 'missing_at_provider';

/** The service runs on; what becomes of its money is for a person to say, and stays on record. */
export const openReview = (
  renewal: RenewalIn<'active'>,
  { at, by, note }: Extract<RenewalEvent, { type: 'review_opened' }>,
): Decision<Renewal> => {
  const kept = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  if (kept?.verdict !== 'keep') return { ok: false, refusal: 'nothing_new' };
  const noted = withResolution(renewal, { at, by, exit: 'open', note });
  if (!noted) return notOpen;
  return {
    ok: true,
    next: withTrail(replacePayment(noted, withHold(kept, 'opened_by_staff', at)), at, `opened_by_staff.${kept.number}`),
  };
};

const withResolution = <R extends Renewal>(renewal: R, resolution: Resolution): R | undefined => {
  const { resolutions = [] } = renewal;
  return resolutions.length < MAX_RESOLUTIONS ? { ...renewal, resolutions: [...resolutions, resolution] } : undefined;
};

/** A person has decided. Who, how and why is kept with the renewal. */
export const resolveReview = (renewal: Renewal, event: Resolved): Decision<Renewal> => {
  const { exit, at, by, note } = event;
  const resolved = withResolution(renewal, { at, by, exit: exit.kind, note });
  if (!exitsOf(renewal).includes(exit.kind) || !resolved) return notOpen;
  const noted = withTrail(resolved, at, `resolved.${exit.kind}`);
  if (noted.status !== 'needs_review') return { ok: true, next: settleHeld(noted, exit.kind) };
  return leave(noted, event);
};

/** The renewal itself is decided already; only money is left to say something of. */
const settleHeld = <R extends Renewal>(renewal: R, exit: ExitKind): R => ({
  ...renewal,
  payments: renewal.payments.map((payment): Payment => {
    if (!isCaptured(payment) || payment.verdict !== 'review') return payment;
    if (exit !== 'send_back') return withVerdict(payment, 'keep');
    if (!isOurs(payment)) return payment;
    // Asked for again from the start: what the provider wanted to know before, it may want to know again.
    const { detailsAskedAt: _asked, ...again } = withVerdict(payment, 'send_back');
    return again;
  }),
});

const leave = (renewal: RenewalIn<'needs_review'>, { exit, at }: Resolved): Decision<Renewal> => {
  const held = heldPayments(renewal).filter((payment) => exit.kind !== 'send_back' || isOurs(payment));
  const paidBy = (held[0] ?? renewal.payments.find(isCaptured))?.number;
  const { reason: _reason, since: _since, status: _status, ...terms } = settleHeld(renewal, exit.kind);
  if (exit.kind === 'close') return { ok: true, next: { ...terms, status: 'closed', closedAt: at } };
  if (paidBy === undefined) return notOpen;
  const paid = { paidBy, paidAt: at };
  switch (exit.kind) {
    case 'send_back':
      return {
        ok: true,
        // Somebody may have sent all of it back already.
        next: finishRefund({ ...terms, ...paid, status: 'refunding', reason: 'decided_in_review' }, paidBy, at),
      };
    case 'activate_again':
      return { ok: true, next: { ...terms, ...paid, status: 'activating', deadline: exit.deadline, postponed: 0 } };
    case 'mark_active': {
      const { period, endBefore, carrierReference } = exit;
      return {
        ok: true,
        next: { ...terms, ...paid, status: 'active', activatedAt: at, period, endBefore, carrierReference },
      };
    }
  }
};
