import { disputeObject } from './charge-objects.ts';
import { type Checkout, chargeThatWentThrough, type Dispute } from './checkout.ts';
import { type EventType, eventRecord, type Occasion, withEvents } from './events.ts';

/** Banks that take money back. Only cards are disputed; the other methods' payers agree in an app or pay in cash. */
export interface Disputing {
  readonly next: Checkout;
  readonly dispute: Dispute;
}

export const isDisputable = (checkout: Checkout): boolean =>
  chargeThatWentThrough(checkout)?.means.type === 'card' && !hasOpenDispute(checkout);

export const hasOpenDispute = ({ disputes }: Checkout): boolean =>
  disputes.some(({ status }) => status === 'needs_response');

/** An inquiry asks and takes nothing; a dispute takes the money at once. */
export const openDispute = (
  checkout: Checkout,
  { inquiry, amountMinor }: { readonly inquiry: boolean; readonly amountMinor?: number | undefined },
  occasion: Occasion,
): Disputing => {
  const dispute: Dispute = {
    id: `du_${checkout.suffix}${checkout.disputes.length + 1}`,
    createdAt: occasion.now,
    amountMinor: amountMinor ?? chargeThatWentThrough(checkout)?.amountMinor ?? 0,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
  const next: Checkout = { ...checkout, disputes: [...checkout.disputes, dispute] };
  return told(next, dispute, inquiry ? ['created'] : ['created', 'funds_withdrawn'], occasion);
};

export type DisputeStep = 'escalate' | 'win' | 'lose' | 'drop';

const STEPS: Readonly<
  Record<DisputeStep, { from: Dispute['status']; to: Dispute['status']; tells: readonly Tells[] }>
> = {
  escalate: { from: 'warning_needs_response', to: 'needs_response', tells: ['updated', 'funds_withdrawn'] },
  drop: { from: 'warning_needs_response', to: 'warning_closed', tells: ['closed'] },
  win: { from: 'needs_response', to: 'won', tells: ['closed', 'funds_reinstated'] },
  lose: { from: 'needs_response', to: 'lost', tells: ['closed'] },
};

/** `undefined` when the dispute does not exist or stands otherwise. */
export const moveDispute = (
  checkout: Checkout,
  id: string,
  step: DisputeStep,
  occasion: Occasion,
): Disputing | undefined => {
  const { from, to, tells } = STEPS[step];
  const found = checkout.disputes.find((each) => each.id === id);
  if (found?.status !== from) return undefined;
  const dispute: Dispute = { ...found, status: to };
  const next = { ...checkout, disputes: checkout.disputes.map((each) => (each.id === id ? dispute : each)) };
  return told(next, dispute, tells, occasion);
};

type Tells = Extract<EventType, `charge.dispute.${string}`> extends `charge.dispute.${infer Name}` ? Name : never;

const told = (next: Checkout, dispute: Dispute, tells: readonly Tells[], occasion: Occasion): Disputing => ({
  next: withEvents(
    next,
    ...tells.map((name) => eventRecord(`charge.dispute.${name}`, disputeObject(next, dispute), occasion)),
  ),
  dispute,
});
