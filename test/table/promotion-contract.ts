import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Promotion, UsedPromotion } from '../../shared/domain/promotion/promotion.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { lineId, lineOf, type RenewalId, renewalIdFrom } from '../../shared/domain/values/ids.ts';
import { money } from '../../shared/domain/values/money.ts';
import type { Created, Store } from '../../shared/table/store.ts';
import { aRenewal, LINE_ID, later } from '../unit/domain/given.ts';
import { aPromotion } from '../unit/domain/promotion/given-promotion.ts';

const numbered = (number: number, line = LINE_ID): RenewalId =>
  renewalIdFrom(
    line,
    Uint8Array.from({ length: 10 }, (_none, index) => (index === 9 ? number : 0)),
  );
const numberedLine = (number: number) => lineId(number.toString(16).toUpperCase().padStart(12, '0'));

/** What every store does with promotions: run against the one in memory and against the table on the real engine. */
export const promotionContract = (name: string, makeStore: () => Promise<Store>): void =>
  describe(`promotions: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });

    const used = (change: Partial<UsedPromotion> = {}): UsedPromotion => ({
      promotionId: 'autumn',
      version: 1,
      discountMinor: 198,
      counted: true,
      ...change,
    });
    const ordered = (id: RenewalId, promotion = used()): Renewal => ({
      ...aRenewal('awaiting_payment', { promotion }),
      renewalId: id,
      lineId: lineOf(id),
    });
    const order = (id: RenewalId, limit = 10, promotion = used()): Promise<Created> =>
      store.createPromotedRenewal(ordered(id, promotion), later(600_000), promotion, limit);
    const taken = async (promotionId = 'autumn', line = LINE_ID) =>
      (await store.promotionUses(line, [promotionId])).get(promotionId);
    const become = async (id: RenewalId, status: 'expired' | 'cancelled' | 'activating'): Promise<boolean> => {
      const seen = await store.renewal(id);
      if (!seen) throw new Error('nothing is stored');
      const { promotion } = seen.renewal;
      const next = { ...aRenewal(status), renewalId: id, lineId: lineOf(id), ...(promotion && { promotion }) };
      return store.saveRenewal(seen, next, undefined);
    };

    test('versions stay, and the newest is on sale', async () => {
      const first = aPromotion({
        code: 'TOKYO',
        plans: ['a'],
        families: ['b', 'c'],
        only: 'first_renewal',
        limit: 7,
        oncePerLine: true,
        discount: { kind: 'amount', off: [money(200, 'JPY'), money(1_000, 'CNY')] },
      });
      const second = aPromotion({ version: 2 });
      for (const each of [first, second, { ...second, limit: 9 }]) await store.addPromotion(each);
      expect(await store.promotion({ promotionId: 'autumn', version: 1 })).toEqual(first);
      expect(await store.promotion({ promotionId: 'autumn', version: 3 })).toBeUndefined();
      expect(await store.promotionsOnSale()).toEqual([second]);
      expect(await store.plansOnSale()).toEqual([]);
    });

    test('a promoted renewal is kept with what was taken off', async () => {
      const promotions = [used(), used({ oncePerLine: true }), { promotionId: 'x', version: 3, discountMinor: 1 }];
      for (const [index, promotion] of promotions.entries()) {
        const id = numbered(index, numberedLine(index));
        await store.createRenewal(ordered(id, promotion), undefined);
        expect((await store.renewal(id))?.renewal).toEqual(ordered(id, promotion));
      }
    });

    test('of fifty at once on ten places ten are sold, and each of the others is told why', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_none, index) => order(numbered(0, numberedLine(index)))),
      );
      const kinds = outcomes.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'created')).toHaveLength(10);
      expect(kinds.filter((kind) => kind === 'promotion_used_up')).toHaveLength(40);
      expect(await taken()).toMatchObject({ taken: 10 });
      const stored = await Promise.all(
        Array.from({ length: 50 }, (_none, index) => store.renewal(numbered(0, numberedLine(index)))),
      );
      expect(stored.map((each) => each !== undefined)).toEqual(kinds.map((kind) => kind === 'created'));
    });

    test('an order whose answer was lost takes one place, however often it is sent again', async () => {
      expect(await order(numbered(1))).toEqual({ kind: 'created' });
      const again = await Promise.all([order(numbered(1)), order(numbered(1)), order(numbered(1), 1)]);
      const stored = await store.renewal(numbered(1));
      expect(again).toEqual([1, 2, 3].map(() => ({ kind: 'existing', stored })));
      expect(await taken()).toMatchObject({ taken: 1 });
    });

    test('the same order ten times at once takes one place', async () => {
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => order(numbered(1))));
      expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'existing')).toHaveLength(9);
      expect(await taken()).toMatchObject({ taken: 1 });
    });

    test('once per line: of ten orders at once one has it, and another line has its own', async () => {
      const once = { promotionId: 'autumn', version: 1, discountMinor: 198, oncePerLine: true } as const;
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_none, index) =>
          store.createPromotedRenewal(ordered(numbered(index), once), undefined, once, undefined),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'promotion_already_used')).toHaveLength(9);
      expect([await taken(), await taken('autumn', numberedLine(1))]).toEqual([
        { taken: 0, byThisLine: true },
        { taken: 0, byThisLine: false },
      ]);
    });

    test('a place that is refused for one reason is not taken for the other', async () => {
      const both = used({ oncePerLine: true });
      await order(numbered(1), 1, both);
      expect(await order(numbered(2), 5, both)).toEqual({ kind: 'promotion_already_used' });
      expect(await order(numbered(3, numberedLine(3)), 1, both)).toEqual({ kind: 'promotion_used_up' });
      expect([await taken(), await taken('autumn', numberedLine(3))]).toEqual([
        { taken: 1, byThisLine: true },
        { taken: 1, byThisLine: false },
      ]);
    });

    test.each(['expired', 'cancelled'] as const)(
      '%s unpaid, a place goes back once and can be had again',
      async (end) => {
        const both = used({ oncePerLine: true });
        await order(numbered(1), 1, both);
        const seen = await store.renewal(numbered(1));
        if (!seen) throw new Error('nothing is stored');
        const next = { ...aRenewal(end), renewalId: numbered(1), promotion: both };
        const saved = await Promise.all(Array.from({ length: 10 }, () => store.saveRenewal(seen, next, undefined)));
        expect(saved.filter(Boolean)).toHaveLength(1);
        expect(await taken()).toEqual({ taken: 0, byThisLine: false });
        expect(await order(numbered(2), 1, both)).toEqual({ kind: 'created' });
        const later = await store.renewal(numbered(1));
        if (!later) throw new Error('nothing is stored');
        expect(await store.saveRenewal(later, later.renewal, undefined)).toBe(true);
        expect(await taken()).toEqual({ taken: 1, byThisLine: true });
      },
    );

    test('whoever loses the race between paying and expiring changes nothing', async () => {
      await order(numbered(1));
      const seen = await store.renewal(numbered(1));
      if (!seen) throw new Error('nothing is stored');
      const of = (status: 'activating' | 'expired') => ({
        ...aRenewal(status),
        renewalId: numbered(1),
        promotion: used(),
      });
      const [paid, expired] = await Promise.all([
        store.saveRenewal(seen, of('activating'), undefined),
        store.saveRenewal(seen, of('expired'), undefined),
      ]);
      expect([paid, expired].filter(Boolean)).toHaveLength(1);
      expect(await taken()).toMatchObject({ taken: paid ? 1 : 0 });
    });

    test('given a limit that was raised or lowered, then the next version counts on', async () => {
      for (const number of [1, 2]) await order(numbered(number), 2);
      expect(await order(numbered(3), 2)).toEqual({ kind: 'promotion_used_up' });
      expect(await order(numbered(3), 3)).toEqual({ kind: 'created' });
      expect(await order(numbered(4), 1)).toEqual({ kind: 'promotion_used_up' });
    });

    test('whatever happens, places are conserved and never more than the limit', async () => {
      let run = 0;
      const step = fc.record({
        number: fc.integer({ min: 0, max: 7 }),
        what: fc.constantFrom('order', 'order', 'expired', 'cancelled', 'activating'),
      });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 20 }), async (limit, steps) => {
          run += 1;
          const promotion = used({ promotionId: `p${run}` } satisfies Partial<Promotion>);
          const idOf = (number: number) => numbered(number, numberedLine(run));
          const holding = new Set<number>();
          const ended = new Set<number>();
          for (const { number, what } of steps) {
            const known = holding.has(number) || ended.has(number);
            if (what === 'order') {
              const { kind } = await order(idOf(number), limit, promotion);
              expect(kind).toBe(known ? 'existing' : holding.size < limit ? 'created' : 'promotion_used_up');
              if (kind === 'created') holding.add(number);
            } else if (known && (await store.renewal(idOf(number)))?.renewal.status === 'awaiting_payment') {
              await become(idOf(number), what);
              if (what !== 'activating') {
                holding.delete(number);
                ended.add(number);
              }
            }
            expect((await taken(promotion.promotionId))?.taken).toBe(holding.size);
            expect(holding.size).toBeLessThanOrEqual(limit);
          }
        }),
        { numRuns: 25 },
      );
    });
  });
