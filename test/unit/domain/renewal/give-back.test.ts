import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { aCapture, aRenewal, later, PRICE } from '../given.ts';

const failed = { type: 'activation_failed', reason: 'carrier_refused', code: 'SEM0001', at: later(9) } as const;

describe('given a renewal that cannot be activated', () => {
  test('when it is given up, then the kept money is owed back', () => {
    expect(decide(aRenewal('activating', { retryAt: later(1) }), failed)).toEqual({
      ok: true,
      next: {
        ...aRenewal('refunding', { payments: [aCapture({ verdict: 'send_back', owedSince: later(9) })] }),
        trail: [...aRenewal('refunding').trail, { at: later(9), what: 'refunding.SEM0001' }],
      },
    });
  });

  test('when its money has gone back by hand already, then it is refunded and owes nothing', () => {
    const payments = [aCapture({ refundedMinor: PRICE.amountMinor })];
    const decision = decide(aRenewal('activating', { payments }), failed);
    expect(decision).toMatchObject({
      ok: true,
      next: {
        status: 'refunded',
        refundedAt: later(9),
        payments: [{ verdict: 'send_back' }],
        trail: [{ what: 'created' }, { what: 'refunded.SEM0001' }],
      },
    });
  });

  test('when a part of its money has gone back by hand, then the rest is owed', () => {
    const decision = decide(aRenewal('activating', { payments: [aCapture({ refundedMinor: 1 })] }), failed);
    expect(decision).toMatchObject({ ok: true, next: { status: 'refunding', payments: [{ refundedMinor: 1 }] } });
  });
});
