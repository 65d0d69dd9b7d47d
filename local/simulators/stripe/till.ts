import type { TestCard } from './cards.ts';
import type { Checkouts } from './checkouts.ts';
import type { FaultSwitch } from './faults.ts';
import { authenticate, type Paying, pay } from './paying.ts';

/** Where a payer's decision meets the stored checkout, from the page or from a control route. */
export interface Till {
  pay(sessionId: string, card: TestCard): Paying;
  authenticate(sessionId: string, answer: 'approve' | 'fail'): Paying;
}

export const createTill = (checkouts: Checkouts, faults: FaultSwitch, now: () => number): Till => {
  const occasion = () => ({
    now: Math.floor(now() / 1_000),
    wrongAmountMinor: faults.read().wrongAmountMinor,
  });
  const saved = (result: Paying): Paying => {
    if (result.kind !== 'refused') checkouts.save(result.next);
    return result;
  };
  return {
    pay(sessionId, card) {
      const checkout = checkouts.find(sessionId);
      return checkout ? saved(pay(checkout, card, occasion())) : { kind: 'refused' };
    },
    authenticate(sessionId, answer) {
      const checkout = checkouts.find(sessionId);
      return checkout ? saved(authenticate(checkout, answer, occasion())) : { kind: 'refused' };
    },
  };
};
