import { describe, expect, test } from '@jest/globals';
import { dueOf, SWEEP_AFTER_MS } from '../../../../shared/domain/renewal/due.ts';
import type { RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { HOUR_MS } from '../../../../shared/domain/values/instant.ts';
import { aCapture, aRenewal, EXAMPLES, later, NOW } from '../given.ts';

const WANTS_ATTENTION: { readonly [S in RenewalStatus]: boolean } = {
  awaiting_payment: true,
  activating: true,
  refunding: true,
  active: false,
  expired: false,
  cancelled: false,
  refund_needs_details: true,
  closed: false,
  refunded: false,
  needs_review: false,
};

describe('given a renewal, when nothing else happens to it', () => {
  test.each(Object.values(EXAMPLES))('then one that is $status is swept while it waits for something', (renewal) => {
    const after = renewal.status === 'refund_needs_details' ? 24 * HOUR_MS : SWEEP_AFTER_MS;
    expect(dueOf(renewal, NOW)).toBe(WANTS_ATTENTION[renewal.status] ? later(after) : undefined);
  });

  test.each(['active', 'expired', 'cancelled', 'refunded', 'needs_review', 'closed'] as const)(
    'then one that is %s is swept while money has to go back',
    (status) => {
      const renewal = aRenewal(status, { payments: [aCapture({ number: 2, verdict: 'send_back' })] });
      expect(dueOf(renewal, NOW)).toBe(later(SWEEP_AFTER_MS));
    },
  );

  test.each([
    ['still ahead', later(1), later(1)],
    ['exactly at the bound', later(SWEEP_AFTER_MS), later(SWEEP_AFTER_MS)],
    ['past', NOW, later(SWEEP_AFTER_MS)],
    ['beyond the bound', later(SWEEP_AFTER_MS + 1), later(SWEEP_AFTER_MS)],
  ])('then a former instant that is %s is kept or replaced', (_what, former, due) => {
    expect(dueOf(aRenewal('activating'), NOW, former)).toBe(due);
  });
});
