import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SimulatedCarrier, World } from '../world.ts';
import { accounts } from './account.ts';
import { type Case, type Line, paid, renewing } from './cases.ts';
import { cellsOf, keyOf } from './cells.ts';
import type { CarrierName } from './outcome.ts';
import { begunFor, eachCarrier, expectCell, STORY_WITHIN_MS, sweptUntilOver } from './story.ts';

/** So many calls in a row that found nobody stop all others. */
const FAILURES = 5;
/**
 * A call that we gave up ourselves tells nothing of the carrier, and one that was answered in between begins the count
 * anew. Which calls count is shown by the tests of the rule.
 */
const MOST_CALLS = 4 * FAILURES;
/** While the first two cannot be reached the others can, and the other way round. */
const GROUPS: readonly (readonly SimulatedCarrier[])[] = [
  ['soracom', 'airalo'],
  ['esimaccess', 'esimgo'],
];

/** What the carrier is asked before anything is bought: from a traveller's order, or by the worker. */
const FIRST_CALL: Readonly<Record<SimulatedCarrier, string>> = {
  soracom: 'get',
  airalo: 'topups',
  esimaccess: 'query',
  esimgo: 'validate',
};

export const circuits = (around: World): void => {
  describe('a carrier that cannot be reached', () => {
    const renewals = renewing(around);
    const { state, untilState, known } = accounts(around);
    const meanwhile = cellsOf('five failures in a row, ordered meanwhile');
    const before = cellsOf('five failures in a row, paid before');
    const unsold = new Map<string, { readonly line: Line; readonly outcome: Case | { readonly refused: string } }>();
    const cases = new Map<string, Case>();
    const failedOnce: Case[] = [];
    const others: Case[] = [];
    const statesAfterFour = new Map<CarrierName, string>();

    const strike = ({ iccid }: Line, carrier: SimulatedCarrier): Promise<unknown> =>
      around.carrier(carrier).strike(iccid, { fault: 'down', path: FIRST_CALL[carrier] });

    /** Nobody asks Soracom before payment: travellers have paid. */
    const failPaid = async (count: number): Promise<void> => {
      const cases: Case[] = [];
      while (cases.length < count) cases.push(await renewals.ordered('soracom'));
      failedOnce.push(...cases);
      for (const each of cases) await strike(each, 'soracom');
      await Promise.all(cases.map((each) => paid(around, each)));
      await Promise.all(cases.map((each) => renewals.traced(each, /^wait\./)));
    };

    const isOpen = async (carrier: SimulatedCarrier): Promise<boolean> => (await state(carrier)) === 'circuit_open';

    const failing = async (carrier: SimulatedCarrier): Promise<void> => {
      if (carrier === 'soracom') {
        await failPaid(FAILURES);
        while (failedOnce.length < MOST_CALLS && !(await isOpen(carrier))) await failPaid(1);
      } else {
        const line = await renewals.newLine(carrier);
        await strike(line, carrier);
        for (let count = 1; count <= FAILURES || (count <= MOST_CALLS && !(await isOpen(carrier))); count += 1) {
          expect(await renewals.order(line)).toEqual({ refused: 'carrier_unavailable' });
          if (count === FAILURES - 1) statesAfterFour.set(carrier, await state(carrier));
        }
        await around.carrier(carrier).heal(line.iccid);
      }
      await untilState(carrier, 'circuit_open');
    };

    const tell = async (group: readonly SimulatedCarrier[]): Promise<void> => {
      const ours = before.filter(({ carrier }) => group.some((each) => each === carrier));
      await eachCarrier(ours, async (of) => void cases.set(keyOf(of), await renewals.ordered(of.carrier)));
      const late = meanwhile.filter(({ carrier }) => group.some((each) => each === carrier));
      const lines = new Map<string, Line>();
      await eachCarrier(late, async (of) => void lines.set(keyOf(of), await renewals.newLine(of.carrier)));

      await Promise.all(group.map(failing));
      await known();
      await eachCarrier(ours, (of) => paid(around, begunFor(cases, of)));
      await eachCarrier(ours, (of) => renewals.traced(begunFor(cases, of), /^wait\.circuit_open$/));
      await eachCarrier(late, async (of) => {
        const line = begunFor(lines, of);
        unsold.set(keyOf(of), { line, outcome: await renewals.order(line) });
      });
      await eachCarrier(othersThan(group), async ({ carrier }) => {
        const other = await renewals.ordered(carrier);
        others.push(other);
        await paid(around, other);
        await around.until(renewals.mei, other.renewal.renewalId, 'active');
      });

      for (const { iccid } of failedOnce) await around.carrier('soracom').heal(iccid);
      // One call tries, the others wait for what comes of it.
      await sweptUntilOver(around, renewals, [...ours.map((of) => begunFor(cases, of)), ...failedOnce]);
    };

    beforeAll(async () => {
      for (const group of GROUPS) await tell(group);
    }, STORY_WITHIN_MS);

    test.each(meanwhile)('$carrier · $fault → $text', (of) => {
      const { line, outcome } = begunFor(unsold, of);
      return renewals.expectUnsold(line, outcome, of);
    });

    test.each(before)('$carrier · $fault → $text', (of) => expectCell(renewals, begunFor(cases, of), of));

    test('four failures in a row stop nobody', () =>
      expect(Object.fromEntries(statesAfterFour)).toEqual({ airalo: 'well', esimaccess: 'well', esimgo: 'well' }));

    test('other carriers go on', () =>
      expect(others.map(({ carrier }) => carrier).sort()).toEqual(GROUPS.flat().toSorted()));

    test('what has failed is done once the carrier is back, and it is sold again', async () => {
      expect(failedOnce.length).toBeGreaterThanOrEqual(FAILURES);
      for (const each of failedOnce) expect((await renewals.renewalOf(each)).status).toBe('active');
      await eachCarrier(before, async ({ carrier }) => void (await renewals.ordered(carrier)));
    });
  });
};

const othersThan = (group: readonly SimulatedCarrier[]): readonly { readonly carrier: SimulatedCarrier }[] =>
  GROUPS.flat()
    .filter((carrier) => !group.includes(carrier))
    .map((carrier) => ({ carrier }));
