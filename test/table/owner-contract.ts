import { describe, expect, test } from '@jest/globals';
import type { Line } from '../../shared/domain/line/line.ts';
import { type LineId, lineId, personId } from '../../shared/domain/values/ids.ts';
import { LINES_PAGE_SIZE, type Store } from '../../shared/table/store.ts';
import { aLine, aRenewal, LINE_ID, later, OTHER_RENEWAL_ID, OWNER, RENEWAL_ID } from '../unit/domain/given.ts';

const KENJI = personId('kenji');
const { ownerId: _nobody, ...unowned } = aLine({ name: 'Tokyo' });
const UNBOUND: Line = { ...unowned, contacts: { language: 'en' } };
const idOf = (number: number): LineId => lineId(String(number).padStart(12, '0'));

/** Whose lines are whose: the same for every store. */
export const ownerContract = (name: string, open: () => Promise<Store>): void => {
  describe(`${name}: lines of people`, () => {
    test('given a line without an owner, then one of several people gets it, once, and finds it', async () => {
      const store = await open();
      await store.addLine(UNBOUND);
      const reminder = { threshold: '3d', at: later(1) };
      const won = await Promise.all([OWNER, KENJI, OWNER].map((person) => store.bindLine(UNBOUND, person, reminder)));
      expect(won.filter(Boolean)).toHaveLength(1);
      const line = await store.line(LINE_ID);
      expect([OWNER, KENJI]).toContain(line?.ownerId);
      expect(line?.nextReminder).toEqual(reminder);
      const lists = await Promise.all([OWNER, KENJI].map((person) => store.linesOf(person)));
      expect(lists.flatMap(({ lines }) => lines)).toEqual([line]);
      expect((await store.dueLines(later(2))).ids).toEqual([LINE_ID]);
    });

    test('given one that is unbound, then name, contacts and reminder are gone, and another person can have it', async () => {
      const store = await open();
      await store.addLine(aLine({ name: 'Tokyo', nextReminder: { threshold: '3d', at: later(1) } }));
      const seen = aLine();
      expect(await store.unbindLine(seen, KENJI)).toBe(false);
      expect(await store.unbindLine(seen, OWNER)).toBe(true);
      expect(await store.unbindLine(seen, OWNER)).toBe(false);
      const { ownerId: _owner, name: _name, nextReminder: _void, ...rest } = aLine();
      expect(await store.line(LINE_ID)).toEqual({ ...rest, contacts: { language: 'en' }, linkVersion: 1 });
      expect((await store.linesOf(OWNER)).lines).toEqual([]);
      expect((await store.dueLines(later(2))).ids).toEqual([]);
      expect(await store.bindLine(aLine({ contacts: { language: 'ja' } }), KENJI, undefined)).toBe(true);
      expect((await store.linesOf(KENJI)).lines.map(({ contacts }) => contacts)).toEqual([{ language: 'ja' }]);
    });

    test('given a name, then its owner alone changes it and takes it away', async () => {
      const store = await open();
      await store.addLine(aLine());
      expect(await store.nameLine(aLine(), KENJI, 'mine')).toBe(false);
      expect(await store.nameLine(aLine(), OWNER, '旅行')).toBe(true);
      expect((await store.line(LINE_ID))?.name).toBe('旅行');
      expect(await store.nameLine(aLine(), OWNER, undefined)).toBe(true);
      expect(await store.line(LINE_ID)).toEqual(aLine());
    });

    test('given more lines than a page holds, then the pages together hold each of them once', async () => {
      const store = await open();
      const all = Array.from({ length: LINES_PAGE_SIZE + 3 }, (_, index) => idOf(index));
      for (const id of all) await store.addLine(aLine({ lineId: id }));
      await store.addLine(aLine({ lineId: idOf(900), ownerId: KENJI }));
      const first = await store.linesOf(OWNER);
      const second = await store.linesOf(OWNER, first.cursor);
      expect([first.lines.length, second.lines.length, second.cursor]).toEqual([LINES_PAGE_SIZE, 3, undefined]);
      expect([...first.lines, ...second.lines].map((line) => line.lineId)).toEqual(all);
    });

    test('given a number, then the line that it stands for at any of the accounts is found', async () => {
      const store = await open();
      await store.addLine(aLine());
      expect(await store.linesNamed(['airalo', 'soracom'], aLine().iccid)).toEqual([aLine()]);
      expect(await store.linesNamed(['airalo'], aLine().iccid)).toEqual([]);
    });

    test('given renewals, then those of the line alone are listed', async () => {
      const store = await open();
      await store.addLine(aLine());
      expect(await store.renewalsOf(LINE_ID)).toEqual([]);
      const mine = [aRenewal('active'), aRenewal('expired', { renewalId: OTHER_RENEWAL_ID })];
      for (const renewal of mine) await store.createRenewal(renewal, undefined);
      const found = await store.renewalsOf(LINE_ID);
      expect(found.map(({ renewalId }) => renewalId).sort()).toEqual([RENEWAL_ID, OTHER_RENEWAL_ID].sort());
      expect(await store.renewalsOf(idOf(7))).toEqual([]);
    });

    test('given tries, then so many are counted in each window, also of those at once, and an earlier window is over', async () => {
      const store = await open();
      const at = (window: number, times: number): Promise<boolean[]> =>
        Promise.all(Array.from({ length: times }, () => store.countTry('person#mei', window, 3)));
      expect(await store.countTry('person#mei', 7, 3)).toBe(true);
      expect((await at(7, 6)).filter(Boolean)).toHaveLength(2);
      expect(await store.countTry('person#kenji', 7, 3)).toBe(true);
      expect(await store.countTry('person#mei', 8, 3)).toBe(true);
      expect(await store.countTry('person#mei', 7, 3)).toBe(false);
    });
  });
};
