import type { Checkout, Dispute, Refund } from './checkout.ts';
import type { Checkouts } from './checkouts.ts';
import { type DisputeStep, isDisputable, moveDispute, openDispute } from './disputing.ts';
import type { FaultSwitch } from './faults.ts';
import { type Action, act, type Paying } from './paying.ts';
import { moveRefund, nameAccount } from './refunding.ts';

/** Where a person's decision meets the stored checkout, from a page or from a control route. */
export interface Till {
  /** `email` is what the payer typed on the page. */
  act(sessionId: string, action: Action, email?: string): Paying;
  /** `undefined` when there is nothing of the kind, or it stands otherwise. */
  dispute(
    intentId: string,
    wanted: { readonly inquiry: boolean; readonly amountMinor?: number | undefined },
  ): Dispute | undefined;
  moveDispute(disputeId: string, step: DisputeStep): Dispute | undefined;
  /** What becomes of a refund that waits for the payer's bank account. */
  refundStep(refundId: string, step: 'right' | 'wrong' | 'expire'): Refund | undefined;
}

/** Every payer of whom the page learns no other address. */
const EMAIL = 'payer@example.com';

export const createTill = (checkouts: Checkouts, faults: FaultSwitch, now: () => number): Till => {
  const occasion = () => ({ now: Math.floor(now() / 1_000), wrongAmountMinor: faults.read().wrongAmountMinor });
  return {
    act(sessionId, action, email) {
      const checkout = checkouts.find(sessionId);
      if (!checkout) return { kind: 'refused' };
      const payer: Checkout = { ...checkout, email: email || checkout.email || EMAIL };
      const result = act(payer, action, occasion());
      if (result.kind !== 'refused') checkouts.save(result.next);
      return result;
    },
    dispute(intentId, wanted) {
      const checkout = checkouts.find(intentId);
      if (!checkout || !isDisputable(checkout)) return undefined;
      const { next, dispute } = openDispute(checkout, wanted, occasion());
      checkouts.save(next);
      return dispute;
    },
    moveDispute(disputeId, step) {
      const checkout = checkouts.find(disputeId);
      const moved = checkout && moveDispute(checkout, disputeId, step, occasion());
      if (moved) checkouts.save(moved.next);
      return moved?.dispute;
    },
    refundStep(refundId, step) {
      const found = checkouts.findRefund(refundId);
      if (found?.refund.status !== 'requires_action') return undefined;
      const { checkout, refund } = found;
      checkouts.save(
        step === 'expire'
          ? moveRefund(checkout, refund, 'failed', occasion())
          : nameAccount(checkout, refund, step, occasion()),
      );
      return checkouts.findRefund(refundId)?.refund;
    },
  };
};
