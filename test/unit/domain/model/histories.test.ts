import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
import { settings } from './setting.ts';

const NUM_RUNS = 2_000;
/** A failure that cannot be made smaller within this is shown as it is. */
const SHRINK_FOR_MS = 40_000;

/** Each of these must come out of some history: what never happens was not tried. */
const ENDS = [
  'active',
  'expired',
  'needs_review: activation_outcome_unknown',
  'needs_review: amount_mismatch',
  'needs_review: refund_failed',
  'refunded: carrier_refused',
  'refunded: deadline_passed',
  'refunded: payment_returned',
];

describe('given several renewals of one line, when anything happens in any order', () => {
  test('then no day, no yen and no outcome is lost, and all comes to rest', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(settings, async (setting) => {
        const { broken, ends } = await play(setting);
        for (const end of ends) seen.add(end);
        expect(broken).toEqual([]);
      }),
      { numRuns: NUM_RUNS, interruptAfterTimeLimit: SHRINK_FOR_MS },
    );
    expect([...seen].sort()).toEqual(ENDS);
  });
});
