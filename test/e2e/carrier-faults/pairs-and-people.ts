import { beforeAll, describe, expect, test } from '@jest/globals';
import type { World } from '../world.ts';
import { accounts } from './account.ts';
import { type Case, DAY_MS, paid, renewing } from './cases.ts';
import { cellsOf, keyOf, type Tried } from './cells.ts';
import { begunFor, eachCarrier, expectCell, STORY_WITHIN_MS } from './story.ts';

const DONE = { outcome: 'done', carrierReference: 'COUNTER-1' };
const REFUSED = { outcome: 'refused', note: 'the counter knows no such SIM' };
const DAYS = { soracom: 3, others: 7 };

/** Two renewals that meet at one line: the second one waits until the first one is through. */
export const pairs = (around: World): void => {
  describe('one line, renewed twice at once', () => {
    const renewals = renewing(around);
    const { workOff } = accounts(around);
    const cells = cellsOf('two renewals of one line, paid at once');
    const cases = new Map<string, readonly [Case, Case]>();

    beforeAll(async () => {
      await eachCarrier(cells, async (of) => {
        const line = await renewals.newLine(of.carrier);
        const pair = [await renewals.ordered(of.carrier, line), await renewals.ordered(of.carrier, line)] as const;
        cases.set(keyOf(of), pair);
        await Promise.all(pair.map((each) => paid(around, each)));
      });
      const all = [...cases.values()].flat();
      const byPeople = all.filter(({ carrier }) => carrier === 'manual');
      const ids = byPeople.map(({ renewal }) => renewal.renewalId);
      await workOff(ids, DONE, () => renewals.areOver(byPeople));
      await renewals.finished(all);
    }, STORY_WITHIN_MS);

    test.each(cells)('$carrier · $fault → $text', async (of) => {
      const pair = begunFor(cases, of);
      const [{ promised }] = pair;
      const once = Date.parse(promised.endAfter);
      const twice = once + DAY_MS * (of.carrier === 'soracom' ? DAYS.soracom : DAYS.others);
      for (const each of pair) await expectCell(renewals, each, of, new Date(twice).toISOString());
      const ends = await Promise.all(pair.map(async (each) => Date.parse((await renewals.renewalOf(each)).endsAt)));
      expect(ends.sort()).toEqual([once, twice]);
    });
  });
};

/** What people do at a carrier without an API, or do not. */
export const people = (around: World): void => {
  describe('a carrier that is people', () => {
    const renewals = renewing(around);
    const { workOff, answerJob, openJobs } = accounts(around);
    const cells = cellsOf('a person does it', 'a person refuses', 'nobody does it until the deadline');
    const cases = new Map<string, Case>();
    const answers = { 'a person does it': DONE, 'a person refuses': REFUSED };
    const answerTo = ({ fault }: Tried): object | undefined =>
      Object.entries(answers).find(([of]) => of === fault)?.[1];

    beforeAll(async () => {
      for (const of of cells) {
        const wanted = await renewals.ordered(of.carrier);
        cases.set(keyOf(of), wanted);
        await paid(around, wanted);
      }
      await renewals.resting([...cases.values()]);
      for (const of of cells) {
        const wanted = begunFor(cases, of);
        const answer = answerTo(of);
        if (answer) await workOff([wanted.renewal.renewalId], answer, () => renewals.areOver([wanted]));
        else await around.control('/clock', 'POST', { to: (await renewals.renewalOf(wanted)).deadline });
      }
      await renewals.finished([...cases.values()]);
    }, STORY_WITHIN_MS);

    test.each(cells)('$carrier · $fault → $text', (of) => expectCell(renewals, begunFor(cases, of), of));

    test('a job that was called back is open no more, and takes no answer', async () => {
      const { renewalId } = [...cases.values()].at(-1)?.renewal ?? {};
      expect(await openJobs()).not.toContain(renewalId);
      expect((await answerJob(renewalId, DONE)).status).toBe(409);
    });
  });
};
