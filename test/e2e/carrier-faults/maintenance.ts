import { beforeAll, describe, expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { accounts } from './account.ts';
import { ACTIVATING, type Case, isSimulated, type Line, MINUTE_MS, paid, renewing } from './cases.ts';
import { cellsOf, keyOf } from './cells.ts';
import { CARRIERS } from './outcome.ts';
import { begunFor, eachCarrier, expectCell, STORY_WITHIN_MS, swept, sweptUntilOver } from './story.ts';

/** Half the time that a plan allows for its activation is longer than the first, and shorter than the second one. */
const SHORT_MS = 20 * MINUTE_MS;
const LONG_MS = 13 * 60 * MINUTE_MS;
/** One answer of a carrier that it is being serviced is believed for less. */
const BELIEVED_MS = 2 * MINUTE_MS;
const DONE = { outcome: 'done', carrierReference: 'COUNTER-2' };

interface Unsold {
  readonly line: Line;
  readonly outcome: Case | { readonly refused: string };
}

/** Staff announce it for every carrier, people included. */
export const announced = (around: World): void => {
  describe('maintenance that was announced', () => {
    const renewals = renewing(around);
    const { serviced, workOff } = accounts(around);
    const short = cellsOf('maintenance announced, over in time');
    const long = cellsOf('maintenance announced, too long');
    const cases = new Map<string, Case>();
    const unsold = new Map<string, Unsold>();
    const meanwhile = new Map<string, string>();

    beforeAll(async () => {
      const lines = new Map<string, Line>();
      await eachCarrier(long, async (of) => void lines.set(keyOf(of), await renewals.newLine(of.carrier)));
      await serviced(SHORT_MS, CARRIERS);
      await eachCarrier(short, async (of) => {
        const wanted = await renewals.ordered(of.carrier);
        cases.set(keyOf(of), wanted);
        await paid(around, wanted);
      });
      await renewals.resting([...cases.values()]);
      for (const [key, of] of cases) meanwhile.set(key, (await renewals.renewalOf(of)).trail.at(-1).what);

      await serviced(LONG_MS, CARRIERS);
      await eachCarrier(long, async (of) => {
        const line = begunFor(lines, of);
        unsold.set(keyOf(of), { line, outcome: await renewals.order(line) });
      });

      await serviced(SHORT_MS, CARRIERS);
      await swept(around, SHORT_MS + MINUTE_MS);
      const byPeople = [...cases.values()].filter(({ carrier }) => carrier === 'manual');
      const ids = byPeople.map(({ renewal }) => renewal.renewalId);
      await workOff(ids, DONE, () => renewals.areOver(byPeople));
      await sweptUntilOver(around, renewals, [...cases.values()]);
    }, STORY_WITHIN_MS);

    test.each(short)('$carrier · $fault → $text', async (of) => {
      const wanted = begunFor(cases, of);
      // Said before anybody paid, and kept.
      expect(wanted.promised).toMatchObject({
        warnings: expect.arrayContaining(['carrier_maintenance']),
        activationNotBefore: expect.any(String),
      });
      expect(begunFor(meanwhile, of)).toBe('wait.maintenance');
      await expectCell(renewals, wanted, of);
      const { activatedAt } = await renewals.renewalOf(wanted);
      expect(Date.parse(activatedAt)).toBeGreaterThanOrEqual(Date.parse(wanted.promised.activationNotBefore));
    });

    test.each(long)('$carrier · $fault → $text', (of) => {
      const { line, outcome } = begunFor(unsold, of);
      return renewals.expectUnsold(line, outcome, of);
    });
  });
};

/** The carrier's own answer says so, to one call. */
export const told = (around: World): void => {
  describe('maintenance that the carrier tells', () => {
    const renewals = renewing(around);
    const ordered = cellsOf('maintenance told when ordered');
    const activated = cellsOf('maintenance told when activated');
    const unsold = new Map<string, Unsold>();
    const cases = new Map<string, Case>();

    beforeAll(async () => {
      await eachCarrier(ordered, async (of) => {
        const line = await renewals.newLine(of.carrier);
        await struck(line, {});
        unsold.set(keyOf(of), { line, outcome: await renewals.order(line) });
      });
      await around.advance(BELIEVED_MS);
      await eachCarrier(activated, async (of) => {
        const wanted = await renewals.ordered(of.carrier);
        cases.set(keyOf(of), wanted);
        if (isSimulated(of.carrier)) await struck(wanted, { path: ACTIVATING[of.carrier], times: 1 });
        await paid(around, wanted);
      });
      await renewals.resting([...cases.values()]);
      await sweptUntilOver(around, renewals, [...cases.values()]);
    }, STORY_WITHIN_MS);

    const struck = async ({ carrier, iccid }: Line, selection: object): Promise<void> => {
      if (isSimulated(carrier)) await around.carrier(carrier).strike(iccid, { fault: 'maintenance', ...selection });
    };

    test.each(ordered)('$carrier · $fault → $text', (of) => {
      const { line, outcome } = begunFor(unsold, of);
      return renewals.expectUnsold(line, outcome, of);
    });

    test.each(activated)('$carrier · $fault → $text', (of) => expectCell(renewals, begunFor(cases, of), of));
  });
};
