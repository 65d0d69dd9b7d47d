import { isCaptured } from '../payment/payment.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { capturedAt } from '../renewal/trail.ts';
import { paymentReference } from '../values/ids.ts';
import type { LedgerEntry } from './reconciliation.ts';

/** The payments of a renewal that one change turned into money. */
export const newCaptures = (before: Renewal | undefined, after: Renewal): readonly LedgerEntry[] => {
  const known = new Set(before?.payments.filter(isCaptured).map(({ number }) => number));
  return after.payments
    .filter(isCaptured)
    .filter(({ number }) => !known.has(number))
    .map((payment) => ({
      account: payment.account,
      reference: paymentReference(after.renewalId, payment.number),
      captureId: payment.captureId,
      captured: payment.captured,
      // A trail that overflowed says at least when the payment was opened.
      at: capturedAt(after, payment.number) ?? payment.openedAt,
    }));
};
