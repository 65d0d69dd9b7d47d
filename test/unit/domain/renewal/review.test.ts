import { describe, expect, test } from '@jest/globals';
import type { CapturedPayment, HoldReason } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { effectsOf } from '../../../../shared/domain/renewal/effects.ts';
import type { Exit } from '../../../../shared/domain/renewal/event.ts';
import {
  type ExitKind,
  MAX_RESOLUTIONS,
  type Renewal,
  type RenewalStatus,
} from '../../../../shared/domain/renewal/renewal.ts';
import { exitsOf, inReviewSince } from '../../../../shared/domain/renewal/resolve-review.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import { aCapture, aHeld, aRenewal, DEADLINE_MS, END, EXAMPLES, later, PRICE, RENEWAL_ID, yen } from '../given.ts';

const at = later(10 * MINUTE_MS);
const period = { startsAt: END, endsAt: later(200 * HOUR_MS) };
const EXITS: { readonly [K in ExitKind]: Extract<Exit, { kind: K }> } = {
  activate_again: { kind: 'activate_again', deadline: later(DEADLINE_MS) },
  mark_active: { kind: 'mark_active', period, endBefore: END, carrierReference: 'console-77' },
  send_back: { kind: 'send_back' },
  close: { kind: 'close' },
};
const resolve = (renewal: Renewal, exit: ExitKind) =>
  decide(renewal, { type: 'review_resolved', exit: EXITS[exit], by: 'sato', note: 'looked it up', at });
const resolved = (renewal: Renewal, exit: ExitKind): Renewal => {
  const decision = resolve(renewal, exit);
  if (!decision.ok) throw new Error(decision.refusal);
  return decision.next;
};
const heldBecause = (reason: HoldReason, more: Partial<CapturedPayment> = {}): Renewal => {
  const payments = [aHeld(reason, more)];
  return reason === 'missing_at_provider' || reason === 'opened_by_staff' || reason === 'carrier_record_differs'
    ? aRenewal('active', { payments })
    : aRenewal('needs_review', { payments, reason });
};

describe('the exits that a person has', () => {
  test.each<[HoldReason, readonly ExitKind[]]>([
    ['amount_mismatch', ['activate_again', 'send_back', 'close']],
    ['merchant_mismatch', ['activate_again', 'close']],
    ['activation_outcome_unknown', ['activate_again', 'mark_active', 'send_back', 'close']],
    ['refund_failed', ['send_back', 'close']],
    ['missing_at_provider', ['close']],
    ['opened_by_staff', ['send_back', 'close']],
    ['carrier_record_differs', ['send_back', 'close']],
  ])('because of %s: %j, and no others', (reason, exits) => {
    const renewal = heldBecause(reason);
    expect(exitsOf(renewal)).toEqual(exits);
    for (const exit of Object.keys(EXITS) as ExitKind[])
      expect([exit, resolve(renewal, exit).ok]).toEqual([exit, exits.includes(exit)]);
  });

  test.each(Object.keys(EXAMPLES).filter((status) => status !== 'needs_review') as RenewalStatus[])(
    '%s, and nothing held: none, and nobody is waited for',
    (status) => {
      expect([exitsOf(EXAMPLES[status]), inReviewSince(EXAMPLES[status])]).toEqual([[], undefined]);
      for (const exit of Object.keys(EXITS) as ExitKind[])
        expect(resolve(EXAMPLES[status], exit)).toEqual({ ok: false, refusal: 'exit_not_open' });
    },
  );

  test('all money has gone back at the provider: only what the carrier did is left to say', () => {
    const gone = [aCapture({ verdict: 'send_back', refundedMinor: PRICE.amountMinor })];
    expect(exitsOf(aRenewal('needs_review', { payments: gone }))).toEqual(['mark_active', 'close']);
    expect(exitsOf(aRenewal('needs_review', { payments: gone, reason: 'refund_failed' }))).toEqual(['close']);
  });

  test('after as many decisions as are kept, still all of them: the first and the last ones stay', () => {
    const resolutions = Array.from({ length: MAX_RESOLUTIONS }, (_, index) => ({
      at,
      by: 'sato',
      exit: 'send_back' as const,
      note: `try ${index}`,
    }));
    const decision = resolve(aRenewal('needs_review', { resolutions }), 'close');
    const kept = decision.ok ? (decision.next.resolutions ?? []).map(({ note }) => note) : [];
    expect(kept).toHaveLength(MAX_RESOLUTIONS);
    expect([kept[0], kept[1]]).toEqual(['try 0', 'try 2']);
  });

  test('while other money waits beside it: a decision on the service is none on that', () => {
    const second = aHeld('refund_failed', { number: 2, captureId: 'pi_2' });
    const renewal = aRenewal('needs_review', { payments: [aHeld('activation_outcome_unknown'), second] });
    for (const exit of ['activate_again', 'mark_active'] as const) {
      const decision = resolve(renewal, exit);
      expect(decision).toMatchObject({
        ok: true,
        next: { paidBy: 1, payments: [{ verdict: 'keep' }, { verdict: 'review', held: { reason: 'refund_failed' } }] },
      });
      if (decision.ok) expect(exitsOf(decision.next)).toEqual(['send_back', 'close']);
    }
  });

  test('about the second payment: that one pays for the service', () => {
    const late = aCapture({ captureId: 'pi_2', verdict: 'send_back' });
    const payments = [late, aHeld('activation_outcome_unknown', { number: 2 })];
    const decision = resolve(aRenewal('needs_review', { payments, about: 2 }), 'mark_active');
    expect(decision).toMatchObject({
      ok: true,
      next: { paidBy: 2, payments: [{ verdict: 'send_back' }, { verdict: 'keep' }] },
    });
  });
});

describe('given a renewal in review, when a person decides', () => {
  const review = aRenewal('needs_review', { payments: [aHeld('activation_outcome_unknown')] });

  test('then who, when, how and why stays with it, and the trail says so', () => {
    const next = resolved(review, 'send_back');
    expect(next.resolutions).toEqual([{ at, by: 'sato', exit: 'send_back', note: 'looked it up' }]);
    expect(next.trail.at(-1)).toEqual({ at, what: 'resolved.send_back' });
    expect(next.trail).toHaveLength(review.trail.length + 1);
  });

  test('activate again: the money is kept and the promise begins anew', () => {
    const next = resolved(review, 'activate_again');
    expect(next).toMatchObject({
      status: 'activating',
      paidBy: 1,
      paidAt: review.since,
      deadline: later(DEADLINE_MS),
      postponed: 0,
      payments: [{ verdict: 'keep' }],
    });
    expect(next).not.toHaveProperty('reason');
    expect(next).not.toHaveProperty('since');
    expect(next.payments[0]).not.toHaveProperty('held');
    expect(effectsOf(review, next)).toContainEqual({ kind: 'activate', renewalId: RENEWAL_ID });
  });

  test('mark active: with period, reference and end before, the traveller is told, and the worker sees to the line', () => {
    const next = resolved(review, 'mark_active');
    expect(next).toMatchObject({ status: 'active', period, endBefore: END, carrierReference: 'console-77', paidBy: 1 });
    expect(effectsOf(review, next)).toEqual([
      { kind: 'activate', renewalId: RENEWAL_ID },
      { kind: 'announce', renewalId: RENEWAL_ID, status: 'active' },
      { kind: 'notify', renewalId: RENEWAL_ID, notice: 'renewal_active' },
    ]);
  });

  test('send back: all of it is owed and set in motion', () => {
    const next = resolved(review, 'send_back');
    expect(next).toMatchObject({
      status: 'refunding',
      reason: 'decided_in_review',
      payments: [{ verdict: 'send_back' }],
    });
    expect(effectsOf(review, next)).toContainEqual({ kind: 'refund', renewalId: RENEWAL_ID });
  });

  test('send back, and all of it had gone back before: it is refunded and waits for nothing', () => {
    const gone = aRenewal('needs_review', {
      payments: [aHeld('activation_outcome_unknown', { refundedMinor: PRICE.amountMinor })],
    });
    expect(resolved(gone, 'send_back')).toMatchObject({
      status: 'refunded',
      reason: 'decided_in_review',
      refundedAt: at,
    });
  });

  test('close: nothing is set in motion but the news of it, to the traveller as well', () => {
    const next = resolved(review, 'close');
    expect(next).toMatchObject({ status: 'closed', closedAt: at, payments: [{ verdict: 'keep' }] });
    expect(effectsOf(review, next)).toEqual([
      { kind: 'announce', renewalId: RENEWAL_ID, status: 'closed' },
      { kind: 'notify', renewalId: RENEWAL_ID, notice: 'renewal_closed' },
    ]);
  });
});

describe('given held money of a renewal that is decided already', () => {
  test('when it is sent back, then the status stays and the money is owed', () => {
    const late = aRenewal('refunded', { payments: [aHeld('refund_failed', { detailsAskedAt: later(1) })] });
    const next = resolved(late, 'send_back');
    expect(next.status).toBe('refunded');
    expect(next.payments).toMatchObject([{ verdict: 'send_back' }]);
    expect(next.payments[0]).not.toHaveProperty('detailsAskedAt');
    expect(effectsOf(late, next)).toEqual([{ kind: 'refund', renewalId: RENEWAL_ID }]);
  });

  test('when it is closed, then nobody is waited for any more', () => {
    const next = resolved(aRenewal('refunded', { payments: [aHeld('refund_failed')] }), 'close');
    expect([next.status, inReviewSince(next), exitsOf(next)]).toEqual(['refunded', undefined, []]);
  });

  test('when several wait, then the oldest says since when', () => {
    const payments = [
      aHeld('refund_failed', { held: { reason: 'refund_failed', since: later(9) } }),
      aHeld('refund_failed', { number: 2, captureId: 'pi_2', held: { reason: 'refund_failed', since: later(3) } }),
    ];
    expect(inReviewSince(aRenewal('expired', { payments }))).toBe(later(3));
  });
});

describe('given held money of which only a part is in our account', () => {
  const foreign = aHeld('merchant_mismatch', { number: 2, captureId: 'pi_2' });
  const ours = aHeld('amount_mismatch', { captured: yen(1_900) });

  test('when a person sends it back, then only ours is owed, and the other goes on waiting', () => {
    const next = resolved(
      aRenewal('needs_review', { reason: 'amount_mismatch', payments: [foreign, ours] }),
      'send_back',
    );
    expect(next).toMatchObject({ status: 'refunding', paidBy: 1 });
    expect(next.payments).toMatchObject([{ verdict: 'review' }, { verdict: 'send_back' }]);
    expect([inReviewSince(next), exitsOf(next)]).toEqual([foreign.held?.since, ['close']]);
  });

  test('when none of it is, then it cannot be sent back', () => {
    const missing = aHeld('missing_at_provider');
    expect(exitsOf(aRenewal('needs_review', { payments: [missing] }))).toEqual([
      'activate_again',
      'mark_active',
      'close',
    ]);
    expect(exitsOf(aRenewal('expired', { payments: [foreign] }))).toEqual(['close']);
  });
});

describe('given a payment that the books of its provider do not show', () => {
  const missing = (renewal: Renewal, number = 1) => decide(renewal, { type: 'payment_missing', number, at });

  test('when it is kept, then it is held, the status stays, and staff are told', () => {
    const active = aRenewal('active');
    const decision = missing(active);
    if (!decision.ok) throw new Error(decision.refusal);
    expect(decision.next).toMatchObject({
      status: 'active',
      payments: [{ verdict: 'review', held: { reason: 'missing_at_provider', since: at } }],
    });
    expect(effectsOf(active, decision.next)).toEqual([{ kind: 'show_held_money', renewalId: RENEWAL_ID, payment: 1 }]);
    expect(missing(decision.next)).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(missing(resolved(decision.next, 'close'))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when it is on its way back, or held, or never arrived, then there is nothing to hold', () => {
    for (const renewal of [aRenewal('refunding'), aRenewal('needs_review'), aRenewal('awaiting_payment')])
      expect(missing(renewal)).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(missing(aRenewal('active'), 7)).toEqual({ ok: false, refusal: 'unknown_payment' });
  });

  test('when its renewal goes to a person afterwards, then the first reason stays', () => {
    const decision = missing(aRenewal('activating'));
    if (!decision.ok) throw new Error(decision.refusal);
    const review = decide(decision.next, {
      type: 'review_needed',
      reason: 'activation_outcome_unknown',
      at: later(HOUR_MS),
    });
    expect(review).toMatchObject({
      next: { status: 'needs_review', payments: [{ held: { reason: 'missing_at_provider', since: at } }] },
    });
  });
});

describe('given an active renewal, when support opens it', () => {
  const opened = (renewal: Renewal) =>
    decide(renewal, { type: 'review_opened', by: 'tanaka', note: 'a change of mind', at });

  test('then its money is held, the service runs on, and who asked stays with it', () => {
    const decision = opened(aRenewal('active'));
    expect(decision).toMatchObject({
      next: {
        status: 'active',
        payments: [{ verdict: 'review', held: { reason: 'opened_by_staff', since: at } }],
        resolutions: [{ exit: 'open', by: 'tanaka', note: 'a change of mind' }],
      },
    });
  });

  test('then again it is nothing new, and after it was closed it can be opened again', () => {
    const decision = opened(aRenewal('active'));
    if (!decision.ok) throw new Error(decision.refusal);
    expect(opened(decision.next)).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(opened(resolved(decision.next, 'close')).ok).toBe(true);
    expect(opened(resolved(decision.next, 'send_back'))).toEqual({ ok: false, refusal: 'nothing_new' });
  });
});

describe('given a refund that failed of a renewal that was served for nothing', () => {
  test('when a person closes it, then they know of both, and nothing waits any more', () => {
    const payments = [aHeld('refund_failed')];
    const renewal = aRenewal('needs_review', { payments, reason: 'refund_failed', servedForNothing: { since: at } });
    expect(inReviewSince(resolved(renewal, 'close'))).toBeUndefined();
  });
});
