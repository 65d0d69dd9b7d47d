import { describe, expect, test } from '@jest/globals';
import type { Payment, PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { newCaptures } from '../../../../shared/domain/reconciliation/ledger.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { effectsOf } from '../../../../shared/domain/renewal/effects.ts';
import type { Renewal, RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { MAX_PAYMENTS_PER_RENEWAL, paymentReference } from '../../../../shared/domain/values/ids.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aCapture, anOpenPayment, aRenewal, EXAMPLES, later, PRICE, RENEWAL_ID, yen } from '../given.ts';

const at = later(600_000);
const tell = (renewal: Renewal, report: PaymentReport, more: { number?: number; account?: string } = {}) =>
  decide(renewal, { type: 'payment_reported', number: 1, report, at, ...more });
const twice = (amount = PRICE) => ({ kind: 'captured', captureId: 'pi_second', amount }) as const;
const told = (renewal: Renewal, report: PaymentReport): Renewal => {
  const decision = tell(renewal, report);
  if (!decision.ok) throw new Error(decision.refusal);
  return decision.next;
};

const PAID = (Object.keys(EXAMPLES) as RenewalStatus[]).filter((status) =>
  EXAMPLES[status].payments.some((payment) => payment.status === 'captured'),
);

describe('given a reference that was paid, when it is paid again under another id', () => {
  test.each(PAID)('%s: the second money is a payment of its own and goes back', (status) => {
    const before = EXAMPLES[status];
    const after = told(before, twice());
    expect(after.status).toBe(status);
    expect(after.payments).toEqual([
      ...before.payments,
      expect.objectContaining({
        number: 2,
        captureId: 'pi_second',
        verdict: 'send_back',
        captured: PRICE,
        refundedMinor: 0,
      }),
    ]);
    expect(after.trail.at(-1)).toEqual({ at, what: 'captured.2.send_back' });
    expect(effectsOf(before, after)).toContainEqual(expect.objectContaining({ kind: 'refund' }));
  });

  test.each([yen(1), yen(9_999), money(1_980, 'CNY')])('%j: it goes back, whatever its amount', (amount) => {
    expect(told(aRenewal('active'), twice(amount)).payments[1]).toMatchObject({
      verdict: 'send_back',
      captured: amount,
    });
  });

  test('then the same told again is nothing new, and a third one is a third payment', () => {
    const after = told(aRenewal('active'), twice());
    expect(tell(after, twice())).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(told(after, { ...twice(), captureId: 'pi_third' }).payments).toHaveLength(3);
  });

  test('then nothing of the first one clings to it', () => {
    const payments = [
      aCapture({
        refundedMinor: 500,
        refundParts: { r1: 500 },
        detailsAskedAt: later(1),
        disputes: { dp_1: { state: 'open', amountMinor: 100 } },
      }),
    ];
    const [, second] = told(aRenewal('active', { payments }), twice()).payments;
    expect(second).toEqual(aCapture({ number: 2, captureId: 'pi_second', verdict: 'send_back', owedSince: at }));
  });

  test('then its refund is told under the reference of both and counts for it alone', () => {
    const after = told(told(aRenewal('active'), twice()), {
      kind: 'refunded',
      captureId: 'pi_second',
      refunded: PRICE,
    });
    expect(after.payments).toMatchObject([{ refundedMinor: 0 }, { refundedMinor: 1_980 }]);
    expect(after.status).toBe('active');
  });

  test('then our books have a row of its own for it', () => {
    const before = aRenewal('active');
    expect(newCaptures(before, told(before, twice()))).toEqual([
      { account: 'stripe', reference: paymentReference(RENEWAL_ID, 2), captureId: 'pi_second', captured: PRICE, at },
    ]);
  });

  test('when it went to another merchant, then we cannot send it back and a person has to look', () => {
    const before = aRenewal('active');
    const after = told(before, { ...twice(), merchant: 'unexpected' });
    expect(after.payments[1]).toMatchObject({ verdict: 'review', held: { reason: 'merchant_mismatch', since: at } });
    expect(effectsOf(before, after)).toEqual([{ kind: 'show_held_money', renewalId: RENEWAL_ID, payment: 2 }]);
  });
});

describe('given news of a capture that is not known', () => {
  test.each<PaymentReport>([
    { kind: 'refunded', captureId: 'pi_unknown', refunded: PRICE },
    { kind: 'refund_failed', captureId: 'pi_unknown', refunded: yen(0) },
    { kind: 'refund_part', captureId: 'pi_unknown', refundId: 'r1', amount: PRICE, state: 'made' },
    { kind: 'refund_needs_details', captureId: 'pi_unknown' },
    { kind: 'disputed', captureId: 'pi_unknown', amount: PRICE },
    { kind: 'dispute_closed', captureId: 'pi_unknown', amount: PRICE, outcome: 'lost' },
  ])('$kind: the provider has to tell it again', (report) => {
    expect(tell(aRenewal('active'), report)).toEqual({ ok: false, refusal: 'unknown_payment' });
  });

  test('the same id at another account is another payment', () => {
    const payments = [
      aCapture(),
      anOpenPayment({ number: 2, account: 'paypal', sessionId: 'cs_2' } as Partial<Payment>),
    ];
    const decision = tell(
      aRenewal('active', { payments }),
      { kind: 'captured', captureId: 'pi_1', amount: PRICE },
      { number: 2, account: 'paypal' },
    );
    expect(decision).toMatchObject({ next: { payments: [aCapture(), { verdict: 'send_back', account: 'paypal' }] } });
  });

  test('a secret of another account is no key to it', () => {
    expect(tell(aRenewal('active'), twice(), { account: 'paypal' })).toEqual({ ok: false, refusal: 'unknown_payment' });
  });
});

test('given as many payments as references allow, then a further one is refused and not half noted', () => {
  const payments = Array.from({ length: MAX_PAYMENTS_PER_RENEWAL }, (_, index) =>
    aCapture({ number: index + 1, captureId: `pi_${index + 1}` }),
  );
  expect(tell(aRenewal('active', { payments }), twice())).toEqual({ ok: false, refusal: 'too_many_payments' });
  expect(tell(aRenewal('active', { payments: payments.slice(1) }), twice(), { number: 2 }).ok).toBe(true);
});
