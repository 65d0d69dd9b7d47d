import { beforeAll, describe, expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { type Case, type Line, renewing } from './cases.ts';
import { cellsOf, keyOf } from './cells.ts';
import { strike } from './one-sim.ts';
import { begunFor, eachCarrier, STORY_WITHIN_MS } from './story.ts';

/** Before anybody pays, the carrier is asked whether the SIM is still the line's. */
export const recycledWhenOrdered = (around: World): void => {
  describe('a number that belongs to somebody else when it is to be renewed', () => {
    const renewals = renewing(around);
    const cells = cellsOf('recycled ICCID, when ordered');
    const outcomes = new Map<string, { readonly line: Line; readonly outcome: Case | { readonly refused: string } }>();

    beforeAll(
      () =>
        eachCarrier(cells, async (of) => {
          const line = await renewals.newLine(of.carrier);
          await strike(around, line, 'recycled ICCID, when ordered');
          outcomes.set(keyOf(of), { line, outcome: await renewals.order(line) });
        }),
      STORY_WITHIN_MS,
    );

    test.each(cells)('$carrier · $fault → $text', async (of) => {
      const { line, outcome } = begunFor(outcomes, of);
      await renewals.expectUnsold(line, outcome, of);
      // What was learned is kept: the carrier need not be asked again.
      expect(await renewals.order(line)).toEqual(outcome);
    });
  });
};
