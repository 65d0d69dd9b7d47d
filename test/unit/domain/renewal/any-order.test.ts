import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { dueOf } from '../../../../shared/domain/renewal/due.ts';
import { effectsOf, owes } from '../../../../shared/domain/renewal/effects.ts';
import type { RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import { isTerminal, MAX_TRAIL_ENTRIES, type Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { anOpenPayment, END, EXAMPLES, later, PRICE, whereMoneyIs } from '../given.ts';

const NUM_RUNS = 2_000;
const NUMBERS = [1, 2, 3];
const MOST_EVENTS = 40;

const amounts = fc.constantFrom(PRICE, PRICE, PRICE, money(500, 'JPY'), money(5_000, 'JPY'), money(1_980, 'CNY'));
const report: fc.Arbitrary<PaymentReport> = fc.oneof(
  fc.constant({ kind: 'processing' } as const),
  fc.constant({ kind: 'declined', reason: 'expired_card' } as const),
  fc.constant({ kind: 'expired' } as const),
  amounts.map((amount) => ({ kind: 'captured', captureId: 'pi', amount }) as const),
  amounts.map((refunded) => ({ kind: 'refunded', captureId: 'pi', refunded }) as const),
  amounts.map((refunded) => ({ kind: 'refund_failed', captureId: 'pi', refunded }) as const),
  fc.constant({ kind: 'refund_failed', captureId: 'pi', refunded: money(0, 'JPY') } as const),
);

const at = fc.integer({ min: 0, max: 3 * 3_600_000 }).map(later);
const event: fc.Arbitrary<RenewalEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('payment_reported' as const),
      number: fc.constantFrom(...NUMBERS),
      report,
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pay_by_passed' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('activation_confirmed' as const),
      period: fc.constant({ startsAt: END, endsAt: END }),
      endBefore: fc.constant(END),
      carrierReference: fc.constant('ref'),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('activation_postponed' as const, 'refund_postponed' as const),
      code: fc.string(),
      retryAt: at,
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('activation_failed' as const),
      reason: fc.constantFrom('carrier_refused' as const, 'deadline_passed' as const),
      code: fc.string(),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('review_needed' as const),
      reason: fc.constant('activation_outcome_unknown' as const),
      at,
    }),
  },
);

const ordered: Renewal = {
  ...EXAMPLES.awaiting_payment,
  payments: NUMBERS.map((number) => anOpenPayment({ number, sessionId: `cs_${number}` })),
};

/** Plays the events and looks at each state that follows, with the one before it. */
const forEachChange = (check: (before: Renewal, after: Renewal, event: RenewalEvent) => void): void =>
  fc.assert(
    fc.property(fc.array(event, { maxLength: MOST_EVENTS }), (events) => {
      events.reduce<Renewal>((renewal, happened) => {
        const decision = decide(renewal, happened);
        if (!decision.ok) return renewal;
        check(renewal, decision.next, happened);
        return decision.next;
      }, ordered);
    }),
    { numRuns: NUM_RUNS },
  );

describe('given an order with three payments, when anything is reported in any order', () => {
  test('then captured = kept + refunded + owed back + held for review, per currency', () =>
    forEachChange((before, after) => {
      for (const [currency, place] of Object.entries(whereMoneyIs(after))) {
        const { captured = 0, refunded = 0, keep = 0, send_back = 0, review = 0 } = place;
        expect(refunded + keep + send_back + review).toBe(captured);
        expect(Math.min(refunded, keep, send_back, review)).toBeGreaterThanOrEqual(0);
        // What was captured once stays captured.
        expect(captured).toBeGreaterThanOrEqual(whereMoneyIs(before)[currency]?.captured ?? 0);
      }
    }));

  test('then at most one payment is kept, of exactly the price, and only for a service', () =>
    forEachChange((_before, after) => {
      const kept = after.payments.filter((payment) => payment.status === 'captured' && payment.verdict === 'keep');
      expect(kept.length).toBe(after.status === 'activating' || after.status === 'active' ? 1 : 0);
      for (const payment of kept) expect(payment.status === 'captured' && payment.captured).toEqual(PRICE);
    }));

  test('then a terminal status stays, and every change has one trail entry of at most 40 bytes', () =>
    forEachChange((before, after, happened) => {
      if (isTerminal(before.status)) expect(after.status).toBe(before.status);
      expect(after.trail.length).toBe(Math.min(before.trail.length + 1, MAX_TRAIL_ENTRIES));
      const entry = after.trail.at(-1);
      expect(entry?.at).toBe(happened.at);
      expect(Buffer.byteLength(entry?.what ?? '')).toBeLessThanOrEqual(40);
    }));

  test('then the same report twice says nothing new', () =>
    forEachChange((_before, after, happened) => {
      if (happened.type === 'payment_reported')
        expect(decide(after, happened)).toEqual({ ok: false, refusal: 'nothing_new' });
    }));

  test('then what is owed is set in motion or was owed before, and is swept until it is done', () =>
    forEachChange((before, after, { at: now }) => {
      const known = owes(before).map((work) => JSON.stringify(work));
      const emitted = effectsOf(before, after).map((effect) => JSON.stringify(effect));
      for (const work of owes(after)) expect([...known, ...emitted]).toContain(JSON.stringify(work));
      if (owes(after).length > 0) expect(dueOf(after, now)).toBeDefined();
    }));
});
