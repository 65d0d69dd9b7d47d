import { beforeAll, describe, test } from '@jest/globals';
import type { World } from '../world.ts';
import { type Case, MINUTE_MS, paid, renewing } from './cases.ts';
import { cellsOf, keyOf } from './cells.ts';
import { type OneSimFault, strike } from './one-sim.ts';
import { begunFor, eachCarrier, expectCell, STORY_WITHIN_MS, swept, sweptUntilOver } from './story.ts';

/** So that what a SIM had before is older than what a record may lag. */
const SETTLED_MS = 5 * MINUTE_MS;
/** Beyond the settling time of every carrier. */
const LOOKED_FOR_AFTER_MS = 13 * MINUTE_MS;

/** A renewal for each fault at each carrier, all of them under way beside each other. */
const oneSimStory = (around: World, ...faults: readonly OneSimFault[]) => {
  const renewals = renewing(around);
  const cells = cellsOf(...faults);
  const cases = new Map<string, Case>();
  return {
    cells,

    async begin(): Promise<void> {
      await eachCarrier(cells, async (of) => void cases.set(keyOf(of), await renewals.ordered(of.carrier)));
      await around.advance(SETTLED_MS);
      await eachCarrier(cells, async (of) => {
        const wanted = begunFor(cases, of);
        await strike(around, wanted, of.fault as OneSimFault);
        await paid(around, wanted);
      });
    },

    called: (): Promise<void> => renewals.called([...cases.values()]),

    async end(): Promise<void> {
      const all = [...cases.values()];
      await renewals.resting(all);
      await swept(around, LOOKED_FOR_AFTER_MS);
      await sweptUntilOver(around, renewals, all);
    },

    expect: (of: (typeof cells)[number]) => expectCell(renewals, begunFor(cases, of), of),
  };
};

/** Things that happen to one SIM, told all at once. */
export const oneSimSuite = (around: World, name: string, ...faults: readonly OneSimFault[]): void => {
  describe(name, () => {
    const story = oneSimStory(around, ...faults);
    beforeAll(async () => {
      await story.begin();
      await story.end();
    }, STORY_WITHIN_MS);

    test.each(story.cells)('$carrier · $fault → $text', story.expect);
  });
};

/** The same, where something else is told while workers wait for answers: it must not wait for the activations. */
export const oneSimSuiteAround = (
  around: World,
  name: string,
  faults: readonly OneSimFault[],
  meanwhile: () => void,
): void => {
  const story = oneSimStory(around, ...faults);
  describe(name, () => {
    beforeAll(async () => {
      await story.begin();
      // A signature of eSIM Access is worth nothing where the clock has moved between the sender and the reader.
      await story.called();
    }, STORY_WITHIN_MS);
    meanwhile();
    describe('afterwards', () => {
      beforeAll(story.end, STORY_WITHIN_MS);
      test.each(story.cells)('$carrier · $fault → $text', story.expect);
    });
  });
};
