import { describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import type { DomainRefusal, RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import type { Renewal, RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { aCapture, aClosedPayment, anOpenPayment, END, EXAMPLES, later, PRICE, yen } from '../given.ts';

const at = later(90 * 60_000);
const retryAt = later(91 * 60_000);

type Report = PaymentReport['kind'];
type Happening = Exclude<RenewalEvent['type'], 'payment_reported'> | `open.${Report}` | `captured.${Report}`;
/** The status that follows, or why nothing does. */
type Outcome = RenewalStatus | DomainRefusal;

const reports: { readonly [K in Report]: Extract<PaymentReport, { kind: K }> } = {
  requires_action: { kind: 'requires_action' },
  processing: { kind: 'processing' },
  approved: { kind: 'approved' },
  declined: { kind: 'declined', reason: 'insufficient_funds' },
  failed: { kind: 'failed', reason: 'network' },
  cancelled: { kind: 'cancelled' },
  expired: { kind: 'expired' },
  captured: { kind: 'captured', captureId: 'pi_1', amount: PRICE },
  refunded: { kind: 'refunded', captureId: 'pi_1', refunded: yen(2_000) },
  refund_failed: { kind: 'refund_failed', captureId: 'pi_1', refunded: yen(0) },
  refund_part: { kind: 'refund_part', captureId: 'pi_1', refundId: 're_1', amount: PRICE, state: 'made' },
  refund_needs_details: { kind: 'refund_needs_details', captureId: 'pi_1' },
  disputed: { kind: 'disputed', captureId: 'pi_1', amount: PRICE },
  dispute_closed: { kind: 'dispute_closed', captureId: 'pi_1', amount: PRICE, outcome: 'lost' },
};

const reported = (number: number, report: PaymentReport): RenewalEvent => ({
  type: 'payment_reported',
  number,
  report,
  at,
});

/** Number 1 is the payment of the example; number 2 is added as one more that is open. */
const happenings: { readonly [H in Happening]: RenewalEvent } = {
  payment_opened: {
    type: 'payment_opened',
    payment: { ...anOpenPayment({ number: 3 }), status: 'created', url: 'https://pay.example/3' },
    payBy: later(2),
    at,
  },
  cancelled: { type: 'cancelled', at },
  pay_by_passed: { type: 'pay_by_passed', at },
  review_resolved: { type: 'review_resolved', exit: { kind: 'send_back' }, by: 'sato', note: 'no trace', at },
  review_opened: { type: 'review_opened', by: 'tanaka', note: 'a change of mind', at },
  payment_missing: { type: 'payment_missing', number: 1, at },
  record_differs: { type: 'record_differs', code: 'missing', checked: { at }, at },
  found_served: { type: 'found_served', at },
  activation_confirmed: {
    type: 'activation_confirmed',
    period: { startsAt: END, endsAt: later(1) },
    endBefore: END,
    carrierReference: 'ref',
    checked: { at, endsAt: later(1) },
    at,
  },
  activation_accepted: { type: 'activation_accepted', reference: 'order-7', retryAt, at },
  activation_checked: { type: 'activation_checked', checked: { at, endsAt: later(1) }, at },
  activation_not_found: { type: 'activation_not_found', code: 'absent', at },
  abandoned_looked_at: { type: 'abandoned_looked_at', found: 'nothing', at },
  activation_postponed: { type: 'activation_postponed', code: 'busy', retryAt, at },
  activation_failed: { type: 'activation_failed', reason: 'carrier_refused', code: 'no', at },
  refund_postponed: { type: 'refund_postponed', code: 'provider_unavailable', retryAt, at },
  review_needed: { type: 'review_needed', reason: 'activation_outcome_unknown', at },
  'open.requires_action': reported(2, reports.requires_action),
  'open.processing': reported(2, reports.processing),
  'open.approved': reported(2, reports.approved),
  'open.declined': reported(2, reports.declined),
  'open.failed': reported(2, reports.failed),
  'open.cancelled': reported(2, reports.cancelled),
  'open.expired': reported(2, reports.expired),
  'open.captured': reported(2, { ...reports.captured, captureId: 'pi_2' }),
  'open.refunded': reported(2, { ...reports.refunded, captureId: 'pi_2' }),
  'open.refund_failed': reported(2, { ...reports.refund_failed, captureId: 'pi_2' }),
  'open.refund_part': reported(2, { ...reports.refund_part, captureId: 'pi_2' }),
  'open.refund_needs_details': reported(2, { ...reports.refund_needs_details, captureId: 'pi_2' }),
  'open.disputed': reported(2, { ...reports.disputed, captureId: 'pi_2' }),
  'open.dispute_closed': reported(2, { ...reports.dispute_closed, captureId: 'pi_2' }),
  'captured.requires_action': reported(1, reports.requires_action),
  'captured.approved': reported(1, reports.approved),
  'captured.failed': reported(1, reports.failed),
  'captured.cancelled': reported(1, reports.cancelled),
  'captured.refund_part': reported(1, reports.refund_part),
  'captured.refund_needs_details': reported(1, reports.refund_needs_details),
  'captured.disputed': reported(1, reports.disputed),
  'captured.dispute_closed': reported(1, reports.dispute_closed),
  'captured.processing': reported(1, reports.processing),
  'captured.declined': reported(1, reports.declined),
  'captured.expired': reported(1, reports.expired),
  'captured.captured': reported(1, reports.captured),
  'captured.refunded': reported(1, reports.refunded),
  'captured.refund_failed': reported(1, reports.refund_failed),
};

type Row = { readonly [S in RenewalStatus]: Outcome };

const STAYS: { readonly [S in RenewalStatus]: S } = {
  awaiting_payment: 'awaiting_payment',
  activating: 'activating',
  active: 'active',
  expired: 'expired',
  cancelled: 'cancelled',
  refunding: 'refunding',
  refund_needs_details: 'refund_needs_details',
  refunded: 'refunded',
  needs_review: 'needs_review',
  closed: 'closed',
};
const STATUSES: readonly RenewalStatus[] = Object.values(STAYS);
const row = (base: Outcome, change: Partial<Row> = {}): Row => ({
  awaiting_payment: base,
  activating: base,
  active: base,
  expired: base,
  cancelled: base,
  refunding: base,
  refund_needs_details: base,
  refunded: base,
  needs_review: base,
  closed: base,
  ...change,
});

/** Every event in every status. A new event or report does not compile without its row, a new status without its example. */
const TABLE: { readonly [H in Happening]: Row } = {
  payment_opened: row('not_in_this_status', { awaiting_payment: 'awaiting_payment' }),
  cancelled: row('not_in_this_status', { awaiting_payment: 'cancelled' }),
  pay_by_passed: row('not_in_this_status', { awaiting_payment: 'expired' }),
  review_opened: row('not_in_this_status', { active: 'active' }),
  review_resolved: row('exit_not_open', { needs_review: 'refunding' }),
  payment_missing: row('nothing_new', { activating: 'activating', active: 'active', closed: 'closed' }),
  activation_confirmed: row('not_in_this_status', { activating: 'active' }),
  activation_accepted: row('not_in_this_status', { activating: 'activating' }),
  // The example has been checked already, and nothing was given up for it.
  activation_checked: row('not_in_this_status', { active: 'nothing_new' }),
  activation_not_found: row('not_in_this_status', { active: 'nothing_new' }),
  abandoned_looked_at: row('nothing_new'),
  record_differs: row('not_in_this_status', { active: 'active' }),
  found_served: row('not_in_this_status', {
    expired: 'expired',
    cancelled: 'cancelled',
    refunding: 'refunding',
    refund_needs_details: 'refund_needs_details',
    refunded: 'refunded',
  }),
  activation_postponed: row('not_in_this_status', { activating: 'activating' }),
  activation_failed: row('not_in_this_status', { activating: 'refunding' }),
  refund_postponed: row('nothing_new', {
    refunding: 'refunding',
    refund_needs_details: 'refund_needs_details',
    expired: 'expired',
    cancelled: 'cancelled',
  }),
  review_needed: row('not_in_this_status', { activating: 'needs_review', refunding: 'needs_review' }),
  'open.requires_action': STAYS,
  'open.processing': STAYS,
  // The time to pay is over.
  'open.approved': row('nothing_new'),
  'open.failed': STAYS,
  'open.cancelled': STAYS,
  'open.declined': STAYS,
  'open.expired': STAYS,
  'open.captured': { ...STAYS, awaiting_payment: 'activating' },
  'open.refunded': row('unknown_payment'),
  'open.refund_failed': row('unknown_payment'),
  'open.refund_part': row('unknown_payment'),
  'open.refund_needs_details': row('unknown_payment'),
  'open.disputed': row('unknown_payment'),
  'open.dispute_closed': row('unknown_payment'),
  'captured.requires_action': row('nothing_new'),
  'captured.approved': row('nothing_new'),
  'captured.failed': row('nothing_new'),
  'captured.cancelled': row('nothing_new'),
  'captured.processing': row('nothing_new'),
  'captured.declined': row('nothing_new'),
  'captured.expired': row('nothing_new'),
  'captured.captured': row('nothing_new'),
  'captured.refunded': { ...STAYS, refunding: 'refunded', refund_needs_details: 'refunded', refunded: 'nothing_new' },
  'captured.refund_part': {
    ...STAYS,
    refunding: 'refunded',
    refund_needs_details: 'refunded',
    refunded: 'nothing_new',
  },
  'captured.refund_needs_details': row('nothing_new', {
    refunding: 'refund_needs_details',
    expired: 'expired',
    cancelled: 'cancelled',
  }),
  'captured.disputed': STAYS,
  'captured.dispute_closed': { ...STAYS, refunding: 'refunded', refund_needs_details: 'refunded' },
  'captured.refund_failed': row('nothing_new', {
    refunding: 'needs_review',
    refund_needs_details: 'needs_review',
    refunded: 'refunded',
    expired: 'expired',
    cancelled: 'cancelled',
  }),
};

/** The example with one more open payment; before its capture an order has no first one, late money of an expired one goes back. */
const given = (status: RenewalStatus): Renewal => {
  const renewal = EXAMPLES[status];
  const late = ['awaiting_payment', 'expired', 'cancelled'].includes(status)
    ? [aCapture({ verdict: 'send_back' })]
    : undefined;
  return { ...renewal, payments: [...(late ?? renewal.payments), anOpenPayment({ number: 2 })] };
};

const needsCapture = (what: Happening): boolean =>
  what.startsWith('captured.') || what === 'refund_postponed' || what === 'payment_missing';

const cases = Object.entries(TABLE).flatMap(([what, outcomes]) =>
  STATUSES.map((status) => ({ what: what as Happening, status, outcome: outcomes[status] })),
);

describe('given a renewal in any status, when anything happens', () => {
  // An order that waits for money never has a captured payment.
  test.each(cases.filter(({ what, status }) => !(status === 'awaiting_payment' && needsCapture(what))))(
    '$status, $what: then $outcome',
    ({ what, status, outcome }) => {
      const before = given(status);
      const decision = decide(before, happenings[what]);
      expect(decision.ok ? decision.next.status : decision.refusal).toBe(outcome);
      if (!decision.ok) return;
      expect(decision.next.trail.slice(0, -1)).toEqual(before.trail);
      expect(decision.next.trail.at(-1)?.at).toBe(at);
    },
  );
});

const expiredPayment = aClosedPayment();

describe('given an order whose payment page has expired', () => {
  test('when its time is over, then it expires, and not before', () => {
    const closed = decide(EXAMPLES.awaiting_payment, reported(1, reports.expired));
    const order = closed.ok ? closed.next : EXAMPLES.awaiting_payment;
    const { payBy } = EXAMPLES.awaiting_payment;
    expect(order).toMatchObject({ status: 'awaiting_payment', payments: [{ status: 'expired' }] });
    expect(decide(order, { type: 'pay_by_passed', at: later(1) })).toEqual({ ok: false, refusal: 'nothing_new' });
    expect(decide(order, { type: 'pay_by_passed', at: payBy })).toMatchObject({
      ok: true,
      next: { status: 'expired', expiredAt: payBy },
    });
  });

  test('when it was paid all the same, then captured is accepted and the promise begins', () => {
    const order = { ...EXAMPLES.awaiting_payment, payments: [expiredPayment] };
    expect(decide(order, reported(1, reports.captured))).toMatchObject({ ok: true, next: { status: 'activating' } });
  });
});

describe('given a card that was declined', () => {
  test('when the same is told twice, then it is one note, and another reason is another', () => {
    const once = decide(EXAMPLES.awaiting_payment, reported(1, reports.declined));
    if (!once.ok) throw new Error('a decline is news');
    expect(once.next.trail.at(-1)?.what).toBe('declined.1.insufficient_funds');
    expect(decide(once.next, reported(1, reports.declined))).toEqual({ ok: false, refusal: 'nothing_new' });
    const other = decide(once.next, reported(1, { kind: 'declined', reason: 'limit_exceeded' }));
    expect(other.ok && other.next.trail.length).toBe(3);
  });

  test('when the next card succeeds, then the order is paid', () => {
    const once = decide(EXAMPLES.awaiting_payment, reported(1, reports.declined));
    expect(once.ok && decide(once.next, reported(1, reports.captured))).toMatchObject({
      ok: true,
      next: { status: 'activating' },
    });
  });
});

describe('given a payment that no order knows', () => {
  test('when it is reported, then the provider has to tell it again', () => {
    expect(decide(EXAMPLES.activating, reported(9, reports.captured))).toEqual({
      ok: false,
      refusal: 'unknown_payment',
    });
  });
});

describe('given an activation that is confirmed', () => {
  test('when it is noted, then the receipt has the carrier, both ends and the time', () => {
    const decision = decide({ ...EXAMPLES.activating, retryAt }, happenings.activation_confirmed);
    expect(decision.ok && decision.next).toEqual({
      ...EXAMPLES.active,
      activatedAt: at,
      period: { startsAt: END, endsAt: later(1) },
      carrierReference: 'ref',
      checked: { at, endsAt: later(1) },
      trail: [...EXAMPLES.activating.trail, { at, what: 'active' }],
    });
  });
});
