import { describe, expect, test } from '@jest/globals';
import { owedBackMinor, type PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { dueOf } from '../../../../shared/domain/renewal/due.ts';
import { effectsOf, owes } from '../../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { HOUR_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aCapture, aHeld, aRenewal, later, PRICE, RENEWAL_ID, yen } from '../given.ts';

const at = later(600_000);
const disputed = (amount = PRICE, disputeId = 'du_1') =>
  ({ kind: 'disputed', captureId: 'pi_1', amount, disputeId }) as const;
const closed = (outcome: 'won' | 'lost', amount = PRICE, disputeId = 'du_1') =>
  ({ kind: 'dispute_closed', captureId: 'pi_1', amount, outcome, disputeId }) as const;
const tell = (renewal: Renewal, report: PaymentReport) =>
  decide(renewal, { type: 'payment_reported', number: 1, report, at });
const told = (renewal: Renewal, ...reports: readonly PaymentReport[]): Renewal =>
  reports.reduce<Renewal>((before, report) => {
    const decision = tell(before, report);
    if (!decision.ok) throw new Error(decision.refusal);
    return decision.next;
  }, renewal);
const owed = ({ payments }: Renewal): number => payments.reduce((sum, payment) => sum + owedBackMinor(payment), 0);

describe('given an active renewal', () => {
  test('when its payment is disputed, then the service runs on and staff are told, once', () => {
    const active = aRenewal('active');
    const next = told(active, disputed());
    expect(next).toMatchObject({
      status: 'active',
      payments: [{ verdict: 'keep', disputes: { du_1: { state: 'open', amountMinor: 1_980 } } }],
    });
    expect(next.trail.at(-1)).toEqual({ at, what: 'disputed.1.1980' });
    expect(effectsOf(active, next)).toEqual([
      { kind: 'show_dispute', renewalId: RENEWAL_ID, payment: 1, state: 'open' },
    ]);
    expect(tell(next, disputed())).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(tell(next, disputed(yen(500)))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test.each(['won', 'lost'] as const)(
    'when it is %s, then that is the end of it, also told alone and again',
    (outcome) => {
      for (const next of [
        told(aRenewal('active'), disputed(), closed(outcome)),
        told(aRenewal('active'), closed(outcome)),
      ]) {
        expect(next).toMatchObject({
          status: 'active',
          payments: [{ disputes: { du_1: { state: outcome, amountMinor: 1_980 } } }],
        });
        expect(next.trail.at(-1)?.what).toBe(`dispute_${outcome}.1`);
        for (const late of [disputed(), closed('won'), closed('lost')])
          expect(tell(next, late)).toEqual({ ok: false, refusal: 'nothing_new' });
      }
    },
  );

  test('when more is disputed than arrived, then no more than that counts; another currency says nothing', () => {
    expect(told(aRenewal('active'), disputed(yen(9_999))).payments).toMatchObject([
      { disputes: { du_1: { amountMinor: 1_980 } } },
    ]);
    expect(tell(aRenewal('active'), disputed(money(20, 'USD')))).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(tell(aRenewal('active'), closed('lost', money(20, 'USD')))).toEqual({ ok: false, refusal: 'nothing_new' });
  });
});

describe('given money that goes back', () => {
  test('when the bank holds all of it, then nothing is sent beside it, and it is asked about daily', () => {
    const next = told(aRenewal('refunding'), disputed());
    expect([owed(next), owes(next), dueOf(next, at)]).toEqual([0, [], plusMs(at, 24 * HOUR_MS)]);
    expect(next.status).toBe('refunding');
  });

  test('when the bank holds a part, then the rest is owed', () => {
    expect(owed(told(aRenewal('refunding'), disputed(yen(500))))).toBe(1_480);
  });

  test('when the dispute is lost, then the money has gone back that way', () => {
    const next = told(aRenewal('refunding'), disputed(), closed('lost'));
    expect([next.status, owed(next)]).toEqual(['refunded', 0]);
  });

  test('when the dispute is won, then all of it is owed again and its refund is set in motion', () => {
    const open = told(aRenewal('refunding'), disputed());
    const next = told(open, closed('won'));
    expect([next.status, owed(next)]).toEqual(['refunding', 1_980]);
    expect(effectsOf(open, next)).toContainEqual({ kind: 'refund', renewalId: RENEWAL_ID });
  });

  test('when one part was sent and the other one lost, then it is refunded, whichever came first', () => {
    const part = { kind: 'refunded', captureId: 'pi_1', refunded: yen(1_480) } as const;
    for (const reports of [
      [disputed(yen(500)), part, closed('lost', yen(500))],
      [disputed(yen(500)), closed('lost', yen(500)), part],
    ])
      expect(told(aRenewal('refunding'), ...reports).status).toBe('refunded');
  });

  test('when a lost dispute is booked as a refund as well, then it counts once', () => {
    const booked = { kind: 'refunded', captureId: 'pi_1', refunded: PRICE } as const;
    const next = told(aRenewal('refunding'), disputed(), closed('lost'), booked);
    expect([next.status, owed(next)]).toEqual(['refunded', 0]);
  });

  test('when it waits for a bank account, then a lost dispute ends it as well', () => {
    expect(told(aRenewal('refund_needs_details'), closed('lost')).status).toBe('refunded');
  });
});

describe('given a renewal in review', () => {
  test('when its dispute is lost, then nobody has to look at that money any more', () => {
    const review = aRenewal('needs_review', { reason: 'refund_failed', payments: [aHeld('refund_failed')] });
    expect(told(review, closed('lost'))).toMatchObject({ status: 'refunded', reason: 'payment_returned' });
  });

  test('when its dispute is open, then the person still decides', () => {
    const review = aRenewal('needs_review', { reason: 'refund_failed', payments: [aHeld('refund_failed')] });
    expect(told(review, disputed())).toMatchObject({ status: 'needs_review', payments: [{ verdict: 'review' }] });
  });
});

test('given a dispute that overtakes its payment, then the provider has to tell it again', () => {
  for (const report of [disputed(), closed('lost')])
    expect(tell(aRenewal('awaiting_payment'), report)).toEqual({ ok: false, refusal: 'unknown_payment' });
});

test('given a second payment that goes back, when the first is disputed, then that is no business of the second', () => {
  const payments = [aCapture(), aCapture({ number: 2, captureId: 'pi_2', verdict: 'send_back' })];
  const next = told(aRenewal('active', { payments }), disputed());
  expect([owed(next), next.payments[1]]).toEqual([1_980, payments[1]]);
});

describe('given a payment that is disputed more than once', () => {
  test('when a part was won and all of it is disputed anew, then staff are told again', () => {
    const once = told(aRenewal('active'), disputed(yen(500)), closed('won', yen(500)));
    const again = told(once, disputed(PRICE, 'du_2'));
    expect(effectsOf(once, again)).toEqual([
      { kind: 'show_dispute', renewalId: RENEWAL_ID, payment: 1, state: 'open' },
    ]);
    expect(told(again, closed('lost', PRICE, 'du_2')).payments).toMatchObject([
      { disputes: { du_1: { state: 'won' }, du_2: { state: 'lost', amountMinor: 1_980 } } },
    ]);
  });

  test('when only sums are told of it, then they add nothing to what is known by its id', () => {
    const { disputeId: _id, ...sum } = disputed();
    expect(tell(told(aRenewal('active'), disputed()), sum)).toEqual({ ok: false, refusal: 'nothing_new' });
    const { disputeId: _other, ...end } = closed('lost', yen(700));
    expect(told(aRenewal('active'), disputed(), end).payments).toMatchObject([
      { disputes: { du_1: { state: 'lost', amountMinor: 700 } } },
    ]);
  });
});

describe('given a dispute over more than was lost in the end', () => {
  test('when it is closed, then what the bank did not keep is owed again', () => {
    const next = told(aRenewal('refunding'), disputed(), closed('lost', yen(1_000)));
    expect([next.status, owed(next)]).toEqual(['refunding', 980]);
  });

  test('when the provider books the loss as a refund too, then the rest is still owed', () => {
    const next = told(
      aRenewal('refunding'),
      disputed(yen(1_000)),
      { kind: 'refunded', captureId: 'pi_1', refunded: yen(1_000) },
      closed('lost', yen(1_000)),
    );
    expect([next.status, owed(next)]).toEqual(['refunding', 980]);
  });
});

describe('given an activation that fails while the bank holds the money', () => {
  test('then nobody is told that it went back before it has', () => {
    const disputedMeanwhile = told(aRenewal('activating'), disputed());
    const decision = decide(disputedMeanwhile, {
      type: 'activation_failed',
      reason: 'carrier_refused',
      code: 'no',
      at,
    });
    expect(decision).toMatchObject({ ok: true, next: { status: 'refunding' } });
    expect(decision.ok && told(decision.next, closed('lost')).status).toBe('refunded');
  });
});
