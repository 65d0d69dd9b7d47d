import { owedBackMinor } from '../payment/payment.ts';
import type { RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import type { Renewal, RenewalStatus } from './renewal.ts';

/** A notice that the traveller gets about this renewal. */
export type Notice = 'renewal_active' | 'renewal_refunded' | 'renewal_in_review';

/** What the world must do next, as data. It follows from the state alone, so the state is the outbox. */
export type Effect =
  | { readonly kind: 'activate'; readonly renewalId: RenewalId; readonly notBefore?: Instant }
  | { readonly kind: 'refund'; readonly renewalId: RenewalId; readonly notBefore?: Instant }
  | { readonly kind: 'notify'; readonly renewalId: RenewalId; readonly notice: Notice }
  | { readonly kind: 'announce'; readonly renewalId: RenewalId; readonly status: RenewalStatus };

/** Work that this state owes for as long as it lasts; the sweeper repeats it until the state has moved on. */
export const owes = (renewal: Renewal): readonly Effect[] => {
  const { renewalId } = renewal;
  const notBefore = 'retryAt' in renewal && renewal.retryAt !== undefined ? { notBefore: renewal.retryAt } : {};
  const effects: Effect[] = [];
  if (renewal.status === 'activating') effects.push({ kind: 'activate', renewalId, ...notBefore });
  if (renewal.payments.some((payment) => owedBackMinor(payment) > 0))
    effects.push({ kind: 'refund', renewalId, ...notBefore });
  return effects;
};

/** What one change of the stored state sets in motion. */
export const effectsOf = (before: Renewal | undefined, after: Renewal): readonly Effect[] => {
  const owedBefore = new Set((before ? owes(before) : []).map(identity));
  const work = owes(after).filter((effect) => !owedBefore.has(identity(effect)));
  if (before?.status === after.status) return work;
  const { renewalId, status } = after;
  const notice = noticeOn(status);
  return [
    ...work,
    { kind: 'announce', renewalId, status },
    ...(notice ? [{ kind: 'notify', renewalId, notice } as const] : []),
  ];
};

const identity = (effect: Effect): string => JSON.stringify(effect);

const noticeOn = (status: RenewalStatus): Notice | undefined => {
  switch (status) {
    case 'active':
      return 'renewal_active';
    case 'refunded':
      return 'renewal_refunded';
    case 'needs_review':
      return 'renewal_in_review';
    case 'awaiting_payment':
    case 'activating':
    case 'refunding':
    case 'expired':
      return undefined;
  }
};
