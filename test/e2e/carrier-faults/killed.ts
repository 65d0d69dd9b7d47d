import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TestInstance } from '../instance.ts';
import type { World } from '../world.ts';
import { ACTIVATING, type Case, isSimulated, MINUTE_MS, paid, renewing } from './cases.ts';
import { cellsOf, keyOf } from './cells.ts';
import { begunFor, eachCarrier, expectCell, STORY_WITHIN_MS, swept, sweptUntilOver } from './story.ts';

/** Long enough that all are being called at the same moment, however slow the machine. */
const SLOW_MS = 30_000;
const LOOKED_FOR_AFTER_MS = 13 * MINUTE_MS;

/** The whole machine dies while carriers have carried out what nobody has heard of. Comes last: everything starts anew. */
export const killed = (around: World, product: () => TestInstance): void => {
  describe('kill -9', () => {
    const renewals = renewing(around);
    const cells = cellsOf('killed while it is being called');
    const cases = new Map<string, Case>();

    beforeAll(async () => {
      await eachCarrier(cells, async (of) => {
        const wanted = await renewals.ordered(of.carrier);
        cases.set(keyOf(of), wanted);
        if (isSimulated(of.carrier))
          await around
            .carrier(of.carrier)
            .strike(wanted.iccid, { fault: 'slow', delayMs: SLOW_MS, path: ACTIVATING[of.carrier], times: 1 });
      });
      await Promise.all([...cases.values()].map((each) => paid(around, each)));
      await renewals.called([...cases.values()]);
      const told = await Promise.all([...cases.values()].map(renewals.renewalOf));
      expect(told.map(({ status }) => status)).toEqual(cells.map(() => 'activating'));
      await product().kill();
      await product().start();
      await swept(around, LOOKED_FOR_AFTER_MS);
      await sweptUntilOver(around, renewals, [...cases.values()]);
    }, STORY_WITHIN_MS);

    test.each(cells)('$carrier · $fault → $text', (of) => expectCell(renewals, begunFor(cases, of), of));
  });
};
