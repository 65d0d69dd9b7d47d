import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CapturedPayment,
  disputedMinor,
  isCaptured,
  isDisputed,
  owedBackMinor,
  type PaymentReport,
} from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { dueOf } from '../../../../shared/domain/renewal/due.ts';
import { effectsOf, owes } from '../../../../shared/domain/renewal/effects.ts';
import type { Decision, Exit, RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import { isTerminal, MAX_RESOLUTIONS, type Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { exitsOf, inReviewSince } from '../../../../shared/domain/renewal/resolve-review.ts';
import { MAX_PAYMENTS_PER_RENEWAL } from '../../../../shared/domain/values/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { anOpenPayment, END, EXAMPLES, later, PRICE } from '../given.ts';

const NUM_RUNS = 1_000;
/** Fewer than a trail holds, so that every accepted event must add just one entry. */
const MOST_EVENTS = 80;

/** Two payments of one renewal, at one account or at two. A reference may be paid a second time under another id. */
const ACCOUNTS = ['stripe', 'paypal'] as const;
const CAPTURE_IDS = ['pi_1', 'pi_2', 'pi_1b', 'pi_2b'] as const;

const yen = (amountMinor: number) => money(amountMinor, 'JPY');
const amounts = fc.oneof(
  { weight: 5, arbitrary: fc.constant(PRICE) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3_000 }).map(yen) },
  { weight: 1, arbitrary: fc.constant(money(1_980, 'CNY')) },
);
const captureId = fc.constantFrom(...CAPTURE_IDS);
const disputeId = fc.constantFrom('dp_1', 'dp_2');
const reason = fc.constantFrom('insufficient_funds' as const, 'expired_card' as const, 'try_another_method' as const);
const kind = <K extends string>(name: K) => fc.constant(name);

const reports: { readonly [K in PaymentReport['kind']]: fc.Arbitrary<Extract<PaymentReport, { kind: K }>> } = {
  requires_action: fc.record({ kind: kind('requires_action') }),
  processing: fc.record({ kind: kind('processing') }),
  approved: fc.record({ kind: kind('approved') }),
  declined: fc.record({ kind: kind('declined'), reason }),
  failed: fc.record({ kind: kind('failed'), reason }),
  cancelled: fc.record({ kind: kind('cancelled') }),
  expired: fc.record({ kind: kind('expired') }),
  captured: fc.oneof(
    { weight: 7, arbitrary: fc.record({ kind: kind('captured'), captureId, amount: amounts }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('captured'),
        captureId,
        amount: amounts,
        merchant: fc.constant('unexpected' as const),
      }),
    },
  ),
  refunded: fc.record({ kind: kind('refunded'), captureId, refunded: amounts }),
  refund_failed: fc.record(
    { kind: kind('refund_failed'), captureId, refunded: amounts, failures: fc.integer({ min: 1, max: 3 }) },
    { requiredKeys: ['kind', 'captureId', 'refunded'] },
  ),
  refund_part: fc.record(
    {
      kind: kind('refund_part'),
      captureId,
      refundId: fc.constantFrom('r1', 'r2', 'r3'),
      amount: amounts,
      state: fc.constantFrom('made' as const, 'failed' as const),
    },
    { requiredKeys: ['kind', 'refundId', 'amount', 'state'] },
  ),
  refund_needs_details: fc.record({ kind: kind('refund_needs_details'), captureId }),
  disputed: fc.record(
    { kind: kind('disputed'), captureId, amount: amounts, disputeId },
    { requiredKeys: ['kind', 'captureId', 'amount'] },
  ),
  dispute_closed: fc.record(
    {
      kind: kind('dispute_closed'),
      captureId,
      amount: amounts,
      outcome: fc.constantFrom('won' as const, 'lost' as const),
      disputeId,
    },
    { requiredKeys: ['kind', 'captureId', 'amount', 'outcome'] },
  ),
};
const report: fc.Arbitrary<PaymentReport> = fc.oneof(
  { weight: 3, arbitrary: reports.captured },
  ...Object.values(reports).map((arbitrary) => ({ weight: 1, arbitrary: arbitrary as fc.Arbitrary<PaymentReport> })),
);

const at = fc.integer({ min: 0, max: 3 * HOUR_MS }).map(later);
const period = { startsAt: END, endsAt: later(200 * HOUR_MS) };
const EXITS: readonly Exit[] = [
  { kind: 'activate_again', deadline: later(9 * HOUR_MS) },
  { kind: 'mark_active', period, endBefore: END, carrierReference: 'console-77' },
  { kind: 'send_back' },
  { kind: 'close' },
];
const number = fc.constantFrom(1, 2);
const by = fc.constant('sato');
const note = fc.constant('looked it up');

const events: { readonly [T in RenewalEvent['type']]: fc.Arbitrary<Extract<RenewalEvent, { type: T }>> } = {
  payment_reported: fc.record(
    { type: kind('payment_reported'), number, report, at, account: fc.constantFrom(...ACCOUNTS) },
    { requiredKeys: ['type', 'number', 'report', 'at'] },
  ),
  payment_opened: fc.record({
    type: kind('payment_opened'),
    payment: fc
      .constantFrom(...ACCOUNTS)
      .map((account) => anOpenPayment({ number: 2, account, sessionId: 'cs_2' }) as never),
    payBy: at,
    at,
  }),
  cancelled: fc.record({ type: kind('cancelled'), at }),
  pay_by_passed: fc.record({ type: kind('pay_by_passed'), at }),
  activation_confirmed: fc.record({
    type: kind('activation_confirmed'),
    period: fc.constant(period),
    endBefore: fc.constant(END),
    carrierReference: fc.constant('ref'),
    at,
  }),
  activation_accepted: fc.record({
    type: kind('activation_accepted'),
    reference: fc.constant('order-7'),
    retryAt: at,
    at,
  }),
  activation_checked: fc.record({
    type: kind('activation_checked'),
    checked: fc.record({ at, endsAt: fc.constantFrom(period.endsAt, later(1)) }),
    at,
  }),
  activation_not_found: fc.record({
    type: kind('activation_not_found'),
    code: fc.constantFrom('absent' as const, 'unreadable' as const),
    at,
  }),
  abandoned_looked_at: fc.record({
    type: kind('abandoned_looked_at'),
    found: fc.constantFrom(...(['nothing', 'undone', 'stays', 'unreadable'] as const)),
    at,
  }),
  record_differs: fc.record({
    type: kind('record_differs'),
    code: fc.constantFrom(...(['end', 'missing', 'twice', 'recycled', 'sim_absent'] as const)),
    checked: fc.record({ at }),
    at,
  }),
  found_served: fc.record({ type: kind('found_served'), at }),
  activation_postponed: fc.record({ type: kind('activation_postponed'), code: fc.constant('busy'), retryAt: at, at }),
  activation_failed: fc.record(
    {
      type: kind('activation_failed'),
      reason: fc.constantFrom('carrier_refused' as const, 'deadline_passed' as const, 'payment_returned' as const),
      code: fc.constant('no'),
      abandoned: fc.record({
        targetEnd: fc.constant(period.endsAt),
        endBefore: fc.constant(END),
        looks: fc.constant(0),
        lookAt: at,
      }),
      at,
    },
    { requiredKeys: ['type', 'reason', 'code', 'at'] },
  ),
  refund_postponed: fc.record({ type: kind('refund_postponed'), code: fc.constant('down'), retryAt: at, at }),
  review_needed: fc.record({
    type: kind('review_needed'),
    reason: fc.constantFrom('activation_outcome_unknown' as const, 'refund_failed' as const),
    at,
  }),
  review_opened: fc.record({ type: kind('review_opened'), by, note, at }),
  review_resolved: fc.record({ type: kind('review_resolved'), exit: fc.constantFrom(...EXITS), by, note, at }),
  payment_missing: fc.record({ type: kind('payment_missing'), number: fc.constantFrom(1, 2, 3), at }),
};
/** What ends an order comes rarely: else most histories would have ended before there is money. */
const RARE: readonly RenewalEvent['type'][] = ['cancelled', 'pay_by_passed'];
const event: fc.Arbitrary<RenewalEvent> = fc.oneof(
  { weight: 30, arbitrary: events.payment_reported as fc.Arbitrary<RenewalEvent> },
  ...Object.entries(events).map(([type, arbitrary]) => ({
    weight: RARE.includes(type as RenewalEvent['type']) ? 1 : 3,
    arbitrary: arbitrary as fc.Arbitrary<RenewalEvent>,
  })),
);
/** Deliveries are repeated, right away or much later. */
const history = fc
  .array(fc.tuple(event, fc.integer({ min: 0, max: 9 }), fc.nat()), { maxLength: MOST_EVENTS, size: 'max' })
  .map((picked) =>
    picked.map(([fresh, pick, index], position) =>
      pick < 2 && position > 0 ? (picked[index % position]?.[0] ?? fresh) : fresh,
    ),
  );
const ordered = fc
  .record({ second: fc.constantFrom(...ACCOUNTS), both: fc.boolean() })
  .map(({ second, both }): Renewal => {
    const payments = [
      anOpenPayment({ number: 1, account: 'stripe', sessionId: 'cs_1' }),
      anOpenPayment({ number: 2, account: second, sessionId: 'cs_2' }),
    ];
    return { ...EXAMPLES.awaiting_payment, payments: both ? payments : payments.slice(0, 1) };
  });

const COUNTED: ReadonlySet<RenewalEvent['type']> = new Set([
  'activation_accepted',
  'activation_postponed',
  'refund_postponed',
]);

interface Change {
  readonly before: Renewal;
  readonly after: Renewal;
  readonly happened: RenewalEvent;
}

const play = (first: Renewal, happenings: readonly RenewalEvent[], look: (change: Change) => void): Renewal =>
  happenings.reduce<Renewal>((before, happened) => {
    const decision = decide(before, happened);
    if (!decision.ok) return before;
    look({ before, after: decision.next, happened });
    return decision.next;
  }, first);

const forEachChange = (check: (change: Change) => void): void =>
  fc.assert(
    fc.property(ordered, history, (first, happenings) => void play(first, happenings, check)),
    { numRuns: NUM_RUNS },
  );

const capturedIn = ({ payments }: Renewal): readonly CapturedPayment[] => payments.filter(isCaptured);
const sum = (amountsMinor: readonly number[]): number => amountsMinor.reduce((total, each) => total + each, 0);
const currencies = (renewal: Renewal) => [...new Set(capturedIn(renewal).map(({ captured }) => captured.currency))];

/** Where each minor unit of one payment is: whatever is not gone belongs to exactly one place. */
const placesOf = (payment: CapturedPayment) => {
  const disputed = disputedMinor(payment);
  const here = payment.captured.amountMinor - payment.refundedMinor - disputed;
  return {
    refunded: payment.refundedMinor,
    disputed,
    kept: payment.verdict === 'keep' ? here : 0,
    held: payment.verdict === 'review' ? here : 0,
    owed: owedBackMinor(payment),
  };
};

const decidedByPerson = ({ resolutions = [] }: Renewal): boolean =>
  resolutions.some(({ exit }) => exit !== 'send_back' && exit !== 'open');

describe('given two payments of one renewal, when anything happens in any order', () => {
  test('then captured = kept + refunded + disputed or lost + owed + held, in integers and per currency', () =>
    forEachChange(({ after }) => {
      for (const currency of currencies(after)) {
        const payments = capturedIn(after).filter(({ captured }) => captured.currency === currency);
        const places = payments.flatMap((payment) => Object.values(placesOf(payment)));
        expect(sum(places)).toBe(sum(payments.map(({ captured }) => captured.amountMinor)));
        for (const place of places) {
          expect(Number.isInteger(place)).toBe(true);
          expect(place).toBeGreaterThanOrEqual(0);
        }
      }
    }));

  test('then what arrived is never forgotten, and only once noted', () =>
    fc.assert(
      fc.property(ordered, history, (first, happenings) => {
        const arrived = new Map<string, number>();
        const last = happenings.reduce<Renewal>((renewal, happened) => {
          const decision = decide(renewal, happened);
          if (happened.type === 'payment_reported' && happened.report.kind === 'captured') {
            const named = renewal.payments.find((payment) => payment.number === happened.number);
            const isTold = named && (happened.account === undefined || happened.account === named.account);
            const id = `${named?.account}.${happened.report.captureId}`;
            expect(decision.ok).toBe(Boolean(isTold) && !arrived.has(id));
            if (decision.ok) arrived.set(id, happened.report.amount.amountMinor);
          }
          return decision.ok ? decision.next : renewal;
        }, first);
        expect(last.payments.length).toBeLessThan(MAX_PAYMENTS_PER_RENEWAL);
        expect(
          new Map(
            capturedIn(last).map((payment) => [
              `${payment.account}.${payment.captureId}`,
              payment.captured.amountMinor,
            ]),
          ),
        ).toEqual(arrived);
        expect(new Set(last.payments.map((payment) => payment.number)).size).toBe(last.payments.length);
      }),
      { numRuns: NUM_RUNS },
    ));

  test('then at most one payment is kept, of exactly the price and for a service, unless a person decided so', () =>
    forEachChange(({ after }) => {
      if (decidedByPerson(after)) return;
      const kept = capturedIn(after).filter(({ verdict }) => verdict === 'keep');
      expect(kept.length).toBeLessThanOrEqual(1);
      for (const { captured, number: keptNumber } of kept) {
        expect(captured).toEqual(PRICE);
        expect(['activating', 'active']).toContain(after.status);
        expect('paidBy' in after && after.paidBy).toBe(keptNumber);
      }
    }));

  test('then nothing is activated without money that arrived, and none of it is owed back without a record', () =>
    forEachChange(({ after }) => {
      if (after.status !== 'activating' && after.status !== 'active') return;
      const paid = capturedIn(after).find((payment) => payment.number === after.paidBy);
      expect(paid).toBeDefined();
      if (paid && owedBackMinor(paid) > 0) expect(after.resolutions ?? []).not.toEqual([]);
    }));

  test('then all money that is still here is kept, owed and being sent, or waits for a person who has an exit', () =>
    forEachChange(({ after }) => {
      for (const payment of capturedIn(after)) {
        if (payment.verdict === 'review') {
          expect(payment.held).toBeDefined();
          expect(inReviewSince(after)).toBeDefined();
          expect(exitsOf(after)).toContain('close');
        } else expect(payment.held).toBeUndefined();
        if (owedBackMinor(payment) > 0) {
          expect(owes(after).map((work) => work.kind)).toContain('refund');
          expect(dueOf(after, later(0))).toBeDefined();
        }
      }
      if (after.status === 'needs_review') expect(exitsOf(after)).toContain('close');
      if (inReviewSince(after) === undefined) expect(exitsOf(after)).toEqual([]);
    }));

  test('then a renewal that waits for its refund owes it, or its bank decides on it', () =>
    forEachChange(({ after }) => {
      if (after.status !== 'refunding' && after.status !== 'refund_needs_details') return;
      const paid = capturedIn(after).find((payment) => payment.number === after.paidBy);
      expect(paid && (owedBackMinor(paid) > 0 || isDisputed(paid))).toBe(true);
    }));

  test('then a terminal status stays, and every change adds exactly one entry of its own time', () =>
    forEachChange(({ before, after, happened }) => {
      if (isTerminal(before.status)) expect(after.status).toBe(before.status);
      expect(after.trail.slice(0, -1)).toEqual(before.trail);
      expect(after.trail.at(-1)?.at).toBe(happened.at);
      expect(Buffer.byteLength(after.trail.at(-1)?.what ?? '')).toBeLessThanOrEqual(40);
    }));

  test('then the same event again right away changes nothing, but for what is counted', () =>
    forEachChange(({ after, happened }) => {
      const again: Decision<Renewal> = decide(after, happened);
      if (COUNTED.has(happened.type)) expect(again.ok).toBe(true);
      // The last look is the last.
      else if (happened.type === 'abandoned_looked_at' && happened.found === 'nothing')
        expect(again.ok).toBe(after.abandoned !== undefined);
      else expect(again.ok).toBe(false);
    }));

  test('then what becomes owed is set in motion by the same change', () =>
    forEachChange(({ before, after }) => {
      const known = owes(before).map((work) => JSON.stringify(work));
      const emitted = effectsOf(before, after).map((effect) => JSON.stringify(effect));
      for (const work of owes(after)) expect([...known, ...emitted]).toContain(JSON.stringify(work));
      const owedBefore = new Set(
        before.payments.filter((payment) => owedBackMinor(payment) > 0).map((payment) => payment.number),
      );
      const newlyOwed = after.payments.filter(
        (payment) => owedBackMinor(payment) > 0 && !owedBefore.has(payment.number),
      );
      if (newlyOwed.length > 0) expect(emitted.some((effect) => effect.includes('"refund"'))).toBe(true);
    }));

  test('then money that begins to wait for a person is announced', () =>
    forEachChange(({ before, after }) => {
      const isHeld = (renewal: Renewal) =>
        capturedIn(renewal).flatMap((payment) => (payment.verdict === 'review' ? [payment.number] : []));
      const newlyHeld = isHeld(after).filter((each) => !isHeld(before).includes(each));
      const emitted = effectsOf(before, after);
      if (newlyHeld.length > 0)
        expect(
          emitted.some((effect) => effect.kind === 'show_held_money') ||
            emitted.some((effect) => effect.kind === 'announce' && effect.status === 'needs_review'),
        ).toBe(true);
    }));

  test('then whatever is left open is asked about until it is decided', () =>
    forEachChange(({ after }) => {
      const isUnderWay = after.payments.some(({ status }) => status === 'processing' || status === 'capturing');
      if (isUnderWay || after.status === 'awaiting_payment' || after.status === 'activating')
        expect(dueOf(after, later(MINUTE_MS))).toBeDefined();
    }));
});

test('the histories reach every status, every verdict, every exit and every kind of event', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(ordered, history, (first, happenings) => {
      play(first, happenings, ({ after, happened }) => {
        seen.add(after.status);
        seen.add(happened.type);
        if (happened.type === 'payment_reported') seen.add(`report.${happened.report.kind}`);
        if (happened.type === 'review_resolved') seen.add(`exit.${happened.exit.kind}`);
        for (const { verdict, held, disputes = {} } of capturedIn(after))
          for (const what of [
            `verdict.${verdict}`,
            held && `held.${held.reason}`,
            ...Object.values(disputes).map(({ state }) => `dispute.${state}`),
          ])
            if (what !== undefined) seen.add(what);
        if (after.payments.length > 2) seen.add('paid twice under one reference');
        expect((after.resolutions ?? []).length).toBeLessThanOrEqual(MAX_RESOLUTIONS);
      });
    }),
    { numRuns: NUM_RUNS },
  );
  const wanted = [
    ...Object.keys(EXAMPLES),
    ...Object.keys(events),
    ...Object.keys(reports).map((each) => `report.${each}`),
    ...EXITS.map((exit) => `exit.${exit.kind}`),
    ...['keep', 'send_back', 'review'].map((verdict) => `verdict.${verdict}`),
    ...[
      'amount_mismatch',
      'merchant_mismatch',
      'refund_failed',
      'activation_outcome_unknown',
      'missing_at_provider',
    ].map((each) => `held.${each}`),
    'held.opened_by_staff',
    ...['open', 'won', 'lost'].map((state) => `dispute.${state}`),
    'paid twice under one reference',
  ];
  expect(wanted.filter((each) => !seen.has(each))).toEqual([]);
});
