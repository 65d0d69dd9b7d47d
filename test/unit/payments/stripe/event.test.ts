import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../../../shared/payments/stripe/event.ts';
import { thinEvent } from '../../../webhooks/senders/stripe.ts';
import { CAPTURED, charge, dispute, event, INTENT_ID, intent, REFERENCE, refund, session } from './stripe-api.ts';

const read = (type: string, object: unknown, more?: Record<string, unknown>) =>
  readEvent(Buffer.from(event(type, object, more)), false);
const report = (of: object) => ({ kind: 'report', reference: REFERENCE, report: of });
const captured = report(CAPTURED);
const nothing = { kind: 'nothing' };
const failure = (error: object) => intent({ status: 'requires_payment_method', last_payment_error: error });
const unpaid = { payment_status: 'unpaid' };

describe('given an event about our payment, when it is read, then it says', () => {
  test.each<[string, unknown, object]>([
    ['payment_intent.succeeded', intent(), captured],
    ['payment_intent.processing', intent({ status: 'processing', amount_received: 0 }), report({ kind: 'processing' })],
    [
      'payment_intent.requires_action',
      intent({ status: 'requires_action', amount_received: 0 }),
      report({ kind: 'requires_action' }),
    ],
    ['payment_intent.canceled', intent({ status: 'canceled', amount_received: 0 }), report({ kind: 'cancelled' })],
    ['checkout.session.completed', session(), captured],
    ['checkout.session.completed', session({ payment_intent: { id: INTENT_ID } }), captured],
    ['checkout.session.completed', session({ metadata: {} }), captured],
    ['checkout.session.completed', session({ payment_method_types: undefined }), captured],
    [
      'checkout.session.completed',
      session({ ...unpaid, payment_method_types: ['konbini'] }),
      report({ kind: 'requires_action' }),
    ],
    ['checkout.session.completed', session(unpaid), report({ kind: 'processing' })],
    ['checkout.session.async_payment_succeeded', session(), captured],
    [
      'checkout.session.async_payment_failed',
      session(unpaid),
      report({ kind: 'failed', reason: 'try_another_method' }),
    ],
    [
      'checkout.session.expired',
      session({ ...unpaid, status: 'expired', payment_intent: null }),
      report({ kind: 'expired' }),
    ],
  ])('%s', (type, object, expected) => {
    expect(read(type, object)).toEqual(expected);
  });

  test('the amount that was received, not the one that was asked for', () => {
    expect(read('payment_intent.succeeded', intent({ amount_received: 1, currency: 'usd' }))).toEqual(
      report({ ...CAPTURED, amount: { amountMinor: 1, currency: 'USD' } }),
    );
  });

  test('our reference as it stands, whoever understands it; the session’s own field comes second', () => {
    const foreign = { metadata: { order_id: 'R-20261001-0042' } };
    expect(read('payment_intent.succeeded', intent(foreign))).toMatchObject({ reference: 'R-20261001-0042' });
    expect(read('checkout.session.completed', session(foreign))).toMatchObject({ reference: 'R-20261001-0042' });
    expect(
      read('checkout.session.completed', session({ metadata: null, client_reference_id: 'somebody' })),
    ).toMatchObject({ reference: 'somebody' });
  });

  test('the same in whatever API version the endpoint speaks', () => {
    expect(read('payment_intent.succeeded', intent(), { api_version: '2020-08-27' })).toEqual(captured);
  });
});

describe('given a declined payment, when it is read, then the payer learns', () => {
  test.each([
    [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds'],
    [{ code: 'card_declined', decline_code: 'card_velocity_exceeded' }, 'limit_exceeded'],
    [{ code: 'card_declined', decline_code: 'withdrawal_count_limit_exceeded' }, 'limit_exceeded'],
    [{ code: 'amount_too_large' }, 'limit_exceeded'],
    [{ code: 'card_declined', decline_code: 'authentication_required' }, 'authentication_failed'],
    [{ code: 'payment_intent_authentication_failure' }, 'authentication_failed'],
    [{ code: 'expired_card' }, 'expired_card'],
    [{ code: 'processing_error', decline_code: 'processing_error' }, 'network'],
    [{ code: 'card_declined', decline_code: 'issuer_not_available' }, 'network'],
    [{ code: 'card_declined', decline_code: 'try_again_later' }, 'network'],
    [{ code: 'card_declined', decline_code: 'reenter_transaction' }, 'network'],
    [{ code: 'payment_method_provider_timeout' }, 'network'],
    [{ code: 'payment_intent_payment_attempt_expired' }, 'try_another_method'],
    [{ code: 'card_declined', decline_code: 'generic_decline' }, 'try_another_method'],
    [{ code: 'card_declined', decline_code: 'stolen_card' }, 'try_another_method'],
    [{ code: 'payment_method_customer_decline' }, 'try_another_method'],
    [{ code: 'constructor' }, 'try_another_method'],
    [{}, 'try_another_method'],
  ])('%j → %s', (error, reason) => {
    expect(read('payment_intent.payment_failed', failure(error))).toEqual(report({ kind: 'declined', reason }));
  });

  test('a failure without an error object is told like any other', () => {
    expect(read('payment_intent.payment_failed', intent({ last_payment_error: null }))).toEqual(
      report({ kind: 'declined', reason: 'try_another_method' }),
    );
  });
});

describe('given an event about money that goes back, when it is read, then it names what the rest must be asked for', () => {
  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['refund.created', {}, REFERENCE],
    ['refund.updated', { status: 'pending' }, REFERENCE],
    ['refund.updated', { status: 'requires_action' }, REFERENCE],
    ['refund.failed', { status: 'failed', metadata: {} }, undefined],
    ['charge.refund.updated', { metadata: null }, undefined],
  ])('%s %j', (type, more, reference) => {
    expect(read(type, refund(more))).toMatchObject({ kind: 'refund', intentId: INTENT_ID, reference });
  });

  test('charge.refunded, with the sum of all refunds', () => {
    expect(read('charge.refunded', charge({ amount_refunded: 980 }))).toEqual({
      kind: 'refund',
      intentId: INTENT_ID,
      reference: REFERENCE,
      told: { sum: { amountMinor: 980, currency: 'JPY' } },
    });
  });
});

describe('given an event about a dispute, when it is read, then its status says what it means', () => {
  const amount = { amountMinor: 1980, currency: 'JPY' };
  const of = (about: object) => ({ kind: 'dispute', intentId: INTENT_ID, reference: undefined, report: about });
  const disputeId = dispute().id;
  const disputed = of({ kind: 'disputed', captureId: INTENT_ID, amount, disputeId });
  const closed = (outcome: string) => of({ kind: 'dispute_closed', captureId: INTENT_ID, amount, outcome, disputeId });
  test.each<[string, string, object]>([
    ['created', 'needs_response', disputed],
    ['funds_withdrawn', 'needs_response', disputed],
    ['updated', 'under_review', disputed],
    ['updated', 'appeal_under_review', disputed],
    ['closed', 'won', closed('won')],
    ['funds_reinstated', 'won', closed('won')],
    ['closed', 'lost', closed('lost')],
    ['created', 'warning_needs_response', nothing],
    ['updated', 'warning_under_review', nothing],
    ['closed', 'warning_closed', nothing],
    ['created', 'prevented', nothing],
    ['updated', 'a_status_of_tomorrow', nothing],
  ])('charge.dispute.%s, %s', (type, status, expected) => {
    expect(read(`charge.dispute.${type}`, dispute({ status }))).toEqual(expected);
  });

  test('a part is disputed: that part', () => {
    expect(read('charge.dispute.created', dispute({ amount: 500 }))).toMatchObject({
      report: { amount: { amountMinor: 500 } },
    });
  });
});

describe('given an event that changes nothing, when it is read, then it is let pass', () => {
  test.each<[string, unknown]>([
    ['customer.created', { id: 'cus_1' }],
    ['payment_intent.created', intent()],
    ['payment_intent.amount_capturable_updated', intent()],
    ['charge.succeeded', charge()],
    ['charge.updated', charge()],
    ['issuing_dispute.created', dispute()],
    ['a.type.of.tomorrow', null],
    ['payment_intent.succeeded', intent({ metadata: {} })],
    ['payment_intent.succeeded', intent({ metadata: null })],
    ['payment_intent.succeeded', intent({ metadata: { order_id: '' } })],
    ['payment_intent.succeeded', intent({ metadata: { reference: 'of another system' } })],
    ['checkout.session.completed', session({ client_reference_id: null, metadata: null })],
    ['checkout.session.completed', session({ client_reference_id: '', metadata: {} })],
    ['checkout.session.completed', session({ payment_status: 'no_payment_required', payment_intent: null })],
    ['charge.refunded', charge({ payment_intent: null })],
    ['refund.created', refund({ payment_intent: null })],
    ['charge.dispute.created', dispute({ payment_intent: null })],
  ])('%s', (type, object) => {
    expect(read(type, object)).toEqual(nothing);
  });

  test.each(['v1.billing.meter.no_meter_found', 'v2.core.account.updated'])('the thin event %s', (type) => {
    expect(readEvent(Buffer.from(thinEvent(type)), false)).toEqual(nothing);
  });

  test.each([
    [true, false],
    [false, true],
  ])('livemode %s for an account whose liveness is %s', (livemode, live) => {
    const body = Buffer.from(event('payment_intent.succeeded', intent(), { livemode }));
    expect(readEvent(body, live)).toEqual(nothing);
    expect(readEvent(body, livemode)).toEqual(captured);
  });
});

describe('given an event of ours that is malformed, when it is read, then it is not acknowledged', () => {
  test.each<[string, unknown]>([
    ['payment_intent.succeeded', intent({ amount_received: '1980' })],
    ['payment_intent.succeeded', intent({ amount_received: -1 })],
    ['payment_intent.succeeded', intent({ amount_received: 0.5 })],
    ['payment_intent.succeeded', intent({ amount_received: 2 ** 53 })],
    ['payment_intent.succeeded', intent({ currency: 'JPY' })],
    ['payment_intent.succeeded', intent({ id: 'ch_1' })],
    ['payment_intent.succeeded', intent({ metadata: { order_id: 7 } })],
    ['checkout.session.completed', session({ payment_status: undefined })],
    ['checkout.session.completed', session({ payment_intent: 'seti_1' })],
    ['refund.created', { id: 're_1' }],
    ['charge.refunded', null],
    ['charge.refunded', charge({ amount_refunded: null })],
    ['charge.dispute.created', dispute({ amount: '1980' })],
  ])('%s', (type, object) => {
    expect(() => read(type, object)).toThrow();
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['an event without a type', JSON.stringify({ object: 'event', livemode: false, data: { object: {} } })],
    ['an event without liveness', event('payment_intent.succeeded', intent(), { livemode: undefined })],
    ['an event without data', event('payment_intent.succeeded', intent(), { data: undefined })],
  ])('%s', (_what, body) => {
    expect(() => readEvent(Buffer.from(body), false)).toThrow();
  });
});
