import { type Dispute, isCaptured, owedBackMinor } from '../payment/payment.ts';
import type { RenewalId } from '../values/ids.ts';
import { type Instant, MINUTE_MS, plusMs } from '../values/instant.ts';
import { NOTICES, type Notice, saysTrue } from './notice.ts';
import type { Renewal, RenewalStatus } from './renewal.ts';

/** What the world must do next, as data. It follows from the state alone, so the state is the outbox. */
export type Effect =
  | Work
  | { readonly kind: 'notify'; readonly renewalId: RenewalId; readonly notice: Notice }
  | { readonly kind: 'announce'; readonly renewalId: RenewalId; readonly status: RenewalStatus }
  /** A refund failed for a renewal whose status cannot say so any more: a person has to know of the money. */
  | { readonly kind: 'show_held_money'; readonly renewalId: RenewalId; readonly payment: number }
  /** The carrier did it after the money had gone back, and it could not be undone. */
  | { readonly kind: 'show_served_for_nothing'; readonly renewalId: RenewalId }
  /** A person has to answer it at the provider, within days. */
  | {
      readonly kind: 'show_dispute';
      readonly renewalId: RenewalId;
      readonly payment: number;
      readonly state: DisputeState;
    };

type DisputeState = Dispute['state'];

export type Work = {
  readonly kind: 'activate' | 'refund';
  readonly renewalId: RenewalId;
  readonly notBefore?: Instant;
};

/** The carrier's record may lag behind its reply. */
const CHECK_AFTER_MS = MINUTE_MS;

/** Work that this state owes for as long as it lasts; the sweeper repeats it until the state has moved on. */
export const owes = (renewal: Renewal): readonly Work[] => {
  const { renewalId } = renewal;
  const effects: Work[] = [];
  if (renewal.status === 'activating') effects.push({ kind: 'activate', renewalId, ...waiting(renewal) });
  const { abandoned } = renewal;
  if (abandoned) effects.push({ kind: 'activate', renewalId, notBefore: abandoned.lookAt });
  if (renewal.status === 'active' && !renewal.checked)
    effects.push({ kind: 'activate', renewalId, notBefore: plusMs(renewal.activatedAt, CHECK_AFTER_MS) });
  // Late money of an order that is being activated goes back without waiting for the carrier.
  if (owedPayments(renewal).length > 0)
    effects.push({ kind: 'refund', renewalId, ...(renewal.status === 'refunding' && waiting(renewal)) });
  return effects;
};

/** What one change of the stored state sets in motion. */
export const effectsOf = (before: Renewal | undefined, after: Renewal): readonly Effect[] => {
  const known = new Set(before ? owes(before).map((work) => identity(work, before)) : []);
  const work = owes(after).filter((effect) => !known.has(identity(effect, after)));
  const { renewalId, status } = after;
  const disputes = newDisputes(before, after);
  // Found active by a person: should the line not have learned it, the worker sees to that.
  if (before?.status === 'needs_review' && status === 'active') work.push({ kind: 'activate', renewalId });
  const notices = newNotices(before, after);
  if (before?.status === status)
    return [...work, ...notices, ...newlyHeld(before, after), ...servedForNothing(before, after), ...disputes];
  return [
    ...work,
    { kind: 'announce', renewalId, status },
    ...notices,
    // A review of the whole renewal is announced by its status.
    ...(before && status !== 'needs_review' ? newlyHeld(before, after) : []),
    ...disputes,
  ];
};

const waiting = ({ retryAt }: { readonly retryAt?: Instant }): { readonly notBefore?: Instant } =>
  retryAt === undefined ? {} : { notBefore: retryAt };

const owedPayments = ({ payments }: Renewal): readonly number[] =>
  payments.filter((payment) => owedBackMinor(payment) > 0).map(({ number }) => number);

/** A refund that is under way has read which payments are owed: another one needs another run. */
const identity = (work: Work, renewal: Renewal): string =>
  JSON.stringify(work.kind === 'refund' ? [work, owedPayments(renewal)] : work);

const newlyHeld = (before: Renewal, after: Renewal): readonly Effect[] => {
  const held = new Set(heldPayments(before));
  return heldPayments(after)
    .filter((number) => !held.has(number))
    .map((payment) => ({ kind: 'show_held_money', renewalId: after.renewalId, payment }));
};

const heldPayments = ({ payments }: Renewal): readonly number[] =>
  payments
    .filter((payment) => payment.status === 'captured' && payment.verdict === 'review')
    .map(({ number }) => number);

const servedForNothing = (before: Renewal, after: Renewal): readonly Effect[] =>
  after.servedForNothing && !before.servedForNothing
    ? [{ kind: 'show_served_for_nothing', renewalId: after.renewalId }]
    : [];

const newDisputes = (before: Renewal | undefined, after: Renewal): readonly Effect[] =>
  after.payments.filter(isCaptured).flatMap((payment) => {
    const { number, disputes = {} } = payment;
    const known = before?.payments.filter(isCaptured).find((each) => each.number === number)?.disputes ?? {};
    return Object.entries(disputes)
      .filter(([id, { state }]) => known[id]?.state !== state)
      .map(([, { state }]) => ({
        kind: 'show_dispute' as const,
        renewalId: after.renewalId,
        payment: number,
        state,
      }));
  });

/** Told when it becomes true, whatever else a change brings. */
const newNotices = (before: Renewal | undefined, after: Renewal): readonly Effect[] =>
  NOTICES.filter((notice) => saysTrue(notice, after) && !(before && saysTrue(notice, before))).map((notice) => ({
    kind: 'notify',
    renewalId: after.renewalId,
    notice,
  }));
