import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../../../shared/payments/stripe/event.ts';
import { event, intent, REFERENCE, refund, session } from './stripe-api.ts';

const read = (type: string, object: unknown, more?: Record<string, unknown>) =>
  readEvent(Buffer.from(event(type, object, more)), false);
const report = (of: object) => ({ kind: 'report', reference: REFERENCE, report: of });
const captured = report({ kind: 'captured', captureId: 'pi_1', amount: { amountMinor: 1980, currency: 'JPY' } });
const nothing = { kind: 'nothing' };
const failure = (error: object) => intent({ status: 'requires_payment_method', last_payment_error: error });

describe('given an event about our payment, when it is read, then it says', () => {
  test.each<[string, unknown, object]>([
    ['payment_intent.succeeded', intent(), captured],
    ['checkout.session.completed', session(), captured],
    ['checkout.session.completed', session({ payment_intent: { id: 'pi_1' } }), captured],
    ['checkout.session.completed', session({ metadata: {} }), captured],
    ['checkout.session.completed', session({ payment_status: 'unpaid' }), report({ kind: 'processing' })],
    ['checkout.session.async_payment_succeeded', session(), captured],
    ['checkout.session.async_payment_failed', session({ payment_status: 'unpaid' }), report({ kind: 'expired' })],
    ['checkout.session.expired', session({ status: 'expired', payment_intent: null }), report({ kind: 'expired' })],
    ['payment_intent.processing', intent({ status: 'processing', amount_received: 0 }), report({ kind: 'processing' })],
    ['payment_intent.canceled', intent({ status: 'canceled' }), report({ kind: 'expired' })],
  ])('%s', (type, object, expected) => {
    expect(read(type, object)).toEqual(expected);
  });

  test('the amount that was received, not the one that was asked for', () => {
    expect(read('payment_intent.succeeded', intent({ amount_received: 1, currency: 'usd' }))).toEqual(
      report({ kind: 'captured', captureId: 'pi_1', amount: { amountMinor: 1, currency: 'USD' } }),
    );
  });
});

describe('given a declined card, when it is read, then the payer learns', () => {
  test.each([
    [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds'],
    [{ code: 'card_declined', decline_code: 'card_velocity_exceeded' }, 'limit_exceeded'],
    [{ code: 'card_declined', decline_code: 'withdrawal_count_limit_exceeded' }, 'limit_exceeded'],
    [{ code: 'card_declined', decline_code: 'authentication_required' }, 'authentication_failed'],
    [{ code: 'payment_intent_authentication_failure' }, 'authentication_failed'],
    [{ code: 'expired_card' }, 'expired_card'],
    [{ code: 'card_declined', decline_code: 'generic_decline' }, 'try_another_method'],
    [{ code: 'card_declined', decline_code: 'stolen_card' }, 'try_another_method'],
    [{ code: 'something_new' }, 'try_another_method'],
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

describe('given an event about money that goes back, when it is read, then the rest must be asked for', () => {
  test.each<[string, unknown, object]>([
    ['refund.created', refund(), { reference: REFERENCE, failed: false }],
    ['refund.updated', refund({ status: 'pending' }), { reference: REFERENCE, failed: false }],
    ['refund.updated', refund({ status: 'canceled' }), { reference: REFERENCE, failed: true }],
    ['refund.failed', refund({ status: 'failed', metadata: {} }), { reference: undefined, failed: true }],
    [
      'charge.refunded',
      { payment_intent: 'pi_1', metadata: { reference: REFERENCE } },
      { reference: REFERENCE, failed: false },
    ],
    ['charge.refunded', { payment_intent: 'pi_1', metadata: null }, { reference: undefined, failed: false }],
  ])('%s', (type, object, expected) => {
    expect(read(type, object)).toEqual({ kind: 'refund', intentId: 'pi_1', ...expected });
  });

  test('a charge or refund without a payment intent is none of ours', () => {
    expect(read('charge.refunded', { payment_intent: null, metadata: {} })).toEqual(nothing);
    expect(read('refund.created', refund({ payment_intent: null }))).toEqual(nothing);
  });
});

describe('given an event that changes nothing, when it is read, then it is let pass', () => {
  test.each<[string, unknown]>([
    ['customer.created', { id: 'cus_1' }],
    ['payment_intent.created', intent()],
    ['a.type.of.tomorrow', null],
    ['payment_intent.succeeded', intent({ metadata: {} })],
    ['payment_intent.succeeded', intent({ metadata: { reference: 'R-2026-0042' } })],
    ['checkout.session.completed', session({ client_reference_id: null, metadata: null })],
    ['checkout.session.completed', session({ payment_status: 'no_payment_required', payment_intent: null })],
  ])('%s', (type, object) => {
    expect(read(type, object)).toEqual(nothing);
  });

  test('a thin event', () => {
    const thin = { id: 'evt_1', object: 'v2.core.event', type: 'v1.billing.meter.no_meter_found', livemode: false };
    expect(readEvent(Buffer.from(JSON.stringify(thin)), false)).toEqual(nothing);
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
    ['checkout.session.completed', session({ payment_status: undefined })],
    ['refund.created', { id: 're_1' }],
    ['charge.refunded', null],
  ])('%s', (type, object) => {
    expect(() => read(type, object)).toThrow();
  });
});
