import { describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { exitsOf, inReviewSince } from '../../../../shared/domain/renewal/resolve-review.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aCapture, aHeld, anOpenPayment, aRenewal, later, PRICE, whereMoneyIs, yen } from '../given.ts';

const FULL = PRICE.amountMinor;
const refunded = (minor: number): PaymentReport => ({ kind: 'refunded', captureId: 'pi_1', refunded: yen(minor) });
const failed = (minor: number): PaymentReport => ({ kind: 'refund_failed', captureId: 'pi_1', refunded: yen(minor) });

const reported = (renewal: Renewal, report: PaymentReport, number = 1) =>
  decide(renewal, { type: 'payment_reported', number, report, at: later(500) });

const took = (renewal: Renewal, ...reports: readonly PaymentReport[]): Renewal =>
  reports.reduce((state, report) => {
    const decision = reported(state, report);
    return decision.ok ? decision.next : state;
  }, renewal);

describe('given money that is on its way back', () => {
  test('when all of it has been refunded, then the renewal is refunded', () => {
    expect(took(aRenewal('refunding'), refunded(FULL))).toMatchObject({ status: 'refunded', refundedAt: later(500) });
  });

  test('when a part has been refunded, then the rest is still owed', () => {
    const next = took(aRenewal('refunding'), refunded(500));
    expect(next).toMatchObject({ status: 'refunding', payments: [{ refundedMinor: 500, verdict: 'send_back' }] });
    expect(whereMoneyIs(next)['JPY']).toMatchObject({ refunded: 500, send_back: FULL - 500 });
  });

  test('when sums arrive in the wrong order, then the larger one holds', () => {
    expect(reported(took(aRenewal('refunding'), refunded(900)), refunded(500))).toEqual({
      ok: false,
      refusal: 'nothing_new',
    });
  });

  test('when more is reported than was captured, then no more than that counts as refunded', () => {
    expect(took(aRenewal('refunding'), refunded(FULL + 1))).toMatchObject({ payments: [{ refundedMinor: FULL }] });
  });

  test('when another currency is reported, then nothing changes', () => {
    const report = { kind: 'refunded', captureId: 'pi_1', refunded: money(FULL, 'CNY') } as const;
    expect(reported(aRenewal('refunding'), report).ok).toBe(false);
    expect(reported(aRenewal('refunding'), { ...report, kind: 'refund_failed' }).ok).toBe(false);
  });

  test('when the refund of a second payment is done, then the kept one is still owed', () => {
    const second = aCapture({ number: 2, captureId: 'pi_2', verdict: 'send_back' });
    const renewal = aRenewal('refunding', { payments: [aCapture({ verdict: 'send_back' }), second] });
    const decision = reported(renewal, { kind: 'refunded', captureId: 'pi_2', refunded: yen(FULL) }, 2);
    expect(decision).toMatchObject({ ok: true, next: { status: 'refunding' } });
  });
});

describe('given a payment that is not captured yet, when a refund of it is reported', () => {
  test.each([refunded(FULL), failed(0)])('then the provider is asked to tell again: $kind', (report) => {
    const renewal = aRenewal('awaiting_payment', { payments: [anOpenPayment()] });
    expect(reported(renewal, report)).toEqual({ ok: false, refusal: 'unknown_payment' });
  });
});

describe('given a refund, when it fails', () => {
  test('then a renewal that is being refunded goes to a person, with the money that is still here', () => {
    const next = took(aRenewal('refunding'), refunded(500), failed(200));
    expect(next).toMatchObject({ status: 'needs_review', reason: 'refund_failed', since: later(500) });
    expect(next.payments).toMatchObject([{ refundedMinor: 200, verdict: 'review' }]);
    expect(next.trail.at(-1)?.what).toBe('refund_failed.1');
  });

  test('then what the carrier may still do for it is looked for as before', () => {
    const abandoned = { targetEnd: later(900), endBefore: later(100), looks: 1, lookAt: later(600) };
    const servedForNothing = { since: later(300) };
    expect(took(aRenewal('refunding', { abandoned, servedForNothing }), failed(0))).toMatchObject({
      status: 'needs_review',
      abandoned,
      servedForNothing,
    });
  });

  test('then it does so too when the failure arrives before any success was noted', () => {
    expect(took(aRenewal('refunding'), failed(0))).toMatchObject({ status: 'needs_review', reason: 'refund_failed' });
  });

  test('then a renewal that was refunded stays so, and its money waits for a person', () => {
    const next = took(aRenewal('refunded'), failed(0));
    expect(next).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: 0, verdict: 'review' }] });
  });

  test('then a failure told twice is one failure', () => {
    expect(reported(took(aRenewal('refunded'), failed(0)), failed(0))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('then nothing is wrong when another refund has returned all of it meanwhile', () => {
    expect(took(aRenewal('refunding'), failed(FULL))).toMatchObject({ status: 'refunded' });
  });

  test('then money that a service was given for is simply kept', () => {
    const next = took(aRenewal('active'), refunded(FULL), failed(0));
    expect(next).toMatchObject({ status: 'active', payments: [{ refundedMinor: 0, verdict: 'keep' }] });
  });

  test('then a later refund by hand still counts', () => {
    const next = took(aRenewal('refunding'), failed(0), refunded(FULL));
    expect(whereMoneyIs(next)['JPY']).toMatchObject({ captured: FULL, refunded: FULL, review: 0 });
  });
});

describe('given money that a person looks at, when all of it has gone back', () => {
  test.each(['amount_mismatch', 'refund_failed'] as const)('then a review because of %s is over', (reason) => {
    const renewal = aRenewal('needs_review', { reason, payments: [aHeld(reason)] });
    expect(took(renewal, refunded(FULL))).toMatchObject({
      status: 'refunded',
      reason: 'payment_returned',
      paidBy: 1,
      payments: [{ verdict: 'send_back', refundedMinor: FULL }],
    });
    expect(took(renewal, refunded(FULL - 1)).status).toBe('needs_review');
  });

  test('then what the carrier did still has to be found out', () => {
    const renewal = took(aRenewal('needs_review'), refunded(FULL));
    expect(renewal.status).toBe('needs_review');
    expect(exitsOf(renewal)).toEqual(['mark_active', 'close']);
  });

  test('then a renewal that is over has left the queue', () => {
    const renewal = aRenewal('expired', { payments: [aHeld('refund_failed')] });
    expect(inReviewSince(renewal)).toBeDefined();
    expect(inReviewSince(took(renewal, refunded(FULL)))).toBeUndefined();
  });
});

describe('given a refund that failed and that a person ordered again', () => {
  const failedOnce = { kind: 'refund_failed', captureId: 'pi_1', refunded: yen(0), failures: 1 } as const;
  const again = took(aRenewal('refunding'), failedOnce);

  test('when the same failure is told once more, then the decision stands', () => {
    const ordered = decide(again, {
      type: 'review_resolved',
      exit: { kind: 'send_back' },
      by: 'sato',
      note: 'the account has money again',
      at: later(9),
    });
    if (!ordered.ok) throw new Error('there is an exit');
    expect(ordered.next.status).toBe('refunding');
    expect(reported(ordered.next, failedOnce)).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(took(ordered.next, { ...failedOnce, failures: 2 }).status).toBe('needs_review');
  });
});
