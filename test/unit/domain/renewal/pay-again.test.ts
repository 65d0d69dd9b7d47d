import { describe, expect, test } from '@jest/globals';
import type { OpenPayment, Payment } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { effectsOf } from '../../../../shared/domain/renewal/effects.ts';
import type { RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import { MAX_TRIES_TO_PAY, type Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import { aCapture, anOpenPayment, aRenewal, later, PRICE } from '../given.ts';

const at = later(5 * MINUTE_MS);
const second = anOpenPayment({
  number: 2,
  sessionId: 'cs_2',
  account: 'paypal',
  method: 'paypal',
  key: 'k2',
}) as OpenPayment;
const opened = (renewal: Renewal, payment = second, payBy = later(HOUR_MS)) =>
  decide(renewal, { type: 'payment_opened', payment, payBy, at });
const next = (renewal: Renewal, event: RenewalEvent): Renewal => {
  const decision = decide(renewal, event);
  if (!decision.ok) throw new Error(decision.refusal);
  return decision.next;
};
const withPayment = (change: Partial<Payment>) => aRenewal('awaiting_payment', { payments: [anOpenPayment(change)] });
const approved = (renewal: Renewal, number = 1, when = at) =>
  decide(renewal, { type: 'payment_reported', number, report: { kind: 'approved' }, at: when });

describe('given an order that waits for its payment', () => {
  test.each(['created', 'requires_action'] as const)('%s: another one is opened and this one is closed', (status) => {
    const decision = opened(withPayment({ status }));
    expect(decision).toMatchObject({ ok: true, next: { payments: [{ status: 'cancelled' }, second] } });
    if (!decision.ok) return;
    expect(decision.next.payments[0]).not.toHaveProperty('url');
    expect(decision.next.trail.at(-1)).toEqual({ at, what: 'opened.2.paypal' });
    expect(effectsOf(withPayment({ status }), decision.next)).toEqual([]);
  });

  test.each(['processing', 'capturing'] as const)('%s: it is waited for', (status) => {
    expect(opened(withPayment({ status }))).toEqual({ ok: false, refusal: 'payment_under_way' });
    expect(decide(withPayment({ status }), { type: 'cancelled', at })).toEqual({
      ok: false,
      refusal: 'payment_under_way',
    });
  });

  test('its time to pay is never cut short', () => {
    const renewal = aRenewal('awaiting_payment');
    expect(opened(renewal, second, later(MINUTE_MS))).toMatchObject({ next: { payBy: renewal.payBy } });
    expect(opened(renewal, second, later(48 * HOUR_MS))).toMatchObject({ next: { payBy: later(48 * HOUR_MS) } });
  });

  test('the same number again is nothing new, and after ten tries there is no further one', () => {
    const payments = Array.from({ length: MAX_TRIES_TO_PAY }, (_, index) =>
      anOpenPayment({ number: index + 1, status: 'failed' } as Partial<Payment>),
    );
    expect(opened(aRenewal('awaiting_payment'), { ...second, number: 1 })).toEqual({
      ok: false,
      refusal: 'nothing_new',
    });
    expect(opened(aRenewal('awaiting_payment', { payments }), { ...second, number: 11 })).toEqual({
      ok: false,
      refusal: 'too_many_payments',
    });
    expect(opened(aRenewal('awaiting_payment', { payments: payments.slice(1) }), { ...second, number: 11 }).ok).toBe(
      true,
    );
  });

  test('whichever is paid first is kept, and the other one goes back, in either order', () => {
    const both = next(aRenewal('awaiting_payment'), {
      type: 'payment_opened',
      payment: second,
      payBy: later(HOUR_MS),
      at,
    });
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const paid = order.reduce<Renewal>(
        (renewal, number) =>
          next(renewal, {
            type: 'payment_reported',
            number,
            report: { kind: 'captured', captureId: `pi_${number}`, amount: PRICE },
            at,
          }),
        both,
      );
      expect(paid).toMatchObject({ status: 'activating', paidBy: order[0] });
      expect(paid.payments.map((payment) => payment.status === 'captured' && payment.verdict)).toEqual(
        order[0] === 1 ? ['keep', 'send_back'] : ['send_back', 'keep'],
      );
    }
  });
});

describe('given a payer who agrees', () => {
  test.each(['created', 'requires_action', 'processing'] as const)('%s: the money is ours to take', (status) => {
    expect(approved(withPayment({ status }))).toMatchObject({
      next: { payments: [{ status: 'capturing' }], trail: [{ what: 'created' }, { what: 'capturing.1' }] },
    });
  });

  test.each<[string, Renewal]>([
    ['it is being taken already', withPayment({ status: 'capturing' })],
    ['its page was closed for another try', withPayment({ status: 'cancelled' } as never)],
    ['the order was called off', aRenewal('cancelled')],
    ['the order has ended', aRenewal('expired')],
    ['it is paid', aRenewal('activating')],
  ])('%s: nothing is taken', (_what, renewal) => {
    const decision = approved(renewal);
    expect(decision).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('at the end of the time to pay nothing is taken any more', () => {
    const renewal = aRenewal('awaiting_payment');
    expect(approved(renewal, 1, renewal.payBy).ok).toBe(false);
    expect(approved(renewal, 1, later(HOUR_MS - 1)).ok).toBe(true);
  });

  test('a capture that is turned down gives the page back to the payer, with the note why', () => {
    const decline = { kind: 'declined', reason: 'insufficient_funds' } as const;
    const event = { type: 'payment_reported', number: 1, report: decline, at } as const;
    const turnedDown = next(withPayment({ status: 'capturing' }), event);
    expect(turnedDown).toMatchObject({ payments: [{ status: 'created', url: expect.any(String) }] });
    expect(turnedDown.trail.at(-1)?.what).toBe('declined.1.insufficient_funds');
    expect(decide(turnedDown, event)).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(approved(turnedDown).ok).toBe(true);
  });
});

describe('given an order that is called off', () => {
  test('then its open payments are closed and nothing is set in motion but the news', () => {
    const renewal = aRenewal('awaiting_payment');
    const cancelled = next(renewal, { type: 'cancelled', at });
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelledAt: at, payments: [{ status: 'cancelled' }] });
    expect(cancelled).not.toHaveProperty('payBy');
    expect(effectsOf(renewal, cancelled).map(({ kind }) => kind)).toEqual(['announce']);
  });
});

describe('given a payment under way when the time to pay ends', () => {
  test('then the order ends and the payment stays open until it is one thing or the other', () => {
    const renewal = withPayment({ status: 'processing' });
    const expired = next(renewal, { type: 'pay_by_passed', at: later(HOUR_MS) });
    expect(expired).toMatchObject({ status: 'expired', payments: [{ status: 'processing' }] });
    const paid = next(expired, {
      type: 'payment_reported',
      number: 1,
      report: { kind: 'captured', captureId: 'pi_1', amount: PRICE },
      at: later(2 * HOUR_MS),
    });
    expect(paid).toMatchObject({ status: 'expired', payments: [aCapture({ verdict: 'send_back' })] });
  });
});
