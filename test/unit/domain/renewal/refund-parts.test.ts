import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { effectsOf } from '../../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { aCapture, aRenewal, later, PRICE, RENEWAL_ID, yen } from '../given.ts';

const at = later(600_000);
const part = (refundId: string, amountMinor: number, state: 'made' | 'failed' = 'made'): PaymentReport => ({
  kind: 'refund_part',
  captureId: 'pi_1',
  refundId,
  amount: yen(amountMinor),
  state,
});
const tell = (renewal: Renewal, report: PaymentReport) =>
  decide(renewal, { type: 'payment_reported', number: 1, report, at });
/** Also what says nothing new. */
const told = (renewal: Renewal, ...reports: readonly PaymentReport[]): Renewal =>
  reports.reduce<Renewal>((before, report) => {
    const decision = tell(before, report);
    return decision.ok ? decision.next : before;
  }, renewal);
const refunded = ({ payments }: Renewal) =>
  payments.map((payment) => payment.status === 'captured' && payment.refundedMinor);

describe('given a provider that tells refunds one by one', () => {
  test('when two parts are told, in any order and again, then their sum has gone back', () => {
    for (const order of [
      [part('r1', 500), part('r2', 300)],
      [part('r2', 300), part('r1', 500), part('r2', 300)],
    ])
      expect(refunded(told(aRenewal('active'), ...order))).toEqual([800]);
  });

  test('when the parts are all of it, then the renewal is refunded', () => {
    const next = told(aRenewal('refunding'), part('r1', 1_480), part('r2', 500));
    expect([next.status, refunded(next)]).toEqual(['refunded', [1_980]]);
  });

  test('when a part that was made fails, then only the others count, and late news of its success nothing', () => {
    const next = told(aRenewal('active'), part('r1', 500), part('r2', 300), part('r1', 500, 'failed'));
    expect(refunded(next)).toEqual([300]);
    expect(tell(next, part('r1', 500))).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(tell(next, part('r1', 500, 'failed'))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when the refund that was owed fails, then a person has to look, also when its success was never told', () => {
    for (const reports of [[part('r1', 1_980, 'failed')], [part('r1', 500), part('r1', 500, 'failed')]]) {
      const next = told(aRenewal('refunding'), ...reports);
      expect(next).toMatchObject({
        status: 'needs_review',
        reason: 'refund_failed',
        payments: [{ verdict: 'review' }],
      });
    }
  });

  test('when it fails after the renewal was refunded, then it stays so and its money waits for a person', () => {
    const refundedBefore = told(aRenewal('refunding'), part('r1', 1_980));
    const next = told(refundedBefore, part('r1', 1_980, 'failed'));
    expect(next).toMatchObject({ status: 'refunded', payments: [{ verdict: 'review', refundedMinor: 0 }] });
    expect(effectsOf(refundedBefore, next)).toEqual([{ kind: 'show_held_money', renewalId: RENEWAL_ID, payment: 1 }]);
  });

  test('when one is told without its capture, then it belongs to the payment of its reference', () => {
    const { captureId: _none, ...unnamed } = part('r1', 500) as Extract<PaymentReport, { kind: 'refund_part' }>;
    expect(refunded(told(aRenewal('active'), unnamed))).toEqual([500]);
  });

  test('when another currency is told, then nothing changes', () => {
    const report = { ...part('r1', 500), amount: money(5, 'USD') } as PaymentReport;
    expect(tell(aRenewal('active'), report)).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when an id is the name of something that every object has, then it is an id like any other', () => {
    for (const id of ['constructor', 'toString', 'hasOwnProperty'])
      expect(refunded(told(aRenewal('active'), part(id, 500), part('r2', 300)))).toEqual([800]);
  });

  test('when more parts are told than are counted, then the provider has to ask a person, not we forget', () => {
    const many = Array.from({ length: 50 }, (_, index) => part(`r${index}`, 1));
    const next = told(aRenewal('active'), ...many);
    expect(refunded(next)).toEqual([50]);
    expect(tell(next, part('one more', 1))).toEqual({ ok: false, refusal: 'too_many_payments' });
    expect(refunded(told(next, part('r7', 1, 'failed')))).toEqual([49]);
  });

  test('when parts are told in any order and any number of times, then the same has gone back in the end', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('r1', 'r2', 'r3', 'r4'),
          fc.record({ minor: fc.integer({ min: 1, max: 490 }), fails: fc.boolean() }),
        ),
        fc.infiniteStream(fc.nat()),
        (refunds, picks) => {
          const reports = Object.entries(refunds).flatMap(([id, { minor, fails }]) => [
            part(id, minor),
            ...(fails ? [part(id, minor, 'failed')] : []),
          ]);
          const shuffled = [...reports, ...reports]
            .map((report) => ({ report, rank: Number(picks.next().value) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ report }) => report);
          const expected = Object.values(refunds).reduce((sum, { minor, fails }) => sum + (fails ? 0 : minor), 0);
          expect(refunded(told(aRenewal('active'), ...shuffled))).toEqual([expected]);
        },
      ),
      { numRuns: 500 },
    ));
});

describe('given a sum and parts of the same refunds', () => {
  test('when the sum is told first, then its parts say nothing more', () => {
    const sum = { kind: 'refunded', captureId: 'pi_1', refunded: yen(800) } as const;
    expect(refunded(told(aRenewal('active'), sum, part('r1', 500), part('r2', 300)))).toEqual([800]);
    expect(refunded(told(aRenewal('active'), part('r1', 500), sum, part('r2', 300)))).toEqual([800]);
  });

  test('when all of it was told as one, then the part changes nothing about a renewal that is refunded', () => {
    const done = told(aRenewal('refunding'), { kind: 'refunded', captureId: 'pi_1', refunded: PRICE });
    expect(told(done, part('r1', 1_980))).toMatchObject({ status: 'refunded', payments: [{ refundedMinor: 1_980 }] });
  });

  test('when a part follows the sum of the ones before, then it is added to them', () => {
    const sum = { kind: 'refunded', captureId: 'pi_1', refunded: yen(500) } as const;
    expect(refunded(told(aRenewal('active'), sum, part('r1', 500), part('r2', 300)))).toEqual([800]);
  });
});

describe('given a refund that needs the payer', () => {
  const asked = { kind: 'refund_needs_details', captureId: 'pi_1' } as const;

  test('when it is asked for, then the traveller is told, once', () => {
    const before = aRenewal('refunding');
    const next = told(before, asked);
    expect(next).toMatchObject({ status: 'refund_needs_details', since: at, payments: [{ detailsAskedAt: at }] });
    expect(effectsOf(before, next)).toContainEqual({
      kind: 'notify',
      renewalId: RENEWAL_ID,
      notice: 'refund_needs_details',
    });
    expect(tell(next, asked)).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when the payer has answered and the money has gone, then it is refunded', () => {
    expect(told(aRenewal('refund_needs_details'), part('r1', 1_980)).status).toBe('refunded');
  });

  test('when it was for a second payment, then the renewal stays what it is', () => {
    const payments = [aCapture(), aCapture({ number: 2, captureId: 'pi_2', verdict: 'send_back' })];
    const next = told(aRenewal('active', { payments }), { ...asked, captureId: 'pi_2' });
    expect(next).toMatchObject({ status: 'active', payments: [{}, { detailsAskedAt: at }] });
  });

  test('when nothing is owed, then nobody is asked for anything', () => {
    expect(tell(aRenewal('active'), asked)).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when it fails in the end, then a person has to look', () => {
    const next = told(aRenewal('refund_needs_details'), part('r1', 1_980, 'failed'));
    expect(next).toMatchObject({ status: 'needs_review', reason: 'refund_failed' });
  });
});
