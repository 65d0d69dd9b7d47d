import { describe, expect, test } from '@jest/globals';
import { effectsOf, owes } from '../../../../shared/domain/renewal/effects.ts';
import type { RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { aCapture, aRenewal, EXAMPLES, later, RENEWAL_ID } from '../given.ts';

const renewalId = RENEWAL_ID;
const lateMoney = aCapture({ number: 2, verdict: 'send_back' });

/** What each status owes and says when it is entered: a new status does not compile without its line. */
const ON_ENTERING: { readonly [S in RenewalStatus]: readonly unknown[] } = {
  awaiting_payment: [{ kind: 'announce', renewalId, status: 'awaiting_payment' }],
  activating: [
    { kind: 'activate', renewalId },
    { kind: 'announce', renewalId, status: 'activating' },
  ],
  active: [
    { kind: 'announce', renewalId, status: 'active' },
    { kind: 'notify', renewalId, notice: 'renewal_active' },
  ],
  expired: [{ kind: 'announce', renewalId, status: 'expired' }],
  cancelled: [{ kind: 'announce', renewalId, status: 'cancelled' }],
  refund_needs_details: [
    { kind: 'refund', renewalId },
    { kind: 'announce', renewalId, status: 'refund_needs_details' },
    { kind: 'notify', renewalId, notice: 'refund_needs_details' },
  ],
  closed: [
    { kind: 'announce', renewalId, status: 'closed' },
    { kind: 'notify', renewalId, notice: 'renewal_closed' },
  ],
  refunding: [
    { kind: 'refund', renewalId },
    { kind: 'announce', renewalId, status: 'refunding' },
  ],
  refunded: [
    { kind: 'announce', renewalId, status: 'refunded' },
    { kind: 'notify', renewalId, notice: 'renewal_refunded' },
  ],
  needs_review: [
    { kind: 'announce', renewalId, status: 'needs_review' },
    { kind: 'notify', renewalId, notice: 'renewal_in_review' },
  ],
};

describe('given a renewal, when it enters a status, then what it owes is set in motion', () => {
  test.each(Object.values(EXAMPLES))('$status', (renewal) => {
    expect(effectsOf(undefined, renewal)).toEqual(ON_ENTERING[renewal.status]);
  });
});

describe('given a renewal, when it is saved again with nothing new, then nothing is set in motion', () => {
  test.each(Object.values(EXAMPLES))('$status', (renewal) => {
    expect(effectsOf(renewal, { ...renewal, trail: [] })).toEqual([]);
  });
});

describe('given work under way', () => {
  test('when it is postponed, then it is asked for again at the new time', () => {
    const before = aRenewal('activating', { retryAt: later(1) });
    expect(effectsOf(before, { ...before, retryAt: later(2) })).toEqual([
      { kind: 'activate', renewalId, notBefore: later(2) },
    ]);
  });

  test('when late money arrives, then it goes back at once and does not wait for the activation', () => {
    const before = aRenewal('activating', { retryAt: later(60_000) });
    const after = { ...before, payments: [...before.payments, lateMoney] };
    expect(effectsOf(before, after)).toEqual([{ kind: 'refund', renewalId }]);
    expect(owes(after)).toEqual([
      { kind: 'activate', renewalId, notBefore: later(60_000) },
      { kind: 'refund', renewalId },
    ]);
  });

  test('when a refund is postponed, then it waits until then', () => {
    const before = aRenewal('refunding');
    expect(effectsOf(before, { ...before, retryAt: later(5) })).toEqual([
      { kind: 'refund', renewalId, notBefore: later(5) },
    ]);
  });

  test('when another late payment arrives while one is still owed, then a refund is asked for again', () => {
    const before = aRenewal('expired', { payments: [lateMoney] });
    const after = { ...before, payments: [lateMoney, aCapture({ number: 3, verdict: 'send_back' })] };
    expect(effectsOf(before, after)).toEqual([{ kind: 'refund', renewalId }]);
  });
});

describe('given a renewal that is settled, when the refund of a payment of it fails', () => {
  test.each(['active', 'expired', 'refunded'] as const)(
    'then the money of one that is %s is shown to a person',
    (status) => {
      const before = aRenewal(status, { payments: [lateMoney] });
      const after = { ...before, payments: [aCapture({ number: 2, verdict: 'review' })] };
      expect(effectsOf(before, after)).toEqual([{ kind: 'show_held_money', renewalId, payment: 2 }]);
    },
  );
});
