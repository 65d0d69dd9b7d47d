import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import type { RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { type Money, money } from '../../../../shared/domain/values/money.ts';
import { aCapture, anOpenPayment, aRenewal, later, PRICE, yen } from '../given.ts';

const SETTLED: readonly RenewalStatus[] = ['activating', 'active', 'expired', 'refunding', 'refunded', 'needs_review'];
const AMOUNTS: readonly (readonly [string, Money])[] = [
  ['the right amount', PRICE],
  ['too little', yen(1)],
  ['too much', yen(9_999)],
  ['another currency', money(1_980, 'CNY')],
];

describe('given an order that no longer waits for money, when a payment of it is captured', () => {
  test.each(SETTLED.flatMap((status) => AMOUNTS.map(([what, amount]) => ({ status, what, amount }))))(
    'then $what for one that is $status goes back in full and the status stays',
    ({ status, amount }) => {
      const settled = status === 'expired' ? [] : [aCapture()];
      const renewal = aRenewal(status, { payments: [...settled, anOpenPayment({ number: 2 })] });
      const report = { kind: 'captured', captureId: 'pi_2', amount } as const;

      const decision = decide(renewal, { type: 'payment_reported', number: 2, report, at: later(99) });

      expect(decision).toMatchObject({ ok: true, next: { status } });
      expect(decision.ok && decision.next.payments.at(-1)).toMatchObject({ captured: amount, verdict: 'send_back' });
      expect(decision.ok && decision.next.trail.at(-1)?.what).toBe('captured.2.send_back');
    },
  );
});

describe('given an order that waits for money, when a payment is captured', () => {
  test.each(AMOUNTS.slice(1))('then %s is held for a person and nothing is activated', (_what, amount) => {
    const report = { kind: 'captured', captureId: 'pi_1', amount } as const;
    const decision = decide(aRenewal('awaiting_payment'), {
      type: 'payment_reported',
      number: 1,
      report,
      at: later(5),
    });
    expect(decision).toMatchObject({
      ok: true,
      next: { status: 'needs_review', reason: 'amount_mismatch', since: later(5), payments: [{ verdict: 'review' }] },
    });
  });

  test('then the right amount is kept and the promise begins', () => {
    const report = { kind: 'captured', captureId: 'pi_1', amount: PRICE } as const;
    const decision = decide(aRenewal('awaiting_payment', { activationDeadlineMs: 1_000 }), {
      type: 'payment_reported',
      number: 1,
      report,
      at: later(5),
    });
    expect(decision).toMatchObject({
      ok: true,
      next: { status: 'activating', paidBy: 1, paidAt: later(5), deadline: later(1_005), postponed: 0 },
    });
    expect(decision.ok && decision.next.payments).toEqual([aCapture()]);
  });
});
