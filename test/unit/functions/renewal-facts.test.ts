import { describe, expect, test } from '@jest/globals';
import { receiptView } from '../../../functions/renewal-api/receipt.ts';
import { renewalView } from '../../../functions/renewal-api/renewal-view.ts';
import type { Renewal, RenewalStatus } from '../../../shared/domain/renewal/renewal.ts';
import { MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { aCapture, aLine, anOpenPayment, aPlan, aRenewal, later, NOW, PRICE } from '../domain/given.ts';
import { A_SELLER } from './paying.ts';

const seen = (renewal: Renewal, now = NOW) => renewalView(renewal, 'en', now, ['card', 'paypal']);

describe('the facts of a status', () => {
  test.each<[RenewalStatus, Record<string, unknown>]>([
    ['awaiting_payment', { payBy: '2026-10-01T04:00:00Z', methods: ['card', 'paypal'] }],
    ['activating', { paidAt: '2026-10-01T03:01:00Z', deadline: '2026-10-01T04:01:00Z' }],
    [
      'active',
      {
        paidAt: '2026-10-01T03:01:00Z',
        activatedAt: '2026-10-01T03:02:00Z',
        startsAt: '2026-10-03T15:00:00Z',
        endsAt: '2026-10-06T15:00:00Z',
      },
    ],
    ['expired', { expiredAt: '2026-10-01T04:00:00Z' }],
    ['refunding', { paidAt: '2026-10-01T03:01:00Z', reason: 'carrier_refused', reasonText: expect.any(String) }],
    [
      'refunded',
      {
        paidAt: '2026-10-01T03:01:00Z',
        refundedAt: '2026-10-01T03:03:00Z',
        reason: 'carrier_refused',
        reasonText: expect.any(String),
      },
    ],
    [
      'needs_review',
      { since: '2026-10-01T03:03:00Z', reason: 'activation_outcome_unknown', reasonText: expect.any(String) },
    ],
  ])('%s: these and no others', (status, facts) => {
    const { renewalId, lineId, planId, planVersion, statusText, price, createdAt, promisedEnd, ...rest } = seen(
      aRenewal(status),
    );
    const { payment, payments, trail, messages, status: shown, ...own } = rest;
    expect(own).toEqual(facts);
  });

  test.each(['activating', 'refunding'] as const)('%s, put off: when it is tried again', (status) => {
    const retryAt = later(5 * MINUTE_MS);
    expect(seen(aRenewal(status, { retryAt }))).toMatchObject({ retryAt: '2026-10-01T03:05:00Z' });
  });

  test('given an activation that is put off, then nobody is told "within a minute"', () => {
    const slow = seen(aRenewal('activating', { postponed: 3, retryAt: later(MINUTE_MS) }));
    expect(slow.statusText).not.toContain('within a minute');
    expect(slow.statusText).toContain('by itself');
  });

  test('given the deadline is over, then nobody is told of what happens at it, but who looks at it, and until when', () => {
    const renewal = aRenewal('activating', { postponed: 3, retryAt: later(63 * MINUTE_MS) });
    expect(seen(renewal, later(61 * MINUTE_MS - 1)).statusText).toContain('by the deadline');
    const { statusText } = seen(renewal, later(61 * MINUTE_MS));
    expect(statusText).toContain('deadline is over');
    expect(statusText).toContain('within a day');
    expect(statusText).not.toContain('by itself');
  });
});

describe('where the money is', () => {
  test('given an order that was paid too late, then it does not say that nothing was charged', () => {
    const late = seen(aRenewal('expired', { payments: [aCapture({ verdict: 'send_back' })] }));
    expect(late.statusText).toContain('too late');
    expect(late.payment).toMatchObject({ status: 'captured', captured: PRICE, goesBack: PRICE });
  });

  test('given one that has gone back meanwhile, then nothing more goes back', () => {
    const { payment } = seen(
      aRenewal('expired', { payments: [aCapture({ verdict: 'send_back', refundedMinor: PRICE.amountMinor })] }),
    );
    expect(payment).toMatchObject({ status: 'refunded', refunded: PRICE });
    expect(payment).not.toHaveProperty('goesBack');
  });

  test('given another amount, and too late, then nobody promises that it goes back by itself', () => {
    const captured = { amountMinor: 1, currency: 'JPY' };
    const { statusText } = seen(aRenewal('expired', { payments: [aCapture({ captured, verdict: 'review' })] }));
    expect(statusText).toContain('by hand');
  });

  test('given an order that expired unpaid, then nothing was charged', () => {
    expect(seen(aRenewal('expired')).statusText).toContain('Nothing has been charged');
  });

  test('given another amount than was asked for, then both stand there', () => {
    const captured = { amountMinor: 1, currency: 'JPY' };
    const { payment } = seen(aRenewal('needs_review', { payments: [aCapture({ captured, verdict: 'review' })] }));
    expect(payment).toMatchObject({ amount: PRICE, captured });
    expect(payment).not.toHaveProperty('goesBack');
  });
});

describe('the trail', () => {
  test.each([
    ['created', 'Ordered.'],
    ['processing.1', 'The payment is being processed.'],
    ['declined.1.expired_card', 'The payment was declined.'],
    ['closed.1', 'The payment page was closed.'],
    ['captured.1.keep', 'Paid.'],
    ['captured.2.send_back', 'A payment arrived that was not needed; it goes back.'],
    ['captured.1.review', 'A payment of another amount arrived; we look at it.'],
    ['expired', 'The time to pay is over.'],
    ['wait.http_503', 'The carrier is not ready; we try again.'],
    ['active', 'Renewed.'],
    ['refunding.unknown_sim', 'Renewing was not possible; the money goes back.'],
    ['refunded.1.1980', 'Money was sent back.'],
    ['refund_failed.1', 'Sending the money back failed; we look at it.'],
    ['review.amount_mismatch', 'Handed to a person.'],
  ])('%s is told as: %s', (what, text) => {
    const { trail } = seen(aRenewal('awaiting_payment', { payments: [anOpenPayment()], trail: [{ at: NOW, what }] }));
    expect(trail).toEqual([{ at: '2026-10-01T03:00:00Z', what, text }]);
  });

  test('an entry of a later version is shown without words rather than failing the page', () => {
    const { trail } = seen(aRenewal('expired', { trail: [{ at: NOW, what: 'constructor.1' }] }));
    expect(trail).toEqual([{ at: '2026-10-01T03:00:00Z', what: 'constructor.1', text: '' }]);
  });
});

test('a receipt tells the ends in the time of the place as well', () => {
  expect(receiptView(aRenewal('active'), { plan: aPlan(), line: aLine(), seller: A_SELLER }, 'ja')).toMatchObject({
    iccid: aLine().iccid,
    planName: '日本3日間',
    zone: 'Asia/Tokyo',
    endBeforeLocal: '2026-10-04T00:00:00+09:00',
    endAfterLocal: '2026-10-07T00:00:00+09:00',
  });
});
