import { beforeAll, describe, expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { accounts, type Creditor } from './account.ts';
import { type Case, type Line, paid, renewing } from './cases.ts';
import { cellsOf } from './cells.ts';
import { expectCell, STORY_WITHIN_MS, sweptUntilOver } from './story.ts';

const CREDITORS = ['airalo', 'esimaccess', 'esimgo'] as const;
const ENOUGH_DOLLARS = 1_000;
/** As each carrier says it, and as what is known of it keeps the next one from asking. */
const FOR_WANT_OF_CREDIT = /^wait\.(float_low|insufficient_balance|ea_200007)$/;

type OfEach<T> = Readonly<Record<Creditor, T>>;

const ofEach = async <T>(make: (carrier: Creditor) => Promise<T>): Promise<OfEach<T>> => {
  const [airalo, esimaccess, esimgo] = await Promise.all([make('airalo'), make('esimaccess'), make('esimgo')]);
  return { airalo, esimaccess, esimgo };
};

/** The brand's credit runs out at three carriers, is filled up, and runs out again. */
export const credits = (around: World, events: () => string): void => {
  describe('the credit at the carrier is used up', () => {
    const renewals = renewing(around);
    const { credit, watched } = accounts(around);
    const cells = cellsOf(
      'insufficient float, when ordered',
      'insufficient float, filled up in time',
      'insufficient float until the deadline',
    );
    const begun: {
      inTime?: OfEach<Case>;
      late?: OfEach<Case>;
      wanted?: OfEach<Line>;
      unsold?: OfEach<Case | { readonly refused: string }>;
      soldAgain?: OfEach<Case>;
    } = {};

    const paidAndRefused = async (cases: OfEach<Case>): Promise<void> => {
      await Promise.all(CREDITORS.map((carrier) => paid(around, cases[carrier])));
      await Promise.all(CREDITORS.map((carrier) => renewals.traced(cases[carrier], FOR_WANT_OF_CREDIT)));
      await around.idle();
    };

    beforeAll(async () => {
      const inTime = await ofEach(renewals.ordered);
      const late = await ofEach(renewals.ordered);
      const wanted = await ofEach(renewals.newLine);
      await credit(0, CREDITORS);
      await paidAndRefused(inTime);
      await watched();
      const unsold = await ofEach((carrier) => renewals.order(wanted[carrier]));

      await credit(ENOUGH_DOLLARS, CREDITORS);
      await watched();
      await sweptUntilOver(around, renewals, Object.values(inTime));
      const soldAgain = await ofEach((carrier) => renewals.ordered(carrier, wanted[carrier]));

      await credit(0, CREDITORS);
      await paidAndRefused(late);
      const deadlines = await Promise.all(Object.values(late).map(renewals.renewalOf));
      const [last] = deadlines
        .map(({ deadline }) => deadline)
        .toSorted()
        .reverse();
      await around.control('/clock', 'POST', { to: last });
      await renewals.finished(Object.values(late));
      await credit(ENOUGH_DOLLARS, CREDITORS);
      await watched();
      Object.assign(begun, { inTime, late, wanted, unsold, soldAgain });
    }, STORY_WITHIN_MS);

    test.each(cells)('$carrier · $fault → $text', async (of) => {
      const carrier = of.carrier as Creditor;
      const { inTime, late, wanted, unsold } = begun;
      if (!inTime || !late || !wanted || !unsold) throw new Error('the story was not told to its end');
      if (of.fault === 'insufficient float, when ordered')
        return renewals.expectUnsold(wanted[carrier], unsold[carrier], of);
      return expectCell(renewals, of.fault.endsWith('in time') ? inTime[carrier] : late[carrier], of);
    });

    test.each(CREDITORS)('%s · the brand is told of it and of its end, and then it is sold again', (account) => {
      expect(begun.soldAgain?.[account].renewal.status).toBe('awaiting_payment');
      for (const type of ['carrier.float_low', 'carrier.float_restored'])
        expect(
          events()
            .split('\n')
            .filter((line) => line.includes(type) && line.includes(`"${account}"`)),
        ).not.toEqual([]);
    });
  });
};
